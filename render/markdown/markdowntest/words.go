// Package markdowntest helps to test that an output says all that a draft says.
package markdowntest

import (
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"guette/render/chart"
	"guette/render/markdown"
)

// raised are the letters that outputs may raise, and the plain ones.
var raised = strings.NewReplacer("ᵉ", "e", "ʳ", "r", "ᵒ", "o", "ˢ", "s", "ᵈ", "d", "ᵐ", "m", "ᵃ", "a", "ᵗ", "t", "ʰ", "h", "ⁿ", "n")

// Letters keeps what makes words: letters and digits.
func Letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, raised.Replace(s))
}

// Lost lists the words of a draft, each once, that a text does not say.
func Lost(src *markdown.Source, said string) []string {
	said = Letters(said)
	var out []string
	seen := map[string]bool{}
	for _, w := range words(src) {
		if !seen[w] && !strings.Contains(said, w) {
			out = append(out, w)
		}
		seen[w] = true
	}
	return out
}

// words lists the words of a draft.
func words(src *markdown.Source) []string {
	var out []string
	add := func(s string) {
		for _, w := range strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			if w = Letters(w); w != "" {
				out = append(out, w)
			}
		}
	}
	_ = ast.Walk(src.Root, func(n ast.Node, in bool) (ast.WalkStatus, error) {
		if !in {
			return ast.WalkContinue, nil
		}
		switch t := n.(type) {
		case *ast.Text:
			add(src.TextOf(t))
		case *ast.String:
			add(string(t.Value))
		case *ast.AutoLink:
			add(string(t.Label(src.Body)))
		case *ast.CodeBlock:
			add(src.Lines(t))
		case *ast.HTMLBlock:
			add(src.HTMLText(t))
		case *ast.FencedCodeBlock:
			if !chart.Is(string(t.Language(src.Body))) {
				add(src.Lines(t))
			}
		case *east.FootnoteBacklink:
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	return out
}
