package markdown

import (
	"iter"
	"sort"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// Headings yields the headings of the draft, in order.
func (s *Source) Headings() iter.Seq[*ast.Heading] {
	return func(yield func(*ast.Heading) bool) {
		_ = ast.Walk(s.Root, func(n ast.Node, in bool) (ast.WalkStatus, error) {
			h, ok := n.(*ast.Heading)
			if ok && in && !yield(h) {
				return ast.WalkStop, nil
			}
			return ast.WalkContinue, nil
		})
	}
}

// HeadingID is the stable id of a heading.
func HeadingID(h *ast.Heading) string {
	if v, ok := h.AttributeString("id"); ok {
		if b, ok := v.([]byte); ok {
			return string(b)
		}
	}
	return ""
}

// Line is the line of the file where the node stands; 0 is not known.
func (s *Source) Line(n ast.Node) int {
	for ; n != nil; n = n.FirstChild() {
		if pos := n.Pos(); pos >= 0 && n.Kind() != ast.KindDocument {
			return s.lineAt(pos)
		}
		if n.Type() == ast.TypeBlock && n.Lines().Len() > 0 {
			return s.lineAt(n.Lines().At(0).Start)
		}
	}
	return 0
}

func (s *Source) lineAt(pos int) int {
	return s.first + sort.Search(len(s.lines), func(i int) bool { return s.lines[i] > pos })
}

// Text is the plain text of a node: what a reader would hear.
func (s *Source) Text(n ast.Node) string {
	var b strings.Builder
	_ = ast.Walk(n, func(c ast.Node, in bool) (ast.WalkStatus, error) {
		if !in {
			return ast.WalkContinue, nil
		}
		switch t := c.(type) {
		case *ast.Text:
			b.WriteString(s.TextOf(t))
			if t.SoftLineBreak() || t.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.Write(t.Value)
		case *ast.AutoLink:
			b.Write(t.Label(s.Body))
		case *east.FootnoteLink:
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	return strings.TrimSpace(b.String())
}

// TextOf is the text of one leaf: backslash escapes and character references
// are undone, but in code.
func (s *Source) TextOf(t *ast.Text) string {
	raw := string(t.Segment.Value(s.Body))
	if t.IsRaw() || t.Parent() != nil && t.Parent().Kind() == ast.KindCodeSpan {
		return raw
	}
	return unescape(raw)
}

// Lines is the verbatim text of a block: code, a chart, raw HTML.
func (s *Source) Lines(n ast.Node) string {
	var b strings.Builder
	for i := range n.Lines().Len() {
		seg := n.Lines().At(i)
		b.Write(seg.Value(s.Body))
	}
	return b.String()
}

// DeepText is the text of a whole subtree, blocks parted by " ; ".
func (s *Source) DeepText(n ast.Node) string {
	var parts []string
	add := func(text string) {
		if text != "" {
			parts = append(parts, text)
		}
	}
	_ = ast.Walk(n, func(c ast.Node, in bool) (ast.WalkStatus, error) {
		if !in {
			return ast.WalkContinue, nil
		}
		switch c.(type) {
		case *ast.Paragraph, *ast.TextBlock, *ast.Heading, *east.TableCell:
			add(s.Text(c))
			return ast.WalkSkipChildren, nil
		case *ast.FencedCodeBlock, *ast.CodeBlock:
			add(strings.TrimSpace(s.Lines(c)))
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	return strings.Join(parts, " ; ")
}
