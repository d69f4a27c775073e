// Package demo is a stand-in for the Internet, inside the process: a few
// programs that do not exist, with their repositories, release notes, support
// calendars, advisories and news, at addresses that look like the real ones.
// Guette reads it through the same door, with the same collectors, as it reads
// the world. All of it is invented.
package demo

import (
	"embed"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"time"

	"github.com/go-git/go-git/v5/storage/memory"
)

//go:embed files
var files embed.FS

// Files holds the catalogue, the portfolios, the curations and the
// configuration of the demo.
func Files() fs.FS {
	sub, err := fs.Sub(files, "files")
	if err != nil {
		panic(err) // the folder is embedded
	}
	return sub
}

// Month is the month that the demo tells of.
const Month = "2026-07"

// Forge is the host of the demo's repositories.
const Forge = "forge.example"

// An Upstream answers requests as the demo's world does on one day. It is an
// http.RoundTripper: nothing leaves the process.
type Upstream struct {
	asOf time.Time
	mux  *http.ServeMux

	mu    sync.Mutex
	repos map[string]*memory.Storage
}

// New makes the world as it is at asOf.
func New(asOf time.Time) *Upstream {
	u := &Upstream{asOf: asOf, mux: http.NewServeMux(), repos: map[string]*memory.Storage{}}
	u.routes()
	return u
}

// RoundTrip answers a request.
func (u *Upstream) RoundTrip(r *http.Request) (*http.Response, error) {
	in := r.Clone(r.Context())
	in.Host, in.RequestURI = r.URL.Hostname(), r.URL.RequestURI()
	if in.Body == nil {
		in.Body = http.NoBody
	}
	w := httptest.NewRecorder()
	u.ServeHTTP(w, in)
	resp := w.Result()
	resp.Request = r
	return resp, nil
}

// ServeHTTP answers a request whose Host is one of the demo's.
func (u *Upstream) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Host == Forge && (strings.HasSuffix(r.URL.Path, "/info/refs") || strings.HasSuffix(r.URL.Path, "/git-upload-pack")) {
		u.git(w, r)
		return
	}
	u.mux.ServeHTTP(w, r)
}

// git answers for a repository, or sends to its new address.
func (u *Upstream) git(w http.ResponseWriter, r *http.Request) {
	path := strings.TrimPrefix(r.URL.Path, "/")
	path = strings.TrimSuffix(strings.TrimSuffix(path, "/info/refs"), "/git-upload-pack")
	path = strings.TrimSuffix(path, ".git")
	for _, s := range stories {
		switch {
		case s.moved != "" && !u.asOf.Before(s.movedAt) && s.path == path:
			http.Redirect(w, r, strings.Replace(r.URL.RequestURI(), path, s.moved, 1), http.StatusMovedPermanently)
			return
		case s.path == path || s.moved == path && s.moved != "":
			store, err := u.repository(s)
			if err != nil {
				http.Error(w, err.Error(), http.StatusInternalServerError)
				return
			}
			serveGit(w, r, store)
			return
		}
	}
	http.NotFound(w, r)
}

// repository builds a repository once.
func (u *Upstream) repository(s *story) (*memory.Storage, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if store, ok := u.repos[s.path]; ok {
		return store, nil
	}
	store, err := s.repository(u.asOf)
	if err == nil {
		u.repos[s.path] = store
	}
	return store, err
}

// storyOf returns the story of a repository.
func storyOf(path string) *story {
	for _, s := range stories {
		if s.path == path {
			return s
		}
	}
	return &story{}
}
