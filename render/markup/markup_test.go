package markup_test

import (
	"bytes"
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"

	"guette/render/markup"
	"guette/watch"
)

// reader is a Markdown reader with all that forges add to CommonMark.
var reader = goldmark.New(
	goldmark.WithExtensions(extension.GFM, extension.Footnote, extension.DefinitionList),
	goldmark.WithParserOptions(parser.WithAttribute(), parser.WithAutoHeadingID()),
)

func toHTML(t testing.TB, doc string) string {
	t.Helper()
	var out bytes.Buffer
	if err := reader.Convert([]byte(doc), &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// places are where a template may print a value: MARK is replaced by it.
var places = []string{
	"MARK\n",
	"avant MARK après\n",
	"**MARK** : suite\n",
	"- MARK\n- MARK\n",
	"1. MARK\n",
	"| a | b |\n|---|---|\n| MARK | MARK |\n",
	"## MARK {#titre}\n",
	"[MARK](#titre)\n",
	"« <span lang=\"en\">MARK</span> »\n",
	"ligne avant\nMARK\nligne après\n",
	"(MARK)\n",
	"MARK MARK\n",
}

var hostile = []string{
	"", "plain", "1.30.4", "1.", "2) deux", "- tiret", "# titre", "> cité", "    code", "\tcode", "* *", "***", "---", "===", "___",
	"a_b_c", "_a_", "__a__", "snake_case_name", "a*b*c", "**gras**", "`code`", "``", "[x](http://a.test)", "![i](http://a.test/x.png)", "[x]: http://a.test",
	"[^1]", "[^1]: note", "http://a.test/", "www.a.test", "someone@a.test", "<b>x</b>", "<script>alert(1)</script>", "<!-- guette:removed id=x -->", "-->",
	"&lt;b&gt;", "&#x3c;", "&amp", "a & b", "a|b", "|", "||", "~~x~~", "~x~", "\\", "\\*", "a\\", "{#autre}", "{.classe}", "{{.Secret}}", "$x$",
	"ligne\nautre", "ligne\r\n\r\n# titre", "\u202egnirts", "zero\u200bwidth", "nul\x00", "mauvais \xff\xfe utf8", ":smile:", "#12", "!12", "@qui", "+ plus", "= x", ": def", "a\n: def", "[ ] tâche", "[x] tâche", "C#", "C++", "a  b", " espaces ", "1986\\. x", "\uE001k: v\uE002", "\uE003", "---\ntitle: x\n---", "!", "a!", "![", "]", "](http://a.test)", ")", "ftp://a.test", "mailto:a@a.test", "xmpp:a@a.test",
}

// Foreign text, wherever it is printed, reads as itself: the page is the same
// as with a harmless word in its place.
func checkInert(t *testing.T, text string) {
	t.Helper()
	const word = "ZQX"
	clean := markup.Clean(text)
	if clean == "" {
		return
	}
	for _, place := range places {
		want := strings.ReplaceAll(toHTML(t, strings.ReplaceAll(place, "MARK", word)), word, escapeHTML(clean))
		got := toHTML(t, strings.ReplaceAll(place, "MARK", markup.Text(text).String()))
		if unescape(got) != unescape(want) {
			t.Fatalf("%q as %q in %q:\ngot  %s\nwant %s", text, markup.Text(text).String(), place, got, want)
		}
	}
}

func escapeHTML(s string) string { return html.EscapeString(s) }

var headingID = regexp.MustCompile(` id="[^"]*"`)

// unescape makes the two ways of writing a character in HTML the same.
func unescape(s string) string {
	return strings.NewReplacer("&quot;", `"`, "&#34;", `"`, "&#39;", "'").Replace(headingID.ReplaceAllString(s, ""))
}

func TestForeignTextIsInert(t *testing.T) {
	for _, text := range hostile {
		checkInert(t, text)
	}
}

func FuzzText(f *testing.F) {
	for _, text := range hostile {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 200 {
			return
		}
		checkInert(t, text)
	})
}

// A comment holds what is put into it, and ends where we end it.
func FuzzComments(f *testing.F) {
	for _, text := range hostile {
		f.Add(text, text)
	}
	f.Fuzz(func(t *testing.T, id, reason string) {
		doc := "avant\n\n" + markup.Source(id, reason).String() + "\nmilieu\n\n" + markup.Todo(id, reason).String() + "\n\n" + markup.Zone(id).String() + "\n\naprès\n"
		text := tag.ReplaceAllString(comment.ReplaceAllString(toHTML(t, doc), ""), "")
		if got := strings.Join(strings.Fields(text), " "); got != "avant milieu après" {
			t.Errorf("id %q, reason %q: a reader sees %q", id, reason, got)
		}
		if n := strings.Count(doc, "<!--"); n != 4 || strings.Count(doc, "-->") != 4 {
			t.Errorf("id %q, reason %q: the comments are not whole:\n%s", id, reason, doc)
		}
	})
}

var (
	tag     = regexp.MustCompile(`<[^>]*>`)
	comment = regexp.MustCompile(`(?s)<!--.*?-->`)
)

func TestLinksAreOfTheWeb(t *testing.T) {
	for _, tt := range []struct{ address, want string }{
		{"https://example.org/a", "[x](https://example.org/a)"},
		{"http://example.org/a b(c)", "[x](http://example.org/a%20b%28c%29)"},
		{"javascript:alert(1)", "x"},
		{"data:text/html,x", "x"},
		{"//example.org", "x"},
		{"/etc/passwd", "x"},
		{"https://user:pw@example.org/", "x"},
		{"https://example.org/\n[y](z)", "x"},
		{"https://example.org/é?q=<b>", "[x](https://example.org/%C3%A9?q=%3Cb%3E)"},
		{"", "x"},
	} {
		if got := markup.Link("x", tt.address).String(); got != tt.want {
			t.Errorf("%q: got %s, want %s", tt.address, got, tt.want)
		}
	}
}

func TestQuotes(t *testing.T) {
	for _, tt := range []struct {
		q    watch.Quote
		want string
	}{
		{watch.Quote{Text: "in *maintenance* mode", Lang: "en"}, `« <span lang="en">in \*maintenance\* mode</span> »`},
		{watch.Quote{Text: "arrêté", Lang: "fr"}, "« arrêté »"},
		{watch.Quote{Text: "x", Lang: `en"><b>`}, `« <span lang="und">x</span> »`},
		{watch.Quote{}, ""},
	} {
		if got := markup.Quote(tt.q).String(); got != tt.want {
			t.Errorf("got %s, want %s", got, tt.want)
		}
	}
}

func TestKeysOfRowsMoveToTheirMark(t *testing.T) {
	doc := markup.Rows("t.a").String() + "\n\n| x |\n|---|\n" + markup.Row("nginx", "f1", "f2").String() + "| nginx |\n" + markup.Row("k").String() + "| k |\n\n" + markup.Rows("t.b").String() + "\n\n- rien\n"
	want := "<!-- src: t.a\nnginx: f1 f2\nk:\n-->\n\n| x |\n|---|\n| nginx |\n| k |\n\n<!-- src: t.b ; -->\n\n- rien\n"
	if got := markup.Settle(doc); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
