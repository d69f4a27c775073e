package collecttest

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
)

// A fault is one way in which an upstream answers wrongly.
type fault struct {
	name  string
	serve func(w http.ResponseWriter, r *http.Request, honest http.Handler)
}

// body is a fault that sends other bytes with status 200.
func body(name, contentType, text string) fault {
	return fault{name, func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
		w.Header().Set("Content-Type", contentType)
		_, _ = w.Write([]byte(text))
	}}
}

// twisted is a fault that changes the honest body.
func twisted(name string, twist func(string) string) fault {
	return fault{name, func(w http.ResponseWriter, r *http.Request, honest http.Handler) {
		rec := httptest.NewRecorder()
		r.Header.Del("If-None-Match")
		honest.ServeHTTP(rec, r)
		w.Header().Set("Content-Type", rec.Header().Get("Content-Type"))
		w.WriteHeader(rec.Code)
		_, _ = w.Write([]byte(twist(rec.Body.String())))
	}}
}

func status(code int, header ...string) fault {
	return fault{"status " + strconv.Itoa(code), func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		http.Error(w, http.StatusText(code), code)
	}}
}

const page = `<!DOCTYPE html><html><head><title>Sign in</title></head><body><form action="/login"><h1>Version 9.9.9 (2026-07-03)</h1></form></body></html>`

// The faults of the suite, in the order of DESIGN's list: gone, truncated,
// silent, endless, looping, wrong type, wrong charset, and JSON's own.
var faults = []fault{
	status(http.StatusNotFound),
	status(http.StatusGone),
	status(http.StatusForbidden),
	status(http.StatusInternalServerError),
	status(http.StatusTooManyRequests, "Retry-After", "3600"),
	{"connection cut", func(http.ResponseWriter, *http.Request, http.Handler) { panic(http.ErrAbortHandler) }},
	{"body shorter than announced", func(w http.ResponseWriter, r *http.Request, honest http.Handler) {
		rec := httptest.NewRecorder()
		honest.ServeHTTP(rec, r)
		w.Header().Set("Content-Length", strconv.Itoa(rec.Body.Len()+1))
		_, _ = w.Write(rec.Body.Bytes())
	}},
	twisted("body cut in the middle, length right", func(s string) string { return s[:len(s)/2] }),
	twisted("body cut at the first tenth", func(s string) string { return s[:len(s)/10] }),
	{"silent", func(_ http.ResponseWriter, r *http.Request, _ http.Handler) { <-r.Context().Done() }},
	{"silent after the header", func(w http.ResponseWriter, r *http.Request, _ http.Handler) {
		w.WriteHeader(http.StatusOK)
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	}},
	{"endless", func(w http.ResponseWriter, r *http.Request, _ http.Handler) {
		block := []byte(strings.Repeat(`{"a":[`, 1<<12))
		for r.Context().Err() == nil {
			if _, err := w.Write(block); err != nil {
				return
			}
		}
	}},
	{"redirect loop", func(w http.ResponseWriter, r *http.Request, _ http.Handler) {
		http.Redirect(w, r, r.URL.String(), http.StatusFound)
	}},
	body("empty", "application/json", ""),
	body("spaces", "application/json", "  \n \t "),
	body("web page with status 200", "text/html", page),
	body("web page said to be JSON", "application/json", page),
	body("picture", "image/png", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"),
	body("gzip not unpacked", "application/octet-stream", "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x00\x00"),
	body("null", "application/json", "null"),
	body("string", "application/json", `"ok"`),
	body("number", "application/json", "1e999"),
	body("empty object", "application/json", "{}"),
	body("empty list", "application/json", "[]"),
	body("list of nulls", "application/json", "[null,null,[null],{}]"),
	body("error object", "application/json", `{"message":"API rate limit exceeded","documentation_url":"https://docs.test/"}`),
	body("deep lists", "application/json", strings.Repeat("[", 100_000)),
	body("deep objects", "application/json", strings.Repeat(`{"a":`, 100_000)),
	body("deep markup", "application/xml", strings.Repeat("<a>", 50_000)),
	body("entities that grow", "application/xml", `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;&b;</x>`),
	twisted("every string null", func(s string) string {
		return strings.NewReplacer(`":"`, `":null,"x":"`, `": "`, `": null, "x": "`).Replace(s)
	}),
	twisted("every number huge", func(s string) string {
		return strings.NewReplacer(`":1`, `":1e999`, `": 1`, `": 1e999`, `":0`, `":99999999999999999999`).Replace(s)
	}),
	twisted("every list an object", func(s string) string { return strings.NewReplacer("[", `{"a":`, "]", "}").Replace(s) }),
	twisted("keys twice", func(s string) string { return strings.ReplaceAll(s, `{"`, `{"id":7,"id":null,"name":[],"`) }),
	twisted("UTF-16", utf16),
	twisted("Latin-1 bytes", func(s string) string { return strings.NewReplacer("e", "\xe9", "a", "\xe0").Replace(s) }),
	twisted("NUL bytes", func(s string) string { return strings.ReplaceAll(s, "e", "\x00e") }),
	twisted("twice in a row", func(s string) string { return s + s }),
	twisted("dates of the year 9999", func(s string) string { return strings.NewReplacer("2026-", "9999-", "2025-", "9999-").Replace(s) }),
	twisted("dates that do not exist", func(s string) string { return strings.NewReplacer("-07-", "-13-", "-06-", "-99-").Replace(s) }),
}

func utf16(s string) string {
	var b strings.Builder
	b.WriteString("\xff\xfe")
	for _, r := range s {
		_, _ = fmt.Fprintf(&b, "%c\x00", r&0x7f)
	}
	return b.String()
}

// faulty answers wrongly at some requests, counted from 0.
type faulty struct {
	mu     sync.Mutex
	honest http.Handler
	fault  fault
	at     int // index of the request; -1 is each
	n      int
}

func (f *faulty) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	hit := f.at < 0 || f.n == f.at
	f.n++
	f.mu.Unlock()
	question, err := io.ReadAll(r.Body) // a server sees that its client left only when it has read the body
	if err != nil {
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(question))
	if hit {
		f.fault.serve(w, r, f.honest)
		return
	}
	f.honest.ServeHTTP(w, r)
}
