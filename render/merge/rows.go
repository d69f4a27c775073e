package merge

import (
	"cmp"
	"slices"
	"strings"
)

// rowwise tells whether three blocks can be merged row by row: tables with the
// same columns, or lists.
func rowwise(b, e, f block) bool {
	if b.kind != e.kind || e.kind != f.kind {
		return false
	}
	return e.kind == list || e.kind == table && columns(b) == columns(e) && columns(e) == columns(f)
}

func columns(b block) int {
	return strings.Count(normal(b.head[:strings.IndexByte(b.head, '\n')]), "|")
}

// mergeRows merges a table or a list row by row.
func (m *merger) mergeRows(b, e, f block) []block {
	keys(b.rows)
	keys(f.rows)
	r := rowMerger{m: m, b: b, e: e, f: f, notes: e.notes}
	r.align()
	out := f
	out.gap, out.notes = e.gap, nil
	if !same(e.head, b.head) {
		out.head = e.head
		if !same(f.head, b.head) && !same(f.head, e.head) {
			r.notes = m.conflict(r.notes, f.id+"/head", b.head, f.head)
		}
	}
	out.rows = r.rows()
	out.mark = remark(f.mark, out.rows)
	out.notes = r.notes
	r.gone()
	out.body = printRows(out, e)
	result := []block{out}
	return append(result, r.tombs...)
}

// withoutText stands for the base of a table or list that was not generated last
// time: it had the fresh rows that the editor has in some form, and nothing is
// known of what they said.
func withoutText(e, f block) block {
	ef := newAligner(len(e.rows), len(f.rows))
	ef.byKey(keyOf(e.rows), keyOf(f.rows))
	pairRows(ef, e.rows, f.rows)
	b := f
	b.rows = nil
	for j, i := range ef.to {
		if i != none {
			b.rows = append(b.rows, row{key: f.rows[j].key, text: e.rows[i].text, unknown: true})
		}
	}
	return b
}

// keyOf is the key of a row, "" for one written by hand.
func keyOf(rows []row) func(int) string {
	return func(i int) string {
		if rows[i].key == byHand {
			return ""
		}
		return rows[i].key
	}
}

// keyed gives the rows of an edited table or list the keys of the generated rows
// that they are, and lists them in its mark; tombs remember those that the editor
// deleted.
func (m *merger) keyed(e, b block) (kept block, tombs []block) {
	keys(b.rows)
	eb := newAligner(len(e.rows), len(b.rows))
	pairRows(eb, e.rows, b.rows)
	e.rows = slices.Clone(e.rows)
	for i, k := range eb.from {
		e.rows[i].key = cmp.Or(e.rows[i].key, byHand)
		if k != none && b.rows[k].key[0] != '~' {
			e.rows[i].key = b.rows[k].key
		}
	}
	e.mark = remark(e.mark, e.rows)
	for k, i := range eb.to {
		if id := b.id + "/" + b.rows[k].key; i == none && b.rows[k].key[0] != '~' && !m.removed[id] {
			tombs = append(tombs, removed(id))
		}
	}
	return e, tombs
}

// pairRows pairs edited rows with generated ones: those that say the same, then
// those whose place in the mark and whose rarest words are the same.
func pairRows(a *aligner, edited, generated []row) {
	exact := func(rows []row) func(int) string { return func(i int) string { return normal(rows[i].text) } }
	a.byKey(exact(edited), exact(generated))
	words := weigh(append(slices.Clone(edited), generated...))
	named := sameNames(edited, generated)
	byFirst := firstNames(edited) && firstNames(generated)
	a.byScore(func(i, j int) float64 {
		s, name, key := words.overlap(edited[i].text, generated[j].text), named[[2]int{i, j}], keysAgree(edited[i].key, generated[j].key)
		switch {
		case s == 0, key < 0 && !name, key == 0 && !name && otherLead(edited[i].text, generated[j].text, byFirst):
			return 0
		case name:
			s += sameLabel
		case key > 0:
			s += sameKey
		}
		return s
	})
}

