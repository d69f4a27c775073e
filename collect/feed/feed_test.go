package feed

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"guette/fetch"
	"guette/internal/corpus"
)

func at(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return t
}

func TestReadOfEachFormat(t *testing.T) {
	want := Item{ID: "tag:i1", Title: "A & B", Link: "https://a.test/1", Published: at("2026-07-06T10:00:00Z"), Lang: "fr"}
	for _, tt := range []struct{ name, in string }{
		// In RSS 1.0, dc:date is both dates: see below.
		{"RSS 2.0", `<rss version="2.0"><channel><title>T</title><link>https://a.test/</link><language>fr</language><item><title>A &amp; B</title><link>https://a.test/1</link><guid isPermaLink="false">tag:i1</guid><pubDate>Mon, 06 Jul 2026 10:00:00 GMT</pubDate></item></channel></rss>`},
		{"RSS 0.91 without a root, with names in capitals", `<CHANNEL><TITLE>T</TITLE><LINK>https://a.test/</LINK><LANGUAGE>fr</LANGUAGE><ITEM><TITLE>A & B</TITLE><LINK>https://a.test/1</LINK><GUID>tag:i1</GUID><PUBDATE>06 Jul 2026 10:00:00 GMT</PUBDATE></ITEM></CHANNEL>`},
		{"RDF", `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>T</title><link>https://a.test/</link><dc:language>fr</dc:language></channel><item rdf:about="tag:i1"><title>A &amp; B</title><link>https://a.test/1</link><dc:date>2026-07-06T12:00:00+02:00</dc:date></item></rdf:RDF>`},
		{"Atom 0.3", `<feed version="0.3" xmlns="http://purl.org/atom/ns#" xml:lang="fr"><title>T</title><link rel="alternate" href="https://a.test/"/><entry><title mode="escaped" type="text/html">A &amp;amp; B</title><link rel="alternate" href="https://a.test/1"/><id>tag:i1</id><issued>2026-07-06T10:00:00Z</issued></entry></feed>`},
		{"Atom 1.0 with xml:base", `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr" xml:base="https://a.test/"><title>T</title><link href="https://a.test/"/><entry><title type="html">A &amp;amp; B</title><link href="1"/><id>tag:i1</id><published>2026-07-06T10:00:00Z</published></entry></feed>`},
		{"RSS that speaks Atom", `<rss version="2.0" xmlns:a10="http://www.w3.org/2005/Atom"><channel><title>T</title><link>https://a.test/</link><language>fr</language><item><title>A &amp; B</title><a10:link href="https://a.test/1"/><guid isPermaLink="false">tag:i1</guid><a10:published>2026-07-06T10:00:00Z</a10:published></item></channel></rss>`},
		{"JSON Feed", `{"version":"https://jsonfeed.org/version/1.1","title":"T","home_page_url":"https://a.test/","language":"fr","items":[{"id":"tag:i1","title":"A & B","url":"/1","date_published":"2026-07-06T10:00:00Z"}]}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f, bad, err := Read([]byte(tt.in), nil, "https://a.test/feed")
			if err != nil || len(bad) > 0 || len(f.Items) != 1 {
				t.Fatalf("%d entries, bad %v, error %v", len(f.Items), bad, err)
			}
			want := want
			if tt.name == "RDF" {
				want.Updated = want.Published
			}
			if diff := cmp.Diff(want, f.Items[0]); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if f.Title != "T" || f.Link != "https://a.test/" {
				t.Errorf("title %q, link %q", f.Title, f.Link)
			}
		})
	}
}

func TestWhatIsNoFeedIsExplained(t *testing.T) {
	page := func(head, body string) string {
		return "<!doctype html><html><head><title>Home</title>" + head + "</head><body>" + body + "</body></html>"
	}
	for _, tt := range []struct{ name, in, reason, message, hint string }{
		{"nothing", " \n", fetch.ReasonEmpty, "an empty answer instead of a feed", fetch.Hint(fetch.ReasonEmpty)},
		{"text", "hello", fetch.ReasonNotFeed, `not a feed: it begins with "hello"`, fetch.Hint(fetch.ReasonNotFeed)},
		{"a page", page("", "hello"), fetch.ReasonHTML, `a web page came instead of a feed: "Home"`, fetch.Hint(fetch.ReasonHTML)},
		{"a page that names its feed", page(`<link rel=alternate type="application/atom+xml" href='/atom.xml'>`, ""), fetch.ReasonHTML,
			`a web page came instead of a feed: "Home"`, "the page names this feed: https://a.test/atom.xml"},
		{"a sign-in page", page("", `<input type=password>`), fetch.ReasonHTML, `a page that wants a sign-in came instead of a feed: "Home"`, fetch.Hint(fetch.ReasonHTML)},
		{"too deep", strings.Repeat("<rss>", 100), fetch.ReasonTooDeep, "elements nested more than 64 deep", fetch.Hint(fetch.ReasonTooDeep)},
		{"too large", "<rss>" + strings.Repeat(" ", maxDocument), fetch.ReasonTooLarge, "a feed of 8388613 bytes: the limit is 8388608", fetch.Hint(fetch.ReasonTooLarge)},
		{"JSON of something else", `{"message":"x"}`, fetch.ReasonNotFeed, "JSON, but not a feed: it has no list of items", fetch.Hint(fetch.ReasonNotFeed)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, _, err := Read([]byte(tt.in), nil, "https://a.test/feed")
			got, ok := errors.AsType[*fetch.Error](err)
			if !ok {
				t.Fatalf("error %v", err)
			}
			if got.Reason != tt.reason || got.Message != tt.message || got.Hint != tt.hint || got.URL != "https://a.test/feed" {
				t.Errorf("got %q %q %q %q", got.Reason, got.Message, got.Hint, got.URL)
			}
		})
	}
}

func TestRepairs(t *testing.T) {
	const start, end = `<rss version="2.0"><channel><title>T</title>`, `</channel></rss>`
	for _, tt := range []struct {
		name, in string
		want     []string // titles
		cut      string
	}{
		{name: "an entry that is not closed", in: start + `<item><title>A</title><item><title>B</title></item>` + end, want: []string{"A", "B"}},
		{name: "a field that is not closed", in: start + `<item><title>A<link>https://a.test/</link></item><item><title>B</title></item>` + end, want: []string{"A", "B"}},
		{name: "a description that is not closed", in: start + `<item><title>A</title><description>x<pubDate>Mon, 06 Jul 2026 10:00:00 GMT</pubDate></item>` + end, want: []string{"A"}},
		{name: "HTML that is not escaped", in: start + `<item><title>A</title><description><p>one<br>two<img src=x.png><hr></description></item>` + end, want: []string{"A"}},
		{name: "wrong nesting", in: start + `<item><title>A</title><description><b><i>x</b></i></description></item>` + end, want: []string{"A"}},
		{name: "a stray end", in: start + `<item></p><title>A</title></item></item>` + end, want: []string{"A"}},
		{name: "the root ends too early", in: start + `<item><title>A</title></item></channel></rss><item><title>B</title></item>`, want: []string{"A", "B"}},
		{name: "cut in an entry", in: start + `<item><title>A</title></item><item><title>B</tit`, want: []string{"A", "B"}, cut: "truncated"},
		{name: "cut in a tag", in: start + `<item><title>A</title></item><item><ti`, want: []string{"A"}, cut: "truncated"},
		{name: "cut in CDATA", in: start + `<item><title>A</title><description><![CDATA[x <b>y`, want: []string{"A"}, cut: "truncated"},
		{name: "an ampersand at the end", in: start + `<item><title>A &`, want: []string{"A &"}, cut: "truncated"},
		{name: "unknown entities are text", in: start + `<item><title>A &foo; &eacute;</title></item>` + end, want: []string{"A &foo; é"}},
		{name: "declared entities are known", in: `<!DOCTYPE rss [<!ENTITY corp "Corp &#38; Co">]>` + start + `<item><title>&corp;</title></item></bad>` + end, want: []string{"Corp & Co"}},
		{name: "a comment without an end", in: start + `<!-- x <item><title>A</title></item>` + end, want: []string{"A"}},
		{name: "attributes twice and without quotes", in: start + `<item><guid a=1 a=2 isPermaLink=false>x</guid><title>A</title></item>` + end, want: []string{"A"}},
		{name: "brackets in text", in: start + `<item><title>a < b > c <- d</title></item>` + end, want: []string{"a < b > c <- d"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f, _, err := Read([]byte(tt.in), nil, "https://a.test/feed")
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, i := range f.Items {
				got = append(got, i.Title)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("titles (-want +got):\n%s", diff)
			}
			if f.Cut != tt.cut || len(f.Repairs) == 0 {
				t.Errorf("cut %q, want %q; repairs %q", f.Cut, tt.cut, f.Repairs)
			}
		})
	}
}

func TestEncodings(t *testing.T) {
	const name = "Été à Œuf"
	doc := func(declared, title string) string {
		return `<?xml version="1.0"` + declared + `?><rss><channel><title>` + title + `</title><item><title>x</title></item></channel></rss>`
	}
	for _, tt := range []struct{ name, in, header, want string }{
		{"UTF-8", doc("", name), "", name},
		{"declared", doc(` encoding="iso-8859-15"`, "\xc9t\xe9 \xe0 \xbcuf"), "", name},
		{"by the header", doc("", "\xc9t\xe9 \xe0 \x8cuf"), "text/xml; charset=windows-1252", name},
		{"declared wrong", doc(` encoding="iso-8859-1"`, name), "", name},
		{"the header wrong", doc("", name), "text/xml; charset=iso-8859-1", name},
		{"said to be UTF-8, is not", doc(` encoding="utf-8"`, "\xc9t\xe9 \xe0 \x8cuf"), "text/xml; charset=utf-8", name},
		{"nothing said", doc("", "\xc9t\xe9 \xe0 \x8cuf"), "", name},
		{"unknown", doc(` encoding="klingon"`, name), "", name},
		{"some bytes of another", doc("", name+" \xe9"), "", name + " é"},
		{"encoded twice", doc("", "Ã‰tÃ© Ã\u00a0 Å’uf"), "", name},
		{"Russian", doc(` encoding="koi8-r"`, "\xf0\xd2\xc9\xd7\xc5\xd4"), "", "Привет"},
		{"Japanese", doc(` encoding="shift_jis"`, "\x93\xfa\x96{"), "", "日本"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f, _, err := Read([]byte(tt.in), http.Header{"Content-Type": {tt.header}}, "")
			if err != nil || f.Title != tt.want {
				t.Errorf("%q, %v, want %q", f.Title, err, tt.want)
			}
		})
	}
}

