package layout

import (
	"strings"

	"guette/render/look"
)

// setLine puts a line at x, its baseline at y. Pieces of one style are drawn
// together; every line but the last ends with a space, so that words do not
// join when the text is copied.
func (b *builder) setLine(l line, x, y float64) {
	r := run{b: b, y: y}
	at := x
	for i, w := range l.words {
		for _, p := range w.pieces {
			switch {
			case p.level != look.NoLevel:
				r.emit(at)
				b.badge(p, at, y)
			case p.sign != look.NoLevel:
				r.emit(at)
				b.draw(levelSign(p.sign, at+p.size*0.4, y-p.size*0.31, p.size*0.36, p.sign.SignColor()))
			default:
				r.add(p.text, p.style, at)
			}
			at += p.width
		}
		end := i == len(l.words)-1
		if !w.glue && w.space.face != nil && (!end || !l.last) {
			r.add(" ", w.space, at)
			at += w.space.spaceWidth()
		}
	}
	r.emit(at)
}

// A run gathers what is drawn in one operation.
type run struct {
	b    *builder
	text strings.Builder
	style
	x, y float64
}

func (r *run) add(text string, s style, at float64) {
	if r.text.Len() > 0 && r.style != s {
		r.emit(at)
	}
	if r.text.Len() == 0 {
		r.style, r.x = s, at
	}
	r.text.WriteString(text)
}

func (r *run) emit(end float64) {
	if r.text.Len() == 0 {
		return
	}
	t, s := r.text.String(), r.style
	r.text.Reset()
	if s.code {
		ground := r.b.theme.Mist
		r.b.draw(Op{Kind: OpRound, X: r.x - 1.5, Y: r.y - s.size*0.80, W: end - r.x + 3, H: s.size * 1.08, R: 2, Fill: &ground})
	}
	color := s.color
	r.b.draw(Op{Kind: OpText, Elem: s.elem, X: r.x, Y: r.y - s.rise, Text: t, Face: s.face, Size: s.size, Fill: &color})
	if s.uri == "" && s.dest == "" {
		return
	}
	w := s.face.Width(strings.TrimRight(t, " "), s.size)
	if s.rise == 0 && !s.plain {
		r.b.draw(Op{Kind: OpLine, Points: []Point{{r.x, r.y + s.size*0.14}, {r.x + w, r.y + s.size*0.14}}, LineWidth: 0.5, Stroke: &color})
	}
	r.b.draw(Op{Kind: OpLink, Elem: s.link, X: r.x, Y: r.y - s.rise - s.size*0.8, W: w, H: s.size * 1.1, URI: s.uri, Dest: s.dest, Contents: s.label})
}
