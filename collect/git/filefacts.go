package git

import (
	"context"
	"slices"
	"time"

	"guette/watch"
)

// maxChanges bounds the file changes of one reading, the newest kept: the
// busiest repository of the corpus has 90 in 25 months.
const maxChanges = 400

// files reads what became of the followed files. The first state ever seen is
// stated as such, with its texts.
func (r *reader) files(ctx context.Context, h *history) {
	st := r.state
	if h.tip == st.FilesAt || !r.can("any-want") && !h.files {
		if !r.can("any-want") && !h.files {
			r.note(fail(r.address, ReasonNoRepair, "the server gives no file by its name: licence and notices were not followed"))
		}
		return
	}
	chain := h.graph.mainline(h.tip, h.since)
	slices.Reverse(chain)
	if len(chain) == 0 {
		return
	}
	tr := &treeReader{history: h, trees: map[oid][]treeEntry{}, text: map[oid]blobText{}, classes: map[string]fileClass{}}
	tr.recall(st)
	var base []fileEntry
	if st.FilesAt != (oid{}) {
		base = append([]fileEntry{}, st.Files...)
	}
	list, err := tr.follow(ctx, chain, base, r.zone)
	if err != nil {
		r.note(err)
		return
	}
	now, ok := tr.entries(chain[len(chain)-1])
	if !ok {
		return
	}
	var deltas []fileDelta
	for _, t := range list {
		deltas = append(deltas, t.deltas()...)
	}
	if base == nil {
		deltas = append(tr.present(chain), deltas...)
	}
	deltas = h.graph.stated(deltas, chain, r.zone)
	if err := tr.readTexts(ctx, deltas); err != nil {
		r.note(err)
	}
	tr.remember(st, chain[len(chain)-1], now)
	for _, d := range deltas {
		r.told.files = append(r.told.files, tr.fact(r.address, d, r.zone))
	}
	var read bool
	if st.Mailmap, read = tr.mailmap(ctx, r.keyer, now, st.Files, st.Mailmap); !read {
		now = slices.DeleteFunc(now, isMailmap) // ask again next time
	}
	st.Files, st.FilesAt = now, h.tip
	r.told.news = r.told.news || len(deltas) > 0
}

// present lists the files of the first state of a chain that was read.
func (r *treeReader) present(chain []int32) (list []fileDelta) {
	for _, c := range chain {
		entries, ok := r.entries(c)
		if !ok {
			continue
		}
		for _, e := range entries {
			list = append(list, fileDelta{
				transition: transition{commit: c, exact: true}, path: e.Path, after: e.ID, change: watch.ChangePresent,
			})
		}
		return list
	}
	return nil
}

// stated drops what is not a fact of its own: of a change log only that it was
// modified in a month is stated, of the last commit of that month on the chain,
// of the mailmap nothing.
func (g *graph) stated(deltas []fileDelta, chain []int32, zone *time.Location) (list []fileDelta) {
	type once struct {
		path  string
		month watch.Month
	}
	seen, ends := map[once]bool{}, map[watch.Month]int32{}
	for _, c := range chain {
		ends[watch.MonthOf(date(g.at(c).when()), zone)] = c
	}
	for i := len(deltas) - 1; i >= 0 && len(list) < maxChanges; i-- {
		d := deltas[i]
		class := classOfPath(d.path)
		if class == classPeople || class == classNone {
			continue
		}
		if key := (once{d.path, watch.MonthOf(date(g.at(d.commit).when()), zone)}); class == classNotes && d.change == watch.ChangeModified {
			if seen[key] {
				continue
			}
			seen[key] = true
			d.commit, d.exact = ends[key.month], false
		}
		list = append(list, d)
	}
	slices.Reverse(list)
	return list
}

// readTexts reads the contents before and after, the newest first; of change
// logs none.
func (r *treeReader) readTexts(ctx context.Context, deltas []fileDelta) error {
	var ids []oid
	for i := len(deltas) - 1; i >= 0; i-- {
		if d := deltas[i]; classOfPath(d.path) == classText {
			ids = append(ids, d.after, d.before)
		}
	}
	ids = slices.DeleteFunc(ids, func(id oid) bool { return id == (oid{}) || id == emptyBlob })
	r.text[emptyBlob] = blobText{Empty: true}
	return r.texts(ctx, ids)
}

// recall takes the trees and texts that the reading before has kept.
func (r *treeReader) recall(st *state) {
	for hex, list := range st.Trees {
		if id, ok := parseOID(hex); ok {
			r.trees[id] = list
		}
	}
	for hex, text := range st.Texts {
		if id, ok := parseOID(hex); ok {
			r.text[id] = text
		}
	}
}

// remember keeps the trees and texts of the newest state for the next reading.
func (r *treeReader) remember(st *state, tip int32, now []fileEntry) {
	st.Trees, st.Texts = nil, nil
	if !r.history.files {
		return
	}
	root := r.graph.at(tip).tree
	st.Trees, st.Texts = map[string][]treeEntry{root.String(): r.trees[root]}, map[string]blobText{}
	for _, e := range r.trees[root] {
		if e.Mode.dir() {
			st.Trees[e.ID.String()] = r.trees[e.ID]
		}
	}
	for _, e := range now {
		if text, ok := r.text[e.ID]; ok && e.ID != emptyBlob {
			st.Texts[e.ID.String()] = text
		}
	}
}

// fact is the fact of a change.
func (r *treeReader) fact(address string, d fileDelta, zone *time.Location) *watch.FileChange {
	n := r.graph.at(d.commit)
	f := &watch.FileChange{
		Repository: address, Path: d.path, From: d.from, Change: d.change,
		Committed: date(n.when()), Month: watch.MonthOf(time.Unix(n.when(), 0), zone),
	}
	if d.exact {
		f.Commit = n.id.String()
	}
	before, hasBefore := r.text[d.before]
	after, hasAfter := r.text[d.after]
	f.Before, f.After = before.Text, after.Text
	f.Cut = before.Cut || after.Cut || before.Binary || after.Binary ||
		!hasBefore && d.before != (oid{}) || !hasAfter && d.after != (oid{})
	if d.change == watch.ChangeModified && after.Empty && hasAfter && !before.Empty {
		f.Change = watch.ChangeEmptied
	}
	return f
}

// isMailmap tells whether a file is the list of who is who.
func isMailmap(e fileEntry) bool { return e.Path == ".mailmap" && e.Mode.file() }

// mailmap reads the .mailmap of the newest state, unless it is that of the
// state before. Where it cannot be read the one before holds, and ok is false.
func (r *treeReader) mailmap(ctx context.Context, k keyer, now, last []fileEntry, before []mailmapEntry) (list []mailmapEntry, ok bool) {
	i, j := slices.IndexFunc(now, isMailmap), slices.IndexFunc(last, isMailmap)
	switch {
	case i < 0:
		return nil, true
	case j >= 0 && now[i].ID == last[j].ID:
		return before, true
	}
	list = before
	r.byName(ctx, []oid{now[i].ID}, typeBlob, func(o object) error {
		list, ok = parseMailmap(o.data, k), true
		return nil
	})
	return list, ok
}
