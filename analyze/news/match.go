package news

import (
	"net/url"
	"slices"
	"strings"
	"unicode"

	"guette/analyze"
	"guette/internal/lazyregexp"
	"guette/watch"
)

// shortName is the length under which a name alone proves nothing: it may be a
// word of any language.
const shortName = 4

// named lists the programs that an item speaks of, by id: the title holds the
// name, written as the project writes it, or the item links to the project's
// own site. The description alone is no proof.
func named(all analyze.Names, n *watch.News) []string {
	if all == nil {
		return nil
	}
	host := hostOf(n.Link)
	var out []string
	for _, p := range all.All() {
		if site := hostOf(p.Homepage); site != "" && site == host && !sharedHosts[host] || inTitle(p, n.Title) {
			out = append(out, p.ID)
		}
	}
	slices.Sort(out)
	return out
}

// sharedHosts serve many projects: an address there names none.
var sharedHosts = map[string]bool{"github.com": true, "gitlab.com": true, "sourceforge.net": true, "codeberg.org": true, "apache.org": true,
	"eclipse.org": true, "gnu.org": true, "code.gouv.fr": true, "pypi.org": true, "npmjs.com": true}

func inTitle(p watch.Program, title string) bool {
	for _, name := range append([]string{p.Name}, p.Aliases...) {
		if len([]rune(name)) < shortName || common[strings.ToLower(name)] {
			continue
		}
		i := strings.Index(title, name)
		if i < 0 && distinctive(name) {
			i = strings.Index(strings.ToLower(title), strings.ToLower(name))
		}
		if i >= 0 && bounded(title, i, len(name)) {
			return true
		}
	}
	return false
}

// distinctive names have a capital inside, a digit or a sign: they are found in
// any case.
func distinctive(name string) bool {
	for i, r := range name {
		if i > 0 && (unicode.IsUpper(r) || unicode.IsDigit(r) || r == '-' || r == '.') {
			return true
		}
	}
	return false
}

// common are names of programs that are words of English or French.
var common = map[string]bool{"docs": true, "drive": true, "fichiers": true, "redis": false, "salt": true, "puppet": true, "chef": true,
	"ansible": false, "composer": true, "express": true, "rancher": true, "harbor": true, "vault": true, "consul": true, "nexus": true,
	"element": true, "matrix": true, "varnish": true, "sympa": true, "people": true, "meet": true, "messages": true, "find": true,
	"discourse": true, "centreon": false, "podman": false, "jekyll": false, "squid": true, "guacamole": true, "kafka": false}

func bounded(s string, at, n int) bool {
	edge := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	before, after := []rune(s[:at]), []rune(s[at+n:])
	return (len(before) == 0 || edge(before[len(before)-1])) && (len(after) == 0 || edge(after[0]))
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}

var mark = lazyregexp.New(`CVE-\d{4}-\d{4,}|\b\d+\.\d+(?:\.\d+)*\b`)

// marks are the versions and CVE that a text names, each once.
func marks(text string) []string {
	out := mark.Re().FindAllString(text, 40)
	slices.Sort(out)
	return slices.Compact(out)
}
