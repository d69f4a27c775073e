package feed

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"html"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/mmcdole/gofeed"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/charmap"

	"guette/internal/corpus"
	"guette/internal/golden"
)

// served is where the feeds of the corpus are said to be.
const served = "https://feeds.example/"

// A told entry is what the bytes of a file say, cut out by regular expressions:
// a reader with no line in common with ours.
type told struct {
	id, link, date string
	at             time.Time // of date, when a strict layout reads it
}

var (
	toldEntry = regexp.MustCompile(`(?is)<(?:[a-z0-9]+:)?(?:item|entry)(\s[^>]*?[^/])?>(.*?)</(?:[a-z0-9]+:)?(?:item|entry)\s*>`)
	toldDate  = regexp.MustCompile(`(?is)<(?:pubDate|(?:\w+:)?published|dc:date|(?:\w+:)?issued|created|date)(?:\s[^>]*)?>(.*?)</`)
	toldLater = regexp.MustCompile(`(?is)<(?:\w+:)?(?:updated|modified)(?:\s[^>]*)?>(.*?)</`)
	toldID    = regexp.MustCompile(`(?is)<(?:guid|id|atom:id)(?:\s[^>]*)?>(.*?)</`)
	toldText  = regexp.MustCompile(`(?is)<link>(.*?)</link>`)
	toldHref  = regexp.MustCompile(`(?is)<(?:\w+:)?link\s[^>]*?>`)
	toldAttr  = regexp.MustCompile(`(?is)\b(rel|href)\s*=\s*["'](.*?)["']`)
	toldAbout = regexp.MustCompile(`(?is)rdf:about\s*=\s*["'](.*?)["']`)
	toldInner = regexp.MustCompile(`(?is)<(source|atom:source|media:group|description|content|content:encoded|summary|author)(?:\s[^>]*)?>.*?</(?:source|atom:source|media:group|description|content|content:encoded|summary|author)\s*>`)
	toldNote  = regexp.MustCompile(`(?s)<!--.*?-->`)
	toldCDATA = regexp.MustCompile(`(?s)<!\[CDATA\[(.*?)\]\]>`)
)

// tell reads a file the simple way.
func tell(b []byte) []told {
	var list []told
	for _, m := range toldEntry.FindAllStringSubmatch(toldNote.ReplaceAllString(plainDecode(b), ""), -1) {
		inside := toldInner.ReplaceAllString(m[2], "")
		t := told{id: first(toldID, inside), link: toldLink(inside), date: first(toldDate, inside)}
		if t.id == "" {
			t.id = first(toldAbout, m[1])
		}
		if t.date == "" {
			t.date = first(toldLater, inside)
		}
		t.at = strictDate(t.date)
		list = append(list, t)
	}
	return list
}

func plainDecode(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	label := regexp.MustCompile(`encoding=["']([\w-]+)["']`).FindSubmatch(b)
	if label != nil {
		if r, err := charset.NewReaderLabel(string(label[1]), bytes.NewReader(b)); err == nil {
			if s, err := io.ReadAll(r); err == nil && !strings.EqualFold(string(label[1]), "utf-8") {
				return string(s)
			}
		}
	}
	s, _ := charmap.Windows1252.NewDecoder().Bytes(b)
	return string(s)
}

// first is the text of the first match, as XML means it.
func first(re *regexp.Regexp, s string) string {
	m := re.FindStringSubmatch(s)
	if m == nil {
		return ""
	}
	return strings.Join(strings.Fields(html.UnescapeString(toldCDATA.ReplaceAllString(m[1], "$1"))), " ")
}

func toldLink(s string) string {
	if link := first(toldText, s); link != "" {
		return link
	}
	for _, tag := range toldHref.FindAllString(s, -1) {
		rel, href := "alternate", ""
		for _, a := range toldAttr.FindAllStringSubmatch(tag, -1) {
			if strings.EqualFold(a[1], "rel") {
				rel = a[2]
			} else {
				href = html.UnescapeString(a[2])
			}
		}
		if rel == "alternate" && href != "" {
			return href
		}
	}
	return ""
}

