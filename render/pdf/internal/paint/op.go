package paint

import (
	"fmt"
	"strings"

	"github.com/jung-kurt/gofpdf"

	"guette/render/pdf/internal/layout"
)

func (p *painter) close() {
	if p.state.open {
		p.pdf.RawWriteStr("EMC")
		p.state.open = false
	}
}

// enter opens the sequence that an operation belongs to, unless it is open.
func (p *painter) enter(o *layout.Op) {
	s := &p.state
	if s.open && s.elem == o.Elem && s.artifact == o.Artifact {
		return
	}
	p.close()
	s.elem, s.artifact, s.open = o.Elem, o.Artifact, true
	switch {
	case o.Elem != nil:
		o.Elem.Attach()
		n := len(p.parents)
		p.parents = append(p.parents, o.Elem)
		o.Elem.Kids = append(o.Elem.Kids, layout.Kid{Page: p.page, MCID: n})
		actual := ""
		if o.Elem.Actual != "" {
			actual = "/ActualText" + layout.PDFText(o.Elem.Actual)
		}
		p.pdf.RawWriteStr(fmt.Sprintf("/%s <</MCID %d%s>> BDC", o.Elem.Type, n, actual))
	case o.Artifact != "":
		p.pdf.RawWriteStr("/Artifact <<" + o.Artifact + ">> BDC")
	default:
		p.pdf.RawWriteStr("/Artifact <</Type/Layout>> BDC")
	}
}

func (p *painter) op(o *layout.Op) {
	switch o.Kind {
	case layout.OpTouch:
		o.Elem.Attach()
		return
	case layout.OpLink:
		p.link(o)
		return
	case layout.OpText:
		if o.Text == "" && o.Late == nil {
			return
		}
	}
	p.enter(o)
	style := p.style(o)
	switch o.Kind {
	case layout.OpText:
		p.text(o)
	case layout.OpRect:
		if o.W > 0 && o.H > 0 {
			p.pdf.Rect(o.X, o.Y, o.W, o.H, style)
		}
	case layout.OpRound:
		p.pdf.RoundedRect(o.X, o.Y, o.W, o.H, o.R, "1234", style)
		p.pdf.RawWriteStr("Q") // gofpdf 1.16.2 opens q in RoundedRect and never closes it
	case layout.OpCircle:
		p.pdf.Circle(o.X, o.Y, o.R, style)
	case layout.OpPolygon:
		points := make([]gofpdf.PointType, len(o.Points))
		for i, q := range o.Points {
			points[i] = gofpdf.PointType{X: q.X, Y: q.Y}
		}
		p.pdf.Polygon(points, style)
	case layout.OpLine:
		p.pdf.MoveTo(o.Points[0].X, o.Points[0].Y)
		for _, q := range o.Points[1:] {
			p.pdf.LineTo(q.X, q.Y)
		}
		p.pdf.DrawPath("D")
	case layout.OpImage:
		p.pdf.RawWriteStr(fmt.Sprintf("q %.2f 0 0 %.2f %.2f %.2f cm /%s Do Q", o.W, o.H, o.X, p.height-o.Y-o.H, p.imageName(o.Image)))
	}
	p.state.known = true
}

// ImageName is the name of the i-th image of a document in its resources.
func ImageName(i int) string { return fmt.Sprintf("I%d", i+1) }

func (p *painter) imageName(img *layout.Image) string {
	for i, m := range p.doc.Images {
		if m == img {
			return ImageName(i)
		}
	}
	return ImageName(0)
}

// style sets colours, and tells gofpdf whether to fill, to stroke or both.
func (p *painter) style(o *layout.Op) string {
	s, style := &p.state, ""
	if o.Fill != nil {
		if !s.known || *o.Fill != s.fill {
			p.pdf.SetFillColor(int(o.Fill.R), int(o.Fill.G), int(o.Fill.B))
			s.fill = *o.Fill
		}
		style = "F"
	}
	if o.Stroke == nil {
		return style
	}
	if !s.known || *o.Stroke != s.stroke {
		p.pdf.SetDrawColor(int(o.Stroke.R), int(o.Stroke.G), int(o.Stroke.B))
		s.stroke = *o.Stroke
	}
	if !s.known || o.LineWidth != s.lineWidth {
		p.pdf.SetLineWidth(o.LineWidth)
		s.lineWidth = o.LineWidth
	}
	return style + "D"
}

// link notes an annotation; an internal one needs a place that exists.
func (p *painter) link(o *layout.Op) {
	if o.W <= 0 || o.Elem == nil {
		return
	}
	if _, ok := p.doc.Dests[o.Dest]; o.Dest != "" && !ok {
		return
	}
	l := &layout.Link{
		Box: layout.Box{Page: p.page, X0: o.X, Y0: p.height - o.Y - o.H, X1: o.X + o.W, Y1: p.height - o.Y},
		URI: o.URI, Dest: o.Dest, Contents: strings.TrimSpace(o.Contents), Elem: o.Elem,
	}
	o.Elem.Attach()
	o.Elem.Kids = append(o.Elem.Kids, layout.Kid{Page: p.page, Link: l})
	p.doc.Links = append(p.doc.Links, l)
}
