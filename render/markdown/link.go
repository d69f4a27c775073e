package markdown

import (
	"net/url"
	"strings"
)

// MaxURL bounds the address of a link; longer ones are used to attack readers.
const MaxURL = 2048

// SafeURL tells whether an address of the web or of mail may become a link:
// http, https or mailto, plain ASCII, at most [MaxURL] bytes.
func SafeURL(s string) bool {
	if len(s) > MaxURL {
		return false
	}
	for i := range len(s) {
		if s[i] < 0x21 || s[i] > 0x7e {
			return false
		}
	}
	u, err := url.Parse(s)
	if err != nil {
		return false
	}
	switch strings.ToLower(u.Scheme) {
	case "https", "http":
		return u.Host != "" && u.User == nil
	case "mailto":
		return u.Opaque != ""
	}
	return false
}
