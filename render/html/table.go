package html

import (
	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"guette/render/look"
)

// table writes a table with its name as a caption that is heard and not drawn. One
// that may be wider than the page stands in a region that scrolls by itself, so that
// the page never does; the region takes the focus for the keyboard.
func (w *writer) table(t *east.Table) {
	w.tables++
	id, name, class := "_tableau-"+itoa(w.tables), w.tableName(t), w.tableClass(t)
	card := class == cardClass
	if card {
		w.put(`<div class="card"><table>`, "\n<caption>", esc(w.typeset(name+w.cardHeads(t))), "</caption>\n")
	} else {
		w.put(`<div class="scroll`, class, `" role="region" tabindex="0" aria-labelledby="`, id, `"><table>`, "\n<caption", w.idAttr(id), ">", esc(w.typeset(name)), "</caption>\n")
	}
	w.rows(t, card)
	w.put("</table></div>\n")
}

// cardHeads are the heads of a table of facts: they are said once.
func (w *writer) cardHeads(t *east.Table) string {
	h := t.FirstChild()
	return w.words.colon + w.src.Text(h.FirstChild()) + ", " + w.src.Text(h.LastChild())
}

func (w *writer) rows(t *east.Table, card bool) {
	var heads []string
	body := false
	for r := t.FirstChild(); r != nil; r = r.NextSibling() {
		if _, ok := r.(*east.TableHeader); ok {
			heads = w.heads(r, card)
			continue
		}
		if !body {
			w.put("<tbody>\n")
			body = true
		}
		w.row(r, heads)
	}
	if body {
		w.put("</tbody>\n")
	}
}

// heads reads the header row, and writes it where it is not said otherwise.
func (w *writer) heads(r ast.Node, card bool) []string {
	var heads []string
	if !card {
		w.put("<thead><tr>")
	}
	for c := r.FirstChild(); c != nil; c = c.NextSibling() {
		heads = append(heads, w.src.Text(c))
		if !card {
			w.put(`<th scope="col"`, align(c), ">")
			w.inline(c)
			w.put("</th>")
		}
	}
	if !card {
		w.put("</tr></thead>\n")
	}
	return heads
}

// wideColumns is the number of columns from which a table keeps a width of its own
// on a small screen: cells of three letters a line are read by nobody.
const wideColumns = 4

// cardClass is the class of a table of facts: its rows are read, not its columns.
const cardClass = " card"

// tableClass tells the tables of facts, of a sheet, of an alert, of the title, and
// the wide tables.
func (w *writer) tableClass(t *east.Table) string {
	columns := 0
	if h := t.FirstChild(); h != nil {
		columns = h.ChildCount()
	}
	switch {
	case columns == 2 && (w.inSheet() || w.level == 0 || w.src.Front.Bulletin == alertKind):
		return cardClass
	case columns > wideColumns:
		return " wide"
	}
	return ""
}

func (w *writer) row(r ast.Node, heads []string) {
	w.put("<tr>")
	w.cell = true
	defer func() { w.cell = false }()
	i, name := 0, look.NameColumn(heads)
	for c := r.FirstChild(); c != nil && i < len(heads); c = c.NextSibling() {
		tag, scope := "td", ""
		if i == 0 || i == name && w.src.Text(c) != "" {
			tag, scope = "th", ` scope="row"`
		}
		w.put("<", tag, scope, align(c), ">")
		if l := w.levelOf(heads, r, c, i); l != look.NoLevel {
			w.put(`<span class="level `, levelClass[l], `">`, esc(w.src.Text(c)), "</span>")
		} else if before, word, l := look.TailLevel(heads[i], w.src.Text(c)); l != look.NoLevel {
			w.text(before)
			w.put(`<span class="sign `, levelClass[l], `">`, esc(word), "</span>")
		} else {
			w.inline(c)
		}
		w.put("</", tag, ">")
		i++
	}
	for ; i < len(heads); i++ {
		w.put("<td></td>")
	}
	w.put("</tr>\n")
}

// levelOf is the level that a cell gives; the label of a fact names its column.
func (w *writer) levelOf(heads []string, r, c ast.Node, i int) look.Level {
	column := heads[i]
	if i == 1 && len(heads) == 2 && look.LevelOf(column, w.src.Text(c)) == look.NoLevel {
		column = w.src.Text(r.FirstChild())
	}
	return look.LevelOf(column, w.src.Text(c))
}

var levelClass = map[look.Level]string{
	look.LevelHigh: "high", look.LevelUp: "up", look.LevelMid: "mid", look.LevelLow: "low", look.LevelOpen: "open",
}

func align(c ast.Node) string {
	if t, ok := c.(*east.TableCell); ok && t.Alignment == east.AlignRight {
		return ` class="num"`
	}
	return ""
}

// alertKind is the bulletin of the front matter of an alert.
const alertKind = "alerte"

// tableName names a table by the heading that it stands under, and by its place
// there when it is not the first.
func (w *writer) tableName(t ast.Node) string {
	n := 1
	for p := t.PreviousSibling(); p != nil; p = p.PreviousSibling() {
		switch h := p.(type) {
		case *east.Table:
			n++
		case *ast.Heading:
			name := firstOf(visible(w.src.Text(h)), w.words.table)
			if n > 1 {
				name += " (" + itoa(n) + ")"
			}
			return name
		}
	}
	return w.words.table
}
