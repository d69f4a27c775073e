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
	if visible(name) == "" {
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

// tower is the watch tower of the cover, a decoration.
const tower = `<svg class="tower" aria-hidden="true" viewBox="0 0 2000 170" preserveAspectRatio="xMaxYMax slice"><polygon points="1890,40 0,-340 0,477" fill="#fff" fill-opacity=".05"/><polygon points="1890,40 0,-80 0,230" fill="#fff" fill-opacity=".06"/><polygon points="1890,40 2000,24 2000,58" fill="#fff" fill-opacity=".1"/><polygon points="1880,48 1900,48 1908,170 1872,170" fill="#e9eaeb"/><polygon points="1893,48 1900,48 1908,170 1896,170" fill="#b6bcc4"/><polygon points="1879,28 1901,28 1890,16" fill="#e9eaeb"/><rect x="1882" y="28" width="16" height="18" fill="#0a1626"/><rect class="lamp" x="1885" y="31" width="10" height="13"/><rect x="1876" y="45" width="28" height="4" fill="#e9eaeb"/></svg>
`

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
	w.put("<header>\n", `<div class="banner">`, tower, `<div class="inner">`, "\n")
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
		id, text = markdown.HeadingID(title), firstOf(visible(w.src.Text(title)), name)
	}
	w.put(`<h1`, w.idAttr(id), `>`, esc(w.typeset(text)), "</h1>\n</div></div>\n")
	if facts != nil {
		w.put(`<div class="facts"><div class="inner">`, "\n")
		w.table(facts)
		w.put("</div></div>\n")
	}
	w.put("</header>\n")
}

// visible is a text that leaves a mark on the page, or "".
func visible(s string) string {
	if strings.TrimSpace(esc(s)) == "" {
		return ""
	}
	return s
}

// titleBlock finds the title of the draft and the table of facts behind it.
func (w *writer) titleBlock() (*ast.Heading, *east.Table) {
	h, ok := w.src.Root.FirstChild().(*ast.Heading)
	if !ok || h.Level != 1 {
		return nil, nil
	}
	t, _ := h.NextSibling().(*east.Table)
	if t != nil && t.FirstChild().ChildCount() != 2 {
		return h, nil
	}
	return h, t
}

// contents lists the headings of levels 2 and 3, as two nested lists.
func (w *writer) contents() {
	w.put(`<nav class="contents" aria-labelledby="_sommaire">`, "\n", `<h2 id="_sommaire">`, w.words.contents, "</h2>\n<ul>\n")
	item, inner := false, false
	for h := range w.src.Headings() {
		text := w.src.Text(h)
		if visible(text) == "" || h.Parent() != w.src.Root || h.Level < 2 || h.Level > 3 {
			continue
		}
		link := esc(w.typeset(text))
		if id := markdown.HeadingID(h); id != "" {
			link = `<a href="#` + esc(id) + `">` + link + "</a>"
		}
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
