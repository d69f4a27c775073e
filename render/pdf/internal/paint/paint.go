// Package paint draws a layout with gofpdf, every mark inside a marked-content
// sequence: the one of a structure element, or an artifact.
package paint

import (
	"bytes"
	"fmt"

	"github.com/jung-kurt/gofpdf"

	"guette/render/pdf/internal/layout"
)

// A Drawing is what gofpdf wrote and what the last pass must know of it.
type Drawing struct {
	Raw     []byte
	Parents [][]*layout.Elem // page → marked content → element
}

type painter struct {
	doc     *layout.Document
	pdf     *gofpdf.Fpdf
	page    int
	height  float64
	parents []*layout.Elem
	state   state
	buf     []byte
}

// state is what gofpdf was last told on the page, so that nothing is told twice.
type state struct {
	known        bool // false on a new page
	open         bool // a sequence is open
	elem         *layout.Elem
	artifact     string
	font         string
	size         float64
	fill, stroke layout.Color
	lineWidth    float64
}

// Draw writes all pages of a document.
func Draw(doc *layout.Document) (*Drawing, error) {
	f := gofpdf.NewCustom(&gofpdf.InitType{OrientationStr: "P", UnitStr: "pt", Size: gofpdf.SizeType{Wd: 595.28, Ht: 841.89}})
	f.SetCompression(false) // the last pass compresses, better
	f.SetCatalogSort(true)  // else fonts follow the order of a map
	f.SetAutoPageBreak(false, 0)
	f.SetMargins(0, 0, 0)
	for _, fc := range doc.Faces {
		f.AddUTF8FontFromBytes(fc.Key, "", bytes.Clone(fc.Data)) // a copy: gofpdf writes in the slice
	}
	f.SetLineJoinStyle("round")
	out := &Drawing{}
	p := &painter{doc: doc, pdf: f}
	for i, pg := range doc.Pages {
		f.AddPageFormat("P", gofpdf.SizeType{Wd: pg.W, Ht: pg.H})
		p.page, p.height, p.parents, p.state = i, pg.H, nil, state{}
		for k := range pg.Ops {
			p.op(&pg.Ops[k])
		}
		p.close()
		out.Parents = append(out.Parents, p.parents)
	}
	p.runeSheet()
	var b bytes.Buffer
	if err := f.Output(&b); err != nil {
		return nil, fmt.Errorf("gofpdf: %w", err)
	}
	out.Raw = b.Bytes()
	return out, nil
}

// runeSheet adds one last page that names every rune drawn. gofpdf keeps the list
// of used runes to itself and only Text feeds it, while the pages are written
// raw, with kerning. The last pass drops this page.
func (p *painter) runeSheet() {
	p.pdf.AddPageFormat("P", gofpdf.SizeType{Wd: 595.28, Ht: 841.89})
	for _, fc := range p.doc.Faces {
		if used := fc.Used(); len(used) > 0 {
			p.pdf.SetFont(fc.Key, "", 10)
			p.pdf.Text(10, 10, string(used))
		}
	}
}
