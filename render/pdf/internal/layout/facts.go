package layout

import "strings"

// Measures of the facts of a sheet, in points.
const (
	factLabel = 104.0 // of the column of labels
	factGap   = 18.0  // between the two columns
	factPad   = 5.6   // above and below the text of a fact
)

// A fact is a row of the table that a sheet begins with.
type fact struct {
	th, td       *Elem
	label, value []line
}

func (f fact) height() float64 {
	return float64(max(len(f.label), len(f.value), 1))*cellLead + factPad
}

// sheetFacts sets the table of a sheet as two columns of facts without a head, as
// on a card: the first half of the rows at the left. The heads are its summary.
func (t *table) sheetFacts(el *Elem) {
	b := t.b
	t.el = el.New("Table")
	t.el.Sum = strings.Join(t.names, ", ")
	width := (b.page.full() - factGap) / 2
	facts := t.facts(width)
	left := halve(facts)
	h := max(heightOf(facts[:left]), heightOf(facts[left:]))
	b.need(h)
	y := b.y
	for i, f := range facts {
		x := margin
		if i >= left {
			x += width + factGap
		}
		if i == left {
			y = b.y
		}
		b.setFact(f, x, y)
		y += f.height()
		c := rule
		b.draw(Op{Kind: OpLine, Points: []Point{{x, y}, {x + width, y}}, LineWidth: 0.6, Stroke: &c})
	}
	b.y += h + 10
}

func (t *table) facts(width float64) []fact {
	var out []fact
	for _, r := range t.rows {
		tr := t.el.New("TR")
		f := fact{th: tr.New("TH"), td: tr.New("TD")}
		f.th.Attr = append(f.th.Attr, "/O/Table/Scope/Row")
		f.label = breakLines(t.spans(r.FirstChild(), f.th, 0, false), factLabel)
		if v := r.FirstChild().NextSibling(); v != nil {
			f.value = breakLines(t.spans(v, f.td, 1, false), width-factLabel-8)
		}
		out = append(out, f)
	}
	return out
}

func heightOf(facts []fact) float64 {
	h := 0.0
	for _, f := range facts {
		h += f.height()
	}
	return h
}

// halve finds how many facts stand in the first of two columns, so that both are
// about as high.
func halve(facts []fact) int {
	best, low := len(facts), heightOf(facts)
	for n := 1; n < len(facts); n++ {
		if h := max(heightOf(facts[:n]), heightOf(facts[n:])); h < low {
			best, low = n, h
		}
	}
	return best
}

func (b *builder) setFact(f fact, x, y float64) {
	y += factPad/2 + cellLead*0.74
	b.draw(Op{Kind: OpTouch, Elem: f.th})
	for i, l := range f.label {
		b.setLine(l, x, y+float64(i)*cellLead)
	}
	b.draw(Op{Kind: OpTouch, Elem: f.td})
	for i, l := range f.value {
		b.setLine(l, x+factLabel+8, y+float64(i)*cellLead)
	}
}
