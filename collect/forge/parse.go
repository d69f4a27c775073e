package forge

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"guette/collect"
	"guette/collect/feed"
	"guette/fetch"
	"guette/internal/lazyregexp"
	"guette/watch"
)

const (
	maxNotes = 32 << 10 // bytes of a note; longer ones are generated lists of commits
	maxName  = 300      // bytes of a tag, title or address
	maxPage  = 500      // entries of a page; forges send at most 100
)

// An entry is a release as a source tells it, with the page about it.
type entry struct {
	release watch.Release
	link    string
	skip    bool // a draft, or announced for later
}

// item is one entry of the answers of the APIs: a release of GitHub, GitLab or
// Gitea, or a tag of Bitbucket. Sources: their API references.
type item struct {
	TagName    string    `json:"tag_name"`
	Name       *string   `json:"name"`
	Body       *string   `json:"body"`        // GitHub, Gitea
	Notes      *string   `json:"description"` // GitLab
	Message    *string   `json:"message"`     // Bitbucket
	HTMLURL    string    `json:"html_url"`
	Published  time.Time `json:"published_at"`
	Created    time.Time `json:"created_at"`
	Released   time.Time `json:"released_at"` // GitLab
	Date       time.Time `json:"date"`        // Bitbucket, of an annotated tag
	Draft      bool      `json:"draft"`
	Prerelease bool      `json:"prerelease"`
	Upcoming   bool      `json:"upcoming_release"` // GitLab
	Target     struct {
		Date time.Time `json:"date"`
	} `json:"target"` // Bitbucket, the commit
	Links struct {
		Self string `json:"self"` // GitLab
	} `json:"_links"`
	BitbucketLinks struct {
		HTML struct {
			Href string `json:"href"`
		} `json:"html"`
	} `json:"links"`
}

// parseAPI reads a page of an API: its entries, one error for each that cannot
// be read, and the address of the next page, "" for none.
func parseAPI(p place, body []byte, header http.Header) (entries []entry, bad []error, next string, err error) {
	var list []json.RawMessage
	if p.kind == kindBitbucket {
		var page struct {
			Values []json.RawMessage `json:"values"`
			Next   string            `json:"next"`
		}
		if err = collect.JSON(body, &page); err == nil && page.Values == nil {
			err = &collect.Error{Reason: fetch.ReasonWrongType, Message: "JSON without values"}
		}
		list, next = page.Values, page.Next
	} else if err = refusal(body); err == nil {
		err = collect.JSON(body, &list)
		next = nextLink(header)
		if err == nil && list == nil {
			err = &collect.Error{Reason: fetch.ReasonWrongType, Message: "null in the place of a list of releases"}
		}
	}
	if err != nil {
		return nil, nil, "", err
	}
	for i, raw := range list[:min(len(list), maxPage)] {
		e, err := parseItem(p, raw)
		if err != nil {
			bad = append(bad, fmt.Errorf("release %d: %w", i+1, err))
			continue
		}
		entries = append(entries, e)
	}
	return entries, bad, next, nil
}

// refusal finds the message that an API sends in the place of a list.
func refusal(body []byte) error {
	var said struct{ Message string }
	if json.Unmarshal(body, &said) == nil && said.Message != "" {
		message, _ := collect.Clip(said.Message, maxName)
		return &collect.Error{Reason: fetch.ReasonWrongType, Message: fmt.Sprintf("the forge says %q", message)}
	}
	return nil
}

func parseItem(p place, raw json.RawMessage) (entry, error) {
	var it item
	if err := json.Unmarshal(raw, &it); err != nil {
		return entry{}, fmt.Errorf("tag %q: %w", clip(it.TagName), err)
	}
	name := text(it.Name)
	if p.kind == kindBitbucket {
		it.TagName, name = name, ""
	}
	if it.TagName == "" {
		return entry{}, fmt.Errorf("no tag")
	}
	e := entry{skip: it.Draft || it.Upcoming, link: firstText(it.HTMLURL, it.Links.Self, it.BitbucketLinks.HTML.Href)}
	if !strings.HasPrefix(e.link, "http") {
		e.link = p.repository()
	}
	notes, cut := plain(firstText(text(it.Body), text(it.Notes), text(it.Message)), clip(it.TagName), title(name))
	e.release = watch.Release{
		Version: clip(it.TagName), Tag: clip(it.TagName), Title: title(name), Prerelease: it.Prerelease,
		Published: firstTime(it.Released, it.Published, it.Date, it.Target.Date, it.Created),
		Notes:     notes, Cut: cut, Origin: watch.OriginForge, Repository: p.repository(),
	}
	return e, nil
}

// parseFeed reads a feed of releases or tags. p is zero for a feed that is on no
// forge: then the version is what the title tells, and an entry without one is
// no release.
func parseFeed(p place, body []byte, header http.Header, address string) (entries []entry, bad []error, err error) {
	f, bad, err := feed.Read(body, header, address)
	if err != nil {
		return nil, nil, err
	}
	for _, it := range f.Items {
		r := watch.Release{Title: title(it.Title), Published: it.Published.UTC(), Origin: watch.OriginFeed}
		if r.Published.IsZero() {
			r.Published = it.Updated.UTC()
		}
		if p.kind != "" {
			r.Tag, r.Origin, r.Repository = clip(tagOf(it.Link)), watch.OriginForge, p.repository()
		}
		if r.Tag == "" && p.kind == kindSourceHut {
			r.Tag = clip(it.Title)
		}
		if r.Version = r.Tag; r.Version == "" {
			r.Version = clip(versionIn(it.Title))
		}
		if r.Version == "" {
			continue
		}
		r.Notes, r.Cut = plain(feed.Markdown(firstText(it.Content, it.Summary)), r.Tag, r.Title)
		link := it.Link
		if link == "" {
			link = address
		}
		entries = append(entries, entry{release: r, link: link})
	}
	return entries, bad, nil
}

// placeholder is what GitHub writes for a tag without a release note.
const placeholder = "No content."

// plain is the text of a note, bounded; "" where it says no more than the tag
// or the title does.
func plain(markdown, tag, title string) (text string, cut bool) {
	text, cut = collect.Clip(strings.TrimSpace(strings.ReplaceAll(markdown, "\r\n", "\n")), maxNotes)
	if text == placeholder || text == title || strings.TrimPrefix(text, "v") == strings.TrimPrefix(tag, "v") {
		return "", false
	}
	return text, cut
}

var linkHeader = lazyregexp.New(`<([^>]*)>\s*;[^,]*\brel="?next"?`)

// nextLink is the address of the next page, by RFC 8288.
func nextLink(h http.Header) string {
	for _, v := range h.Values("Link") {
		if m := linkHeader.Re().FindStringSubmatch(v); m != nil {
			return m[1]
		}
	}
	return ""
}

// follows tells whether a next page is one of the same host and protocol.
func follows(from, next string) bool {
	a, err := url.Parse(from)
	if err != nil {
		return false
	}
	b, err := url.Parse(next)
	return err == nil && a.Scheme == b.Scheme && a.Host == b.Host
}

func title(s string) string { return clip(strings.Join(strings.Fields(s), " ")) }

func clip(s string) string {
	s, _ = collect.Clip(s, maxName)
	return s
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func firstText(list ...string) string {
	for _, s := range list {
		if strings.TrimSpace(s) != "" {
			return s
		}
	}
	return ""
}

func firstTime(list ...time.Time) time.Time {
	for _, t := range list {
		if !t.IsZero() {
			return t.UTC()
		}
	}
	return time.Time{}
}
