package export

import (
	"net/url"
	"strings"
)

// safe tells whether an address may be a link: only pages of the web are.
func safe(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" &&
		!strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r == 0x7f })
}
