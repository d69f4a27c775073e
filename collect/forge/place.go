package forge

import (
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"guette/internal/lazyregexp"
	"guette/watch"
)

// The kinds of sources.
const (
	kindGitHubAtom = "github-atom"
	kindGitHub     = "github"
	kindGitLab     = "gitlab"
	kindGitea      = "gitea"
	kindBitbucket  = "bitbucket"
	kindSourceHut  = "sourcehut"
	kindFeed       = "feed"
)

// A place is a repository on a forge.
type place struct {
	kind string // github, gitlab, gitea, bitbucket or sourcehut
	host string
	path string // "owner/name", with groups on GitLab, "~owner/name" on SourceHut
}

// repository is the address of the repository for people.
func (p place) repository() string { return "https://" + p.host + "/" + p.path }

// hosts are forges whose name does not tell what they run.
var hosts = map[string]string{
	"github.com":              kindGitHub,
	"gitlab.com":              kindGitLab,
	"0xacab.org":              kindGitLab,
	"code.videolan.org":       kindGitLab,
	"forge.apps.education.fr": kindGitLab,
	"forge.inrae.fr":          kindGitLab,
	"forgemia.inra.fr":        kindGitLab,
	"framagit.org":            kindGitLab,
	"git.coop":                kindGitLab,
	"git.drupalcode.org":      kindGitLab,
	"git.unistra.fr":          kindGitLab,
	"invent.kde.org":          kindGitLab,
	"salsa.debian.org":        kindGitLab,
	"source.puri.sm":          kindGitLab,
	"codeberg.org":            kindGitea,
	"code.forgejo.org":        kindGitea,
	"git.disroot.org":         kindGitea,
	"gitea.com":               kindGitea,
	"opendev.org":             kindGitea,
	"projects.blender.org":    kindGitea,
	"bitbucket.org":           kindBitbucket,
	"git.sr.ht":               kindSourceHut,
	"git.code.gouv.fr":        kindGitLab,
	"gitlab.adullact.net":     kindGitLab,
}

// forgeOf tells what a host runs: by the list, else by the first label of its
// name; "" is not known.
func forgeOf(host string) string {
	if kind, ok := hosts[host]; ok {
		return kind
	}
	switch label, _, _ := strings.Cut(host, "."); label {
	case "gitlab":
		return kindGitLab
	case "gitea", "forgejo":
		return kindGitea
	}
	return ""
}

// placeOf finds the repository in the address of a repository, of a page about
// it, or of an answer of its forge's API.
func placeOf(address string) (place, bool) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return place{}, false
	}
	host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	parts := strings.Split(strings.Trim(u.EscapedPath(), "/"), "/")
	switch {
	case host == "api.github.com" && len(parts) >= 3 && parts[0] == "repos":
		return place{kindGitHub, "github.com", parts[1] + "/" + parts[2]}, true
	case host == "api.bitbucket.org" && len(parts) >= 4:
		return place{kindBitbucket, "bitbucket.org", parts[2] + "/" + parts[3]}, true
	case len(parts) >= 4 && parts[0] == "api" && parts[1] == "v4" && parts[2] == "projects":
		project, err := url.PathUnescape(parts[3])
		return place{kindGitLab, host, project}, err == nil && strings.Contains(project, "/")
	case len(parts) >= 5 && parts[0] == "api" && parts[1] == "v1" && parts[2] == "repos":
		return place{kindGitea, host, parts[3] + "/" + parts[4]}, true
	}
	kind := forgeOf(host)
	if kind == kindGitLab {
		project, _, _ := strings.Cut(strings.Trim(u.EscapedPath(), "/"), "/-/")
		return place{kind, host, strings.TrimSuffix(project, ".git")}, strings.Contains(project, "/")
	}
	if kind == "" || len(parts) < 2 || slices.Contains(parts[:2], "") {
		return place{}, false
	}
	return place{kind, host, parts[0] + "/" + strings.TrimSuffix(parts[1], ".git")}, true
}

// isFeed tells whether an address is that of a feed, by its end.
func isFeed(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	if u.Query().Get("format") == "atom" {
		return true
	}
	switch strings.ToLower(path.Ext(u.Path)) {
	case ".atom", ".rss", ".xml", ".rdf":
		return true
	}
	last := strings.ToLower(path.Base(u.Path))
	return last == "feed" || last == "rss" || last == "atom"
}

// tagInLink finds the tag that a forge's page of a release or tag is about.
var tagInLink = lazyregexp.New(`/(?:releases/tag|-/releases|-/tags|src/tag|commits/tag|refs|tags)/([^?#]+?)/?$`)

func tagOf(link string) string {
	m := tagInLink.Re().FindStringSubmatch(link)
	if m == nil {
		return ""
	}
	tag, err := url.PathUnescape(m[1])
	if err != nil {
		return ""
	}
	return tag
}

var (
	dotted   = lazyregexp.New(`(?i)(?:^|[^\w.])v?(\d+(?:[._]\d+)+[\w.+~-]*)`)
	numbered = lazyregexp.New(`(?i)(?:^|\s)(?:version|release|v)\s*(\d+[\w.+~-]*)`)
)

// versionIn finds the version that a title announces, "" for none.
func versionIn(title string) string {
	for _, form := range []*regexp.Regexp{dotted.Re(), numbered.Re()} {
		if m := form.FindStringSubmatch(title); m != nil {
			return strings.TrimRight(m[1], ".-_")
		}
	}
	if v, ok := watch.ParseVersion(title); ok && !strings.ContainsAny(title, " \t") {
		return v.String()
	}
	return ""
}
