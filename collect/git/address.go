package git

import (
	"net/url"
	"strings"

	"guette/internal/lazyregexp"
)

// An address is what the catalogue says of a repository, understood.
type address struct {
	clone  string // to ask; "" when it is not one of git over HTTP
	reason string // why not
	hint   string
}

// scpForm is "git@host:path", which is no URL.
var scpForm = lazyregexp.New(`^(?:[\w.-]+@)?([\w.-]+\.[\w-]+):([^/\d].*|\d+[^/\d].*)$`)

// otherSystems are schemes and parts of addresses of other systems than git.
var otherSystems = []struct {
	pattern *lazyregexp.Regexp
	name    string
}{
	{lazyregexp.New(`^svn(\+\w+)?:|^https?://svn\.|^https?://[^/]*/(svn|viewvc|viewcvs)(/|$)|^https?://svn[\w.-]*\.[^/]+/|^https?://[^/]+/p/[^/]+/svn(/|$)`), "Subversion"},
	{lazyregexp.New(`^hg(\+\w+)?:|^https?://hg\.|^https?://[^/]*/hg(web)?(/|$)|^https?://foss\.heptapod\.net/`), "Mercurial"},
	{lazyregexp.New(`^fossil:|^https?://fossil\.|^https?://[^/]*/fossil(/|$)|^https?://(www\.)?sqlite\.org/src(/|$)|^https?://core\.tcl-lang\.org/`), "Fossil"},
	{lazyregexp.New(`^(bzr|lp):|^https?://(code|bazaar)\.launchpad\.net/`), "Bazaar"},
	{lazyregexp.New(`^(cvs:|:pserver:|:ext:)|^https?://cvs(web)?\.`), "CVS"},
	{lazyregexp.New(`^https?://(darcs\.|hub\.darcs\.net/)`), "Darcs"},
}

// readAddress understands an address of the catalogue.
func readAddress(raw string) address {
	raw = strings.TrimSpace(raw)
	raw = strings.TrimPrefix(raw, "git+")
	for _, o := range otherSystems {
		if o.pattern.Re().MatchString(strings.ToLower(raw)) {
			return address{reason: ReasonNotGit, hint: "this is " + o.name + ": " + hints[ReasonNotGit]}
		}
	}
	if m := scpForm.Re().FindStringSubmatch(raw); m != nil && !strings.Contains(raw, "://") {
		return address{reason: ReasonScheme, hint: "give the https:// address: https://" + m[1] + "/" + strings.TrimPrefix(m[2], "/")}
	}
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		return address{reason: ReasonScheme, hint: hints[ReasonScheme]}
	}
	switch strings.ToLower(u.Scheme) {
	case "http", "https":
		return readWebAddress(u)
	case "git", "ssh", "git+ssh":
		return address{reason: ReasonScheme, hint: "give the https:// address, perhaps https://" + u.Hostname() + u.Path}
	}
	return address{reason: ReasonScheme, hint: hints[ReasonScheme]}
}

// withoutUser takes a name and a password out of a web address: they are never
// sent, and must not get into facts and reports.
func withoutUser(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.User == nil || u.Scheme != "https" && u.Scheme != "http" {
		return raw
	}
	u.User = nil
	return u.String()
}

// readWebAddress keeps the repository of an address that leads into it.
func readWebAddress(u *url.URL) address {
	path := strings.Trim(u.Path, "/")
	words := strings.FieldsFunc(path, func(r rune) bool { return r == '/' })
	switch host := strings.ToLower(u.Hostname()); {
	case host == "github.com" || host == "www.github.com" || host == "bitbucket.org" || host == "codeberg.org":
		if len(words) < 2 {
			return address{reason: ReasonNotRepository, hint: "this is the page of a person or an organisation: give the address of one repository"}
		}
		path = words[0] + "/" + words[1]
	default:
		path, _, _ = strings.Cut(path, "/-/") // GitLab
	}
	clean := url.URL{Scheme: strings.ToLower(u.Scheme), Host: u.Host, Path: "/" + path}
	return address{clone: strings.TrimRight(clean.String(), "/")}
}
