package demo

import (
	"net/http"
	"strings"

	"github.com/go-git/go-git/v5/plumbing/format/pktline"
	"github.com/go-git/go-git/v5/plumbing/protocol/packp"
	"github.com/go-git/go-git/v5/plumbing/storer"
	"github.com/go-git/go-git/v5/plumbing/transport"
	"github.com/go-git/go-git/v5/plumbing/transport/server"
)

// A loader gives the one repository that a request is about.
type loader struct{ store storer.Storer }

// Load implements server.Loader.
func (l loader) Load(*transport.Endpoint) (storer.Storer, error) { return l.store, nil }

// serveGit answers git's smart HTTP protocol, version 0, for one repository.
func serveGit(w http.ResponseWriter, r *http.Request, store storer.Storer) {
	session, err := server.NewServer(loader{store}).NewUploadPackSession(&transport.Endpoint{}, nil)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Cache-Control", "no-cache")
	switch {
	case strings.HasSuffix(r.URL.Path, "/info/refs"):
		refs, err := session.AdvertisedReferencesContext(r.Context())
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		refs.Prefix = [][]byte{[]byte("# service=git-upload-pack"), pktline.Flush}
		w.Header().Set("Content-Type", "application/x-git-upload-pack-advertisement")
		_ = refs.Encode(w) // the client sees a cut answer
	case strings.HasSuffix(r.URL.Path, "/git-upload-pack"):
		req := packp.NewUploadPackRequest()
		if err := req.Decode(r.Body); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		resp, err := session.UploadPack(r.Context(), req)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "application/x-git-upload-pack-result")
		_ = resp.Encode(w) // the client sees a cut answer
	default:
		http.NotFound(w, r)
	}
}
