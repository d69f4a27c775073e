// Package merge brings new facts into a draft that a person edits, block by
// block, without losing a word of theirs.
//
// Three texts meet: base, what was generated last time; edited, what lies in the
// folder now; fresh, what is generated now. A block is a heading, a paragraph, a
// row of a table, an item of a list or an editor's zone. A block that nobody
// edited is refreshed. An edited one is kept, and where its facts changed, a
// note stands before it: an open conflict until the editor deletes the note.
// What was deleted stays deleted, what was added or moved stays where it was
// put. What editors' tools change without being asked (line ends, line breaks,
// spaces, quotation marks, the order of the front matter) is no edit.
package merge

import "strings"

// Merge returns the draft with the new facts, and what it did. It is pure:
//
//	Merge(base, base, fresh) is fresh
//	Merge(base, edited, base) is edited
//
// A nil edited draft gives fresh; a nil base (nothing is known of the last
// generation) takes every difference for an edit.
func Merge(base, edited, fresh []byte) ([]byte, Report) {
	switch {
	case edited == nil, base != nil && string(base) == string(edited):
		return fresh, Report{}
	case base != nil && string(base) == string(fresh):
		return edited, Report{}
	}
	return merge(base, edited, fresh)
}

// merge does the work, also where a short answer is known.
func merge(base, edited, fresh []byte) ([]byte, Report) {
	m := merger{base: parse(string(base)), edited: parse(string(edited)), fresh: parse(string(fresh))}
	m.base.name()
	m.edited.name()
	m.fresh.name()
	out := document{blocks: append(m.blocks(), m.gone()...)}
	out.blocks = gatherOrphans(out.blocks, m.orphans)
	body := out.print()
	changed := normalBody(body) != normalBody(document{blocks: m.edited.blocks}.print())
	out.front = mergeFront(m.base.front, m.edited.front, m.fresh.front, changed, &m.report)
	return []byte(out.print()), m.report
}

// normalBody is the text of a draft for comparison, without notes and marks.
func normalBody(s string) string {
	var b strings.Builder
	for _, bl := range parse(s).blocks {
		b.WriteString(normal(bl.body) + "\n")
	}
	return b.String()
}

type merger struct {
	base, edited, fresh document
	report              Report

	toBase   alignment // of edited blocks
	toFresh  alignment // of edited blocks
	ofBase   alignment // of fresh blocks: the base block
	removed  map[string]bool
	restored map[string]bool
	kept     []bool // edited headings that leave the facts but not the draft
	orphans  []block
}

// blocks merges the blocks of the whole draft.
func (m *merger) blocks() []block {
	m.asks()
	m.align()
	inBase := m.toBase.inverse(len(m.base.blocks))
	order := make([]int, len(m.edited.blocks))
	for i := range order {
		order[i] = none
		if m.toBase[i] != none && m.toFresh[i] != none {
			order[i] = m.toBase[i]
		}
	}
	isMoved := moved(order)
	m.keepHeadings()
	fromFresh := m.toFresh.inverse(len(m.fresh.blocks))
	return orderOf[block]{
		fresh: len(m.fresh.blocks), edited: len(m.edited.blocks), toFresh: m.toFresh, moved: isMoved,
		ofFresh: func(j int) []block {
			if i := fromFresh[j]; i != none {
				return m.both(i, j)
			}
			return m.onlyFresh(j, inBase)
		},
		ofEdited: func(i int) []block {
			if isMoved[i] {
				m.report.add(m.edited.blocks[i].id, Moved, "", "")
				return m.both(i, m.toFresh[i])
			}
			return m.onlyEdited(i)
		},
	}.elements()
}

// asks reads what the editor asked for by marks.
func (m *merger) asks() {
	m.removed, m.restored = map[string]bool{}, map[string]bool{}
	for _, b := range m.edited.blocks {
		if id, ok := strings.CutPrefix(b.id, "removed:"); ok {
			m.removed[id] = true
		}
		if id, ok := strings.CutPrefix(b.id, "restore:"); ok {
			m.restored[id] = true
		}
	}
}

