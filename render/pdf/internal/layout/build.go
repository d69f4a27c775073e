package layout

import (
	"fmt"
	"io/fs"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"guette/render/chart"
	"guette/render/look"
	"guette/render/markdown"
	"guette/render/pdf/internal/face"
)

// Options are what a layout needs beside the draft.
type Options struct {
	Publisher string
	Contact   string
	Theme     look.Theme
	Logo      *Image
	Images    fs.FS // where images of the draft are read; nil: none
	Draft     bool  // the word Brouillon on every page
}

// A builder is a layout in progress.
type builder struct {
	src        *markdown.Source
	doc        *Document
	fonts      face.Family
	theme      look.Theme
	opts       Options
	words      words
	page       *Page
	y          float64
	depth      int
	level      int          // of the last heading
	section    string       // running title
	longTitle  string       // a title that the cover could not hold
	anchor     string       // id of the last heading
	sheetName  string       // of the program sheet that is set
	air        float64      // of it: how wide it is set
	loose      float64      // space that the rows of the summary take beyond the usual
	float      bool         // the chart of the next table stands behind it
	parting    bool         // the next sheet begins on this page, whole or not
	pending    *chart.Chart // of a table that is set; it waits for a page
	caption    *ast.Paragraph
	alert      bool       // an alert is set, on a sheet
	urgency    look.Level // of the alert
	urls       []address  // addresses of the annex, in order
	seenURL    map[string]bool
	images     map[string]*Image
	called     map[int]bool            // notes that a link leads to
	wants      map[string][]wants      // of tables, by their heads
	widths     map[string][]float64    // of their columns
	heights    map[sheetSize]float64   // of sheets
	openings   map[*east.Table]float64 // heads of tables and their first rows
	chartRooms map[*east.Table]float64
}

// maxDepth bounds nesting: deeper lists and quotations are set flat.
const maxDepth = 8

// maxWarnings bounds what one draft may report.
const maxWarnings = 200

// Build sets a draft in pages.
func Build(src *markdown.Source, o Options) (*Document, error) {
	fonts, err := face.Load()
	if err != nil {
		return nil, err
	}
	b := &builder{
		src: src, fonts: fonts, theme: o.Theme, opts: o, words: wordsOf(src.Front.Lang),
		seenURL: map[string]bool{}, images: map[string]*Image{}, called: map[int]bool{}, widths: map[string][]float64{}, openings: map[*east.Table]float64{}, heights: map[sheetSize]float64{}, chartRooms: map[*east.Table]float64{},
		doc: &Document{Root: &Elem{Type: "Document", attached: true}, Dests: map[string]Dest{}, Faces: fonts.All(), Lang: language(src.Front.Lang)},
	}
	b.checkIDs()
	if src.Front.Bulletin == alertKind {
		b.sheet()
		b.furniture()
		return b.doc, nil
	}
	title, table := b.titleBlock()
	b.cover(title, table)
	b.contents()
	b.newPage()
	if b.longTitle != "" {
		b.lines(b.plain(b.longTitle, b.body(b.doc.Root.New("P"))), margin, textWidth, bodyLead)
		b.y += 7.5
	}
	b.sections(title, table)
	b.settle(b.pending)
	b.annex()
	b.furniture()
	return b.doc, nil
}

// language names the country of the two languages of bulletins.
func language(lang string) string {
	switch lang {
	case "fr":
		return "fr-FR"
	case "en":
		return "en-GB"
	}
	return lang
}

func (b *builder) warn(n ast.Node, format string, args ...any) {
	if len(b.doc.Warnings) < maxWarnings {
		w := Warning{Text: fmt.Sprintf(format, args...)}
		if n != nil {
			w.Line = b.src.Line(n)
		}
		b.doc.Warnings = append(b.doc.Warnings, w)
	}
}

// checkIDs warns of an id that two headings have: links go to the first.
func (b *builder) checkIDs() {
	seen := map[string]bool{}
	for h := range b.src.Headings() {
		id := markdown.HeadingID(h)
		if seen[id] {
			b.warn(h, "two headings have the id %q: links go to the first", id)
		}
		seen[id] = true
	}
}

func (b *builder) newPage() { b.addPage(paperShort, paperLong) }

func (b *builder) addPage(w, h float64) {
	b.page = &Page{W: w, H: h, title: b.section}
	b.doc.Pages = append(b.doc.Pages, b.page)
	b.y = top
}

// next goes to a page like the current one.
func (b *builder) next() {
	b.addPage(b.page.W, b.page.H)
	if isSheet(b.anchor) && b.sheetName != "" {
		b.goOn()
	}
}

func (b *builder) room(h float64) bool { return b.y+h <= b.page.bottom() }

// need goes to the next page where h points are not left.
func (b *builder) need(h float64) {
	if !b.room(h) && b.y > top+1 {
		b.next()
	}
}

func (b *builder) draw(ops ...Op) { b.page.Ops = append(b.page.Ops, ops...) }

// here is the current place.
func (b *builder) here() Dest { return Dest{Page: len(b.doc.Pages) - 1, Y: b.y} }

// text draws a short text on one line, its baseline at y.
func (b *builder) text(el *Elem, f *face.Face, size float64, c Color, x, y float64, s string) {
	b.draw(Op{Kind: OpText, Elem: el, X: x, Y: y, Text: f.Clean(s), Face: f, Size: size, Fill: &c})
}

// typeset applies the typography of the draft's language.
func (b *builder) typeset(s string) string { return markdown.Typeset(b.src.Front.Lang, s) }

// body is the style of running text.
func (b *builder) body(el *Elem) style {
	return style{face: b.fonts.Regular, size: bodySize, color: ink, elem: el, lang: b.src.Front.Lang}
}

// ground paints a shape under what was set since a place, on each page.
func (b *builder) ground(from Dest, firstOp int, paint func(p *Page, y0, y1 float64) []Op) {
	for i := from.Page; i < len(b.doc.Pages); i++ {
		p := b.doc.Pages[i]
		y0, y1, at := top-8, p.bottom()+4, 0
		if i == from.Page {
			y0, at = from.Y, firstOp
		}
		if i == len(b.doc.Pages)-1 {
			y1 = b.y
		}
		if y1 > y0 {
			p.Ops = append(p.Ops[:at:at], append(paint(p, y0, y1), p.Ops[at:]...)...)
		}
	}
}
