package layout

import (
	"maps"

	"github.com/yuin/goldmark/ast"

	"guette/render/markdown"
)

// endless is the height of the page of a trial, in points.
const endless = 1e6

// trial is the height of what set draws, when no page ends in it. Nothing of it
// stays: neither pages nor warnings nor addresses.
func (b *builder) trial(set func(t *builder)) float64 {
	t := *b
	t.doc = &Document{Root: &Elem{Type: "Document", attached: true}, Dests: map[string]Dest{}, Faces: b.doc.Faces, Lang: b.doc.Lang}
	t.urls, t.seenURL, t.images = nil, map[string]bool{}, maps.Clone(b.images)
	t.addPage(b.page.W, endless)
	set(&t)
	return t.y - top
}

// startsSheet tells whether a program sheet begins here.
func startsSheet(n ast.Node) bool {
	h, ok := n.(*ast.Heading)
	return ok && h.Level == 3 && isSheet(markdown.HeadingID(h))
}

// sheetHeight is the height of the program sheet that begins with a heading, down
// to the next heading, without the space under its last block.
func (b *builder) sheetHeight(h *ast.Heading) float64 {
	return b.trial(func(t *builder) {
		t.block(h, t.doc.Root, margin, textWidth)
		for n := h.NextSibling(); n != nil && n.Kind() != ast.KindHeading; n = n.NextSibling() {
			t.block(n, t.doc.Root, margin, t.measureOf(n))
		}
	}) - 7.5
}
