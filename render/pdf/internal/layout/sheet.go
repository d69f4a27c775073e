package layout

import (
	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"guette/render/look"
)

// alertKind is the bulletin of the front matter that is set on a sheet: an alert.
const alertKind = "alerte"

// Measures of the band at the head of a sheet, in points.
const (
	bandTop  = 112.0 // baseline of the recipient
	bandSize = 25.0
	bandLead = 29.0
	bandRule = 5.0
)

// sheet sets a draft without a cover, contents and addresses: an alert is one
// page, and what it links to is named in its text. Its tables of two columns are
// facts.
func (b *builder) sheet() {
	title, facts := b.titleBlock()
	text := b.name(title)
	b.newPage()
	b.alert = true
	b.band(text)
	b.level = 1
	if facts != nil {
		b.urgency = b.urgencyOf(facts.(*east.Table))
		t := b.newTable(facts.(*east.Table))
		t.columnFacts(b.doc.Root)
		b.y += 4
	}
	b.sections(title, facts)
}

// band draws the head of a sheet: publisher, recipient, title.
func (b *builder) band(title string) {
	root := b.doc.Root
	h := &Elem{Type: "H1", Parent: root}
	ls := breakLines(b.plain(b.typeset(title), style{face: b.fonts.Bold, size: bandSize, color: white, elem: h}), b.page.full())
	if len(ls) > maxHeading {
		st := style{face: b.fonts.Bold, size: bandSize, color: b.theme.Primary, elem: h}
		b.lines(b.plain(b.typeset(title), st), margin, b.page.full(), bandLead)
		b.y += bandLead / 2
		return
	}
	b.page.banner = true
	bottom := bandTop + 18 + float64(len(ls))*bandLead
	deep, beam, line, w := b.theme.Deep, mix(b.theme.Deep, white, 0.055), b.theme.Accent, b.page.W
	b.draw(Op{Kind: OpRect, X: -3, Y: -3, W: w + 6, H: bottom + 3, Fill: &deep})
	b.poly(beam, Point{w + 3, 20}, Point{-3, bottom * 0.45}, Point{-3, bottom})
	b.draw(Op{Kind: OpRect, X: -3, Y: bottom, W: w + 6, H: bandRule, Fill: &line})
	b.masthead()
	if who := b.recipient(); who != "" {
		f := b.fonts.Semibold
		b.text(root.New("P"), f, 12, mix(b.theme.Deep, white, 0.8), margin, bandTop, shorten(f, b.typeset(who), 12, b.page.full())+" ")
	}
	for i, l := range ls {
		b.setLine(l, margin, bandTop+bandLead*(float64(i)+1.06))
	}
	b.y = bottom + bandRule + 16
}

// urgencyOf is the level that the table of an alert gives.
func (b *builder) urgencyOf(t *east.Table) look.Level {
	for r := t.FirstChild().NextSibling(); r != nil; r = r.NextSibling() {
		if l := b.factLevel(r); l != look.NoLevel {
			return l
		}
	}
	return look.NoLevel
}

// factLevel is the level that a row of two cells gives: its label names the column.
func (b *builder) factLevel(r ast.Node) look.Level {
	if r.FirstChild() == nil {
		return look.NoLevel
	}
	return look.LevelOf(b.src.Text(r.FirstChild()), b.src.Text(r.LastChild()))
}