// align finds which blocks are the same in the three texts.
func (m *merger) align() {
	id := func(d *document) func(int) string { return func(i int) string { return d.blocks[i].id } }
	exact := func(d *document) func(int) string {
		return func(i int) string { return string(d.blocks[i].kind) + " " + normal(d.blocks[i].body) }
	}
	eb := newAligner(len(m.edited.blocks), len(m.base.blocks))
	eb.byKey(id(&m.edited), id(&m.base))
	eb.byKey(exact(&m.edited), exact(&m.base))
	words := weigh(append(m.edited.texts(), m.base.texts()...))
	eb.byScore(func(i, j int) float64 {
		e, b := m.edited.blocks[i], m.base.blocks[j]
		can := e.kind == b.kind && e.kind != zone && e.kind != comment && (!e.named() || !b.named()) && m.edited.under(i) == m.base.under(j)
		if !can {
			return 0
		}
		return words.overlap(e.body, b.body)
	})
	fb := newAligner(len(m.fresh.blocks), len(m.base.blocks))
	fb.byKey(id(&m.fresh), id(&m.base))
	m.toBase, m.ofBase = eb.from, fb.from
	m.toFresh = newAlignment(len(m.edited.blocks))
	for i, b := range m.toBase {
		if b != none {
			m.toFresh[i] = fb.to[b]
		}
	}
	m.alignNew(id)
}

// alignNew pairs edited blocks without a base with fresh blocks without one:
// what the editor wrote, or kept, and what the facts now say under that id.
func (m *merger) alignNew(id func(d *document) func(int) string) {
	ef := newAligner(len(m.edited.blocks), len(m.fresh.blocks))
	used := m.toFresh.inverse(len(m.fresh.blocks))
	ef.byKey(func(i int) string {
		if m.toBase[i] != none {
			return ""
		}
		return id(&m.edited)(i)
	}, func(j int) string {
		if used[j] != none {
			return ""
		}
		return id(&m.fresh)(j)
	})
	for i, j := range ef.from {
		if j != none {
			m.toFresh[i] = j
		}
	}
}

// keepHeadings marks the headings whose facts are gone but under which the
// editor wrote something.
func (m *merger) keepHeadings() {
	m.kept = make([]bool, len(m.edited.blocks))
	for i, b := range m.edited.blocks {
		if b.kind != heading {
			continue
		}
		for k := i + 1; k < len(m.edited.blocks); k++ {
			c := m.edited.blocks[k]
			if c.kind == heading && c.level <= b.level {
				break
			}
			if c.kind != zone && m.toFresh[k] == none && m.isOurs(k) {
				m.kept[i] = true
				break
			}
		}
	}
}

// isOurs tells whether an edited block holds words of the editor.
func (m *merger) isOurs(i int) bool {
	b := m.toBase[i]
	return b == none && m.edited.blocks[i].kind != comment || b != none && !same(m.edited.blocks[i].body, m.base.blocks[b].body)
}

// both merges a block that the editor has and that the facts still give.
func (m *merger) both(i, j int) []block {
	e, f := m.edited.blocks[i], m.fresh.blocks[j]
	var b *block
	if k := m.toBase[i]; k != none {
		b = &m.base.blocks[k]
	}
	if m.restored[e.id] { // the editor gives up the edit
		b = &e
	}
	switch {
	case b != nil && rowwise(*b, e, f):
		return m.mergeRows(*b, e, f)
	case b == nil && rowwise(f, e, f):
		return m.mergeRows(withoutText(e, f), e, f)
	}
	return []block{m.unit(f.id, b, e, f)}
}

// gone remembers what the editor deleted and the facts no more give: it may come
// back in the month.
func (m *merger) gone() []block {
	inBase, inFresh := m.toBase.inverse(len(m.base.blocks)), m.ofBase.inverse(len(m.base.blocks))
	var list []block
	for k, b := range m.base.blocks {
		if inBase[k] == none && inFresh[k] == none && b.named() && b.kind != comment && b.kind != zone && !m.removed[b.id] {
			m.report.add(b.id, Removed, b.body, "")
			list = append(list, removed(b.id))
		}
	}
	return list
}

// unit applies the rule of three texts to one block.
func (m *merger) unit(id string, b *block, e, f block) block {
	was := ""
	if b != nil {
		was = b.body
		if equal(e, *b) {
			if !equal(f, *b) {
				m.report.add(id, Refreshed, b.body, f.body)
			}
			return f
		}
	}
	if equal(e, f) {
		return f
	}
	out := e
	out.mark = f.mark
	if b != nil && equal(f, *b) || f.kind == zone && zoneContent(f.body) == "\n" {
		m.report.add(id, Kept, was, f.body)
		return out
	}
	out.notes = m.conflict(e.notes, id, was, f.body)
	return out
}

