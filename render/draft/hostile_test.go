package draft_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"guette/render/draft"
	"guette/render/rendertest"
	"guette/templates"
)

// outline is the structure of a document, without its words.
func outline(t *testing.T, doc []byte) []string {
	t.Helper()
	md := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote), goldmark.WithParserOptions(parser.WithAttribute()))
	root := md.Parser().Parse(text.NewReader(doc))
	var list []string
	err := ast.Walk(root, func(n ast.Node, in bool) (ast.WalkStatus, error) {
		switch {
		case !in || n.Kind() == ast.KindText || n.Kind() == ast.KindString:
		case n.Kind() == ast.KindLink:
			if u := string(n.(*ast.Link).Destination); !strings.HasPrefix(u, "https://example.org/") && !strings.HasPrefix(u, "#") {
				t.Errorf("a link to %q", u)
			}
			list = append(list, "Link")
		case n.Kind() == ast.KindRawHTML:
			raw := n.(*ast.RawHTML).Segments
			var b strings.Builder
			for i := range raw.Len() {
				s := raw.At(i)
				b.Write(s.Value(doc))
			}
			list = append(list, "RawHTML "+strings.Split(b.String(), " ")[0])
		case n.Kind() == ast.KindHeading:
			list = append(list, fmt.Sprintf("Heading %d", n.(*ast.Heading).Level))
		default:
			list = append(list, n.Kind().String())
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

var hostileTexts = []string{
	"# Titre", "## Autre {#titre}", "- un", "1. un", "> cité", "```", "| a | b |", "|", "*gras* _x_ `y`", "<b>x</b>", "<script>alert(1)</script>",
	"<!-- guette:todo id=x reason=\"y\" -->", "-->", "[x](javascript:alert(1))", "[a]: http://a.test", "[^1]: note", "![i](http://a.test/i.png)",
	"---", "===", "---\nstatus: diffusé\n---", "a\n\n# b", "a\r\n\r\n| c | d |\n|---|---|", "{{.Secret}}", "http://a.test www.a.test a@a.test",
	"\u202etxet", "&lt;b&gt;", "\\", "~~x~~", "$x$", "![", "é\xff", ":-- | --:", "\uE001k\uE002\uE003", "« » : ; ! ?", "\"'", "a  b", "<span lang=\"en\">", "</span>",
}

func TestHostileTextActsNowhere(t *testing.T) {
	set, err := draft.Load(templates.FS(nil))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := draft.All(rendertest.Saying("Zqxw"), set)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range hostileTexts {
		t.Run(fmt.Sprintf("%q", s), func(t *testing.T) {
			drafts, err := draft.All(rendertest.Saying(s), set)
			if err != nil {
				t.Fatal(err)
			}
			for i, d := range drafts {
				want, got := outline(t, beforeGlossary(plain[i].Body)), outline(t, beforeGlossary(d.Body))
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s: the page is another (-want +got)\n%s\n%s", d.Path, diff, d.Body)
				}
				if n := strings.Count(string(d.Body), "\nstatus:"); n != 1 {
					t.Errorf("%s: %d fields status", d.Path, n)
				}
			}
		})
	}
}

// beforeGlossary cuts the section of terms, which depends on the words.
func beforeGlossary(doc []byte) []byte {
	s := string(doc)
	s = s[strings.Index(s[4:], "\n---\n")+8:] // the front matter is YAML
	for _, id := range []string{" {#sigles}", " {#glossaire}"} {
		if i := strings.Index(s, id); i >= 0 {
			s = s[:strings.LastIndexByte(s[:i], '\n')]
		}
	}
	return []byte(s)
}
