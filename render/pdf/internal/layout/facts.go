package layout

import (
	"strings"

	"github.com/yuin/goldmark/ast"

	"guette/render/look"
)

// Measures of facts, in points.
const (
	factLabel = 104.0 // of the column of labels
	factGap   = 18.0  // between two columns
	factPad   = 5.6   // above and below the text of a fact
	actPad    = 9.0   // the same, of the facts of an alert
	actLead   = 15.4
)

// A fact is a row of a table of two columns that is set without a head.
type fact struct {
	th, td       *Elem
	label, value []line
}

// A card is the form of facts: their size, their leading, the space around each.
type card struct {
	t             *table
	size, lead    float64
	pad, x, width float64
}

func (c card) height(f fact) float64 {
	return float64(max(len(f.label), len(f.value), 1))*c.lead + c.pad
}

// acts are the facts of an alert that are read first.
var acts = map[string]bool{"Action": true, "Échéance": true, "Deadline": true}

// isCard tells whether a table is set as facts.
func (t *table) isCard() bool {
	return len(t.heads) == 2 && len(t.rows) > 1 && len(t.rows) <= maxFacts && (isSheet(t.b.anchor) || t.b.alert)
}

// columnFacts sets a table as two columns of facts without a head, as on a card: the
// first half of the rows at the left. The heads are its summary.
func (t *table) columnFacts(el *Elem) {
	b := t.b
	t.summed(el)
	c := card{t: t, size: cellSize, lead: cellLead, pad: b.stretch(sheetFactPad), x: margin, width: (b.page.full() - factGap) / 2}
	facts := c.read()
	left := c.halve(facts)
	h := max(c.sum(facts[:left]), c.sum(facts[left:]))
	b.need(h)
	y := b.y
	for i, f := range facts {
		if i == left {
			y, c.x = b.y, margin+c.width+factGap
		}
		c.set(f, y)
		y += c.height(f)
		c.rule(y)
	}
	b.y += h + b.stretch(sheetCallGap)
}

// action sets what an alert asks for: facts in the size of running text, on a
// ground whose bar has the colour of the level.
func (t *table) action(el *Elem) {
	b := t.b
	t.summed(el)
	bar := b.theme.Accent
	if b.urgency != look.NoLevel {
		bar, _, _ = b.urgency.Colors()
	}
	c := card{t: t, size: bodySize, lead: actLead, pad: actPad, x: margin + panelPad + 4, width: b.page.full() - 2*panelPad - 4}
	facts := c.read()
	b.need(min(c.sum(facts)+12, (b.page.bottom()-top)*wholeRow))
	from, first := b.here(), len(b.page.Ops)
	b.y += 5
	for i, f := range facts {
		b.need(c.height(f))
		c.set(f, b.y)
		b.y += c.height(f)
		if i < len(facts)-1 {
			c.rule(b.y)
		}
	}
	b.y += 5
	b.ground(from, first, func(p *Page, y0, y1 float64) []Op {
		mist, fill := b.theme.Mist, bar
		return []Op{{Kind: OpRect, X: margin, Y: y0, W: p.full(), H: y1 - y0, Fill: &mist}, {Kind: OpRect, X: margin, Y: y0, W: 6, H: y1 - y0, Fill: &fill}}
	})
	b.y += 10
}

func (t *table) summed(el *Elem) {
	t.el = el.New("Table")
	t.el.Sum = strings.Join(t.names, ", ")
}

// read breaks the rows of the table.
func (c *card) read() []fact {
	var out []fact
	for _, r := range c.t.rows {
		tr := c.t.el.New("TR")
		f := fact{th: tr.New("TH"), td: tr.New("TD")}
		f.th.Attr = append(f.th.Attr, "/O/Table/Scope/Row")
		f.label = breakLines(c.spans(r.FirstChild(), f.th, 0), factLabel)
		if v := r.FirstChild().NextSibling(); v != nil {
			f.value = breakLines(c.value(r, v, f.td), c.width-factLabel-8)
		}
		out = append(out, f)
	}
	return out
}

func (c *card) spans(n ast.Node, el *Elem, col int) []span {
	spans := c.t.spans(n, el, col, false)
	act := c.size > cellSize && acts[c.t.b.src.Text(n.Parent().FirstChild())]
	for i := range spans {
		if act && spans[i].face == c.t.b.fonts.Regular {
			spans[i].face = c.t.b.fonts.Semibold
		}
		spans[i].size *= c.size / cellSize
		spans[i].rise *= c.size / cellSize
	}
	return spans
}

// value is the text of a fact, with the badge of the level that it gives.
func (c *card) value(row, n ast.Node, el *Elem) []span {
	l := c.t.b.factLevel(row)
	if l == look.NoLevel {
		return c.spans(n, el, 1)
	}
	b := c.t.b
	st := style{face: b.fonts.Semibold, size: c.size * badgeText, color: ink, elem: el, lang: b.src.Front.Lang, level: l}
	return []span{{text: st.face.Clean(strings.ReplaceAll(b.src.Text(n), " ", "\u00a0")), style: st}}
}

func (c *card) sum(facts []fact) float64 {
	h := 0.0
	for _, f := range facts {
		h += c.height(f)
	}
	return h
}

// halve finds how many facts stand in the first of two columns, so that both are
// about as high.
func (c *card) halve(facts []fact) int {
	best, low := len(facts), c.sum(facts)
	for n := 1; n < len(facts); n++ {
		if h := max(c.sum(facts[:n]), c.sum(facts[n:])); h < low {
			best, low = n, h
		}
	}
	return best
}

func (c *card) set(f fact, y float64) {
	b := c.t.b
	y += c.pad/2 + c.lead*0.74
	b.draw(Op{Kind: OpTouch, Elem: f.th})
	for i, l := range f.label {
		b.setLine(l, c.x, y+float64(i)*c.lead)
	}
	b.draw(Op{Kind: OpTouch, Elem: f.td})
	for i, l := range f.value {
		b.setLine(l, c.x+factLabel+8, y+float64(i)*c.lead)
	}
}

func (c *card) rule(y float64) {
	line := rule
	c.t.b.draw(Op{Kind: OpLine, Points: []Point{{c.x, y}, {c.x + c.width, y}}, LineWidth: 0.6, Stroke: &line})
}
