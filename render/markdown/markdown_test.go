package markdown

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark/ast"
)

func TestFrontMatter(t *testing.T) {
	src, err := Parse([]byte("\ufeff---\r\ntitle: \"A : b\"\r\nperiod: 2026-07\r\nedition_date: 2026-08-07\r\nstatus: relu\r\n---\r\n# T\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := Front{Title: "A : b", Lang: "fr", Period: "2026-07", EditionDate: "2026-08-07", Status: "relu"}
	if diff := cmp.Diff(want, src.Front); diff != "" {
		t.Error(diff)
	}
	for h := range src.Headings() {
		if got := src.Line(h); got != 7 {
			t.Errorf("the heading is on line %d, want 7", got)
		}
	}
}

func TestTypeset(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"double marks", "Oui ; non ! quoi ? ici : là", "Oui\u202f; non\u202f! quoi\u202f? ici\u00a0: là"},
		{"marks without a space", "Oui; non!", "Oui\u202f; non\u202f!"},
		{"quotes", "« mot » «mot»", "«\u202fmot\u202f» «\u202fmot\u202f»"},
		{"an address keeps its marks", "https://a.example/b?c=d;e:f", "https://a.example/b?c=d;e:f"},
		{"a time and a ratio", "16:30 et 3:1", "16:30 et 3:1"},
		{"apostrophes", "l'an d'avant, 5' et 'x'", "l’an d’avant, 5' et 'x'"},
		{"thousands, but no years nor versions", "1 656 entrées, en 2026, 10 000 000, version 26 7", "1\u202f656\u00a0entrées, en 2026, 10\u202f000\u202f000, version 26 7"},
		{"units and months", "31 juillet, 9,8 %, 12 €", "31\u00a0juillet, 9,8\u00a0%, 12\u00a0€"},
		{"points", "etc...", "etc…"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := Typeset("fr", tt.in)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
			if again := Typeset("fr", got); again != got {
				t.Errorf("a second pass gives %q", again)
			}
			if other := Typeset("en", tt.in); other != tt.in {
				t.Errorf("English was changed: %q", other)
			}
		})
	}
}

func TestSafeURL(t *testing.T) {
	for _, s := range []string{"https://a.example/b?c=d#e", "http://a.example", "mailto:a@b.example", "https://a.example/(b)"} {
		if !SafeURL(s) {
			t.Errorf("%q is refused", s)
		}
	}
	for _, s := range []string{"", "a", "/a", "//a.example", "javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://", "https://u:p@a.example",
		"https://a.example/é", "https://a.example/a b", "https://a.example/\x01", "ftp://a.example", "mailto:", "https://a.example/" + strings.Repeat("a", MaxURL)} {
		if SafeURL(s) {
			t.Errorf("%.40q is taken", s)
		}
	}
}

func TestEscapesAndReferences(t *testing.T) {
	for in, want := range map[string]string{
		`\*a\*`: "*a*", `&eacute;`: "é", `&#233;`: "é", `&amp;lt;`: "&lt;", `\&amp;`: "&amp;", `&nothing;`: "&nothing;", `a & b`: "a & b", `\a`: `\a`, `&#0;`: "\ufffd",
	} {
		if got := unescape(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestIDsKeepTheirLetters(t *testing.T) {
	src, err := Parse([]byte("## Passerelle Héron\n\n## Passerelle Héron\n\n## Où ? {#ou}\n\n## 安全\n"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for h := range src.Headings() {
		got = append(got, HeadingID(h))
	}
	if diff := cmp.Diff([]string{"passerelle-heron", "passerelle-heron-2", "ou", "section"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestTagsOfALine(t *testing.T) {
	for raw, want := range map[string]Tag{
		`<span lang="en">`:         {Kind: TagLangOpen, Lang: "en"},
		`<span lang="en" id="x">`:  {Kind: TagOther},
		`</span>`:                  {Kind: TagLangClose},
		`<abbr title="a &amp; b">`: {Kind: TagAbbrOpen, Long: "a & b"},
		`<br/>`:                    {Kind: TagBreak},
		`<b onclick="x">`:          {Kind: TagOther},
		`<!-- x -->`:               {Kind: TagComment},
		`<String>`:                 {Kind: TagText},
		`<hote>`:                   {Kind: TagText},
	} {
		src, err := Parse([]byte("a " + raw + " b\n"))
		if err != nil {
			t.Fatal(err)
		}
		found := false
		_ = ast.Walk(src.Root, func(n ast.Node, in bool) (ast.WalkStatus, error) {
			if h, ok := n.(*ast.RawHTML); ok && in {
				found = true
				if got, _ := src.ReadTag(h); got != want {
					t.Errorf("%s: got %+v, want %+v", raw, got, want)
				}
			}
			return ast.WalkContinue, nil
		})
		if !found {
			t.Errorf("%s is no raw HTML", raw)
		}
	}
}

func TestPublicDraftHasNoComments(t *testing.T) {
	src, err := Parse([]byte("---\ntitle: T\n---\n\n<!-- src: a -->\n\n# T\n\nA <!-- b --> c `<!-- d -->`.\n\n<!-- e\nf -->\ng\n\n- h\n  <!-- i -->\n\n```\n<!-- j -->\n```\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := "---\ntitle: T\n---\n\n# T\n\nA  c `<!-- d -->`.\n\ng\n\n- h\n  \n\n```\n<!-- j -->\n```\n"
	if diff := cmp.Diff(want, string(src.Public())); diff != "" {
		t.Error(diff)
	}
}

func FuzzParse(f *testing.F) {
	for _, name := range []string{"technique", "strategique", "torture"} {
		b, err := os.ReadFile(filepath.Join("..", "pdf", "testdata", name+".md"))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Add([]byte("---\n---\n"))
	f.Add([]byte("---\na: [\n---\n"))
	f.Add([]byte("| a |\n|-|\n| b | c |\n"))
	f.Fuzz(func(t *testing.T, in []byte) {
		src, err := Parse(in)
		var bad *Error
		if err != nil && (src != nil || !errors.As(err, &bad) || bad.Line < 1) {
			t.Fatalf("want a draft or an error with a line, got %v and %v", src, err)
		}
		if err != nil {
			return
		}
		if !utf8.Valid(src.Body) {
			t.Error("the body is not valid UTF-8")
		}
		for h := range src.Headings() {
			if l := src.Line(h); l < 0 || l > strings.Count(string(in), "\n")+strings.Count(string(in), "\r")+1 {
				t.Errorf("a heading on line %d", l)
			}
		}
	})
}
