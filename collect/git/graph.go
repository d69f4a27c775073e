package git

import (
	"fmt"
	"iter"
	"runtime/debug"
)

// A graph holds what is needed of each commit received, and no more. What it
// takes in memory does not grow with the number of commits, but with that of
// the people: see [nodes].
type graph struct {
	nodes
	people  *people
	domains domainNumbers
	commit  rawCommit
	notable notables
}

func newGraph(p *people) *graph { return &graph{nodes: newNodes(), people: p} }

// tidyFrom commits on the garbage of one phase is given back before the next.
const tidyFrom = 8192

// tidy gives back the garbage of a large history.
func (g *graph) tidy() {
	if g.count > tidyFrom {
		debug.FreeOSMemory()
	}
}

// err tells why the graph cannot be trusted, or cannot grow.
func (g *graph) err() error {
	if len(g.people.list) > maxPeople {
		return fmt.Errorf("%w: more than %d people", errTooLong, maxPeople)
	}
	return g.nodes.err()
}

// close forgets the commits.
func (g *graph) close() {
	g.nodes.close()
	g.tidy()
}

// add takes a commit in; a malformed one is a commit that never came. The error
// says that no more can be taken in.
func (g *graph) add(o object) error {
	if _, ok := g.got(o.id); ok || g.commit.parse(o.data) != nil {
		return nil
	}
	c := &g.commit
	i := g.node(o.id)
	n := node{id: o.id, tree: c.tree, parents: [2]int32{-1, -1}, links: -1, zone: int16(c.zone), author: g.author(c.who)}
	for k, p := range c.parents {
		j := g.node(p)
		if k < len(n.parents) {
			n.parents[k] = j
			continue
		}
		n.links = g.link(n.links, j)
	}
	signed, coauthors := trailers(c.message)
	for _, s := range coauthors {
		if !isBot(s) {
			n.links = g.link(n.links, ^g.people.addSignature(s))
		}
	}
	n.setWhen(c.committed)
	merge := len(c.parents) > 1
	n.flags = g.at(i).flags | nodeHave | flagIf(merge, nodeMerge) | flagIf(signed, nodeSigned) | flagIf(weekday(c.authored, c.zone), nodeWeekday)
	g.put(i, n)
	if !g.people.list[n.author].Bot {
		g.notable.add(c.message, merge, i, n.when())
	}
	return g.err()
}

func flagIf(yes bool, f nodeFlags) nodeFlags {
	if yes {
		return f
	}
	return 0
}

// author returns the number of the alias of an author, whose domain it notes.
func (g *graph) author(who []byte) int32 {
	i := g.people.add(who)
	if !g.domains.known(i) {
		g.domains.note(i, domainOf(readWho(who).mail))
	}
	return i
}

// parents calls use for each parent of a commit, the first first.
func (g *graph) parents(i int32, use func(int32)) {
	n := g.at(i)
	for _, p := range n.parents {
		if p >= 0 {
			use(p)
		}
	}
	for p := range g.linkedTo(n.links) {
		if p >= 0 {
			use(p)
		}
	}
}

// coAuthors calls use for the alias of each co-author of a commit.
func (g *graph) coAuthors(n node, use func(int32)) {
	for p := range g.linkedTo(n.links) {
		if p < 0 {
			use(^p)
		}
	}
}

// An edge says how a walk through history ended.
type edge struct {
	lost int  // parents that were neither received nor left out as older
	cut  bool // something older exists
}

// reach finds the commits that lead from head back to since, through commits
// of the window only: what git rev-list --since gives. Servers send commits
// newest first: so it goes through them in that order, from the first that
// waits.
func (g *graph) reach(head oid, since int64) (reached set, e edge) {
	first, ok := g.find(head)
	if _, have := g.got(head); !ok || !have {
		return nil, edge{lost: 1}
	}
	reached = newSet(g.count)
	seen, waiting := newSet(g.count), newSet(g.count)
	seen.add(first)
	waiting.add(first)
	for i := first; i >= 0; i = waiting.next(first) {
		waiting.remove(i)
		first = i
		n := g.at(i)
		if n.when() < since {
			e.cut = true
			continue
		}
		reached.add(i)
		g.parents(i, func(p int32) {
			if seen.has(p) {
				return
			}
			parent := g.at(p)
			if !parent.have() {
				e.cut = true
				if n.flags&nodeShallow == 0 && parent.flags&nodeTried == 0 {
					e.lost++
				}
				return
			}
			seen.add(p)
			waiting.add(p)
			first = min(first, p)
		})
	}
	return reached, e
}

// mainline lists the commits of the default branch itself (first parents),
// newest first, back to since, and one commit before it where it was received.
func (g *graph) mainline(head oid, since int64) []int32 {
	n := 0 // known before: a list that grows would leave much garbage
	for range g.firstParents(head, since) {
		if n++; n == maxMainline {
			break
		}
	}
	list := make([]int32, 0, n)
	for i := range g.firstParents(head, since) {
		if list = append(list, i); len(list) == n {
			break
		}
	}
	return list
}

// maxMainline bounds the commits along which files are followed: linux has as
// many in 20 years.
const maxMainline = 500_000

func (g *graph) firstParents(head oid, since int64) iter.Seq[int32] {
	return func(yield func(int32) bool) {
		i, ok := g.find(head)
		for ok && i >= 0 { // names are hashes: there is no cycle
			n := g.at(i)
			if !n.have() || !yield(i) || n.when() < since {
				return
			}
			i = n.parents[0]
		}
	}
}

// A domainNumbers holds the domains of authors, by alias, each once.
type domainNumbers struct {
	of    []int32 // by alias; number of the domain plus one, 0 is not known yet
	names []string
	index map[string]int32
}

func (d *domainNumbers) known(alias int32) bool {
	return int(alias) < len(d.of) && d.of[alias] > 0
}

// note keeps the domain of an alias; "" is none.
func (d *domainNumbers) note(alias int32, name string) {
	for int(alias) >= len(d.of) {
		d.of = append(d.of, 0)
	}
	n, ok := d.index[name]
	if !ok {
		if d.index == nil {
			d.index = map[string]int32{}
		}
		n = int32(len(d.names))
		d.index[name] = n
		d.names = append(d.names, name)
	}
	d.of[alias] = n + 1
}

// domain is the domain of an alias.
func (d *domainNumbers) domain(alias int32) string { return d.names[d.of[alias]-1] }
