package tagged

import (
	"fmt"
	"strconv"
)

// A bookmark is an entry of the outline and its neighbours; -1 is none.
type bookmark struct {
	ref, parent, first, last, prev, next, count int
}

// outline writes the bookmarks and returns the number of their root.
func (w *writer) outline() int {
	root := w.add("")
	entries := w.doc.Outline
	marks := make([]bookmark, len(entries))
	var open []int
	first, last, tops := 0, -1, 0
	for i, e := range entries {
		marks[i] = bookmark{ref: w.add(""), parent: -1, first: -1, last: -1, prev: -1, next: -1}
		for len(open) > 0 && entries[open[len(open)-1]].Level >= e.Level {
			open = open[:len(open)-1]
		}
		before := &last
		if len(open) > 0 {
			up := open[len(open)-1]
			marks[i].parent = up
			marks[up].count++
			if marks[up].first < 0 {
				marks[up].first = i
			}
			before = &marks[up].last
		} else {
			tops++
		}
		if *before >= 0 {
			marks[i].prev = *before
			marks[*before].next = i
		}
		*before = i
		open = append(open, i)
	}
	for i, m := range marks {
		w.objs[m.ref].dict = w.bookmark(i, marks, root)
	}
	w.objs[root].dict = fmt.Sprintf("<</Type/Outlines/First %s/Last %s/Count %d>>", ref(marks[first].ref), ref(marks[last].ref), tops)
	return root
}

func (w *writer) bookmark(i int, marks []bookmark, root int) string {
	e, m := w.doc.Outline[i], marks[i]
	up := root
	if m.parent >= 0 {
		up = marks[m.parent].ref
	}
	s := "<</Title" + text(e.Text) + "/Parent " + ref(up)
	for _, kv := range []struct {
		key string
		i   int
	}{{"/Prev ", m.prev}, {"/Next ", m.next}, {"/First ", m.first}, {"/Last ", m.last}} {
		if kv.i >= 0 {
			s += kv.key + ref(marks[kv.i].ref)
		}
	}
	if m.count > 0 {
		s += "/Count -" + strconv.Itoa(m.count)
	}
	s += "/Dest" + w.dest(e.Dest)
	if e.Elem != nil && e.Elem.Ref > 0 {
		s += "/SE " + ref(e.Elem.Ref)
	}
	return s + ">>"
}
