package feed

import (
	"net/url"
	"strings"

	"guette/fetch"
	"guette/internal/lazyregexp"
)

// A kind is what a document is, by its looks.
type kind int

const (
	kindOther kind = iota
	kindEmpty
	kindXML
	kindJSON
	kindHTML
)

var (
	// feedRoot is where a feed begins, in whatever it is wrapped.
	feedRoot = lazyregexp.New(`(?i)<((?:[a-z][\w.-]*:)?(?:rss|feed|rdf)|channel)(?:\s[^<>]*)?/?>`)
	// notRoot are tags that only look like the root of a feed.
	notRoot  = lazyregexp.New(`(?i)^<(?:feed|channel)[a-z]`)
	pageRoot = lazyregexp.New(`(?i)<(?:!doctype\s+html|html|head|body|title|meta)\b`)
)

func kindOf(text string) kind {
	trimmed := strings.TrimSpace(text)
	switch {
	case trimmed == "":
		return kindEmpty
	case trimmed[0] == '{' || trimmed[0] == '[':
		return kindJSON
	}
	root := rootIndex(text)
	page := pageRoot.Re().FindStringIndex(text)
	switch {
	case root >= 0 && (page == nil || root < page[0] || holdsEntries(text[root:])):
		return kindXML
	case page != nil:
		return kindHTML
	}
	return kindOther
}

// rootIndex is where the root element of a feed begins, -1 when there is none.
func rootIndex(text string) int {
	head := blankComments(text)
	for from := 0; ; {
		m := feedRoot.Re().FindStringIndex(head[from:])
		if m == nil {
			return -1
		}
		at := from + m[0]
		if !notRoot.Re().MatchString(head[at:]) {
			return at
		}
		from = at + 1
	}
}

// blankComments puts spaces in the place of comments, so that places stay.
func blankComments(text string) string {
	if !strings.Contains(text, "<!--") {
		return text
	}
	var out strings.Builder
	out.Grow(len(text))
	for {
		start := strings.Index(text, "<!--")
		if start < 0 {
			break
		}
		end := strings.Index(text[start:], "-->")
		if end < 0 {
			break
		}
		end += start + len("-->")
		out.WriteString(text[:start])
		out.WriteString(strings.Repeat(" ", end-start))
		text = text[end:]
	}
	out.WriteString(text)
	return out.String()
}

var entryTag = lazyregexp.New(`(?i)<(?:[a-z][\w.-]*:)?(?:item|entry)[\s>/]`)

// holdsEntries tells a feed inside a page from a page that has a tag of the
// same name.
func holdsEntries(text string) bool { return entryTag.Re().MatchString(text) }

var (
	pageTitle = lazyregexp.New(`(?is)<title[^>]*>(.{0,300}?)</title`)
	feedLink  = lazyregexp.New(`(?is)<link\b[^>]{0,400}?type\s*=\s*["']?application/(?:rss\+xml|atom\+xml|feed\+json)[^>]{0,400}>`)
	hrefValue = lazyregexp.New(`(?is)\bhref\s*=\s*(?:"([^"]{1,500})"|'([^']{1,500})'|([^\s>"']{1,500}))`)
	signIn    = lazyregexp.New(`(?i)type\s*=\s*["']?password|name\s*=\s*["']?(?:login|username|passwd|password)["'\s>]|\b(?:sign in|log in|se connecter|connexion|anmelden)\b`)
	parking   = lazyregexp.New(`(?i)domain (?:is |name is |may be )?for sale|buy this domain|domain parking|parkingcrew|sedoparking|this domain has expired|nom de domaine est (?:à vendre|en vente)`)
	challenge = lazyregexp.New(`(?i)cf-chl|challenge-platform|just a moment\.\.\.|enable javascript and cookies|captcha|checking your browser|anubis`)
)

// explainHTML tells what kind of page came instead of a feed, and which feed it
// names.
func explainHTML(text, base string) error {
	what := "a web page"
	switch {
	case challenge.Re().MatchString(text):
		what = "a page that keeps robots out"
	case parking.Re().MatchString(text):
		what = "a parking page: the domain is no longer the project's"
	case signIn.Re().MatchString(text):
		what = "a page that wants a sign-in"
	}
	e := fetch.Fail(base, fetch.ReasonHTML, "%s came instead of a feed", what)
	if m := pageTitle.Re().FindStringSubmatch(text); m != nil {
		if title := bound(PlainText(m[1]), 80); title != "" {
			e = fetch.Fail(base, fetch.ReasonHTML, "%s came instead of a feed: %q", what, title)
		}
	}
	if link := namedFeed(text, base); link != "" {
		e.Hint = "the page names this feed: " + link
	}
	return e
}

// namedFeed is the first feed that a page offers.
func namedFeed(text, base string) string {
	m := hrefValue.Re().FindStringSubmatch(feedLink.Re().FindString(text))
	if m == nil {
		return ""
	}
	b, err := url.Parse(base)
	if err != nil {
		return ""
	}
	return webLink(b, m[1]+m[2]+m[3])
}
