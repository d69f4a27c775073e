package hostile

import (
	"strings"
	"testing"
	"unicode/utf16"

	"guette/watch"
)

// item is an entry with other fields.
func item(fields string) string { return "<item>" + fields + "</item>" }

// channel is a feed of RSS around entries.
func channel(inside string) string {
	return `<?xml version="1.0"?><rss version="2.0"><channel><title>Feed</title><link>https://honest.test/</link><language>en</language>` + inside + `</channel></rss>`
}

const (
	page   = `<!DOCTYPE html><html><head><title>Example</title></head><body><p>Welcome.</p></body></html>`
	dated  = `<pubDate>Mon, 06 Jul 2026 10:00:00 GMT</pubDate>`
	titled = `<title>An entry</title><link>https://honest.test/1</link>` + dated
)

func feedFaults() []fault {
	html := []string{"html-instead"}
	no := []string{"not-a-feed"}
	list := []fault{
		{name: "a web page", serve: body("text/html", page), reasons: html},
		{name: "a web page said to be a feed", serve: body(rss, page), reasons: html},
		{name: "a page that names the feed", serve: body("text/html", strings.Replace(page, "</head>", `<link rel="alternate" type="application/rss+xml" href="/news.xml"></head>`, 1)),
			reasons: html, check: hints("/news.xml")},
		{name: "a sign-in page", serve: body("text/html", strings.Replace(page, "Welcome", `<form><input type="password" name=p></form>`, 1)), reasons: html, check: says("sign-in")},
		{name: "a parking page", serve: body("text/html", strings.Replace(page, "Welcome", "Buy this domain! The domain is for sale", 1)), reasons: html, check: says("parking")},
		{name: "a page against robots", serve: body("text/html", strings.Replace(page, "Example", "Just a moment...", 1)), reasons: html, check: says("robots")},
		{name: "a picture", serve: body("image/png", "\x89PNG\r\n\x1a\n\x00\x00"), reasons: no},
		{name: "a document", serve: body("application/pdf", "%PDF-1.7\n%\xe2\xe3"), reasons: no},
		{name: "plain text", serve: body("text/plain", "nothing here"), reasons: no},
		{name: "XML of something else", serve: body("text/xml", `<?xml version="1.0"?><sitemap><url>x</url></sitemap>`), reasons: no},
		{name: "SVG", serve: body("image/svg+xml", `<svg xmlns="http://www.w3.org/2000/svg"><title>x</title></svg>`), reasons: []string{"not-a-feed", "html-instead"}},
		{name: "elements nested 100,000 deep", serve: body(rss, "<rss><channel><item>"+strings.Repeat("<a>", 100_000)), reasons: []string{"too-deep"}},
		{name: "elements nested and closed 100,000 deep", serve: body(rss, channel(item(strings.Repeat("<a>", 100_000)+strings.Repeat("</a>", 100_000)))), reasons: []string{"too-deep"}},
		{name: "a feed of 100 MB", serve: endless(100 << 20), reasons: []string{"too-large"}},
	}
	for i := range list {
		list[i].class, list[i].outcome = "feed", watch.OutcomeError
	}
	return append(append(list, doubtful()...), mendable()...)
}

