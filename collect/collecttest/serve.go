package collecttest

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
)

// Pages is a handler that answers fixed bodies, with an ETag each. A key is
// "host/path?query"; a POST is looked up with its path alone.
type Pages map[string]string

// ServeHTTP answers the page of the address, or 404.
func (p Pages) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, ok := p[r.Host+r.URL.RequestURI()]
	if !ok {
		http.Error(w, "not found", http.StatusNotFound)
		return
	}
	Answer(w, r, body)
}

// Answer sends a body with an ETag, or 304 to who has it.
func Answer(w http.ResponseWriter, r *http.Request, body string) {
	sum := sha256.Sum256([]byte(body))
	tag := `"` + hex.EncodeToString(sum[:8]) + `"`
	if strings.Contains(r.Header.Get("If-None-Match"), tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.Header().Set("ETag", tag)
	switch {
	case strings.HasPrefix(body, "{"), strings.HasPrefix(body, "["):
		w.Header().Set("Content-Type", "application/json")
	case strings.HasPrefix(body, "<"):
		w.Header().Set("Content-Type", "application/xml")
	default:
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	}
	_, _ = w.Write([]byte(body))
}
