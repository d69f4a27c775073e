package layout

import (
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"

	"guette/render/markdown"
	"guette/render/pdf/internal/face"
)

// An address is a line of the annex: where the links of one text lead.
type address struct{ label, url string }

// linkStyle is the style of a link, or of plain text where the address is not
// one that may be followed.
func (b *builder) linkStyle(n ast.Node, dest, label string, st style) style {
	switch {
	case !visible(label):
		b.warn(n, "a link to %.60q has no text", dest)
	case strings.HasPrefix(dest, "#") && b.src.IDs[dest[1:]]:
		st = st.linked()
		st.dest, st.color, st.label = dest[1:], linkBlue, b.words.goTo+label
	case strings.HasPrefix(dest, "#"):
		b.warn(n, "the link %.60q leads to no heading: it is set as text", dest)
	case markdown.SafeURL(dest):
		st = st.linked()
		st.uri, st.color, st.label = dest, linkBlue, label
		b.note(label, dest)
	default:
		b.warn(n, "the address %.60q is not one of http, https or mailto: the link is set as text", dest)
	}
	return st
}

// annexed tells whether the annex says where a link leads: its text does not.
func annexed(label, url string) bool { return visible(label) && label != url && markdown.SafeURL(url) }

// note keeps an address for the annex, once a text and address.
func (b *builder) note(label, url string) {
	key := label + "\x00" + url
	if !b.seenURL[key] && annexed(label, url) {
		b.seenURL[key] = true
		b.urls = append(b.urls, address{label, url})
	}
}

func (in *inliner) autoLink(t *ast.AutoLink, st style) {
	b := in.b
	label, url := string(t.Label(b.src.Body)), string(t.URL(b.src.Body))
	if t.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(url, "mailto:") {
		url = "mailto:" + url
	}
	if markdown.SafeURL(url) {
		st = st.linked()
		st.uri, st.color, st.label = url, linkBlue, label
	} else {
		b.warn(t, "the address %.60q is not one of http, https or mailto: the link is set as text", url)
	}
	st.lang = "und" // no typography inside an address
	in.add(label, st)
}

// visible tells whether a text leaves a mark on the page.
func visible(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsSpace(r) && !face.Invisible(r) })
}

// linked is the style of what stands inside a new link.
func (s style) linked() style {
	s.link = s.elem.New("Link")
	s.elem = s.link
	return s
}
