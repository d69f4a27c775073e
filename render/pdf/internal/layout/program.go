package layout

import (
	"github.com/yuin/goldmark/ast"

	"guette/render/markdown"
)

// Shares of a page that may stay empty before a sheet, and before a section that
// begins with one; where more would, the sheet begins here and goes on behind.
const (
	emptyShare   = 0.5
	sectionShare = 0.36
)

// openingBlocks is how many blocks behind its heading a sheet begins with, and two
// lines: the facts. closingBlocks end it together: options, decision, proof.
const (
	openingBlocks = 1
	closingBlocks = 3
)

// gap is the space under a paragraph, in points.
const gap = 7.5

// elastic is a measure of a sheet: as it is usually, in the least room, in the most.
type elastic struct{ usual, least, most float64 }

// Measures of a sheet, in points: it gives way to stay whole on its page, and takes
// the room that is left to it alone.
var (
	sheetLeading  = elastic{bodyLead, 15.2, 17.4}
	sheetGap      = elastic{gap, 5, 14}
	sheetFactPad  = elastic{factPad, 4.4, 9}
	sheetCallPad  = elastic{8, 6, 12}
	sheetCallGap  = elastic{10, 7, 18}
	sheetTitleGap = elastic{10, 8, 16}
	sheetChart    = elastic{0, -16, 150}
)

// at is the measure for an air between -1, the least room, and 1, the most.
func (e elastic) at(air float64) float64 {
	if air < 0 {
		return e.usual + air*(e.usual-e.least)
	}
	return e.usual + air*(e.most-e.usual)
}

// stretch is a measure of running text: the usual one, or of the sheet that is set.
func (b *builder) stretch(e elastic) float64 {
	if !isSheet(b.anchor) {
		return e.usual
	}
	return e.at(b.air)
}

// startsSheet tells whether a program sheet begins here.
func startsSheet(n ast.Node) bool {
	h, ok := n.(*ast.Heading)
	return ok && h.Level == 3 && isSheet(markdown.HeadingID(h))
}

// A sheetSize is a sheet, and how wide it is set.
type sheetSize struct {
	heading *ast.Heading
	air     float64
}

// sheetHeight is the height of the program sheet that begins with a heading, down
// to the next heading, without the space under its last block.
func (b *builder) sheetHeight(h *ast.Heading, air float64) float64 {
	size := sheetSize{h, air}
	height, ok := b.heights[size]
	if !ok {
		height = b.trial(func(t *builder) {
			t.air = air
			t.block(h, t.doc.Root, margin, textWidth)
			t.sheetBlocks(h.NextSibling(), endlessBlocks)
		}) - sheetGap.at(air)
		b.heights[size] = height
	}
	return height
}

// endlessBlocks stands for all blocks of a sheet.
const endlessBlocks = 1 << 20

// sheetBlocks sets at most so many blocks of a sheet.
func (b *builder) sheetBlocks(n ast.Node, most int) {
	for i := 0; i < most && n != nil && n.Kind() != ast.KindHeading; i++ {
		b.block(n, b.doc.Root, margin, b.measureOf(n))
		n = n.NextSibling()
	}
}

// sheetRoom is the least room of the sheet that begins with a heading of a height,
// or right behind it; 0 where none does. A sheet is read as a whole.
func (b *builder) sheetRoom(t *ast.Heading, height float64) float64 {
	next, _ := t.NextSibling().(*ast.Heading)
	switch {
	case startsSheet(t):
		return b.sheetHeight(t, -1)
	case next != nil && startsSheet(next):
		return height + ranks[3].before + b.sheetHeight(next, -1)
	}
	return 0
}

// parts tells whether a sheet that is not whole on this page begins here all the
// same: its opening fits, and moving it would leave too much of the page empty.
func (b *builder) parts(t *ast.Heading, height float64) bool {
	next, _ := t.NextSibling().(*ast.Heading)
	room, page := b.page.bottom()-b.y, b.page.bottom()-top
	switch {
	case b.page.H >= endless:
		return false
	case startsSheet(t) && b.parting: // the title of its section stands above
		b.parting = false
		return true
	case startsSheet(t):
		return room >= emptyShare*page && b.sheetOpening(t) <= room
	case next != nil && startsSheet(next):
		b.parting = room >= sectionShare*page && height+ranks[3].before+b.sheetOpening(next) <= room
	}
	return b.parting
}

// sheetOpening is the room that a sheet wants to begin.
func (b *builder) sheetOpening(h *ast.Heading) float64 {
	return leastFollow + b.trial(func(t *builder) {
		t.air = 0
		t.block(h, t.doc.Root, margin, textWidth)
		t.sheetBlocks(h.NextSibling(), openingBlocks)
	})
}

// airOf is how wide the sheet that begins with a heading is set: less than usual
// where it then stays whole, or shares its page with the next; more where nothing
// else comes on its page.
func (b *builder) airOf(t *ast.Heading) float64 {
	if !startsSheet(t) {
		return 0
	}
	room, usual := b.page.bottom()-b.y, b.sheetHeight(t, 0)
	next := b.afterSheet(t)
	if usual+next <= room {
		return 0
	}
	least := b.sheetHeight(t, -1)
	switch {
	case least >= usual:
		return 0
	case least > room: // it goes on behind: the sooner it ends, the more sheets are whole
		return -1
	}
	if least+next <= room {
		return -(usual + next - room) / (usual - least)
	}
	left := room - usual
	switch {
	case left < 0:
		return left / (usual - least)
	case left > emptyShare*(b.page.bottom()-top):
		return 0
	}
	return min(left*fillShare/max(b.sheetHeight(t, 1)-usual, 1), 1)
}

// fillShare is the share of the room left to a sheet that it takes.
const fillShare = 0.94

// sectionRoom is the room that the title of a section and some lines want behind a
// sheet, in points.
const sectionRoom = 165.0

// afterSheet is the least room that what follows a sheet wants on its page.
func (b *builder) afterSheet(t *ast.Heading) float64 {
	n := t.NextSibling()
	for n != nil && n.Kind() != ast.KindHeading {
		n = n.NextSibling()
	}
	switch {
	case n == nil:
		return 0
	case startsSheet(n):
		return sheetGap.usual + ranks[3].before + sheetSpace + b.sheetHeight(n.(*ast.Heading), -1)
	}
	return sectionRoom
}

// closeSheet keeps the last blocks of a sheet together, where n is the first of
// them: what goes over to a page is worth turning it.
func (b *builder) closeSheet(n ast.Node) {
	if !isSheet(b.anchor) || n.Kind() == ast.KindHeading {
		return
	}
	left := 0
	for c := n; c != nil && c.Kind() != ast.KindHeading && left <= closingBlocks; c = c.NextSibling() {
		left++
	}
	if left == closingBlocks {
		h := b.trial(func(t *builder) { t.sheetBlocks(n, closingBlocks) }) - b.stretch(sheetGap)
		b.need(min(h, (b.page.bottom()-top)*wholeRow))
	}
}

// goOn names a sheet again at the head of a page that it goes on to.
func (b *builder) goOn() {
	f, c := b.fonts.Semibold, b.theme.Primary
	const size, height = 11.5, 15.0
	from := len(b.page.Ops)
	b.sheetHead(height)
	b.draw(Op{Kind: OpText, X: margin + 16, Y: b.y + height*baseline, Text: shorten(f, b.sheetName+" ("+b.words.goesOn+")", size, b.page.full()-32), Face: f, Size: size, Fill: &c})
	for i := range b.page.Ops[from:] {
		b.page.Ops[from+i].Artifact = "/Type/Pagination"
	}
	b.y += height + 18
}
