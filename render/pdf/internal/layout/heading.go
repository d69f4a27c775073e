package layout

import (
	"fmt"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"guette/render/markdown"
)

// maxHeading is the lines that a heading may have; more is a paragraph in bold.
const maxHeading = 6

// A rank is how headings of one level look, in points.
type rank struct{ size, lead, before, after float64 }

var ranks = map[int]rank{
	2: {21, 25, 22, 9},
	3: {14.5, 19, 14, 4},
	4: {11.5, 16, 9, 2},
}

func (b *builder) heading(t *ast.Heading, el *Elem, x float64) {
	b.settle(b.pending)
	level := t.Level
	text := b.src.Text(t)
	switch {
	case !visible(text):
		b.warn(t, "an empty heading is left out")
		return
	case level == 1: // the cover holds the only H1
		b.warn(t, "a second heading of level 1, %.60q, is set at level 2", text)
		level = 2
	}
	if level = min(level, 4); level > max(b.level, 1)+1 {
		b.warn(t, "the heading %.60q skips a level", text)
		level = max(b.level, 1) + 1
	}
	if level == 2 {
		b.section = b.typeset(text)
	}
	b.anchor = markdown.HeadingID(t)
	b.setHeading(t, level, el, x)
	b.level = level
}

func (b *builder) setHeading(t *ast.Heading, level int, el *Elem, x float64) {
	r, id := ranks[level], markdown.HeadingID(t)
	h := el.New(fmt.Sprintf("H%d", level))
	st := b.headingStyle(level, h)
	ls := breakLines(b.spans(t, st), b.page.full()*0.9)
	if len(ls) > maxHeading {
		b.longHeading(t, h, st, x)
		return
	}
	height := float64(len(ls)) * r.lead
	b.openHeading(t, level, r, height)
	if level == 2 {
		c := b.theme.Accent
		b.draw(Op{Kind: OpRect, X: x, Y: b.y - 4, W: 34, H: 3.2, Fill: &c})
		b.y += 6
	}
	if level == 3 && strings.HasPrefix(id, sheetPrefix) {
		b.sheetName = b.typeset(b.src.Text(t))
		b.sheetHead(height)
		x += 16
		r.after += b.stretch(sheetTitleGap)
	}
	at := Dest{Page: len(b.doc.Pages) - 1, Y: b.y - 12}
	for _, l := range ls {
		b.setLine(l, x, b.y+r.lead*baseline)
		b.y += r.lead
	}
	b.y += r.after
	if _, ok := b.doc.Dests[id]; !ok {
		b.doc.Dests[id] = at
	}
	if level <= 3 {
		b.doc.Outline = append(b.doc.Outline, Entry{Level: level - 2, Text: b.typeset(b.src.Text(t)), Dest: at, Elem: h})
	}
}

// sheetSpace is the space above a sheet that follows another, in points.
const sheetSpace = 6.0

func (b *builder) headingStyle(level int, h *Elem) style {
	st := style{face: b.fonts.Semibold, size: ranks[level].size, color: b.theme.Primary, elem: h, lang: b.src.Front.Lang}
	switch level {
	case 2:
		st.face = b.fonts.Bold
	case 4:
		st.color = grey
	}
	return st
}

// longHeading sets a heading of too many lines as a paragraph.
func (b *builder) longHeading(t *ast.Heading, h *Elem, st style, x float64) {
	b.warn(t, "a heading of more than %d lines is set as a paragraph", maxHeading)
	h.Type = "P"
	st.size = bodySize
	b.doc.Dests[markdown.HeadingID(t)] = b.here()
	b.lines(b.spans(t, st), x, textWidth, bodyLead)
}

// openHeading makes room: a heading stays with what follows, a sheet is whole on
// its page.
func (b *builder) openHeading(t *ast.Heading, level int, r rank, height float64) {
	if b.y > top+1 {
		b.y += r.before
		if _, ok := t.PreviousSibling().(*ast.Heading); startsSheet(t) && !ok {
			b.y += sheetSpace
		}
	}
	wants := b.wantsAfter(t, level, height+r.after)
	if b.page.H < endless {
		wants = max(wants, b.sheetRoom(t, height+r.after))
	}
	if !b.room(wants) && b.y > top+1 && !b.parts(t, height+r.after) && !b.floats(t, level, height+r.after) {
		b.newPage()
	}
	if b.page.H < endless {
		b.air, b.loose = b.airOf(t), b.loosen(t)
	}
	if level == 2 && (b.page.title == "" || b.y <= top+1) {
		b.page.title = b.section
	}
}

// wantsAfter is the room that a heading of a height wants, with what it leads to.
func (b *builder) wantsAfter(t *ast.Heading, level int, height float64) float64 {
	follow := b.follow(t.NextSibling(), markdown.HeadingID(t))
	if level == 2 {
		follow = max(follow, 90)
	}
	return height + follow + 12
}

// floatShare is the share of a page that may stay empty before a chart; where more
// would, its table begins here and the chart stands behind.
const floatShare = 0.3

// floats tells whether a heading stays on this page with the table that it leads to,
// the chart of the table behind.
func (b *builder) floats(t *ast.Heading, level int, height float64) bool {
	if b.float || b.page.H >= endless || b.page.bottom()-b.y < floatShare*(b.page.bottom()-top) {
		return false
	}
	b.float = true
	b.float = b.charted(t) && b.room(b.wantsAfter(t, level, height))
	return b.float
}

// charted tells whether a heading leads to a table with a chart, in the next blocks.
func (b *builder) charted(t *ast.Heading) bool {
	id := markdown.HeadingID(t)
	for n := t.NextSibling(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Heading:
			id = markdown.HeadingID(n)
		case *ast.Paragraph:
		case *east.Table:
			return b.chartRoom(n, id) > 0
		default:
			return false
		}
	}
	return false
}
