package fetch

import (
	"bytes"
	"encoding/json"
	"net/url"
	"testing"
)

// FuzzJSON: JSON that is accepted is within the limits, as encoding/json counts
// them; what is refused has a reason, and is not small and plain.
func FuzzJSON(f *testing.F) {
	for _, s := range []string{`{"a":[1,2,{"b":null}]}`, `[[[[]]]]`, `{"a":"]]]\\"}`, `1e999`, `"x`, `<html>`, "\ufeff{}", `{}{}`, `[1,]`, ``, `nul`, "0\f"} {
		f.Add([]byte(s))
	}
	limits := JSONLimits{Depth: 16, Values: 1000}
	f.Fuzz(func(t *testing.T, b []byte) {
		e := CheckJSON(b, limits)
		depth, values, ok := countJSON(TrimJSON(b))
		switch {
		case e != nil && (e.Reason == "" || e.Message == "" || e.Hint == ""):
			t.Fatalf("%q: %+v", b, e)
		case ok && e == nil && (depth > limits.Depth || values > 2*limits.Values):
			t.Fatalf("%q is accepted with depth %d and %d values", b, depth, values)
		case ok && e != nil && depth <= limits.Depth && values < limits.Values:
			t.Fatalf("%q is refused: %+v", b, e)
		}
	})
}

// countJSON counts with encoding/json; ok is false when it is no JSON.
func countJSON(b []byte) (depth, values int, ok bool) {
	if !json.Valid(b) {
		return 0, 0, false
	}
	dec := json.NewDecoder(bytes.NewReader(b))
	for open := 0; ; {
		tok, err := dec.Token()
		if err != nil {
			return depth, values, true
		}
		switch tok {
		case json.Delim('{'), json.Delim('['):
			open++
			values++
			depth = max(depth, open)
		case json.Delim('}'), json.Delim(']'):
			open--
		default:
			values++
		}
	}
}

// FuzzEntry: a kept answer is read back whole, or not at all.
func FuzzEntry(f *testing.F) {
	c := &cache{f.TempDir()}
	key := Request{URL: "https://a.test/"}.key()
	resp := &Response{URL: "https://a.test/", Status: 200, Header: map[string][]string{"Etag": {`"x"`}}, Body: []byte("body body body"), SHA256: digest([]byte("body body body"))}
	if err := c.store(key, resp); err != nil {
		f.Fatal(err)
	}
	f.Add([]byte(cacheMagic + "{}\n"))
	f.Add([]byte(""))
	f.Fuzz(func(t *testing.T, b []byte) {
		e, err := parseEntry(b)
		if (e == nil) == (err == nil) {
			t.Fatalf("%v and %v", e, err)
		}
		if err == nil && (digest(e.body) != e.SHA256 || int64(len(e.body)) != e.Size) {
			t.Fatalf("%d bytes that are not those that were kept", len(e.body))
		}
	})
}

// FuzzRedirect: wherever a redirect leads, it is http or https, never down from
// https, never for ever; and what is private stays refused.
func FuzzRedirect(f *testing.F) {
	for _, s := range []string{"/x", "//b.test", "http://a.test", "https://[::ffff:127.0.0.1]/", "javascript:x", "?q", "#f", "http://0x7f.1/", "https://a.test:443/", "..//..", "\t/x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, location string) {
		first, _ := url.Parse("https://a.test/feed")
		trail := newTrail(first)
		for n := 0; ; n++ {
			if n > maxRedirects+1 {
				t.Fatal("does not end")
			}
			if fail := trail.follow("GET", 302, location); fail != nil {
				if fail.Reason == "" {
					t.Fatalf("%q: no reason", location)
				}
				return
			}
			if trail.at.Scheme != "https" {
				t.Fatalf("%q leads to %v", location, trail.at)
			}
			if err := (guard{}).checkURL(trail.at); err == nil && trail.at.Hostname() == "" {
				t.Fatalf("%q: no host", location)
			}
		}
	})
}
