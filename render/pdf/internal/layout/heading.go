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
	id := markdown.HeadingID(t)
	follow := b.follow(t.NextSibling(), id)
	if level == 2 {
		follow = max(follow, 90)
	}
	wants := height + r.after + follow + 12
	if b.page.H < endless {
		wants = max(wants, b.sheetRoom(t, height+r.after))
	}
	if !b.room(wants) && b.y > top+1 && !b.parts(t, height+r.after) {
		b.newPage()
	}
	if b.page.H < endless {
		b.air = b.airOf(t)
	}
	if level == 2 && (b.page.title == "" || b.y <= top+1) {
		b.page.title = b.section
	}
}

// Bounds of the room that a heading asks for, in points: over the most a page would
// stay too empty.
const (
	mostFollow  = 330.0
	leastFollow = 48.0
)

// follow is the room that a heading wants after itself, by what comes next. The
// id is the heading's.
func (b *builder) follow(n ast.Node, id string) float64 {
	room := leastFollow
	switch t := n.(type) {
	case *ast.FencedCodeBlock:
		room = b.figureHeight(t)
	case *east.Table:
		room = b.tableRoom(t, id)
	case *ast.Heading:
		room = 45 + b.follow(t.NextSibling(), markdown.HeadingID(t))
		if t.Level == 2 {
			room = 75 + max(room, 90)
		}
	case *ast.Paragraph:
		room = b.followLead(t, id)
	}
	return min(room, mostFollow)
}

// followLead is the room that a paragraph wants with what it leads to.
func (b *builder) followLead(p *ast.Paragraph, id string) float64 {
	switch next := p.NextSibling().(type) {
	case *east.Table:
		return 36 + b.tableRoom(next, id)
	case *ast.FencedCodeBlock:
		return 36 + b.figureHeight(next)
	case *ast.List:
		if b.register(next) {
			return 24 + registerRoom(next)
		}
	case *ast.Heading:
		if next.Level == 3 && startsSection(p) {
			return 45 + b.follow(next, markdown.HeadingID(next))
		}
	}
	return leastFollow
}

// startsSection tells whether a paragraph is the only one between the title of a
// section and the next heading: it leads to that, and stays with it.
func startsSection(p *ast.Paragraph) bool {
	h, ok := p.PreviousSibling().(*ast.Heading)
	return ok && h.Level == 2
}

// tableRoom is the room that a table wants to begin: its chart, or its head and a
// row.
func (b *builder) tableRoom(t *east.Table, id string) float64 {
	if d, ok := b.tableChart(t, id); ok {
		return d.H + titleRoom + 20
	}
	return 112
}
