package html

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"guette/render/look"
	"guette/render/markdown"
)

// maxInline bounds the nesting of emphasis and links.
const maxInline = 30

func itoa(n int) string { return strconv.Itoa(n) }

// inline writes the inline children of a node; tags left open are closed.
func (w *writer) inline(n ast.Node) { w.inlineAt(n, 0) }

func (w *writer) inlineAt(n ast.Node, depth int) {
	var open []tag
	lang := w.lang
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if raw, ok := c.(*ast.RawHTML); ok {
			w.tag(raw, &open)
			continue
		}
		w.node(c, depth)
	}
	for i := len(open) - 1; i >= 0; i-- {
		w.put(open[i].close)
	}
	w.lang = lang
}

// A tag is an open element of the draft, its end, and the language around it.
type tag struct {
	kind        markdown.TagKind
	close, lang string
}

// quoteOpens ends the text before a quotation: its words stand in another language.
const quoteOpens = "«\u202f"

var opener = map[markdown.TagKind]markdown.TagKind{markdown.TagLangClose: markdown.TagLangOpen, markdown.TagAbbrClose: markdown.TagAbbrOpen}

func (w *writer) tag(raw *ast.RawHTML, open *[]tag) {
	t, text := w.src.ReadTag(raw)
	switch t.Kind {
	case markdown.TagComment:
		return
	case markdown.TagText:
		w.text(text)
		return
	case markdown.TagBreak:
		w.put("<br>")
		return
	case markdown.TagLangOpen:
		name := "span"
		if bytes.HasSuffix(w.out.Bytes(), []byte(quoteOpens)) {
			name = "q"
		}
		w.put("<", name, ` lang="`, esc(t.Lang), `">`)
		*open = append(*open, tag{t.Kind, "</" + name + ">", w.lang})
		w.lang = t.Lang
		return
	case markdown.TagAbbrOpen:
		w.put(`<abbr title="`, esc(t.Long), `">`)
		*open = append(*open, tag{t.Kind, "</abbr>", w.lang})
		return
	case markdown.TagLangClose, markdown.TagAbbrClose:
		if k := len(*open); k > 0 && (*open)[k-1].kind == opener[t.Kind] {
			w.put((*open)[k-1].close)
			w.lang = (*open)[k-1].lang
			*open = (*open)[:k-1]
			return
		}
	}
	w.warn(raw, "HTML %.60q is not passed on", text)
}

func (w *writer) node(c ast.Node, depth int) {
	switch t := c.(type) {
	case *ast.Text:
		w.text(w.src.TextOf(t))
		if t.HardLineBreak() {
			w.put("<br>\n")
		} else if t.SoftLineBreak() {
			w.put("\n")
		}
	case *ast.String:
		w.text(string(t.Value))
	case *ast.CodeSpan:
		w.put("<code>", esc(w.src.Text(t)), "</code>")
	case *ast.Emphasis:
		tag := "em"
		if t.Level >= 2 {
			tag = "strong"
		}
		w.wrap(tag, t, depth)
	case *east.Strikethrough:
		w.wrap("del", t, depth)
	case *ast.Link:
		w.link(t, depth)
	case *ast.AutoLink:
		w.autoLink(t)
	case *ast.Image:
		w.described(t)
	case *east.FootnoteLink:
		w.put(`<sup><a href="#_note-`, itoa(t.Index), `"`, w.idAttr("_appel-"+itoa(t.Index)), ` aria-label="`, w.words.note, " ", itoa(t.Index), `">`, itoa(t.Index), "</a></sup>")
	case *east.FootnoteBacklink:
	case *east.TaskCheckBox:
		if t.IsChecked {
			w.put("✓ ")
		} else {
			w.put("□ ")
		}
	default:
		w.deeper(c, depth)
	}
}

func (w *writer) wrap(tag string, n ast.Node, depth int) {
	w.put("<", tag, ">")
	w.deeper(n, depth)
	w.put("</", tag, ">")
}

func (w *writer) deeper(n ast.Node, depth int) {
	if depth < maxInline {
		w.inlineAt(n, depth+1)
		return
	}
	w.text(w.src.Text(n))
}

