package html

import (
	"fmt"
	"html"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"guette/render/markdown"
)

// policy lets the page load nothing from anywhere.
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'"

func (w *writer) put(parts ...string) {
	for _, p := range parts {
		w.out.WriteString(p)
	}
}

// esc escapes for text and for attributes in double quotes; characters that HTML
// forbids are dropped.
func esc(s string) string {
	return html.EscapeString(strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r < 0x20, r >= 0x7f && r < 0xa0, r >= 0xfdd0 && r <= 0xfdef, r&0xfffe == 0xfffe, bidi(r):
			return -1
		}
		return r
	}, s))
}

// bidi tells the marks of direction, which make a text read otherwise than it is
// written ("fdp.exe").
func bidi(r rune) bool {
	return r == 0x200e || r == 0x200f || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

func (w *writer) typeset(s string) string { return markdown.Typeset(w.lang, s) }

func (w *writer) page() {
	title, facts := w.titleBlock()
	name := w.src.Front.Title
	if title != nil && name == "" {
		name = w.src.Text(title)
	}
	if name == "" {
		name = w.words.unnamed
	}
	w.head(name)
	w.banner(title, facts, name)
	w.put(`<div class="page">`, "\n")
	w.contents()
	w.put(`<main id="_contenu" tabindex="-1">`, "\n")
	w.level = 1
	for n := w.src.Root.FirstChild(); n != nil; n = n.NextSibling() {
		if n != title && n != facts {
			w.block(n)
		}
	}
	w.put("</main>\n</div>\n")
	w.foot(name)
}

func (w *writer) head(name string) {
	t := w.theme
	w.put("<!DOCTYPE html>\n", `<html lang="`, esc(w.src.Front.Lang), `">`, "\n<head>\n<meta charset=\"utf-8\">\n")
	w.put(`<meta http-equiv="Content-Security-Policy" content="`, policy, "\">\n")
	w.put(`<meta name="viewport" content="width=device-width, initial-scale=1">`, "\n")
	w.put("<meta name=\"referrer\" content=\"no-referrer\">\n<title>", esc(w.typeset(name)), "</title>\n<style>\n")
	fmt.Fprintf(&w.out, ":root{--primary:%s;--deep:%s;--accent:%s;--mist:%s;--mist2:%s}\n", t.Primary, t.Deep, t.Accent, t.Mist, t.Mist2)
	w.put(style, "</style>\n</head>\n<body>\n", `<a class="skip" href="#_contenu">`, w.words.skip, "</a>\n")
}

func (w *writer) banner(title *ast.Heading, facts *east.Table, name string) {
	w.put(`<header class="banner">`, "\n", `<div class="inner">`, "\n")
	if w.logoURI != "" {
		w.put(`<img class="logo" src="`, w.logoURI, `" alt="`, esc(firstOf(w.opts.Publisher.Name, "Logo")), `">`, "\n")
	} else if w.opts.Publisher.Name != "" {
		w.put(`<p class="publisher">`, esc(w.typeset(w.opts.Publisher.Name)), "</p>\n")
	}
	if w.opts.Draft {
		w.put(`<p class="draft">`, w.words.draft, "</p>\n")
	}
	id := ""
	text := name
	if title != nil {
		id, text = markdown.HeadingID(title), w.src.Text(title)
	}
	w.put(`<h1`, w.idAttr(id), `>`, esc(w.typeset(text)), "</h1>\n</div>\n</header>\n")
	if facts != nil {
		w.put(`<div class="facts"><div class="inner">`, "\n")
		w.table(facts)
		w.put("</div></div>\n")
	}
}

// titleBlock finds the title of the draft and the table of facts behind it.
func (w *writer) titleBlock() (*ast.Heading, *east.Table) {
	h, ok := w.src.Root.FirstChild().(*ast.Heading)
	if !ok || h.Level != 1 {
		return nil, nil
	}
	t, _ := h.NextSibling().(*east.Table)
	return h, t
}

// contents lists the headings of levels 2 and 3, as two nested lists.
func (w *writer) contents() {
	w.put(`<nav class="contents" aria-labelledby="_sommaire">`, "\n", `<h2 id="_sommaire">`, w.words.contents, "</h2>\n<ul>\n")
	item, inner := false, false
	for h := range w.src.Headings() {
		text := w.src.Text(h)
		if text == "" || h.Parent() != w.src.Root || h.Level < 2 || h.Level > 3 {
			continue
		}
		link := `<a href="#` + esc(markdown.HeadingID(h)) + `">` + esc(w.typeset(text)) + "</a>"
		if h.Level == 3 && item {
			if !inner {
				w.put("<ul>\n")
				inner = true
			}
			w.put("<li>", link, "</li>\n")
			continue
		}
		w.put(closeItem(item, inner), "<li>", link)
		item, inner = true, false
	}
	w.put(closeItem(item, inner), "</ul>\n</nav>\n")
}

func closeItem(item, inner bool) string {
	switch {
	case inner:
		return "</ul></li>\n"
	case item:
		return "</li>\n"
	}
	return ""
}

func (w *writer) foot(name string) {
	w.put(`<footer class="foot"><div class="inner">`, "\n<p>", esc(w.typeset(name)))
	if p := w.opts.Publisher; p.Name != "" {
		w.put(" · ", esc(w.typeset(p.Name)))
	}
	w.put("</p>\n")
	if c := w.opts.Publisher.Contact; c != "" {
		w.put("<p>", w.words.contact, w.words.colon, esc(c), "</p>\n")
	}
	w.put("</div></footer>\n</body>\n</html>\n")
}

// idAttr gives the attribute of an id, once: a page may not have it twice.
func (w *writer) idAttr(id string) string {
	if id == "" || w.ids[id] {
		return ""
	}
	w.ids[id] = true
	return ` id="` + esc(id) + `"`
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
