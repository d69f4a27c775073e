package layout

import (
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
)

// Measures of a list in columns, in points.
const (
	columnSize = 9.5
	columnLead = 14.0
	columnGap  = 16.0
	columns    = 3
)

// A list of at least fewestItems links, none longer than longestItem characters, is
// set in columns: a register, which is looked up and not read.
const (
	fewestItems = 2
	longestItem = 48
)

// columned breaks the items of a list for columns; ok is false where the list is
// better read as it is.
func (b *builder) columned(t *ast.List, lst *Elem) (items [][]line, ok bool) {
	if !b.register(t) {
		return nil, false
	}
	width := (b.page.full() - (columns-1)*columnGap) / columns
	for c := t.FirstChild(); c != nil; c = c.NextSibling() {
		st := b.body(lst.New("LI").New("LBody").New("P"))
		st.size = columnSize
		items = append(items, breakLines(b.spans(c.FirstChild(), st), width))
	}
	return items, true
}

// register tells whether a list is one of many links.
func (b *builder) register(t *ast.List) bool {
	if t.IsOrdered() || t.ChildCount() < fewestItems || t.Parent() != b.src.Root || !oneParagraph(t) {
		return false
	}
	for c := t.FirstChild(); c != nil; c = c.NextSibling() {
		if !onlyLink(c.FirstChild()) || utf8.RuneCountInString(b.src.Text(c.FirstChild())) > longestItem {
			return false
		}
	}
	return true
}

// wholeRegister is the depth up to which a register is not parted.
const wholeRegister = 12

// registerRoom is the room that a register wants: all, or where it is long its
// first rows.
func registerRoom(t *ast.List) float64 {
	deep := (t.ChildCount() + columns - 1) / columns
	if deep > wholeRegister {
		deep = wholeRegister / 2
	}
	return float64(deep+1) * columnLead
}

// onlyLink tells whether a paragraph is one link.
func onlyLink(p ast.Node) bool {
	_, ok := p.FirstChild().(*ast.Link)
	return ok && p.ChildCount() == 1
}

// inColumns sets items down the first column, then down the next, on as many pages
// as they need.
func (b *builder) inColumns(items [][]line) {
	for len(items) > 0 {
		b.need(4 * columnLead)
		room := int((b.page.bottom() - b.y) / columnLead)
		n, deep := share(items, room)
		from, at, column := b.y, 0, 0
		for _, ls := range items[:n] {
			if at > 0 && at+len(ls) > deep {
				at, column = 0, column+1
			}
			x := margin + float64(column)*(b.page.full()+columnGap)/columns
			for _, l := range ls {
				b.setLine(l, x, from+(float64(at)+baseline)*columnLead)
				at++
			}
		}
		b.y = from + float64(deep)*columnLead
		if items = items[n:]; len(items) > 0 {
			b.next()
		}
	}
	b.y += 9
}

// share finds how many items go into columns of at most room lines, and the least
// depth of columns that holds them.
func share(items [][]line, room int) (n, deep int) {
	n = fill(items, room)
	for deep = 1; deep < room; deep++ {
		if fill(items[:n], deep) == n {
			break
		}
	}
	return n, max(deep, 1)
}

// fill counts the items that columns of a depth hold.
func fill(items [][]line, deep int) int {
	at, column := 0, 0
	for i, ls := range items {
		if at > 0 && at+len(ls) > deep {
			at, column = 0, column+1
		}
		if column == columns {
			return max(i, 1)
		}
		at += len(ls)
	}
	return len(items)
}