// conflict returns the notes with one on what the facts now say.
func (m *merger) conflict(notes []note, id, was, now string) []note {
	var others []note
	for _, n := range notes {
		if n.id == id {
			was = n.was
			continue
		}
		others = append(others, n)
	}
	if same(was, now) && was != "" {
		m.report.add(id, Kept, was, now)
		return others
	}
	o := Changed
	if now == "" {
		o = Gone
	}
	m.report.add(id, o, was, now)
	return append(others, note{id: id, was: oneLine(was), now: oneLine(now)})
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// equal compares blocks; zones are the editor's, byte for byte.
func equal(a, b block) bool {
	if a.kind == zone || b.kind == zone {
		return a.body == b.body
	}
	return same(a.body, b.body)
}

// onlyFresh is a block of the facts that the draft does not have.
func (m *merger) onlyFresh(j int, inBase alignment) []block {
	f := m.fresh.blocks[j]
	b := m.ofBase[j]
	deleted := b != none && inBase[b] == none || m.removed[f.id]
	switch {
	case m.restored[f.id]:
		m.report.add(f.id, Restored, "", f.body)
		return []block{f}
	case !deleted:
		m.report.add(f.id, Added, "", f.body)
		return m.withoutRemoved(f)
	case f.kind == comment && b != none && AsksMore(f.body, m.base.blocks[b].body):
		m.report.add(f.id, Added, "", f.body) // settled for less than it now asks
		return []block{f}
	}
	m.report.add(f.id, Removed, "", f.body)
	if m.removed[f.id] || f.kind == comment || !f.named() {
		return nil
	}
	return []block{removed(f.id)}
}

// onlyEdited is a block of the draft that the facts do not give.
func (m *merger) onlyEdited(i int) []block {
	e := m.edited.blocks[i]
	k := m.toBase[i]
	if strings.HasPrefix(e.id, "restore:") {
		return nil
	}
	if k == none {
		if e.kind != comment && e.id != orphansID {
			m.report.add(e.id, ByHand, "", e.body)
		}
		return []block{e}
	}
	b := m.base.blocks[k]
	switch {
	case e.kind == zone:
		return m.orphan(e)
	case e.kind == heading && m.kept[i]:
		e.notes = m.conflict(e.notes, e.id, b.body, "")
		return []block{e}
	case equal(e, b):
		m.report.add(e.id, Dropped, b.body, "")
		return nil
	case e.kind == comment:
		return []block{e}
	}
	var tombs []block
	if e.kind.hasRows() && b.kind == e.kind {
		e, tombs = m.keyed(e, b)
	}
	e.notes = m.conflict(e.notes, b.id, b.body, "")
	return append([]block{e}, tombs...)
}

// orphan keeps a zone whose place is gone, unless it is empty.
func (m *merger) orphan(e block) []block {
	if strings.TrimSpace(zoneContent(e.body)) != "" {
		m.orphans = append(m.orphans, e)
		m.report.add(e.id, Orphan, "", "")
	}
	return nil
}

// named tells whether a block bears an id of its own in the text.
func (b block) named() bool { return b.id != "" && !strings.HasPrefix(b.id, "~") }

// name gives each block without an id one that depends on its heading, its kind
// and its text or place, and makes ids unique.
func (d *document) name() {
	under := ""
	count := map[string]int{}
	for i := range d.blocks {
		b := &d.blocks[i]
		if b.kind == heading {
			if b.id == "" {
				b.id = "~" + normal(strings.TrimLeft(b.body, "# "))
			}
			under = b.id
			continue
		}
		if b.id == "" {
			key := "~" + under + "/" + string(b.kind)
			count[key]++
			b.id = key + strings.Repeat("+", count[key])
		}
	}
}

// under is the id of the heading that a block stands under.
func (d *document) under(i int) string {
	for ; i >= 0; i-- {
		if d.blocks[i].kind == heading {
			return d.blocks[i].id
		}
	}
	return ""
}

// texts are the blocks as rows, to weigh their words.
func (d *document) texts() []row {
	list := make([]row, 0, len(d.blocks))
	for _, b := range d.blocks {
		list = append(list, row{text: b.body})
	}
	return list
}
