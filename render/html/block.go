package html

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"guette/render/markdown"
)

// maxDepth bounds nesting: deeper lists and quotations are set flat.
const maxDepth = 12

func (w *writer) warn(n ast.Node, format string, args ...any) {
	w.warnings = append(w.warnings, Warning{Line: w.src.Line(n), Text: fmt.Sprintf(format, args...)})
}

func (w *writer) blocks(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		w.block(c)
	}
}

func (w *writer) block(n ast.Node) {
	switch t := n.(type) {
	case *ast.Heading:
		w.heading(t)
	case *ast.Paragraph:
		if img, ok := t.FirstChild().(*ast.Image); ok && t.ChildCount() == 1 {
			w.figure(img)
			return
		}
		w.put("<p", w.decided(t), ">")
		w.inline(t)
		w.put("</p>\n")
	case *ast.TextBlock:
		w.inline(t)
		w.put("\n")
	case *ast.List:
		w.list(t)
	case *ast.Blockquote:
		w.quote(t)
	case *ast.FencedCodeBlock:
		w.fence(t)
	case *ast.CodeBlock:
		w.code(w.src.Lines(t))
	case *ast.ThematicBreak:
		w.put("<hr>\n")
	case *east.Table:
		w.tableChart(t)
		w.table(t)
	case *east.FootnoteList:
		w.footnotes(t)
	case *ast.HTMLBlock:
		w.warn(t, "HTML block %.60q is not passed on: its text is set", strings.TrimSpace(w.src.Lines(t)))
		if text := w.src.HTMLText(t); text != "" {
			w.put("<p>", esc(text), "</p>\n")
		}
	default:
		w.blocks(n)
	}
}

func (w *writer) heading(t *ast.Heading) {
	if visible(w.src.Text(t)) == "" {
		w.warn(t, "an empty heading is left out")
		return
	}
	level := min(max(t.Level, 2), w.level+1, 6)
	if level != t.Level {
		w.warn(t, "the heading %.60q is set at level %d", w.src.Text(t), level)
	}
	w.level, w.anchor = level, markdown.HeadingID(t)
	class := ""
	if level == 3 && w.inSheet() {
		class = ` class="sheet"`
	}
	fmt.Fprintf(&w.out, "<h%d%s%s>", level, w.idAttr(w.anchor), class)
	w.inline(t)
	fmt.Fprintf(&w.out, "</h%d>\n", level)
}

// inSheet tells whether the last heading is that of a program sheet.
func (w *writer) inSheet() bool { return strings.HasPrefix(w.anchor, "fiche-") }

// decided gives the decision that a sheet proposes the look of a call-out.
func (w *writer) decided(p *ast.Paragraph) string {
	if e, ok := p.FirstChild().(*ast.Emphasis); ok && e.Level == 2 && w.inSheet() {
		if lead := w.src.Text(e); strings.HasPrefix(lead, "Décision") || strings.HasPrefix(lead, "Decision") {
			return ` class="call"`
		}
	}
	return ""
}

// figures tells whether a list of the summary has items that begin with a number in
// strong text.
func (w *writer) figures(t *ast.List) bool {
	if w.anchor != "en-bref" || t.Parent() != w.src.Root {
		return false
	}
	for c := t.FirstChild(); c != nil; c = c.NextSibling() {
		if w.leadNumber(c) != "" {
			return true
		}
	}
	return false
}

// leadNumber is the number that the strong text at the head of an item begins with.
func (w *writer) leadNumber(item ast.Node) string {
	p := item.FirstChild()
	if p == nil {
		return ""
	}
	e, ok := p.FirstChild().(*ast.Emphasis)
	if !ok || e.Level != 2 {
		return ""
	}
	first, ok := e.FirstChild().(*ast.Text)
	if !ok {
		return ""
	}
	return leadNumber.FindString(w.typeset(w.src.TextOf(first)))
}

