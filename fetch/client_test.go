package fetch

import (
	"compress/gzip"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"testing"
)

var loopback = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}

func newClient(t testing.TB, o Options) *Client {
	t.Helper()
	if o.AllowNetworks == nil {
		o.AllowNetworks = loopback
	}
	o.Spacing = -1
	c, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func TestCacheReplaysTheBodyAndSurvivesCorruption(t *testing.T) {
	asked, unchanged := 0, 0
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked++
		w.Header().Set("ETag", `"one"`)
		if r.Header.Get("If-None-Match") == `"one"` {
			unchanged++
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		z.Write([]byte("the whole body"))
		z.Close()
	}))
	defer srv.Close()
	dir := t.TempDir()
	get := func() *Response {
		t.Helper()
		c := newClient(t, Options{CacheDir: dir})
		resp, err := c.Do(t.Context(), Request{URL: srv.URL})
		if err != nil {
			t.Fatal(err)
		}
		if got := string(resp.Body); got != "the whole body" {
			t.Fatalf("body %q", got)
		}
		return resp
	}
	first, second := get(), get()
	if first.Unchanged || !second.Unchanged || !second.Retrieved.Equal(first.Retrieved) || second.Requests != 1 {
		t.Errorf("first %+v, second %+v: want the second unchanged, with the date of the first", first, second)
	}
	files, _ := filepath.Glob(filepath.Join(dir, "??", "*"))
	if len(files) != 1 {
		t.Fatalf("files %q", files)
	}
	whole, _ := os.ReadFile(files[0])
	for n := range whole {
		damaged := append([]byte(nil), whole...)
		damaged[n] ^= 0x20
		os.WriteFile(files[0], damaged, 0o600)
		get()
		os.WriteFile(files[0], whole[:n], 0o600)
		get()
	}
	if asked-unchanged < len(whole) {
		t.Errorf("%d damaged files, %d whole answers", 2*len(whole), asked-unchanged)
	}
}