func TestRelativeLinks(t *testing.T) {
	for _, tt := range []struct{ name, base, site, link, want string }{
		{"to the document", "https://a.test/blog/feed.xml", "", "post/1", "https://a.test/blog/post/1"},
		{"to the document, though the site is given", "https://a.test/blog/feed.xml", "https://a.test/blog", "post/1", "https://a.test/blog/post/1"},
		{"to the site, when a relay serves the feed", "https://relay.test/x", "https://a.test/blog/", "post/1", "https://a.test/blog/post/1"},
		{"without a scheme", "https://a.test/", "", "//b.test/x", "https://b.test/x"},
		{"a password is dropped", "https://a.test/", "", "https://u:p@b.test/x", "https://b.test/x"},
		{"a script is no link", "https://a.test/", "", "javascript:alert(1)", ""},
		{"spaces are escaped", "https://a.test/", "", "https://b.test/a b", "https://b.test/a%20b"},
		{"escaped twice", "https://a.test/", "", "https://b.test/?a=1&amp;b=2", "https://b.test/?a=1&b=2"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := webLink(baseOf(tt.base, tt.site), tt.link); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

// FuzzRead: a feed or an error, never both, never neither; entries bounded,
// links of the web, texts that are UTF-8.
func FuzzRead(f *testing.F) {
	f.Add([]byte(honestFeed))
	f.Add([]byte(`{"version":"https://jsonfeed.org/version/1","items":[{"id":1,"title":"x"}]}`))
	for _, name := range []string{"node-feedparser--illegally-nested.rss.xml", "feedjira--HREFConsideredHarmful.rdf.xml", "reader--invalid.json", "rss-parser--feed-escape-malformed.atom.xml", "feeder--empty_slash_comment.rss.xml", "picofeed--next_inpact_full.rss.xml"} {
		if b, err := os.ReadFile(corpus.File(f, "feeds", name)); err == nil && len(b) < 20_000 {
			f.Add(b)
		}
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		feed, _, err := Read(b, nil, "https://a.test/feed")
		if err != nil && len(feed.Items) > 0 {
			t.Fatal("entries and an error")
		}
		if err != nil {
			if e, ok := errors.AsType[*fetch.Error](err); !ok || e.Reason == "" || e.URL == "" {
				t.Fatalf("error %v", err)
			}
			return
		}
		if feed.Format == "" || len(feed.Items) > maxItems {
			t.Fatalf("format %q, %d entries", feed.Format, len(feed.Items))
		}
		for _, i := range feed.Items {
			if i.Link != "" && !strings.HasPrefix(i.Link, "http://") && !strings.HasPrefix(i.Link, "https://") {
				t.Fatalf("link %q", i.Link)
			}
			if text := fmt.Sprint(i.ID, i.Title, i.Link, i.Author, i.Summary, i.Content); !utf8.ValidString(text) {
				t.Fatalf("not UTF-8: %q", text)
			}
		}
	})
}