// leadNumber finds a number that words follow.
var leadNumber = regexp.MustCompile(`^[0-9\x{202f}]+[ \x{00a0}]`)

// number writes the number of an item apart; the text goes on behind it.
func (w *writer) number(item ast.Node) {
	n := w.leadNumber(item)
	if n == "" {
		return
	}
	w.put(`<strong class="n">`, esc(strings.TrimRight(n, " \u00a0")), "</strong> ")
	w.skip = len(n)
}

// A list of at least fewestItems links, none longer than longestItem characters, is
// a register, which is looked up and not read: it has columns.
const (
	fewestItems = 2
	longestItem = 48
)

func (w *writer) register(t *ast.List) bool {
	if t.ChildCount() < fewestItems {
		return false
	}
	for c := t.FirstChild(); c != nil; c = c.NextSibling() {
		p := c.FirstChild()
		if p == nil || c.ChildCount() != 1 || p.ChildCount() != 1 || p.FirstChild().Kind() != ast.KindLink || utf8.RuneCountInString(w.src.Text(p)) > longestItem {
			return false
		}
	}
	return true
}

func (w *writer) list(t *ast.List) {
	if w.depth++; w.depth > maxDepth {
		w.warn(t, "a list nested more than %d deep is set flat", maxDepth)
		w.put("<p>", esc(w.src.DeepText(t)), "</p>\n")
		w.depth--
		return
	}
	tag := "ul"
	switch {
	case t.IsOrdered() && t.Start != 1:
		tag = "ol"
		fmt.Fprintf(&w.out, "<ol start=\"%d\">\n", t.Start)
	case t.IsOrdered():
		tag = "ol"
		w.put("<ol>\n")
	case w.register(t):
		w.put("<ul class=\"register\">\n")
	case w.figures(t):
		w.put("<ul class=\"figures\">\n")
	default:
		w.put("<ul>\n")
	}
	for c := t.FirstChild(); c != nil; c = c.NextSibling() {
		w.put("<li>")
		if tag == "ul" && w.figures(t) {
			w.number(c)
		}
		w.blocks(c)
		w.put("</li>\n")
	}
	w.put("</", tag, ">\n")
	w.depth--
}

func (w *writer) quote(t *ast.Blockquote) {
	if w.depth++; w.depth > maxDepth {
		w.warn(t, "a quotation nested more than %d deep is set flat", maxDepth)
		w.put("<p>", esc(w.src.DeepText(t)), "</p>\n")
		w.depth--
		return
	}
	tag, class := "blockquote", ""
	if p, ok := t.FirstChild().(*ast.Paragraph); ok {
		if e, ok := p.FirstChild().(*ast.Emphasis); ok && e.Level == 2 {
			tag, class = "div", ` class="call"`
		}
	}
	w.put("<", tag, class, ">\n")
	w.blocks(t)
	w.put("</", tag, ">\n")
	w.depth--
}

func (w *writer) code(s string) {
	w.put(`<pre tabindex="0"><code>`, esc(s), "</code></pre>\n")
}

func (w *writer) footnotes(t *east.FootnoteList) {
	w.put("<h2", w.idAttr("_notes"), ">", w.words.notes, "</h2>\n<ol class=\"notes\">\n")
	for c := t.FirstChild(); c != nil; c = c.NextSibling() {
		fn, ok := c.(*east.Footnote)
		if !ok {
			continue
		}
		w.put("<li", w.idAttr("_note-"+itoa(fn.Index)), ">")
		w.blocks(fn)
		if call := "_appel-" + itoa(fn.Index); w.ids[call] {
			w.put(`<a class="back" href="#`, call, `" aria-label="`, w.words.back, " ", itoa(fn.Index), `">↩</a>`)
		} else {
			w.warn(fn, "note %d is called only where no link can stand (the title, the alternative of an image)", fn.Index)
		}
		w.put("</li>\n")
	}
	w.put("</ol>\n")
}
