package html

import (
	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"guette/render/look"
)

// table writes a table in a region that scrolls by itself, so that a wide table
// never makes the page scroll; the region takes the focus for the keyboard.
func (w *writer) table(t *east.Table) {
	var heads []string
	w.put(`<div class="scroll`, w.tableClass(t), `" role="region" tabindex="0" aria-label="`, esc(w.typeset(w.tableName(t))), `"><table>`, "\n")
	body := false
	for r := t.FirstChild(); r != nil; r = r.NextSibling() {
		if _, ok := r.(*east.TableHeader); ok {
			w.put("<thead><tr>")
			for c := r.FirstChild(); c != nil; c = c.NextSibling() {
				heads = append(heads, w.src.Text(c))
				w.put(`<th scope="col"`, align(c), ">")
				w.inline(c)
				w.put("</th>")
			}
			w.put("</tr></thead>\n")
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
	w.put("</table></div>\n")
}

// wideColumns is the number of columns from which a table keeps a width of its own
// on a small screen: cells of three letters a line are read by nobody.
const wideColumns = 4

// tableClass tells the facts of a sheet and the wide tables.
func (w *writer) tableClass(t *east.Table) string {
	columns := 0
	if h := t.FirstChild(); h != nil {
		columns = h.ChildCount()
	}
	switch {
	case columns == 2 && w.inSheet():
		return " card"
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
		if l := look.LevelOf(heads[i], w.src.Text(c)); l != look.NoLevel {
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

var levelClass = map[look.Level]string{
	look.LevelHigh: "high", look.LevelUp: "up", look.LevelMid: "mid", look.LevelLow: "low", look.LevelOpen: "open",
}

func align(c ast.Node) string {
	if t, ok := c.(*east.TableCell); ok && t.Alignment == east.AlignRight {
		return ` class="num"`
	}
	return ""
}

// tableName names a table by the heading that it stands under, and by its place
// there when it is not the first.
func (w *writer) tableName(t ast.Node) string {
	n := 1
	for p := t.PreviousSibling(); p != nil; p = p.PreviousSibling() {
		switch h := p.(type) {
		case *east.Table:
			n++
		case *ast.Heading:
			name := w.words.table + w.words.colon + w.src.Text(h)
			if n > 1 {
				name += " (" + itoa(n) + ")"
			}
			return name
		}
	}
	return w.words.table
}
