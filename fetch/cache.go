package fetch

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/klauspost/compress/zstd"
)

const (
	cacheMagic = "guette answer 1\n"
	// cacheAge of an answer that nobody asked for: a bulletin is monthly, and a
	// source may be left out for a year.
	cacheAge = 400 * 24 * time.Hour
)

// cache keeps the last good answer of each address that can be asked for
// conditionally. Each is one file, XX/HASH, named by the SHA-256 of the request:
//
//	guette answer 1\n
//	{JSON of entry}\n
//	body, zstd
//
// A file that is damaged in any way is no file: it is removed, and the answer
// is asked for again.
type cache struct{ dir string }

// An entry is what is known of a kept answer.
type entry struct {
	Key       string      `json:"key"` // hash of the request
	URL       string      `json:"url"` // that gave the body, after redirects
	Status    int         `json:"status"`
	Header    http.Header `json:"header"`
	SHA256    string      `json:"sha256"` // of the body
	Size      int64       `json:"size"`   // of the body
	Retrieved time.Time   `json:"retrieved"`
	body      []byte
}

// key names a request: address, and the headers and the credential that change
// what is answered.
func (r Request) key() string {
	h := sha256.New()
	fmt.Fprintf(h, "%q", r.URL)
	for _, name := range []string{"Accept", "Accept-Language", "X-Github-Api-Version", "Authorization", "Private-Token"} {
		fmt.Fprintf(h, " %q", r.Header.Values(name))
	}
	fmt.Fprintf(h, " %q %q", r.Token.Header, r.Token.value)
	return hex.EncodeToString(h.Sum(nil))
}

// openCache makes the folder, and forgets what nobody has used for long.
func openCache(dir string, now time.Time) (*cache, error) {
	if dir == "" {
		return nil, nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("fetch.cache: %w", err)
	}
	old, _ := filepath.Glob(filepath.Join(dir, "??", "*"))
	for _, path := range old {
		if st, err := os.Stat(path); err == nil && now.Sub(st.ModTime()) > cacheAge {
			os.Remove(path)
		}
	}
	return &cache{dir}, nil
}

func (c *cache) path(key string) string { return filepath.Join(c.dir, key[:2], key) }

// load returns the answer kept for a key, nil when there is none or it is
// damaged.
func (c *cache) load(key string) *entry {
	if c == nil {
		return nil
	}
	data, err := os.ReadFile(c.path(key))
	if err != nil {
		return nil
	}
	e, err := parseEntry(data)
	if err != nil || e.Key != key {
		os.Remove(c.path(key))
		return nil
	}
	return e
}

func parseEntry(data []byte) (*entry, error) {
	rest, ok := bytes.CutPrefix(data, []byte(cacheMagic))
	head, packed, cut := bytes.Cut(rest, []byte("\n"))
	if !ok || !cut {
		return nil, fmt.Errorf("kept answer: no head")
	}
	e := new(entry)
	if err := json.Unmarshal(head, e); err != nil {
		return nil, err
	}
	z, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(uint64(max(e.Size, 1))+1<<20))
	if err != nil {
		return nil, err
	}
	defer z.Close()
	if e.body, err = z.DecodeAll(packed, nil); err != nil {
		return nil, err
	}
	if int64(len(e.body)) != e.Size || digest(e.body) != e.SHA256 {
		return nil, fmt.Errorf("kept answer: the body is not the one that was kept")
	}
	return e, nil
}

// store keeps an answer under a key: whole, or not at all.
func (c *cache) store(key string, resp *Response) error {
	if c == nil || !conditional(resp.Header) {
		return nil
	}
	head, err := json.Marshal(entry{Key: key, URL: resp.URL, Status: resp.Status, Header: resp.Header,
		SHA256: resp.SHA256, Size: int64(len(resp.Body)), Retrieved: resp.Retrieved})
	if err != nil {
		return err
	}
	z, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
	if err != nil {
		return err
	}
	defer z.Close()
	data := append([]byte(cacheMagic), head...)
	data = z.EncodeAll(resp.Body, append(data, '\n'))
	return writeFile(c.path(key), data)
}

// writeFile replaces a file in one step.
func writeFile(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	if _, err := tmp.Write(data); err != nil {
		tmp.Close()
		return err
	}
	if err := tmp.Close(); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), path)
}

// touch tells that a kept answer was of use.
func (c *cache) touch(key string, now time.Time) { os.Chtimes(c.path(key), now, now) }

// conditional tells whether an answer can be asked for conditionally.
func conditional(h http.Header) bool {
	return h.Get("Etag") != "" || h.Get("Last-Modified") != ""
}

// ask adds the conditions of a kept answer to a request.
func (e *entry) ask(h http.Header) {
	if tag := e.Header.Get("Etag"); tag != "" && !strings.ContainsAny(tag, "\r\n") {
		h.Set("If-None-Match", tag)
	}
	if date := e.Header.Get("Last-Modified"); date != "" && !strings.ContainsAny(date, "\r\n") {
		h.Set("If-Modified-Since", date)
	}
}

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
