package html_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	nethtml "golang.org/x/net/html"

	"guette/internal/golden"
	"guette/render/html"
	"guette/render/look"
	"guette/render/markdown"
)

func read(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "pdf", "testdata", name+".md"))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestTorturePage(t *testing.T) {
	out, warnings, err := html.Render(read(t, "torture"), html.Options{Publisher: look.Publisher{Name: "Mission <logiciels> & libres", Contact: "veille@exemple.example"}, Draft: true, Images: fstest.MapFS{}})
	if err != nil {
		t.Fatal(err)
	}
	_, body, _ := strings.Cut(string(out), "</style>")
	golden.Equal(t, "torture.html", []byte(body))
	var lines []string
	for _, w := range warnings {
		lines = append(lines, w.String())
	}
	golden.Equal(t, "torture-warnings.txt", []byte(strings.Join(lines, "\n")+"\n"))
	sound(t, out)
}

func TestSameBytes(t *testing.T) {
	for _, name := range []string{"technique", "strategique", "torture"} {
		a, _, err := html.Render(read(t, name), html.Options{})
		if err != nil {
			t.Fatal(err)
		}
		b, _, _ := html.Render(read(t, name), html.Options{})
		if !bytes.Equal(a, b) {
			t.Errorf("%s: two runs differ", name)
		}
		sound(t, a)
	}
}

// A title and the alternative of an image are plain text: the note called there
// has nothing to go back to.
func TestANoteCalledWhereNoLinkStands(t *testing.T) {
	for _, draft := range []string{"# a[^1]\n\n[^1]: b\n", "![a[^1]](x.png)\n\n[^1]: b\n"} {
		out, warnings, err := html.Render([]byte(draft), html.Options{})
		if err != nil {
			t.Fatal(err)
		}
		sound(t, out)
		if text := fmt.Sprint(warnings); !strings.Contains(text, "note 1 is called only where no link can stand") {
			t.Errorf("%q: warnings %s", draft, text)
		}
	}
}

func TestRefusedDraftsNameTheirLine(t *testing.T) {
	_, _, err := html.Render([]byte("a\n\n<!-- b\n"), html.Options{})
	var bad *markdown.Error
	if !errors.As(err, &bad) || bad.Line != 3 {
		t.Errorf("got %v, want an error on line 3", err)
	}
}

// elements are all that a page may hold, with their attributes.
var elements = map[string]string{
	"html": "lang", "head": "", "meta": "charset name content http-equiv", "title": "", "style": "", "body": "", "a": "class href id aria-label",
	"header": "", "div": "class role tabindex aria-label aria-labelledby", "img": "class src alt width height", "p": "class", "h1": "id", "nav": "class aria-labelledby",
	"h2": "id", "h3": "id class", "h4": "id", "h5": "id", "h6": "id", "ul": "class", "ol": "start class", "li": "id", "main": "id tabindex", "table": "", "caption": "id", "q": "lang", "thead": "", "tbody": "",
	"tr": "", "th": "scope class", "td": "class", "span": "class lang", "abbr": "title", "br": "", "strong": "class", "em": "", "del": "", "code": "", "pre": "tabindex",
	"blockquote": "", "hr": "", "sup": "", "figure": "role aria-label", "figcaption": "", "footer": "class",
	"svg":  "role class aria-hidden aria-label viewbox preserveaspectratio width height font-family",
	"rect": "class x y width height rx fill stroke stroke-width", "circle": "cx cy r fill stroke stroke-width", "polyline": "points stroke-linejoin fill stroke stroke-width",
	"polygon": "points fill fill-opacity stroke stroke-width", "text": "x y font-size fill font-weight text-anchor",
}

var empty = []string{"meta", "img", "br", "hr", "rect", "circle", "polyline", "polygon"}

// sound checks that a page holds only what the writer writes, that its elements
// are closed in order, that ids are unique, that links lead somewhere.
func sound(t testing.TB, page []byte) {
	t.Helper()
	z := nethtml.NewTokenizer(bytes.NewReader(page))
	var open, aims []string
	ids := map[string]bool{}
	for {
		switch z.Next() {
		case nethtml.ErrorToken:
			if z.Err() != io.EOF {
				t.Error(z.Err())
			}
			if len(open) > 0 {
				t.Errorf("left open: %q", open)
			}
			for _, a := range aims {
				if !ids[a] {
					t.Errorf("link to #%s, which is not there", a)
				}
			}
			return
		case nethtml.CommentToken:
			t.Errorf("comment %q", z.Text())
		case nethtml.EndTagToken:
			name, _ := z.TagName()
			if len(open) == 0 || open[len(open)-1] != string(name) {
				t.Fatalf("</%s> closes %q", name, open)
			}
			open = open[:len(open)-1]
		case nethtml.StartTagToken, nethtml.SelfClosingTagToken:
			name, more := z.TagName()
			tag := string(name)
			allowed, ok := elements[tag]
			if !ok {
				t.Errorf("element %q", tag)
			}
			if !slices.Contains(empty, tag) {
				open = append(open, tag)
			}
			for more {
				var k, v []byte
				k, v, more = z.TagAttr()
				if !slices.Contains(strings.Fields(allowed), string(k)) {
					t.Errorf("attribute %q of %q", k, tag)
				}
				switch string(k) {
				case "id":
					if ids[string(v)] {
						t.Errorf("id %q twice", v)
					}
					ids[string(v)] = true
				case "href":
					if aim, ok := strings.CutPrefix(string(v), "#"); ok {
						aims = append(aims, aim)
					} else if !markdown.SafeURL(string(v)) {
						t.Errorf("link to %q", v)
					}
				case "src":
					if !strings.HasPrefix(string(v), "data:image/") {
						t.Errorf("image %q", v)
					}
				}
			}
		}
	}
}

func FuzzRender(f *testing.F) {
	f.Add(read(f, "torture"))
	for _, s := range []string{"<script>x</script>", "a <span lang=\"en\">b <abbr title=\"c\">d</span> e", "[a](#a)\n\n# a", "![x](y)", "## a {#\"><script>}", "[^1]\n\n[^1]: a\n", "- a\n  - b\n\n1. c", "## contenu\n\n## sommaire\n\n## note-1\n\na[^1]\n\n[^1]: b\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		if len(in) > 20_000 {
			return
		}
		out, _, err := html.Render(in, html.Options{Draft: true})
		if err == nil {
			sound(t, out)
			accessible(t, out)
		}
	})
}
