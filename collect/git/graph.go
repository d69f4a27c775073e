package git

// A graph holds what is needed of each commit received, and no more: some 100
// bytes, so that 25 months of linux (190,000 commits) fit in memory.
type graph struct {
	index  map[oid]int32
	nodes  []node
	more   map[int32][]int32 // third parent and on
	people *people
	extra  map[int32][]int32 // co-authors
	names  []string          // domains
	domain map[string]int32
	public domainSet
}

// A node is a commit, or the parent of one that was not received.
type node struct {
	id, tree oid
	parents  [2]int32 // -1 is none
	when     int64    // committer date
	author   int32
	domain   int32
	zone     int16 // of the author, minutes east of UTC
	flags    nodeFlags
}

type nodeFlags uint8

const (
	nodeHave    nodeFlags = 1 << iota // received
	nodeShallow                       // its parents were left out by the server
	nodeMerge                         // two parents or more
	nodeSigned                        // with a Signed-off-by trailer
	nodeWeekday                       // Monday to Friday, on the author's clock
	nodeTried                         // asked for as a lost parent
)

func newGraph(p *people) *graph {
	return &graph{
		index: map[oid]int32{}, more: map[int32][]int32{}, people: p, extra: map[int32][]int32{},
		domain: map[string]int32{}, public: publicSet(),
	}
}

// node returns the number of the commit with a name, received or not.
func (g *graph) node(id oid) int32 {
	i, ok := g.index[id]
	if !ok {
		i = int32(len(g.nodes))
		g.index[id] = i
		g.nodes = append(g.nodes, node{id: id, parents: [2]int32{-1, -1}})
	}
	return i
}

// have tells whether a commit was received.
func (g *graph) have(id oid) bool {
	i, ok := g.index[id]
	return ok && g.nodes[i].flags&nodeHave != 0
}

// add takes a commit in; a malformed one is a commit that never came.
func (g *graph) add(o object) {
	c, err := parseCommit(o.data)
	if err != nil || g.have(o.id) {
		return
	}
	i := g.node(o.id)
	for k, p := range c.parents {
		j := g.node(p)
		if k < 2 {
			g.nodes[i].parents[k] = j
			continue
		}
		g.more[i] = append(g.more[i], j)
	}
	n := &g.nodes[i]
	n.tree, n.when, n.flags = c.tree, c.committer.when, n.flags|nodeHave
	n.author, n.zone = g.people.add(c.author), int16(c.author.zone)
	n.domain = g.domainOf(c.author.mail)
	if len(c.parents) > 1 {
		n.flags |= nodeMerge
	}
	if weekday(c.author) {
		n.flags |= nodeWeekday
	}
	signed, coauthors := trailers(c.message)
	if signed {
		n.flags |= nodeSigned
	}
	for _, s := range coauthors {
		if !isBot(s) {
			g.extra[i] = append(g.extra[i], g.people.add(s))
		}
	}
}

// domainOf returns the number of the domain of an address.
func (g *graph) domainOf(mail string) int32 {
	d := domainOf(mail)
	i, ok := g.domain[d]
	if !ok {
		i = int32(len(g.names))
		g.domain[d] = i
		g.names = append(g.names, d)
	}
	return i
}

// parents calls use for each parent of a commit, the first first.
func (g *graph) parents(i int32, use func(int32)) {
	for _, p := range g.nodes[i].parents {
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
	start, ok := g.index[head]
	if !ok {
		return nil, edge{lost: 1}
	}
	seen := make([]bool, len(g.nodes))
	stack := []int32{start}
	seen[start] = true
	for len(stack) > 0 {
		i := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		n := &g.nodes[i]
		if n.when < since {
			e.cut = true
			continue
		}
		list = append(list, i)
		g.parents(i, func(p int32) {
			switch {
			case seen[p]:
				return
			case g.nodes[p].flags&nodeHave == 0:
				e.cut = true
				if n.flags&nodeShallow == 0 && g.nodes[p].flags&nodeTried == 0 {
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
	i, ok := g.index[head]
	for seen := map[int32]bool{}; ok && g.nodes[i].flags&nodeHave != 0 && !seen[i]; i = g.nodes[i].parents[0] {
		seen[i] = true
		list = append(list, i)
		if g.nodes[i].when < since || g.nodes[i].parents[0] < 0 {
			break
		}
	}
	return list
}

// isBot tells whether the author of a commit is no person.
func (g *graph) isBot(i int32) bool { return g.people.list[g.nodes[i].author].Bot }