// sameNames finds the pairs of rows that a label names, of no other row.
func sameNames(edited, generated []row) map[[2]int]bool {
	pairs := map[[2]int]bool{}
	other := only(generated)
	for label, i := range only(edited) {
		if j, ok := other[label]; ok && i != none && j != none {
			pairs[[2]int{i, j}] = true
		}
	}
	return pairs
}

// keysAgree is 1 for equal keys, -1 for other ones, 0 where one is not known.
func keysAgree(a, b string) int {
	switch {
	case a == "" || b == "" || a == byHand || a[0] == '~' || b[0] == '~':
		return 0
	case a == b:
		return 1
	}
	return -1
}

// sameKey is what an equal place in the mark adds to the likeness of two rows:
// editors move rows, so it does not decide alone.
const sameKey = 0.4

// sameLabel is what a cell or a bold name adds that no other row has.
const sameLabel = 0.5

// keys names rows that their mark does not name.
func keys(rows []row) {
	for i := range rows {
		if rows[i].key == "" {
			rows[i].key = "~" + normal(rows[i].text)
		}
	}
}

// A rowMerger merges the rows of one table or list.
type rowMerger struct {
	m       *merger
	b, e, f block
	toBase  alignment
	toFresh alignment
	ofBase  alignment
	notes   []note
	tombs   []block
}

func (r *rowMerger) align() {
	key := func(rows []row) func(int) string { return func(i int) string { return rows[i].key } }
	eb := newAligner(len(r.e.rows), len(r.b.rows))
	pairRows(eb, r.e.rows, r.b.rows)
	fb := newAligner(len(r.f.rows), len(r.b.rows))
	fb.byKey(key(r.f.rows), key(r.b.rows))
	r.toBase, r.ofBase = eb.from, fb.from
	r.toFresh = newAlignment(len(r.e.rows))
	for i, b := range r.toBase {
		if b != none {
			r.toFresh[i] = fb.to[b]
		}
	}
	r.alignReturned()
}

// alignReturned finds the edited rows that were not generated last time, and
// are again.
func (r *rowMerger) alignReturned() {
	for i, e := range r.e.rows {
		if r.toBase[i] != none || e.key == "" || e.key == byHand {
			continue
		}
		for j, f := range r.f.rows {
			if f.key == e.key && r.ofBase[j] == none {
				r.b.rows = append(r.b.rows, row{key: e.key, text: e.text, unknown: true})
				r.toBase[i], r.ofBase[j], r.toFresh[i] = len(r.b.rows)-1, len(r.b.rows)-1, j
			}
		}
	}
}

func (r *rowMerger) rows() []row {
	inBase := r.toBase.inverse(len(r.b.rows))
	order := make([]int, len(r.e.rows))
	for i := range order {
		order[i] = none
		if r.toFresh[i] != none {
			order[i] = r.toBase[i]
		}
	}
	isMoved := moved(order)
	fromFresh := r.toFresh.inverse(len(r.f.rows))
	return orderOf[row]{
		fresh: len(r.f.rows), edited: len(r.e.rows), toFresh: r.toFresh, moved: isMoved,
		ofFresh: func(j int) []row {
			if i := fromFresh[j]; i != none {
				return r.both(i, j)
			}
			return r.onlyFresh(j, inBase)
		},
		ofEdited: func(i int) []row {
			if isMoved[i] {
				return r.both(i, r.toFresh[i])
			}
			return r.onlyEdited(i)
		},
	}.elements()
}

// gone remembers the rows that the editor deleted and the facts no more give.
func (r *rowMerger) gone() {
	inBase, inFresh := r.toBase.inverse(len(r.b.rows)), r.ofBase.inverse(len(r.b.rows))
	for k, b := range r.b.rows {
		if id := r.id(b.key); inBase[k] == none && inFresh[k] == none && b.key[0] != '~' && !r.m.removed[id] {
			r.tombs = append(r.tombs, removed(id))
		}
	}
}

