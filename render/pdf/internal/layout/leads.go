package layout

import (
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
)

// Measures of lists that have a column for what their items begin with, in points.
const (
	figureSize  = 20.0
	numberGap   = 14.0  // between the column and the text
	termMost    = 150.0 // of a column of names
	figureSpace = 13.0  // of a row with a figure, beside its lines
	nameSpace   = 9.0
	termSpace   = 4.0
)

// termIDs are the sections whose lists explain a name in each item.
var termIDs = map[string]bool{"sigles": true, "glossaire": true}

// A lead is an item of such a list: the spans of its column, and the others.
type lead struct {
	left, right []span
	body        *Elem
	lines       []line // of the column
}

// figures sets a list of the summary whose items begin with a number in strong
// text: the number large in its column, the sentence goes on beside it. A list
// without such a number has its names in the column.
func (b *builder) figures(t *ast.List, lst *Elem) {
	items, space := b.leads(t, lst, b.figureLead), figureSpace
	if !anyLead(items) {
		items, space = b.leads(t, lst, b.nameLead), nameSpace
	}
	b.setLeads(items, space+b.loose, true)
	b.y += 12
}

// terms sets a list that explains names: the names in a column.
func (b *builder) terms(t *ast.List, lst *Elem) {
	b.setLeads(b.leads(t, lst, b.nameLead), termSpace, false)
	b.y += 5
}

// leads reads the items of a list; part parts the spans of each.
func (b *builder) leads(t *ast.List, lst *Elem, part func(spans []span) (left, right []span)) []lead {
	var out []lead
	for c := t.FirstChild(); c != nil; c = c.NextSibling() {
		body := lst.New("LI").New("LBody")
		left, right := part(b.spans(c.FirstChild(), b.body(body.New("P"))))
		out = append(out, lead{left: left, right: right, body: body})
	}
	return out
}

func anyLead(items []lead) bool {
	for _, it := range items {
		if len(it.left) > 0 {
			return true
		}
	}
	return false
}

// figureLead parts the number that a strong text begins with: the words behind it
// stay in the sentence.
func (b *builder) figureLead(spans []span) (left, right []span) {
	if len(spans) == 0 || spans[0].face != b.fonts.Semibold {
		return nil, spans
	}
	text := spans[0].text
	n := strings.IndexFunc(text, func(r rune) bool { return !unicode.IsDigit(r) && r != '\u202f' })
	if n < 1 || strings.TrimLeft(text[n:], " \u00a0") == text[n:] {
		return nil, spans
	}
	number := spans[0]
	number.text, number.face, number.size, number.color = text[:n], b.fonts.Bold, b.figureSize(), b.theme.Primary
	spans[0].text = strings.TrimLeft(text[n:], " \u00a0")
	return []span{number}, spans
}

// nameLead parts the strong text that an item begins with. The colon behind it is not
// drawn, the column says as much; it stays in the text that readers hear and copy.
func (b *builder) nameLead(spans []span) (left, right []span) {
	n := 0
	for n < len(spans) && spans[n].face == b.fonts.Semibold {
		n++
	}
	if n == 0 || n == len(spans) {
		return nil, spans
	}
	left, right = spans[:n:n], spans[n:]
	for i := range left {
		left[i].color = b.theme.Primary
	}
	rest := strings.TrimLeft(right[0].text, "\u00a0\u202f :")
	point := right[0].text[:len(right[0].text)-len(rest)]
	if strings.TrimSpace(strings.Trim(point, "\u00a0\u202f")) != ":" || right[0].face != b.fonts.Regular {
		return nil, spans
	}
	last := &left[n-1]
	last.elem = last.elem.New("Span")
	last.elem.Actual = last.text + point
	right[0].text = rest
	return left, right
}

// setLeads sets the rows: the column is as wide as its widest lead.
func (b *builder) setLeads(items []lead, space float64, ruled bool) {
	column := 0.0
	for i := range items {
		it := &items[i]
		it.lines = breakLines(it.left, termMost)
		goesOn(it.lines)
		for _, l := range it.lines {
			column = max(column, l.width())
		}
	}
	if column > 0 {
		column += numberGap
	}
	for _, it := range items {
		b.setLead(it, column, space, ruled)
	}
}

// leadAbove is the share of the space of a row above its lines: a figure is higher
// than the text beside it.
const leadAbove = 0.61

// figureSize is the size of the figures of the summary: they grow with its rows.
func (b *builder) figureSize() float64 { return figureSize + b.loose/2 }

func (b *builder) setLead(it lead, column, space float64, ruled bool) {
	right := breakLines(it.right, min(b.page.full()-column, textWidth+20))
	h := float64(max(len(it.lines), len(right), 1))*bodyLead + space
	b.need(h)
	y := b.y + space*leadAbove + bodyLead*baseline
	b.draw(Op{Kind: OpTouch, Elem: it.body})
	for i, l := range it.lines {
		x := margin
		if l.words[0].pieces[0].size >= figureSize { // figures end together
			x += column - numberGap - l.width()
		}
		b.setLine(l, x, y+float64(i)*bodyLead)
	}
	for i, l := range right {
		b.setLine(l, margin+column, y+float64(i)*bodyLead)
	}
	b.y += h
	if ruled {
		line := rule
		b.draw(Op{Kind: OpLine, Points: []Point{{margin, b.y}, {margin + b.page.full(), b.y}}, LineWidth: 0.6, Stroke: &line})
	}
}