func (w *writer) link(t *ast.Link, depth int) {
	dest := markdown.Destination(t.Destination)
	switch {
	case visible(w.src.Text(t)) == "":
		w.warn(t, "a link to %.60q has no text", dest)
	case strings.HasPrefix(dest, "#") && w.src.IDs[dest[1:]], markdown.SafeURL(dest):
		w.put(`<a href="`, esc(dest), `">`)
		w.deeper(t, depth)
		w.put("</a>")
		return
	case strings.HasPrefix(dest, "#"):
		w.warn(t, "the link %.60q leads to no heading: it is set as text", dest)
	default:
		w.warn(t, "the address %.60q is not one of http, https or mailto: the link is set as text", dest)
	}
	w.deeper(t, depth)
}

func (w *writer) autoLink(t *ast.AutoLink) {
	label, url := string(t.Label(w.src.Body)), string(t.URL(w.src.Body))
	if t.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(url, "mailto:") {
		url = "mailto:" + url
	}
	if !markdown.SafeURL(url) {
		w.warn(t, "the address %.60q is not one of http, https or mailto: the link is set as text", url)
		w.put(esc(label))
		return
	}
	w.put(`<a href="`, esc(url), `">`, esc(label), "</a>")
}

func (w *writer) described(t *ast.Image) {
	w.warn(t, "image %.60q within a line: its description is written; give it a paragraph of its own", string(t.Destination))
	w.put("<em>[", w.words.image, w.words.colon, esc(firstOf(w.src.Text(t), w.words.noAlt)), "]</em>")
}

// figure embeds an image of the folder of the draft.
func (w *writer) figure(t *ast.Image) {
	p, err := look.OpenPicture(w.opts.Images, markdown.Destination(t.Destination))
	if err != nil {
		w.warn(t, "image %.60q is not embedded, its description is written: %v", string(t.Destination), err)
		w.put("<p><em>[", w.words.image, w.words.colon, esc(firstOf(w.src.Text(t), w.words.noAlt)), "]</em></p>\n")
		return
	}
	w.put(`<p><img src="`, dataURI(p), `" alt="`, esc(firstOf(w.src.Text(t), w.words.noAlt)), `" width="`, itoa(p.W), `" height="`, itoa(p.H), `"></p>`, "\n")
}

// superscripts are the letters that French ordinals raise.
const superscripts = "ᵉʳᵒˢᵈ"

var plainLetter = strings.NewReplacer("ᵉ", "e", "ʳ", "r", "ᵒ", "o", "ˢ", "s", "ᵈ", "d")

// text writes text with its typography; raised letters become sup, so that a
// search for "1er" finds them.
func (w *writer) text(s string) {
	s = w.typeset(s)[w.skip:]
	w.skip = 0
	if w.cell {
		s = cellYear.ReplaceAllString(s, "$1 $2")
	}
	for s != "" {
		i := strings.IndexAny(s, superscripts)
		if i < 0 {
			break
		}
		w.put(whole(s[:i]))
		s = s[i:]
		j := strings.IndexFunc(s, func(r rune) bool { return !strings.ContainsRune(superscripts, r) })
		if j < 0 {
			j = len(s)
		}
		w.put("<sup>", esc(plainLetter.Replace(s[:j])), "</sup>")
		s = s[j:]
	}
	w.put(whole(s))
}

// identifiers find the ids of records, which a line break would spoil; the long
// ones may break in the narrow column of a table.
var (
	identifier = regexp.MustCompile(`\bCVE-\d{4}-\d{4,}\b`)
	longer     = regexp.MustCompile(`\b(?:GHSA(?:-[0-9a-z]{4}){3}|CERTFR-\d{4}-[A-Z]{3}-\d+)\b`)
)

// whole escapes a text and keeps its identifiers on one line.
func whole(s string) string {
	s = identifier.ReplaceAllString(esc(s), `<span class="id">$0</span>`)
	return longer.ReplaceAllString(s, `<span class="id long">$0</span>`)
}

// cellYear finds the space before the year of a date, where a line may break in
// the cell of a table.
var cellYear = regexp.MustCompile(`(\p{Ll})\x{00a0}(\d{4})`)
