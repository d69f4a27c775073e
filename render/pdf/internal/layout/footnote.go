package layout

import (
	"fmt"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

const notesID = "notes"

func noteID(i int) string { return fmt.Sprintf("note-%d", i) }

// Size and leading of notes and of the annex, in points.
const (
	noteSize = 9.5
	noteLead = 13.6
)

// endHeading sets a heading that the layout adds at the end: notes, addresses.
func (b *builder) endHeading(id, title string, el *Elem, x float64) {
	if b.y > top+1 {
		b.y += 20
	}
	b.section, b.anchor = title, id
	b.need(130)
	if b.y <= top+1 {
		b.page.title = title
	}
	c := b.theme.Accent
	b.draw(Op{Kind: OpRect, X: x, Y: b.y - 4, W: 34, H: 3.2, Fill: &c})
	b.y += 6
	h := el.New("H2")
	at := Dest{Page: len(b.doc.Pages) - 1, Y: b.y - 12}
	b.text(h, b.fonts.Bold, 21, b.theme.Primary, x, b.y+19, title)
	b.doc.Outline = append(b.doc.Outline, Entry{Text: title, Dest: at, Elem: h})
	b.doc.Dests[id] = at
	b.y += 36
	b.level = 2
}

func (b *builder) footnotes(t *east.FootnoteList, el *Elem, x float64) {
	b.endHeading(notesID, b.words.notes, el, x)
	for c := t.FirstChild(); c != nil; c = c.NextSibling() {
		fn, ok := c.(*east.Footnote)
		if !ok {
			continue
		}
		note := el.New("Note")
		note.ID = noteID(fn.Index)
		b.need(2 * noteLead)
		b.doc.Dests[note.ID] = Dest{Page: len(b.doc.Pages) - 1, Y: b.y - 6}
		b.text(note.New("Lbl"), b.fonts.Semibold, noteSize, linkBlue, x, b.y+noteLead*baseline, fmt.Sprintf("%d. ", fn.Index))
		for k := c.FirstChild(); k != nil; k = k.NextSibling() {
			b.noteBlock(k, note, x)
		}
		b.y += 3
	}
	for c := t.FirstChild(); c != nil; c = c.NextSibling() {
		if fn, ok := c.(*east.Footnote); ok && !b.called[fn.Index] {
			b.warn(fn, "note %d is called only where no link can stand (the title, the description of an image)", fn.Index)
		}
	}
}

func (b *builder) noteBlock(n ast.Node, note *Elem, x float64) {
	switch n.(type) {
	case *ast.Paragraph, *ast.TextBlock:
		st := b.body(note.New("P"))
		st.size = noteSize
		b.lines(b.spans(n, st), x+20, b.page.full()-20, noteLead)
	default:
		b.block(n, note, x+20, textWidth-20)
	}
}