// withoutRemoved is a table or list that comes anew, less the rows that the
// editor deleted before.
func (m *merger) withoutRemoved(f block) []block {
	keys(f.rows)
	kept := slices.DeleteFunc(slices.Clone(f.rows), func(r row) bool { return m.removed[f.id+"/"+r.key] })
	if len(kept) == len(f.rows) {
		return []block{f}
	}
	if len(kept) == 0 {
		return nil
	}
	f.rows = kept
	f.mark = remark(f.mark, kept)
	f.body = printRows(f, f)
	return []block{f}
}

// id of a row, for notes and reports.
func (r *rowMerger) id(key string) string { return r.f.id + "/" + key }

func (r *rowMerger) both(i, j int) []row {
	e, f, b := r.e.rows[i], r.f.rows[j], r.b.rows[r.toBase[i]]
	id := r.id(f.key)
	switch {
	case same(e.text, b.text) && !b.unknown:
		r.settle(id)
		if !same(f.text, b.text) {
			r.m.report.add(id, Refreshed, b.text, f.text)
		}
		return []row{f}
	case same(e.text, f.text):
		r.settle(id)
		return []row{f}
	case same(f.text, b.text):
		r.m.report.add(id, Kept, b.text, f.text)
		return []row{{key: f.key, text: e.text}}
	}
	was := b.text
	if b.unknown {
		was = ""
	}
	r.notes = r.m.conflict(r.notes, id, was, f.text)
	return []row{{key: f.key, text: e.text}}
}

// settle drops the note on a row that says again what the facts say.
func (r *rowMerger) settle(id string) {
	var others []note
	for _, n := range r.notes {
		if n.id != id {
			others = append(others, n)
		}
	}
	r.notes = others
}

func (r *rowMerger) onlyFresh(j int, inBase alignment) []row {
	f := r.f.rows[j]
	id := r.id(f.key)
	b := r.ofBase[j]
	deleted := b != none && inBase[b] == none || r.m.removed[id]
	switch {
	case r.m.restored[id]:
		r.m.report.add(id, Restored, "", f.text)
		return []row{f}
	case !deleted:
		r.m.report.add(id, Added, "", f.text)
		return []row{f}
	}
	r.m.report.add(id, Removed, "", f.text)
	if !r.m.removed[id] && f.key[0] != '~' {
		r.tombs = append(r.tombs, removed(id))
	}
	return nil
}

func (r *rowMerger) onlyEdited(i int) []row {
	e := r.e.rows[i]
	if r.toBase[i] == none {
		r.m.report.add(r.f.id, ByHand, "", e.text)
		return []row{{key: cmp.Or(e.key, byHand), text: e.text}}
	}
	b := r.b.rows[r.toBase[i]]
	if same(e.text, b.text) {
		r.m.report.add(r.id(b.key), Dropped, b.text, "")
		return nil
	}
	r.notes = r.m.conflict(r.notes, r.id(b.key), b.text, "")
	return []row{{key: b.key, text: e.text}}
}

// printRows writes the rows; a list whose items the editor set apart by blank
// lines stays so.
func printRows(b, e block) string {
	var lines []string
	if b.kind == table {
		lines = append(lines, b.head)
	}
	sep := "\n"
	if b.kind == list && strings.Contains(e.body, "\n\n") {
		sep = "\n\n"
	}
	var rows []string
	for _, r := range b.rows {
		rows = append(rows, r.text)
	}
	return strings.Join(append(lines, strings.Join(rows, sep)), "\n")
}

// byHand is the key in a mark of a row that the editor wrote.
const byHand = "-"

// remark lists in a mark the keys of the rows that stand behind it.
func remark(mark string, rows []row) string {
	first, rest, ok := strings.Cut(mark, "\n")
	if !ok {
		return mark
	}
	evidence := map[string]string{}
	for _, line := range strings.Split(rest, "\n") {
		if key, _, ok := strings.Cut(line, ":"); ok {
			evidence[key] = line
		}
	}
	lines := []string{first}
	for _, r := range rows {
		line, ok := evidence[r.key]
		if !ok {
			line = r.key + ":"
		}
		lines = append(lines, line)
	}
	return strings.Join(append(lines, "-->"), "\n")
}
