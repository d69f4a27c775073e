package git

import (
	"context"
	"errors"
	"time"

	"guette/fetch"
)

const (
	maxRounds  = 60   // of repair; git needed 19 for 13 months
	wantsAtOnc = 2000 // object names in one request
)

// A history reads commits of one repository into a graph.
type history struct {
	*session
	graph *graph
	tip   oid     // of the default branch
	since int64   // 0 is everything
	lost  bool    // some commits of the window could not be had
	files bool    // the server sends files with commits
	packs []*pack // kept where files came with them
}

// commits adds the commits of an answer to the graph.
func (h *history) commits(ctx context.Context, r request) (acked bool, count int, err error) {
	p, err := h.fetch(ctx, r)
	if err != nil {
		return false, 0, err
	}
	defer h.keep(p)
	err = p.objects(ctx, func(t objectType) bool { return t == typeCommit }, func(o object) error {
		return h.graph.add(o)
	})
	for _, id := range p.unshallow {
		h.graph.flag(h.graph.node(id), 0, nodeShallow)
	}
	for _, id := range p.shallow {
		h.graph.flag(h.graph.node(id), nodeShallow, 0)
	}
	return p.acked, p.count, explain(h.asked, err)
}

// keep keeps the packs of a server that sends files with commits.
func (h *history) keep(p *pack) {
	if h.files {
		h.packs = append(h.packs, p)
		return
	}
	p.Close()
}

// close forgets packs and commits.
func (h *history) close() {
	if h.graph != nil {
		h.graph.close()
	}
	h.graph = nil
	for _, p := range h.packs {
		p.Close()
	}
	h.packs = nil
}

// window reads all commits reachable from head with a committer date from since
// on: the same set as git rev-list --since.
//
// A server cuts history by date at commits of which one parent is older, and
// then leaves out all parents of it. Where that is a merge, the lost parents
// are asked for one by one.
func (h *history) window(ctx context.Context, head oid) error {
	since := h.since
	switch {
	case since > 0 && !h.can("shallow"):
		since = 0 // all of history, or nothing
	case since > 0 && !h.can("deepen-since"):
		return h.byDepth(ctx, head)
	}
	_, _, err := h.commits(ctx, request{wants: []oid{head}, since: since})
	switch {
	case since > 0 && refused(err):
		return h.alone(ctx, head, err)
	case err != nil || since == 0:
		return err
	}
	return h.repair(ctx, head)
}

// refused tells whether a server broke the conversation off before a pack, as
// servers do when asked for commits since a day when there are none.
func refused(err error) bool {
	e, ok := errors.AsType[*fetch.Error](err)
	return ok && (e.Reason == ReasonServerError || e.Reason == ReasonBadProtocol || e.Reason == fetch.ReasonTruncated)
}

// alone reads a head that may be older than the window: then it is all there
// is to read, else what stopped the conversation stands.
func (h *history) alone(ctx context.Context, head oid, cause error) error {
	if _, _, err := h.commits(ctx, request{wants: []oid{head}, depth: 1}); err != nil {
		return cause
	}
	if tip, ok := h.graph.got(head); ok && tip.when() < h.since {
		return nil
	}
	return cause
}

// repair asks for the parents that merges at the edge of the window have lost.
func (h *history) repair(ctx context.Context, head oid) error {
	if !h.can("any-want") {
		return h.deepen(ctx, head)
	}
	for range maxRounds {
		lost := h.lostParents()
		if len(lost) == 0 {
			return nil
		}
		if _, _, err := h.commits(ctx, request{wants: lost, depth: 1}); err != nil {
			return err
		}
		var inside []oid
		for _, id := range lost {
			i := h.graph.node(id)
			h.graph.flag(i, nodeTried, 0)
			if n := h.graph.at(i); n.have() && n.when() >= h.since {
				h.graph.flag(i, 0, nodeShallow)
				inside = append(inside, id)
			}
		}
		if len(inside) == 0 {
			continue
		}
		if _, _, err := h.commits(ctx, request{wants: inside, since: h.since}); err != nil {
			return err
		}
	}
	h.lost = len(h.lostParents()) > 0
	return nil
}

// lostParents lists parents that were not received, of merges of the window
// that the server has cut off.
func (h *history) lostParents() (lost []oid) {
	const merge = nodeHave | nodeShallow | nodeMerge
	g := h.graph
	asked := map[int32]bool{}
	for i, n := range g.all() {
		if n.flags&merge != merge || n.when() < h.since {
			continue
		}
		g.parents(i, func(p int32) {
			if n := g.at(p); n.flags&(nodeHave|nodeTried) == 0 && !asked[p] && len(lost) < wantsAtOnc {
				asked[p] = true
				lost = append(lost, n.id)
			}
		})
	}
	return lost
}

// deepen repairs where the server gives no commit by its name: it reaches back
// further and further, until no merge of the window has lost a parent.
func (h *history) deepen(ctx context.Context, head oid) error {
	for _, months := range []int{3, 12, 48, 0} {
		if len(h.lostParents()) == 0 {
			return nil
		}
		r := request{wants: []oid{head}, haves: []oid{head}, shallow: h.shallows()}
		if r.since = time.Unix(h.since, 0).AddDate(0, -months, 0).Unix(); months == 0 {
			r.since, r.depth = 0, infiniteDepth
		}
		if _, _, err := h.commits(ctx, r); err != nil {
			return err
		}
	}
	h.lost = len(h.lostParents()) > 0
	return nil
}

// infiniteDepth is how git fetch --unshallow says "all".
// Source: git, builtin/fetch.c, INFINITE_DEPTH.
const infiniteDepth = 0x7fffffff

// shallows lists the commits that we have without their parents. Servers name
// others too, which they did not send.
func (h *history) shallows() (list []oid) {
	const both = nodeHave | nodeShallow
	for _, n := range h.graph.all() {
		if n.flags&both == both {
			list = append(list, n.id)
		}
	}
	return list
}

// byDepth reads from servers that cut history by depth only: twice as deep
// until the commits at the end are older than the window.
func (h *history) byDepth(ctx context.Context, head oid) error {
	for depth := 256; ; depth *= 4 {
		for i := range h.graph.all() {
			h.graph.flag(i, 0, nodeShallow)
		}
		if _, _, err := h.commits(ctx, request{wants: []oid{head}, depth: depth}); err != nil {
			return err
		}
		open := false
		for _, n := range h.graph.all() {
			open = open || n.flags&(nodeShallow|nodeHave) == nodeShallow|nodeHave && n.when() >= h.since
		}
		if !open || depth >= infiniteDepth/4 {
			return nil
		}
	}
}