// doubtful feeds are read, with a word of warning.
func doubtful() []fault {
	list := []fault{
		{name: "no entries", serve: body(rss, channel("")), reasons: []string{"no-items"}},
		{name: "an empty root", serve: body(rss, "<rss/>"), reasons: []string{"no-items"}},
		{name: "an entry of tomorrow's century", serve: body(rss, channel(item(titled)+item(`<title>Later</title><pubDate>Mon, 06 Jul 2099 10:00:00 GMT</pubDate>`))), reasons: []string{"future-date"}, items: 2},
		{name: "nothing new for years", serve: body(rss, channel(item(`<title>Old</title><pubDate>Mon, 06 Jul 2020 10:00:00 GMT</pubDate>`))), reasons: []string{"silent"}},
		{name: "an entry with nothing in it", serve: body(rss, channel(item(titled)+item("")+item("<category>x</category>"))), reasons: []string{"bad-entries", "repaired"}, items: 1},
		{name: "a date that does not exist", serve: body(rss, channel(item(titled)+item(`<title>B</title><pubDate>31 Feb 2026</pubDate>`))), reasons: []string{"bad-entries"}, items: 2},
		{name: "a date in words", serve: body(rss, channel(item(`<title>B</title><pubDate>yesterday</pubDate>`)+item(titled))), reasons: []string{"bad-entries"}, items: 2},
		{name: "entries in entries", serve: body(rss, channel(`<item><title>A</title>`+dated+item(titled)+`</item>`)), reasons: []string{"repaired"}, items: 2},
		{name: "entities that nobody declares", serve: body(rss, channel(item(`<title>A &nbsp;&eacute;&unknown; B</title>`+dated))), reasons: []string{"repaired"}, items: 1},
		{name: "a stray ampersand", serve: body(rss, channel(item(`<title>R & D</title><link>https://honest.test/?a=1&b=2</link>`+dated))), reasons: []string{"repaired"}, items: 1},
		{name: "a stray bracket", serve: body(rss, channel(item(`<title>a < b</title>`+dated))), reasons: []string{"repaired"}, items: 1},
		{name: "tags that are not closed", serve: body(rss, channel(item(`<title>A</title><description>one<br>two<p>three</description>`+dated))), reasons: []string{"repaired"}, items: 1},
		{name: "entries that are not closed", serve: body(rss, channel(`<item><title>A</title>`+dated+`<item><title>B</title>`+dated)), reasons: []string{"repaired"}, items: 2},
		{name: "attributes without quotes", serve: body(rss, channel(item(`<guid isPermaLink=false>1</guid>`+titled))), reasons: []string{"repaired"}, items: 1},
		{name: "CDATA without an end", serve: body(rss, channel(item(`<description><![CDATA[text <b>bold</b></description>`+titled))), reasons: []string{"repaired"}, items: 1},
		{name: "control characters", serve: body(rss, channel(item("<title>A\x00\x08B&#x1f;</title>"+dated))), reasons: []string{"repaired"}, items: 1},
		{name: "junk before the feed", serve: body(rss, "Warning: mysql_connect() in /var/www/x.php on line 3\n"+feedOf(2)), reasons: []string{"repaired"}, items: 2},
		{name: "a feed in a page", serve: body("text/html", "<html><body>"+strings.TrimPrefix(feedOf(2), `<?xml version="1.0" encoding="utf-8"?>`)+"</body></html>"), reasons: []string{"repaired"}, items: 2},
		{name: "a million laughs", serve: body(rss, `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>`+
			strings.TrimPrefix(channel(item(`<title>A &c; &c;</title>`+dated)), `<?xml version="1.0"?>`)), reasons: []string{"repaired"}, items: 1},
		{name: "bytes in no encoding", serve: body(rss, channel(item("<title>caf\xe9 \xff</title>"+dated))), reasons: []string{"repaired"}, items: 1, check: title("café ÿ")},
		{name: "said to be UTF-8, is Latin-1", serve: body(rss+"; charset=utf-8", strings.Replace(channel(item("<title>\xe9t\xe9</title>"+dated)), `"1.0"`, `"1.0" encoding="utf-8"`, 1)),
			reasons: []string{"repaired"}, items: 1, check: title("été")},
	}
	for i := range list {
		list[i].class, list[i].outcome = "feed", watch.OutcomeWarn
	}
	partial := []fault{
		{name: "cut in the middle, length right", serve: body(rss, feedOf(9)[:1400]), reasons: []string{"truncated"}, items: -1, check: some},
		{name: "cut in a tag", serve: body(rss, feedOf(3)+"<x"), reasons: []string{"truncated", "repaired"}, items: 3},
		{name: "100,000 entries", serve: body(rss, channel(strings.Repeat(item(titled), 100_000))), reasons: []string{"too-many", "too-large"}, items: -1},
		{name: "20,000 entries", serve: body(rss, many(20_000)), reasons: []string{"too-many"}, items: 2000},
	}
	partial[1].outcome, partial[1].reasons = watch.OutcomeWarn, []string{"repaired"}
	for i := range partial {
		partial[i].class = "feed"
		if partial[i].outcome == "" {
			partial[i].outcome = watch.OutcomePartial
		}
	}
	partial[2].outcome = watch.OutcomeError
	return append(list, partial...)
}

