// Package feed reads news feeds as they really are: RSS 0.9 to 2.0, RDF, Atom
// 0.3 and 1.0 and JSON Feed, in any encoding, damaged or not. gofeed does the
// reading; this package gives it a document that it can read, bounded in size,
// depth and number of entries, and completes what it leaves: dates in other
// forms and languages, relative links, titles that carry HTML. A document that
// is well-formed is handed on as it is.
package feed

import (
	"cmp"
	"fmt"
	"net/http"
	"strings"
	"time"

	"guette/fetch"
)

const (
	maxDocument = 8 << 20   // bytes; the largest of 220 real feeds has 2.4 MB
	maxItems    = 2000      // the longest of 220 real feeds has 118
	maxElements = 100_000   // of 220 real feeds: 1,458
	maxDepth    = 64        // of 220 real feeds: 10
	maxTitle    = 500       // characters; longer ones are texts
	maxLink     = 2000      // bytes
	maxID       = 1000      // bytes
	maxContent  = 256 << 10 // bytes of HTML in one entry
	maxBad      = 50        // bad entries that are told one by one
)

// A Feed is what a document says. Texts are not neutralised.
type Feed struct {
	Format  string // "rss", "atom" or "json"
	Version string // "2.0", "1.0", "0.91"…, "" is not said
	Title   string // plain text
	Link    string // of the site
	Lang    string // BCP 47, as the feed says; "" is not said
	Updated time.Time
	Items   []Item // in the order of the document
	// Repairs tells what had to be mended to read the document.
	Repairs []string
	// Cut tells why the entries are not all: the reason code, "" when they are.
	Cut string
}

// An Item is an entry of a feed.
type Item struct {
	ID        string // as the feed says, "" is none
	Title     string // plain text
	Link      string // absolute http or https, "" is none
	Author    string // a name, never an address
	Published time.Time
	Updated   time.Time
	Summary   string // HTML as received, bounded
	Content   string // HTML as received, bounded
	Lang      string // BCP 47; of the entry, else of the feed, else of its text
}

// When is the date of the entry: of its publication, else of its last change.
func (i Item) When() time.Time {
	if !i.Published.IsZero() {
		return i.Published
	}
	return i.Updated
}

// Text is the plain text of the entry: of its summary, else of its content.
func (i Item) Text() string { return PlainText(cmp.Or(i.Summary, i.Content)) }

// Read reads a document. header may say its encoding; base is its address. The
// errors of the list are entries, or dates of entries, that could not be read;
// an error of the document is a [*fetch.Error].
func Read(body []byte, header http.Header, base string) (Feed, []error, error) {
	if len(body) > maxDocument {
		return Feed{}, nil, fetch.Fail(base, fetch.ReasonTooLarge, "a feed of %d bytes: the limit is %d", len(body), maxDocument)
	}
	text, notes := decodeText(body, header)
	switch kindOf(text) {
	case kindEmpty:
		return Feed{}, nil, fetch.Fail(base, fetch.ReasonEmpty, "an empty answer instead of a feed")
	case kindJSON:
		f, bad, err := readJSON(text, base)
		f.Repairs = append(notes, f.Repairs...)
		return f, bad, err
	case kindXML:
		f, bad, err := readXML(text, base)
		f.Repairs = append(notes, f.Repairs...)
		return f, bad, err
	case kindHTML:
		return Feed{}, nil, explainHTML(text, base)
	}
	return Feed{}, nil, fetch.Fail(base, fetch.ReasonNotFeed, "not a feed: it begins with %.60q", strings.TrimSpace(text))
}

// A document collects what is found while a feed is read.
type document struct {
	base  string
	feed  Feed
	dates *dateReader
	bad   []error
}

// refuse keeps one bad entry.
func (d *document) refuse(entry int, format string, args ...any) {
	switch {
	case len(d.bad) < maxBad:
		d.bad = append(d.bad, fmt.Errorf("%s: entry %d: %w", d.base, entry, fmt.Errorf(format, args...)))
	case len(d.bad) == maxBad:
		d.bad = append(d.bad, fmt.Errorf("%s: more bad entries, not listed", d.base))
	}
}

// date reads a date of an entry; an unreadable one is kept as a bad entry.
func (d *document) date(entry int, what string, raws ...string) time.Time {
	for _, raw := range raws {
		if raw = strings.TrimSpace(raw); raw == "" {
			continue
		}
		if t, ok := d.dates.read(raw); ok {
			return t
		}
		d.refuse(entry, "%s %.60q: no date", what, raw)
	}
	return time.Time{}
}
