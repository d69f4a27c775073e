package html_test

import (
	"bytes"
	"strings"
	"testing"

	nethtml "golang.org/x/net/html"

	"guette/render/html"
	"guette/render/markdown"
	"guette/render/markdown/markdowntest"
)

// said is all that a page says: its texts, and what it says in their place.
func said(page []byte) string {
	var b strings.Builder
	_, body, _ := bytes.Cut(page, []byte("<body>"))
	z := nethtml.NewTokenizer(bytes.NewReader(body))
	for {
		switch z.Next() {
		case nethtml.ErrorToken:
			return b.String()
		case nethtml.TextToken:
			b.Write(z.Text())
		case nethtml.StartTagToken, nethtml.SelfClosingTagToken:
			for more := true; more; {
				var k, v []byte
				if k, v, more = z.TagAttr(); string(k) == "alt" || string(k) == "aria-label" {
					b.Write(v)
				}
			}
		}
	}
}

// lost lists the words of a draft that its page does not say.
func lost(t testing.TB, text []byte) []string {
	t.Helper()
	src, err := markdown.Parse(text)
	if err != nil {
		return nil // refused, with its line
	}
	page, _, err := html.Render(text, html.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return markdowntest.Lost(src, said(page))
}

func TestNoWordIsLost(t *testing.T) {
	for _, name := range []string{"technique", "strategique", "torture"} {
		if got := lost(t, read(t, name)); len(got) > 0 {
			t.Errorf("%s: lost %q", name, got)
		}
	}
	numbered := strings.Repeat("mot ", 3000) + "dernier"
	for name, text := range map[string]string{
		"a note called in the title":     "# a[^1]\n\n[^1]: bc\n",
		"a note called in a description": "![a[^1]](x.png)\n\n[^1]: bc\n",
		"a note called in another note":  "a[^1]\n\n[^1]: b[^2]\n\n[^2]: cd\n",
		"the heads of a title table":     "# T\n\n| Tete | Chef |\n|--|--|\n| a | b |\n",
		"a title table of three columns": "# T\n\n| Un | Deux | Trois |\n|--|--|--|\n| a | b | cde |\n",
		"the facts of a sheet":           "## S\n\n### P {#fiche-p}\n\n| Tete | Chef |\n|--|--|\n| a | b |\n| c | d |\n",
		"a long title":                   "# " + numbered + "\n\na\n",
		"a deep list":                    strings.Repeat("> ", 30) + "profond\n",
	} {
		if got := lost(t, []byte(text)); len(got) > 0 {
			t.Errorf("%s: lost %q", name, got[:min(len(got), 10)])
		}
	}
}

func FuzzNoWordIsLost(f *testing.F) {
	for _, name := range []string{"technique", "strategique", "torture"} {
		f.Add(read(f, name))
	}
	for _, s := range []string{"# A\n\n| a | b |\n|-|-|\n| x | y |\n", "a[^1]\n\n[^1]: b\n", "> - 1. <b>c</b>\n", "```barres\na | 1\n```\n", "<!-- x --> y\n", "« <span lang=\"en\">a</span> »\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if len(text) > 20_000 {
			return
		}
		if got := lost(t, text); len(got) > 0 {
			t.Errorf("lost %q", got)
		}
	})
}
