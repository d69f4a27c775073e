package markdown

import (
	"bytes"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"

	"guette/internal/lazyregexp"
)

// A span is a range of the body.
type span struct{ from, to int }

var manyBlanks = lazyregexp.New(`\n{3,}`)

// Public is the draft as its readers may have it: front matter and text, without
// the comments, which speak to the editor.
func (s *Source) Public() []byte {
	out := slices.Clone(s.head)
	at := 0
	for _, r := range s.hidden {
		out = append(out, s.Body[at:r.from]...)
		at = r.to
	}
	out = append(out, s.Body[at:]...)
	return append(bytes.TrimSpace(manyBlanks.Re().ReplaceAll(out, []byte("\n\n"))), '\n')
}

// hide notes where the comments of the draft stand. Comments inside code are
// text.
func (s *Source) hide() {
	_ = ast.Walk(s.Root, func(n ast.Node, in bool) (ast.WalkStatus, error) {
		if !in {
			return ast.WalkContinue, nil
		}
		switch t := n.(type) {
		case *ast.HTMLBlock:
			s.hideBlock(t)
		case *ast.RawHTML:
			if tag, _ := s.ReadTag(t); tag.Kind == TagComment && t.Segments.Len() > 0 {
				s.hidden = append(s.hidden, span{t.Segments.At(0).Start, t.Segments.At(t.Segments.Len() - 1).Stop})
			}
		}
		return ast.WalkContinue, nil
	})
	slices.SortFunc(s.hidden, func(a, b span) int { return a.from - b.from })
}

func (s *Source) hideBlock(b *ast.HTMLBlock) {
	if b.Lines().Len() == 0 {
		return
	}
	from, to := b.Lines().At(0).Start, b.Lines().At(b.Lines().Len()-1).Stop
	if b.HasClosure() {
		to = b.ClosureLine.Stop
	}
	raw := string(s.Body[from:to])
	if !strings.HasPrefix(strings.TrimSpace(raw), "<!--") {
		return
	}
	for _, m := range comment.Re().FindAllStringIndex(raw, -1) {
		s.hidden = append(s.hidden, span{from + m[0], from + m[1]})
	}
}
