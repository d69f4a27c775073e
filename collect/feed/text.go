package feed

import (
	"html"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/JohannesKaufmann/html-to-markdown/v2/converter"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/base"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/commonmark"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/strikethrough"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/table"
	"github.com/microcosm-cc/bluemonday"
	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"guette/internal/lazyregexp"
)

const (
	// maxHTML bounds what is converted: notes of 90 KB were seen to become
	// 200 MB in a Markdown reader.
	maxHTML = 64 << 10
	maxText = 32 << 10 // bytes of plain text
)

// silent are the elements whose text is not for readers.
var silent = map[atom.Atom]bool{atom.Script: true, atom.Style: true, atom.Template: true, atom.Noscript: true, atom.Iframe: true,
	atom.Object: true, atom.Svg: true, atom.Math: true, atom.Head: true, atom.Textarea: true, atom.Select: true}

// inline are the elements that do not part words.
var inline = map[atom.Atom]bool{atom.A: true, atom.Abbr: true, atom.B: true, atom.Bdi: true, atom.Bdo: true, atom.Big: true, atom.Cite: true,
	atom.Code: true, atom.Del: true, atom.Dfn: true, atom.Em: true, atom.Font: true, atom.I: true, atom.Ins: true, atom.Kbd: true, atom.Mark: true,
	atom.Q: true, atom.S: true, atom.Samp: true, atom.Small: true, atom.Span: true, atom.Strike: true, atom.Strong: true, atom.Sub: true,
	atom.Sup: true, atom.Time: true, atom.Tt: true, atom.U: true, atom.Var: true, atom.Wbr: true, atom.Img: true}

// PlainText is the text of HTML, in one line, bounded. It is not neutralised:
// each output does that for itself.
func PlainText(s string) string {
	s = bound(s, 4*maxHTML)
	if !strings.ContainsAny(s, "<&") {
		return bound(oneLine(s), maxText)
	}
	var out strings.Builder
	z := xhtml.NewTokenizer(strings.NewReader(s))
	z.SetMaxBuf(4 * maxHTML)
	hidden := atom.Atom(0)
	for out.Len() < maxText {
		switch z.Next() {
		case xhtml.ErrorToken:
			return bound(oneLine(out.String()), maxText)
		case xhtml.TextToken:
			if hidden == 0 {
				out.Write(z.Text())
			}
		case xhtml.StartTagToken:
			name := tagName(z)
			if hidden == 0 && silent[name] {
				hidden = name
			}
			part(&out, name)
		case xhtml.EndTagToken:
			name := tagName(z)
			if name == hidden {
				hidden = 0
			}
			part(&out, name)
		case xhtml.SelfClosingTagToken:
			part(&out, tagName(z))
		}
	}
	return bound(oneLine(out.String()), maxText)
}

func tagName(z *xhtml.Tokenizer) atom.Atom {
	name, _ := z.TagName()
	return atom.Lookup(name)
}

// part parts the words around a block.
func part(out *strings.Builder, name atom.Atom) {
	if !inline[name] {
		out.WriteByte(' ')
	}
}

// oneLine makes one line of a text: spaces are one space, controls are gone.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r)
	}), " ")
}

// bound cuts a text to at most n bytes, at a character.
func bound(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// titleTag are the elements that titles carry as HTML. Others are names that a
// title speaks of: "Use of <canvas>".
var titleTag = lazyregexp.New(`(?i)</?(?:a|abbr|b|bdi|big|br|center|cite|code|del|div|em|font|h[1-6]|i|img|ins|kbd|li|mark|nobr|p|q|s|samp|small|span|strike|strong|sub|sup|tt|u|ul|var|wbr)(?:\s[^<>]*)?/?>`)

// titleText is the plain text of a title: of HTML where it is HTML.
func titleText(s string) string {
	s = bound(s, maxHTML)
	if titleTag.Re().MatchString(s) {
		s = titleTag.Re().ReplaceAllStringFunc(s, func(tag string) string {
			if strings.HasPrefix(strings.ToLower(strings.TrimLeft(tag, "</")), "br") {
				return " "
			}
			return ""
		})
	}
	return boundRunes(oneLine(html.UnescapeString(s)), maxTitle)
}

// boundRunes cuts a text to n characters, and shows that it did.
func boundRunes(s string, n int) string {
	if len(s) <= n || utf8.RuneCountInString(s) <= n {
		return s
	}
	r := []rune(s)
	return string(r[:n-1]) + "…"
}

// markdown holds the converter and the cleaner; both are safe to share.
var markdown = sync.OnceValue(func() *writer {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "pre", "code", "kbd", "samp", "tt",
		"blockquote", "em", "i", "strong", "b", "del", "s", "strike", "sub", "sup", "table", "thead", "tbody", "tr", "th", "td", "div", "span")
	p.AllowAttrs("href").OnElements("a")
	p.AllowURLSchemes("http", "https")
	p.RequireParseableURLs(true)
	return &writer{p, converter.NewConverter(converter.WithPlugins(
		base.NewBasePlugin(), commonmark.NewCommonmarkPlugin(), table.NewTablePlugin(), strikethrough.NewStrikethroughPlugin()))}
})

type writer struct {
	policy *bluemonday.Policy
	conv   *converter.Converter
}

// Markdown turns the HTML of a release note into Markdown, bounded: elements
// and links that can act are gone, images too. What cannot be converted comes
// as plain text. The result is still foreign text: render neutralises it.
func Markdown(s string) string {
	w := markdown()
	safe := w.policy.Sanitize(bound(s, maxHTML))
	md, err := w.conv.ConvertString(safe)
	if err != nil {
		return PlainText(s) // nested deeper than the reader of HTML accepts
	}
	md = strings.ReplaceAll(md, "<!--THE END-->", "") // written between two lists
	return bound(strings.TrimSpace(md), 2*maxHTML)
}