// strictDate reads the forms of the standards, and no other.
func strictDate(s string) time.Time {
	for abbreviation, offset := range map[string]string{"EST": "-0500", "EDT": "-0400", "PST": "-0800", "PDT": "-0700", "CDT": "-0500", "CST": "-0600", "CEST": "+0200", "CET": "+0100", "BST": "+0100", "GMT": "+0000", "UT": "+0000", "UTC": "+0000", "Z": "+0000"} {
		if cut, ok := strings.CutSuffix(s, " "+abbreviation); ok {
			s = cut + " " + offset
			break
		}
	}
	for _, layout := range []string{"Mon, 2 Jan 2006 15:04:05 -0700", "2 Jan 2006 15:04:05 -0700", "Mon, 2 Jan 2006 15:04 -0700", "2006-01-02T15:04:05Z07:00", "2006-01-02T15:04Z07:00", "2006-01-02"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}

// exceptions are the files where the simple reader is wrong, or says more than
// there is, with the reason.
var exceptions = map[string]string{
	"picofeed--atom_fallback_on_invalid_item_values.atom.xml": "one entry is empty: neither title nor link, id, text or date",
	"node-feedparser--illegally-nested.rss.xml":               "each entry holds an empty one",
	"syndication--atom10_relative_uris.atom.xml":              "gofeed resolves a relative id against xml:base",
	"feed-rs--rss_2.0_invalid_1.rss.xml":                      "ends before the first entry is closed",
}

// TestCorpus compares what is read of 220 real feeds with what their bytes say,
// and with what gofeed reads alone.
func TestCorpus(t *testing.T) {
	rows := corpusIndex(t)
	var table, odd strings.Builder
	var ours, alone, truth counts
	table.WriteString("file\tentries\tdated\tlinked\twith id\tgofeed: entries\tdated\tlinked\tunlike\n")
	for _, name := range rows {
		b, err := os.ReadFile(corpus.File(t, "feeds", name))
		if err != nil {
			t.Fatal(err)
		}
		f, _, err := Read(b, nil, served+name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		us, gf := countOurs(f), countAlone(b)
		unlike := 0
		if !strings.HasSuffix(name, ".json") {
			said := tell(b)
			truth.add(countTold(said))
			if unlike = compare(t, name, said, f, &odd); unlike > 0 && exceptions[name] == "" {
				t.Errorf("%s: %d differences", name, unlike)
			}
		}
		if us.entries < gf.entries && exceptions[name] == "" || us.dated < gf.dated || us.linked < gf.linked {
			t.Errorf("%s: %+v, gofeed alone %+v", name, us, gf)
		}
		ours.add(us)
		alone.add(gf)
		fmt.Fprintf(&table, "%s\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\n", name, us.entries, us.dated, us.linked, us.ids, gf.entries, gf.dated, gf.linked, unlike)
	}
	fmt.Fprintf(&table, "all\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t\n", ours.entries, ours.dated, ours.linked, ours.ids, alone.entries, alone.dated, alone.linked)
	fmt.Fprintf(&table, "simple reader, without JSON\t%d\t%d\t%d\t%d\t\t\t\t\n", truth.entries, truth.dated, truth.linked, truth.ids)
	golden.Equal(t, "corpus.tsv", []byte(table.String()))
	golden.Equal(t, "dates.tsv", []byte(odd.String()))
}

func corpusIndex(t testing.TB) (names []string) {
	f, err := os.Open(corpus.File(t, "feeds", "index.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows[1:] {
		names = append(names, r[0])
	}
	return names
}

// counts are the figures of a feed.
type counts struct{ entries, dated, linked, ids int }

func (c *counts) add(o counts) {
	c.entries += o.entries
	c.dated += o.dated
	c.linked += o.linked
	c.ids += o.ids
}

func countOurs(f Feed) (c counts) {
	for _, i := range f.Items {
		c.add(counts{1, one(!i.When().IsZero()), one(i.Link != ""), one(i.ID != "")})
	}
	return c
}

func countAlone(b []byte) (c counts) {
	g, err := gofeed.NewParser().Parse(bytes.NewReader(b))
	if err != nil {
		return c
	}
	for _, i := range g.Items {
		absolute := strings.HasPrefix(i.Link, "http://") || strings.HasPrefix(i.Link, "https://")
		c.add(counts{1, one(i.PublishedParsed != nil || i.UpdatedParsed != nil), one(absolute), one(i.GUID != "")})
	}
	return c
}

func countTold(list []told) (c counts) {
	for _, i := range list {
		c.add(counts{1, one(i.date != ""), one(i.link != ""), one(i.id != "")})
	}
	return c
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// compare counts the entries that are unlike what the file says, and lists the
// dates that only our reader of dates could read.
func compare(t *testing.T, name string, said []told, f Feed, odd *strings.Builder) (unlike int) {
	if len(said) != len(f.Items) {
		t.Logf("%s: %d entries, the file has %d", name, len(f.Items), len(said))
		return max(len(said)-len(f.Items), 1)
	}
	base := baseOf(served+name, f.Link)
	for n, s := range said {
		got := f.Items[n]
		switch {
		case s.id != got.ID && got.ID != webLink(base, s.id):
			t.Logf("%s: entry %d: id %q, the file has %q", name, n+1, got.ID, s.id)
		case s.link != "" && got.Link != s.link && got.Link != webLink(base, s.link) && !strings.HasSuffix(got.Link, strings.TrimLeft(s.link, "./")):
			t.Logf("%s: entry %d: link %q, the file has %q", name, n+1, got.Link, s.link)
		case !s.at.IsZero() && !s.at.Equal(got.When()):
			t.Logf("%s: entry %d: date %v, the file has %q", name, n+1, got.When(), s.date)
		case s.date != "" && s.at.IsZero():
			fmt.Fprintf(odd, "%s\t%s\n", s.date, got.When().Format(time.RFC3339))
			continue
		default:
			continue
		}
		unlike++
	}
	return unlike
}
