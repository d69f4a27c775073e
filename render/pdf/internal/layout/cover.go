package layout

import (
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"guette/render/markdown"
)

// The ground of the cover ends here, in points from the top.
const coverGround = 566.0

// titleBlock finds the title of the draft and the table of facts behind it.
func (b *builder) titleBlock() (title, facts ast.Node) {
	h, ok := b.src.Root.FirstChild().(*ast.Heading)
	if !ok || h.Level != 1 || !visible(b.src.Text(h)) {
		return nil, nil
	}
	if t, ok := h.NextSibling().(*east.Table); ok && b.factsFit(t) {
		return h, t
	}
	return h, nil
}

// Bounds of the table of facts on the cover: what is longer is set as any table.
const (
	maxFacts     = 9
	maxFactText  = 160
	maxFactLabel = 50
)

func (b *builder) factsFit(t *east.Table) bool {
	rows := 0
	for r := t.FirstChild(); r != nil; r = r.NextSibling() {
		if r.ChildCount() != 2 || len(b.src.Text(r.LastChild())) > maxFactText || len(b.src.Text(r.FirstChild())) > maxFactLabel {
			return false
		}
		rows++
	}
	return rows > 1 && rows <= maxFacts+1
}

func (b *builder) cover(title, facts ast.Node) {
	b.newPage()
	b.page.cover = true
	text := b.name(title)
	b.picture()
	b.masthead()
	b.coverTitle(b.typeset(text))
	if facts != nil {
		b.facts(facts.(*east.Table))
	}
}

// name names the document, and returns the title to set.
func (b *builder) name(title ast.Node) string {
	b.doc.Title, b.doc.Subject = b.src.Front.Title, b.src.Front.Summary
	text := b.doc.Title
	if title != nil {
		text = b.src.Text(title)
		b.doc.Dests[markdown.HeadingID(title.(*ast.Heading))] = Dest{}
	}
	if !visible(text) {
		text = b.words.unnamed
	}
	if b.doc.Title == "" {
		b.doc.Title = text
	}
	return text
}

// masthead names the publisher, with its logo on a white plate.
func (b *builder) masthead() {
	root, x := b.doc.Root, margin
	if img := b.opts.Logo; img != nil {
		w, h := fitInto(img, 150, 46)
		ground := white
		b.draw(Op{Kind: OpRound, X: x, Y: 44, W: w + 20, H: h + 16, R: 4, Fill: &ground})
		b.useImage(img)
		fig := root.New("Figure")
		fig.Alt = firstOf(b.opts.Publisher, "Logo")
		fig.Box = b.box(x+10, 52, w, h)
		b.draw(Op{Kind: OpImage, Elem: fig, X: x + 10, Y: 52, W: w, H: h, Image: img})
		x += w + 34
	}
	if b.opts.Publisher != "" {
		if b.opts.Logo == nil {
			c := b.theme.Accent
			b.draw(Op{Kind: OpRect, X: x, Y: 58, W: 12, H: 12, Fill: &c})
			x += 20
		}
		b.text(root.New("P"), b.fonts.Semibold, 13, white, x, 69, shorten(b.fonts.Semibold, b.typeset(b.opts.Publisher), 13, 300)+" ")
	}
	if b.opts.Draft {
		f := b.fonts.Bold
		w := f.Width(b.words.draft, 13) + 20
		ground, text := draftGround, white
		b.draw(Op{Kind: OpRound, X: b.page.W - margin - w, Y: 52, W: w, H: 25, R: 4, Fill: &ground},
			Op{Kind: OpText, Elem: root.New("P"), X: b.page.W - margin - w + 10, Y: 69, Text: b.words.draft, Face: f, Size: 13, Fill: &text})
	}
}

// Sizes of the title on the cover: the first in which it has five lines at most.
var titleSizes = []float64{40, 34, 28, 22, 17, 13}

const titleLines = 5

