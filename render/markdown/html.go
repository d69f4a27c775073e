package markdown

import (
	"html"
	"strings"

	"github.com/yuin/goldmark/ast"
	"golang.org/x/net/html/atom"

	"guette/internal/lazyregexp"
)

// A Tag is the meaning of one piece of raw HTML in a line. Only the forms that
// the editorial guide allows have one; other elements of HTML are dropped by the
// outputs, and what only looks like HTML ("List<String>") stays as text.
type Tag struct {
	Kind TagKind
	Lang string // of LangOpen: a BCP 47 tag
	Long string // of AbbrOpen: the expansion
}

// TagKind is what a piece of raw HTML does.
type TagKind int

// The kinds of tags.
const (
	TagOther TagKind = iota // an element of HTML that is not allowed
	TagText                 // no element of HTML
	TagComment
	TagBreak
	TagLangOpen
	TagLangClose
	TagAbbrOpen
	TagAbbrClose
)

var (
	langTag  = lazyregexp.New(`^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$`)
	langOpen = lazyregexp.New(`(?i)^<span\s+lang="([a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8})*)"\s*>$`)
	abbrOpen = lazyregexp.New(`(?i)^<abbr\s+title="([^"<>]{1,200})"\s*>$`)
	breakTag = lazyregexp.New(`(?i)^<br\s*/?>$`)
	tagName  = lazyregexp.New(`^</?([a-zA-Z][a-zA-Z0-9]*)[\s/>]`)
	anyTag   = lazyregexp.New(`<[^<>]*>`)
	comment  = lazyregexp.New(`(?s)<!--.*?-->`)
)

// ReadTag tells what a piece of raw HTML in a line means.
func (s *Source) ReadTag(n *ast.RawHTML) (tag Tag, raw string) {
	var b strings.Builder
	for i := range n.Segments.Len() {
		seg := n.Segments.At(i)
		b.Write(seg.Value(s.Body))
	}
	raw = b.String()
	low := strings.ToLower(raw)
	switch {
	case strings.HasPrefix(raw, "<!--"):
		tag.Kind = TagComment
	case breakTag.Re().MatchString(raw):
		tag.Kind = TagBreak
	case low == "</span>":
		tag.Kind = TagLangClose
	case low == "</abbr>":
		tag.Kind = TagAbbrClose
	default:
		if m := langOpen.Re().FindStringSubmatch(raw); m != nil {
			tag = Tag{Kind: TagLangOpen, Lang: m[1]}
		} else if m := abbrOpen.Re().FindStringSubmatch(raw); m != nil {
			tag = Tag{Kind: TagAbbrOpen, Long: html.UnescapeString(m[1])}
		} else if m := tagName.Re().FindStringSubmatch(raw); m == nil || atom.Lookup([]byte(strings.ToLower(m[1]))) == 0 {
			tag.Kind = TagText
		}
	}
	return tag, raw
}

// comments drops blocks that are comments alone, keeps the text that stands in
// a block behind a comment, and refuses a comment that is never closed: all the
// text after it would be lost.
func (s *Source) comments() error {
	var blocks []*ast.HTMLBlock
	_ = ast.Walk(s.Root, func(n ast.Node, in bool) (ast.WalkStatus, error) {
		if b, ok := n.(*ast.HTMLBlock); ok && in {
			blocks = append(blocks, b)
		}
		return ast.WalkContinue, nil
	})
	for _, b := range blocks {
		raw := s.Lines(b)
		if b.HasClosure() {
			raw += string(b.ClosureLine.Value(s.Body))
		}
		if !strings.HasPrefix(strings.TrimSpace(raw), "<!--") {
			continue
		}
		rest := comment.Re().ReplaceAllString(raw, "")
		if i := strings.Index(rest, "<!--"); i >= 0 {
			return &Error{Line: s.Line(b), Text: "comment opened by <!-- is never closed by -->: the text after it would be lost"}
		}
		s.replace(b, strings.TrimSpace(rest))
	}
	return nil
}

// replace puts paragraphs of plain text where a block of comments stood.
func (s *Source) replace(b *ast.HTMLBlock, rest string) {
	parent := b.Parent()
	if rest != "" {
		p := ast.NewParagraph()
		p.SetPos(b.Pos())
		p.AppendChild(p, ast.NewString([]byte(strings.Join(strings.Fields(rest), " "))))
		parent.InsertBefore(parent, b, p)
	}
	parent.RemoveChild(parent, b)
}

// HTMLText is the text of a block of raw HTML without its tags: the outputs set
// it as plain text, so that nothing an editor wrote disappears.
func (s *Source) HTMLText(b *ast.HTMLBlock) string {
	raw := s.Lines(b)
	if b.HasClosure() {
		raw += string(b.ClosureLine.Value(s.Body))
	}
	return strings.Join(strings.Fields(html.UnescapeString(anyTag.Re().ReplaceAllString(comment.Re().ReplaceAllString(raw, " "), " "))), " ")
}