// mendable feeds are read as if nothing was.
func mendable() []fault {
	list := []fault{
		{name: "control: an honest feed", serve: body(rss, feedOf(5)), items: 5},
		{name: "an external entity", serve: body(rss, `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/passwd">]>`+
			strings.TrimPrefix(feedOf(2), `<?xml version="1.0" encoding="utf-8"?>`)), items: 2},
		{name: "the same entry three times", serve: body(rss, channel(strings.Repeat(item(titled), 3))), items: 1},
		{name: "one id for all entries", serve: body(rss, channel(
			item(`<guid>same</guid><title>A</title><link>https://honest.test/a</link>`+dated)+
				item(`<guid>same</guid><title>B</title><link>https://honest.test/b</link>`+strings.Replace(dated, "06", "07", 1)))), items: 2},
		{name: "no dates", serve: body(rss, channel(item(`<title>A</title>`)+item(`<title>B</title>`))), items: 2},
		{name: "no ids and no links", serve: body(rss, channel(item(`<title>A</title>`+dated)+item(`<title>B</title>`+dated))), items: 2},
		{name: "junk after the feed", serve: body(rss, feedOf(2)+"<script>track()</script>"), items: 2},
		{name: "a byte order mark", serve: body(rss, "\ufeff"+feedOf(2)), items: 2},
		{name: "spaces before the declaration", serve: body(rss, "\n\n  "+feedOf(2)), items: 2},
		{name: "UTF-16", serve: body(rss, utf16Of(strings.Replace(feedOf(2), "utf-8", "utf-16", 1))), items: 2},
		{name: "ISO-8859-1 by the header", serve: body(rss+"; charset=iso-8859-1", channel(item("<title>caf\xe9</title>"+dated))), items: 1, check: title("café")},
		{name: "said to be Latin-1, is UTF-8", serve: body(rss, strings.Replace(channel(item("<title>été</title>"+dated)), `"1.0"`, `"1.0" encoding="iso-8859-1"`, 1)), items: 1, check: title("été")},
		{name: "French dates", serve: body(rss, channel(item(`<title>A</title><pubDate>lun., 06 juil. 2026 10:00:00 +0200</pubDate>`))), items: 1},
		{name: "a title of 300 KB", serve: body(rss, channel(item(`<title>`+strings.Repeat("long ", 60_000)+`</title>`+dated))), items: 1},
		{name: "an attribute of 50 KB", serve: body(rss, channel(item(`<enclosure url="https://honest.test/`+strings.Repeat("a", 50_000)+`"/>`+titled))), items: 1},
		{name: "tags in capitals", serve: body(rss, channel(`<ITEM><TITLE>A</TITLE><PUBDATE>06 Jul 2026 10:00:00 GMT</PUBDATE></ITEM>`)), items: 1},
	}
	for i := range list {
		list[i].class, list[i].outcome = "feed", watch.OutcomeOK
	}
	return list
}

// many is a long feed.
func many(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(entry(i))
	}
	return channel(b.String())
}

func utf16Of(s string) string {
	out := []byte("\xff\xfe")
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return string(out)
}

func hints(text string) func(*testing.T, result) {
	return func(t *testing.T, r result) {
		if !strings.Contains(r.row.Hint, text) {
			t.Errorf("hint %q: want it to say %q", r.row.Hint, text)
		}
	}
}

func title(want string) func(*testing.T, result) {
	return func(t *testing.T, r result) {
		for _, f := range r.facts {
			if n := f.Body.(*watch.News); n.Title == want {
				return
			}
		}
		t.Errorf("no entry with the title %q in %d facts", want, len(r.facts))
	}
}

func some(t *testing.T, r result) {
	if len(r.facts) == 0 || len(r.facts) > 8 {
		t.Errorf("%d facts, want some of them", len(r.facts))
	}
}
