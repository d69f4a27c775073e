package feed

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"guette/fetch"
)

// readJSON reads a JSON Feed. It takes each field as far as it has the type it
// should: one number instead of a text does not cost the feed.
// Source: jsonfeed.org, versions 1 and 1.1.
func readJSON(text, base string) (Feed, []error, error) {
	body := fetch.TrimJSON([]byte(text))
	if err := fetch.CheckJSON(body, fetch.JSONLimits{Depth: maxDepth, Values: maxElements}); err != nil {
		err.URL = base
		return Feed{}, nil, err
	}
	var doc object
	if err := json.Unmarshal(body, &doc); err != nil {
		return Feed{}, nil, notJSONFeed(err, len(body), base)
	}
	items, ok := doc.list("items")
	if !ok {
		return Feed{}, nil, fetch.Fail(base, fetch.ReasonNotFeed, "JSON, but not a feed: it has no list of items")
	}
	d := &document{base: base, feed: Feed{Format: "json", Title: titleText(doc.text("title")), Lang: language(doc.text("language"))}}
	if v := doc.text("version"); strings.Contains(v, "jsonfeed.org/version/") {
		d.feed.Version = v[strings.LastIndexByte(v, '/')+1:]
	}
	links := baseOf(base, doc.text("home_page_url"))
	d.feed.Link = webLink(links, doc.text("home_page_url"))
	d.dates = newDateReader(d.feed.Lang, nil)
	if len(items) > maxItems {
		items, d.feed.Cut = items[:maxItems], fetch.ReasonTooMany
	}
	for n, raw := range items {
		var it object
		if json.Unmarshal(raw, &it) != nil || it == nil {
			d.refuse(n+1, "%.60q is not an object", raw)
			continue
		}
		d.jsonItem(n+1, it, doc, func(raw string) string { return webLink(links, raw) })
	}
	return d.feed, d.bad, nil
}

// notJSONFeed explains what keeps a body from being an object of JSON.
func notJSONFeed(err error, size int, base string) error {
	syntax, ok := errors.AsType[*json.SyntaxError](err)
	switch {
	case fetch.CutJSON(err):
		return fetch.Fail(base, fetch.ReasonTruncated, "the JSON ends in the middle, after %d bytes", size)
	case ok:
		return fetch.Fail(base, fetch.ReasonNotJSON, "not JSON, at byte %d: %v", syntax.Offset, syntax)
	}
	return fetch.Fail(base, fetch.ReasonNotFeed, "JSON, but not a feed: want an object")
}

func (d *document) jsonItem(n int, it, doc object, link func(string) string) {
	item := Item{
		ID:        bound(oneLine(it.text("id")), maxID),
		Title:     titleText(it.text("title")),
		Link:      link(cmp.Or(it.text("url"), it.text("external_url"), address(it.text("id")))),
		Author:    cmp.Or(it.author(), doc.author()),
		Published: d.date(n, "date", it.text("date_published")),
		Updated:   d.date(n, "date of change", it.text("date_modified")),
		Summary:   bound(it.text("summary"), maxContent),
		Content:   bound(cmp.Or(it.text("content_html"), it.text("content_text")), maxContent),
	}
	if item.empty() && item.When().IsZero() {
		d.refuse(n, "nothing in it: no title, no link, no id, no text, no date")
		return
	}
	item.Lang = cmp.Or(language(it.text("language")), d.feed.Lang, detect(item))
	d.feed.Items = append(d.feed.Items, item)
}

// An object is a JSON object whose fields are read as far as they can be.
type object map[string]json.RawMessage

// text is a field as text: a number too, as ids are numbers in some feeds.
func (o object) text(name string) string {
	raw := bytes.TrimSpace(o[name])
	if len(raw) == 0 {
		return ""
	}
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	if _, err := strconv.ParseFloat(string(raw), 64); err == nil {
		return string(raw)
	}
	return ""
}

func (o object) list(name string) (list []json.RawMessage, ok bool) {
	return list, json.Unmarshal(o[name], &list) == nil && o[name] != nil
}

// author is the first name among authors, or of author as in version 1.
func (o object) author() string {
	list, _ := o.list("authors")
	for _, raw := range append(list, o["author"]) {
		var a object
		if json.Unmarshal(raw, &a) != nil {
			continue
		}
		if name := oneLine(mailAddress.Re().ReplaceAllString(a.text("name"), " ")); name != "" {
			return boundRunes(name, 100)
		}
	}
	return ""
}
