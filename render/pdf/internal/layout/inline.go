package layout

import (
	"fmt"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"guette/render/markdown"
	"guette/render/pdf/internal/face"
)

// maxInline bounds the nesting of emphasis and links.
const maxInline = 20

// maxTags bounds the nesting of the few HTML tags that have a meaning.
const maxTags = 8

// spans turns the inline nodes of n into spans.
func (b *builder) spans(n ast.Node, st style) []span {
	in := inliner{b: b}
	in.children(n, st, 0)
	return in.out
}

type inliner struct {
	b   *builder
	out []span
}

// An open is an HTML tag that waits for its end.
type open struct {
	kind markdown.TagKind
	st   style
}

func (in *inliner) children(n ast.Node, st style, depth int) {
	var stack []open
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if raw, ok := c.(*ast.RawHTML); ok {
			st = in.tag(raw, st, &stack)
			continue
		}
		in.node(c, st, depth)
	}
}

func (in *inliner) node(c ast.Node, st style, depth int) {
	b := in.b
	switch t := c.(type) {
	case *ast.Text:
		in.add(b.src.TextOf(t), st)
		if t.HardLineBreak() {
			in.out = append(in.out, span{style: st, hard: true})
		} else if t.SoftLineBreak() {
			in.out = append(in.out, span{text: " ", style: st})
		}
	case *ast.String:
		in.add(string(t.Value), st)
	case *ast.Emphasis:
		st.face = b.fonts.Italic
		if t.Level >= 2 {
			st.face = b.fonts.Semibold
		}
		in.deeper(t, st, depth)
	case *ast.CodeSpan:
		st.code, st.elem, st.size = true, st.elem.New("Code"), st.size*0.96
		in.add(b.src.Text(t), st)
	case *ast.Link:
		in.children(t, b.linkStyle(t, markdown.Destination(t.Destination), b.src.Text(t), st), depth+1)
	case *ast.AutoLink:
		in.autoLink(t, st)
	case *ast.Image:
		in.image(t, st)
	case *east.FootnoteLink:
		in.footnote(t, st)
	case *east.FootnoteBacklink:
	case *east.TaskCheckBox:
		box := "□ "
		if t.IsChecked {
			box = "✓ "
		}
		in.add(box, st)
	default:
		in.deeper(c, st, depth)
	}
}

// deeper goes down, or sets the plain text where the nesting passes its bound.
func (in *inliner) deeper(n ast.Node, st style, depth int) {
	if depth < maxInline {
		in.children(n, st, depth+1)
		return
	}
	in.add(in.b.src.Text(n), st)
}

// add sets text: typography, raised endings, boxes for what the font lacks.
func (in *inliner) add(s string, st style) {
	if !st.code {
		s = markdown.Typeset(st.lang, s)
	}
	for _, part := range raised(s, st) {
		for _, r := range part.face.Runs(part.text) {
			sp := span{text: r.Text, style: part.style}
			if r.Actual != "" {
				in.b.missing(r.Actual)
				sp.elem = sp.elem.New("Span")
				sp.elem.Actual = actual(r.Actual)
			}
			in.out = append(in.out, sp)
		}
	}
}

// superscripts are the letters that French ordinals raise, and the plain letters
// that are drawn instead: a search for "1er" then finds them.
var superscripts = map[rune]rune{'ᵉ': 'e', 'ʳ': 'r', 'ᵒ': 'o', 'ˢ': 's', 'ᵈ': 'd', 'ᵐ': 'm', 'ᵃ': 'a', 'ᵗ': 't', 'ʰ': 'h', 'ⁿ': 'n'}

// raised parts the letters that stand above the line from the others.
func raised(s string, st style) []span {
	if !strings.ContainsAny(s, "ᵉʳᵒˢᵈᵐᵃᵗʰⁿ") {
		return []span{{text: s, style: st}}
	}
	var out []span
	var cur strings.Builder
	high := false
	flush := func() {
		if cur.Len() == 0 {
			return
		}
		part := st
		if high {
			part.size, part.rise = st.size*0.68, st.rise+st.size*0.32
		}
		out = append(out, span{text: cur.String(), style: part})
		cur.Reset()
	}
	for _, r := range s {
		plain, up := superscripts[r]
		if up != high {
			flush()
			high = up
		}
		if up {
			r = plain
		}
		cur.WriteRune(r)
	}
	flush()
	return out
}

// missing warns once of each character that no font of the bulletin has.
func (b *builder) missing(s string) {
	for _, r := range s {
		key := fmt.Sprintf("U+%04X", r)
		if !b.seenURL[key] && !face.Invisible(r) {
			b.seenURL[key] = true
			b.warn(nil, "the font has no character %s %q: a box is drawn in its place, the text stays", key, r)
		}
	}
}

// actual is the text behind boxes; PDF/A allows no private character in it.
func actual(s string) string {
	var out strings.Builder
	for _, r := range s {
		if r >= 0xe000 && r <= 0xf8ff || r >= 0xf0000 {
			fmt.Fprintf(&out, "[U+%04X]", r)
			continue
		}
		out.WriteRune(r)
	}
	return out.String()
}

func (in *inliner) tag(raw *ast.RawHTML, st style, stack *[]open) style {
	tag, text := in.b.src.ReadTag(raw)
	closes := func(kind markdown.TagKind) (style, bool) {
		k := len(*stack)
		if k == 0 || (*stack)[k-1].kind != kind {
			return st, false
		}
		was := (*stack)[k-1].st
		*stack = (*stack)[:k-1]
		return was, true
	}
	switch tag.Kind {
	case markdown.TagComment:
		return st
	case markdown.TagText:
		in.add(text, st)
		return st
	case markdown.TagBreak:
		in.out = append(in.out, span{style: st, hard: true})
		return st
	case markdown.TagLangOpen, markdown.TagAbbrOpen:
		if len(*stack) < maxTags {
			*stack = append(*stack, open{tag.Kind, st})
			st.elem = st.elem.New(in.spanKind(tag))
			st.elem.Lang, st.elem.Expand = tag.Lang, tag.Long
			if tag.Lang != "" {
				st.lang = tag.Lang
			}
			return st
		}
	case markdown.TagLangClose:
		if was, ok := closes(markdown.TagLangOpen); ok {
			return was
		}
	case markdown.TagAbbrClose:
		if was, ok := closes(markdown.TagAbbrOpen); ok {
			return was
		}
	}
	in.b.warn(raw, "HTML %.60q is not passed on", text)
	return st
}

// spanKind is the element of a tag: words of another language between guillemets are
// a quotation.
func (in *inliner) spanKind(tag markdown.Tag) string {
	if k := len(in.out); tag.Lang != "" && k > 0 && strings.HasSuffix(in.out[k-1].text, "«\u202f") {
		return "Quote"
	}
	return "Span"
}

func (in *inliner) footnote(t *east.FootnoteLink, st style) {
	in.b.called[t.Index] = true
	st.elem = st.elem.New("Reference")
	st = st.linked()
	st.size, st.rise = st.size*0.68, st.size*0.33
	st.color, st.face = linkBlue, in.b.fonts.Semibold
	st.dest, st.label = noteID(t.Index), fmt.Sprintf("%s %d", in.b.words.note, t.Index)
	in.out = append(in.out, span{text: fmt.Sprint(t.Index), style: st})
}
