package git

import "guette/watch"

// A graph holds what is needed of each commit received, and no more: 70 bytes,
// so that 25 months of linux (190,000 commits) fit in memory.
type graph struct {
	nodes
	more    map[int32][]int32 // third parent and on
	extra   map[int32][]int32 // co-authors
	people  *people
	public  domainSet
	domains []string // of the authors, by alias
	commit  rawCommit
	notable map[int32]watch.Commit // the few whose subject says something
}

func newGraph(p *people) *graph {
	return &graph{nodes: newNodes(), more: map[int32][]int32{}, extra: map[int32][]int32{}, notable: map[int32]watch.Commit{}, people: p, public: publicSet()}
}

// add takes a commit in; a malformed one is a commit that never came.
func (g *graph) add(o object) {
	if _, ok := g.got(o.id); ok {
		return
	}
	c := &g.commit
	if c.parse(o.data) != nil {
		return
	}
	i := g.node(o.id)
	for k, p := range c.parents {
		j := g.node(p)
		if k < 2 {
			g.at(i).parents[k] = j
			continue
		}
		g.more[i] = append(g.more[i], j)
	}
	n := g.at(i)
	n.tree, n.flags = c.tree, n.flags|nodeHave
	n.setWhen(c.committed)
	n.author, n.zone = g.author(c.who), int16(c.zone)
	if len(c.parents) > 1 {
		n.flags |= nodeMerge
	}
	if weekday(c.authored, c.zone) {
		n.flags |= nodeWeekday
	}
	if said, ok := notable(c.message, len(c.parents) > 1); ok && len(g.notable) < maxNotableRead {
		g.notable[i] = said
	}
	signed, coauthors := trailers(c.message)
	if signed {
		n.flags |= nodeSigned
	}
	for _, s := range coauthors {
		if !isBot(s) {
			g.extra[i] = append(g.extra[i], g.people.addSignature(s))
		}
	}
}

// author returns the number of the alias of an author, whose domain it notes.
func (g *graph) author(who []byte) int32 {
	i := g.people.add(who)
	for int(i) >= len(g.domains) {
		g.domains = append(g.domains, "")
	}
	if g.domains[i] == "" {
		g.domains[i] = domainOf(readWho(who).mail)
	}
	return i
}

// parents calls use for each parent of a commit, the first first.
func (g *graph) parents(i int32, use func(int32)) {
	for _, p := range g.at(i).parents {
		if p >= 0 {
			use(p)
		}
	}
	for _, p := range g.more[i] {
		use(p)
	}
}

// An edge says how a walk through history ended.
type edge struct {
	lost int  // parents that were neither received nor left out as older
	cut  bool // something older exists
}

// reach lists the commits that lead from head back to since, through commits
// of the window only: what git rev-list --since gives.
func (g *graph) reach(head oid, since int64) (list []int32, e edge) {
	start, ok := g.find(head)
	if _, have := g.got(head); !ok || !have {
		return nil, edge{lost: 1}
	}
	seen := make([]bool, g.count)
	list = make([]int32, 0, g.count)
	stack := []int32{start}
	seen[start] = true
	for len(stack) > 0 {
		i := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		n := g.at(i)
		if n.when() < since {
			e.cut = true
			continue
		}
		list = append(list, i)
		g.parents(i, func(p int32) {
			switch {
			case seen[p]:
				return
			case !g.at(p).have():
				e.cut = true
				if n.flags&nodeShallow == 0 && g.at(p).flags&nodeTried == 0 {
					e.lost++
				}
				return
			}
			seen[p] = true
			stack = append(stack, p)
		})
	}
	return list, e
}

// mainline lists the commits of the default branch itself (first parents),
// newest first, back to since, and one commit before it where it was received.
func (g *graph) mainline(head oid, since int64) (list []int32) {
	i, ok := g.find(head)
	for ; ok && g.at(i).have(); i = g.at(i).parents[0] { // names are hashes: there is no cycle
		list = append(list, i)
		if g.at(i).when() < since || g.at(i).parents[0] < 0 {
			break
		}
	}
	return list
}

// isBot tells whether the author of a commit is no person.
func (g *graph) isBot(i int32) bool { return g.people.list[g.at(i).author].Bot }