// coverTitle sets the title; its last part, a month and a year, apart.
func (b *builder) coverTitle(text string) {
	root := b.doc.Root
	main, period := cutPeriod(text)
	y := 250.0
	if who := b.recipient(); who != "" {
		p := root.New("P")
		for _, l := range breakLines(b.plain(b.typeset(who), style{face: b.fonts.Semibold, size: 14, color: mix(b.theme.Deep, white, 0.8), elem: p}), 320) {
			b.setLine(l, margin, y)
			y += 18
		}
		y += 24
	}
	h := root.New("H1")
	for _, size := range titleSizes {
		st := style{face: b.fonts.Bold, size: size, color: white, elem: h}
		ls := breakLines(b.plain(main, st), 340)
		if len(ls) > titleLines && size > titleSizes[len(titleSizes)-1] {
			continue
		}
		if len(ls) > 3*titleLines {
			b.warn(b.src.Root.FirstChild(), "a title of %d lines does not fit on the cover: it is set whole after the contents", len(ls))
			ls = ls[:3*titleLines]
			b.longTitle = text
		}
		if period != "" {
			goesOn(ls)
		}
		for _, l := range ls {
			y += size * 1.1
			b.setLine(l, margin, y-size*0.3)
		}
		break
	}
	if period != "" {
		for _, l := range breakLines(b.plain(period, style{face: b.fonts.Semibold, size: 22, color: b.theme.Accent, elem: h}), 340) {
			y += 34
			b.setLine(l, margin, y-6)
		}
	}
}

// cutPeriod parts "Veille technologique, juillet 2026" at its last comma when a
// year follows.
func cutPeriod(s string) (main, period string) {
	i := strings.LastIndex(s, ", ")
	if i < 0 || len(s)-i > 30 || !unicode.IsDigit(rune(s[len(s)-1])) {
		return s, ""
	}
	return s[:i], strings.TrimSpace(s[i+2:])
}

// plain makes spans of a text without markup.
func (b *builder) plain(s string, st style) []span {
	in := inliner{b: b}
	st.lang = "und"
	in.add(s, st)
	return in.out
}

// facts sets the title table: a label and a value a row.
func (b *builder) facts(t *east.Table) {
	tbl := b.doc.Root.New("Table")
	tbl.Sum = b.factHeads(t)
	y, line := coverGround+34, rule
	for r := t.FirstChild().NextSibling(); r != nil; r = r.NextSibling() {
		tr := tbl.New("TR")
		th, td := tr.New("TH"), tr.New("TD")
		th.Attr = append(th.Attr, "/O/Table/Scope/Row")
		label := style{face: b.fonts.Regular, size: 10, color: grey, elem: th, lang: b.src.Front.Lang}
		value := style{face: b.fonts.Semibold, size: 11, color: b.theme.Primary, elem: td, lang: b.src.Front.Lang}
		lefts, rights := breakLines(b.spans(r.FirstChild(), label), factColumn-10), breakLines(b.spans(r.LastChild(), value), b.page.full()-factColumn)
		b.draw(Op{Kind: OpTouch, Elem: th})
		for i, l := range lefts {
			b.setLine(l, margin, y+float64(i)*factLead)
		}
		b.draw(Op{Kind: OpTouch, Elem: td})
		for i, l := range rights {
			b.setLine(l, margin+factColumn, y+float64(i)*factLead)
		}
		y += float64(max(len(lefts), len(rights), 1)-1) * factLead
		if r.NextSibling() != nil {
			b.draw(Op{Kind: OpLine, Points: []Point{{margin, y + 7}, {margin + b.page.full(), y + 7}}, LineWidth: 0.5, Stroke: &line})
		}
		y += 22
	}
}

// Measures of the table of facts, in points.
const (
	factColumn = 150.0
	factLead   = 14.0
)

func (b *builder) factHeads(t *east.Table) string {
	h := t.FirstChild()
	return b.src.Text(h.FirstChild()) + ", " + b.src.Text(h.LastChild())
}

// recipient is who receives the bulletin: the title table says it, or the front
// matter.
func (b *builder) recipient() string {
	if h, ok := b.src.Root.FirstChild().(*ast.Heading); ok {
		if t, ok := h.NextSibling().(*east.Table); ok {
			for r := t.FirstChild(); r != nil; r = r.NextSibling() {
				if key := b.src.Text(r.FirstChild()); key == "Destinataire" || key == "Recipient" {
					return b.src.Text(r.LastChild())
				}
			}
		}
	}
	return ""
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
