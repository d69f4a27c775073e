package layout

import "github.com/yuin/goldmark/ast"

// fence sets a fenced block: a chart, or code.
func (b *builder) fence(t *ast.FencedCodeBlock, el *Elem, x, w float64) {
	b.code(b.src.Lines(t), el, x, w)
}

func (b *builder) figureHeight(*ast.FencedCodeBlock) float64 { return 48 }
