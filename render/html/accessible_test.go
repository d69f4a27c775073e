package html_test

import (
	"bytes"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	nethtml "golang.org/x/net/html"

	"guette/render/html"
	"guette/render/look"
)

// A page is what the tests of accessibility read of one.
type page struct {
	t        testing.TB
	ids      map[string]*nethtml.Node
	level    int
	elements map[string]int
}

// accessible holds the criteria of WCAG 2.2 and RGAA 4.1 that a machine can hold
// without a browser; docs/accessibility.md names them.
func accessible(t testing.TB, text []byte) {
	t.Helper()
	root, err := nethtml.Parse(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	p := &page{t: t, ids: map[string]*nethtml.Node{}, elements: map[string]int{}}
	for n := range root.Descendants() {
		if id := attr(n, "id"); id != "" {
			p.ids[id] = n
		}
	}
	for n := range root.Descendants() {
		if n.Type == nethtml.ElementNode {
			p.elements[n.Data]++
			p.element(n)
		}
	}
	for name, want := range map[string]int{"title": 1, "h1": 1, "header": 1, "nav": 1, "main": 1, "footer": 1} {
		if got := p.elements[name]; got != want {
			t.Errorf("%d elements %s, want %d", got, name, want)
		}
	}
}

func (p *page) element(n *nethtml.Node) {
	switch n.Data {
	case "html":
		p.want(attr(n, "lang") != "", n, "a language")
	case "h1", "h2", "h3", "h4", "h5", "h6":
		level := int(n.Data[1] - '0')
		p.want(level <= p.level+1, n, "no gap in the levels")
		p.want(content(n) != "", n, "a text")
		p.level = level
	case "a":
		p.want(p.name(n) != "", n, "a text")
	case "img":
		p.want(attr(n, "alt") != "", n, "an alternative")
	case "svg":
		p.want(attr(n, "aria-hidden") == "true" || attr(n, "role") == "img" && attr(n, "aria-label") != "", n, "an alternative, or to be hidden")
	case "table":
		first := n.FirstChild
		for first != nil && first.Type != nethtml.ElementNode {
			first = first.NextSibling
		}
		p.want(first != nil && first.Data == "caption" && content(first) != "", n, "a caption first")
	case "th":
		p.want(attr(n, "scope") != "", n, "a scope")
	case "figcaption":
		p.want(content(n) == attr(n.Parent, "aria-label") && attr(n.Parent, "role") == "figure", n, "a figure of that name")
	case "nav":
		p.want(p.name(n) != "", n, "a name")
	}
	if attr(n, "role") == "region" || attr(n, "tabindex") == "0" && n.Data != "pre" {
		p.want(p.name(n) != "", n, "a name")
	}
	if i, err := strconv.Atoi(attr(n, "tabindex")); err == nil {
		p.want(i <= 0, n, "the order of the page for the keyboard")
	}
}

func (p *page) want(ok bool, n *nethtml.Node, what string) {
	if !ok {
		p.t.Helper()
		p.t.Errorf("<%s> %.60q: want %s", n.Data, content(n), what)
	}
}

// name is what assistive technology calls an element.
func (p *page) name(n *nethtml.Node) string {
	if l := attr(n, "aria-label"); l != "" {
		return l
	}
	if by := attr(n, "aria-labelledby"); by != "" {
		if aim := p.ids[by]; aim != nil {
			return content(aim)
		}
		return ""
	}
	return content(n)
}

func attr(n *nethtml.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func content(n *nethtml.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == nethtml.TextNode {
			b.WriteString(c.Data)
		}
	}
	return strings.TrimSpace(b.String())
}

func TestPagesAreAccessible(t *testing.T) {
	for _, name := range []string{"technique", "strategique", "torture"} {
		text := read(t, name)
		out, _, err := html.Render(text, html.Options{Draft: true})
		if err != nil {
			t.Fatal(err)
		}
		accessible(t, out)
	}
	for name, text := range map[string]string{
		"an empty draft":   "",
		"an alert":         "---\nbulletin: alerte\n---\n# A\n\n| a | b |\n|--|--|\n| Priorité | Immédiate |\n\n## B\n\n| a | b |\n|--|--|\n| c | d |\n",
		"levels with gaps": "# A\n\n#### B\n\n## C\n\n###### D\n",
		"no title":         "a\n\n| a | b |\n|--|--|\n| c | d |\n",
		"a second title":   "# A\n\n# B\n",
	} {
		out, _, err := html.Render([]byte(text), html.Options{})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		t.Run(name, func(t *testing.T) { accessible(t, out) })
	}
}

// A test that cannot fail is a defect: each of these pages breaks one criterion.
func TestFaultsOfPagesAreFound(t *testing.T) {
	for _, fault := range []struct{ was, now string }{
		{`<html lang="fr"`, `<html`},
		{"<h2", "<h4"},
		{"<caption", "<p"},
		{` scope="row"`, ""},
		{"<main ", "<div "},
		{`aria-labelledby="_tableau-1"`, `aria-labelledby="_rien"`},
		{` role="img"`, ""},
	} {
		out, _, err := html.Render([]byte("# A\n\n## B\n\n| a | b | c |\n|--|--|--|\n| c | d | e |\n\n```barres\na | 1\n```\n"), html.Options{})
		if err != nil {
			t.Fatal(err)
		}
		broken := bytes.Replace(out, []byte(fault.was), []byte(fault.now), 1)
		if bytes.Equal(broken, out) {
			t.Fatalf("no %q in the page", fault.was)
		}
		f := &finder{TB: t}
		accessible(f, broken)
		if !f.found {
			t.Errorf("%q for %q is not found", fault.now, fault.was)
		}
	}
}

// A finder takes the place of a test that ought to fail.
type finder struct {
	testing.TB
	found bool
}

func (f *finder) Errorf(string, ...any) { f.found = true }

var (
	rootRule = regexp.MustCompile(`:root\{([^}]*)\}`)
	variable = regexp.MustCompile(`--(\w+):#([0-9a-f]{6}|[0-9a-f]{3})\b`)
)

// TestColoursOfThePage holds the contrasts of its text by day and by night (WCAG
// 1.4.3); those of the publisher's colours are held by render/look.
func TestColoursOfThePage(t *testing.T) {
	style, err := os.ReadFile("style.css")
	if err != nil {
		t.Fatal(err)
	}
	rules := rootRule.FindAllStringSubmatch(string(style), -1)
	colours := map[string]look.Color{"ground": look.Mix(look.Hex(0x13294B), look.White, 0.935)}
	themes := 0
	for _, rule := range rules {
		for _, v := range variable.FindAllStringSubmatch(rule[1], -1) {
			hex := v[2]
			if len(hex) == 3 {
				hex = strings.Repeat(hex[:1], 2) + strings.Repeat(hex[1:2], 2) + strings.Repeat(hex[2:], 2)
			}
			n, err := strconv.ParseUint(hex, 16, 32)
			if err != nil {
				t.Fatal(err)
			}
			colours[v[1]] = look.Hex(int(n))
		}
		if !strings.Contains(rule[1], "--paper:") {
			continue
		}
		themes++
		for _, text := range []string{"ink", "grey", "link", "title"} {
			c, ok := colours[text]
			for _, ground := range []string{"paper", "ground", "code"} {
				if ok && look.Contrast(c, colours[ground]) < 4.5 {
					t.Errorf("%s on %s has contrast %.1f", text, ground, look.Contrast(c, colours[ground]))
				}
			}
		}
	}
	if themes != 2 {
		t.Errorf("%d themes read, want day and night", themes)
	}
}
