package feed

import (
	"html"
	"net/url"
	"strings"
)

// webLink resolves a link against a base; only http and https with a host
// pass, "" is no link.
func webLink(base *url.URL, raw string) string {
	raw = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1 // browsers drop line ends and tabs in links
		}
		return r
	}, strings.TrimSpace(raw))
	if raw == "" || len(raw) > maxLink {
		return ""
	}
	if strings.Contains(raw, "&amp;") {
		raw = html.UnescapeString(raw) // escaped twice
	}
	u, err := url.Parse(strings.ReplaceAll(raw, " ", "%20"))
	if err != nil {
		return ""
	}
	if base != nil {
		u = base.ResolveReference(u)
	}
	if u.Scheme = strings.ToLower(u.Scheme); u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return ""
	}
	if u.User == nil && u.IsAbs() && strings.HasPrefix(raw, u.Scheme+"://") && !strings.ContainsAny(raw, " \"<>\\^`{|}") {
		return raw // as the feed writes it
	}
	u.User = nil // credentials have no place in a bulletin
	return u.String()
}

// baseOf chooses what relative links are relative to: the address of the feed,
// or its site where the feed is served by another host (a relay).
func baseOf(document, site string) *url.URL {
	d, err := url.Parse(document)
	if err != nil || d.Host == "" {
		d = nil
	}
	s, err := url.Parse(strings.TrimSpace(site))
	if err != nil || s.Host == "" || s.Scheme != "http" && s.Scheme != "https" {
		return d
	}
	if d == nil || !sameSite(d.Hostname(), s.Hostname()) {
		return s
	}
	return d
}

func sameSite(a, b string) bool {
	trim := func(s string) string { return strings.TrimPrefix(strings.ToLower(s), "www.") }
	return trim(a) == trim(b)
}

// sameLink is the form in which two links are compared: without scheme, "www.",
// fragment, trailing slash, and the parameters that only follow readers.
func sameLink(link string) string {
	u, err := url.Parse(link)
	if err != nil || u.Host == "" {
		return link
	}
	q := u.Query()
	for name := range q {
		if strings.HasPrefix(name, "utm_") || name == "fbclid" || name == "gclid" || name == "ref" && len(q) > 1 {
			q.Del(name)
		}
	}
	host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	return host + strings.TrimSuffix(u.EscapedPath(), "/") + "?" + q.Encode()
}
