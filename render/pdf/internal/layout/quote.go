package layout

import (
	"strings"

	"github.com/yuin/goldmark/ast"

	"guette/render/look"
)

const panelPad = 14.0

// quote sets a quotation, or a call-out when it begins with strong text.
func (b *builder) quote(t *ast.Blockquote, el *Elem, x, w float64) {
	b.depth++
	defer func() { b.depth-- }()
	if b.depth > maxDepth || w < 120 {
		b.warn(t, "a quotation nested more than %d deep is set flat", maxDepth)
		b.lines([]span{{text: b.fonts.Regular.Clean(b.src.DeepText(t)), style: b.body(el.New("P"))}}, x, w, bodyLead)
		return
	}
	call := startsStrong(t.FirstChild())
	kind := "BlockQuote"
	if call {
		kind = "Div"
		if b.depth == 1 {
			w = b.page.full()
		}
	}
	q := el.New(kind)
	b.y += 3
	b.need(70)
	from, first := b.here(), len(b.page.Ops)
	b.y += 11
	for c := t.FirstChild(); c != nil; c = c.NextSibling() {
		b.block(c, q, x+panelPad+4, min(w-2*panelPad-4, textWidth+40))
	}
	b.y += 3
	b.ground(from, first, func(_ *Page, y0, y1 float64) []Op {
		bar, mist := b.theme.Accent, b.theme.Mist
		if call {
			return []Op{{Kind: OpRect, X: x, Y: y0, W: w, H: y1 - y0, Fill: &mist}, {Kind: OpRect, X: x, Y: y0, W: 4, H: y1 - y0, Fill: &bar}}
		}
		bar = rule
		return []Op{{Kind: OpRect, X: x, Y: y0, W: 2.5, H: y1 - y0, Fill: &bar}}
	})
	b.y += 11
}

func startsStrong(n ast.Node) bool {
	p, ok := n.(*ast.Paragraph)
	if !ok {
		return false
	}
	e, ok := p.FirstChild().(*ast.Emphasis)
	return ok && e.Level == 2
}

// code sets verbatim text, its lines cut where they are too long.
func (b *builder) code(s string, el *Elem, x, w float64) {
	st := b.body(el.New("P").New("Code"))
	st.size = 9.5
	var sp []span
	for ln := range strings.SplitSeq(strings.TrimRight(s, "\n"), "\n") {
		ln = strings.ReplaceAll(strings.ReplaceAll(ln, "\t", "    "), " ", "\u00a0")
		if ln == "" {
			ln = "\u00a0"
		}
		for _, r := range st.face.Runs(ln) {
			part := st
			if r.Actual != "" {
				b.missing(r.Actual)
				part.elem = st.elem.New("Span")
				part.elem.Actual = actual(r.Actual)
			}
			sp = append(sp, span{text: r.Text, style: part})
		}
		sp = append(sp, span{style: st, hard: true})
	}
	b.y += 3
	b.need(30)
	from, first := b.here(), len(b.page.Ops)
	b.y += 8
	b.lines(sp, x+12, w-24, 13.4)
	b.y += 7
	b.ground(from, first, func(_ *Page, y0, y1 float64) []Op {
		ground, edge := look.Hex(0xF6F8FB), rule
		return []Op{{Kind: OpRound, X: x, Y: y0, W: w, H: y1 - y0, R: 4, Fill: &ground, Stroke: &edge, LineWidth: 0.6}}
	})
	b.y += 10
}
