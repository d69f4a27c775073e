package git

import (
	"net/http"
	"net/url"
	"strings"
)

// A forge is a kind of web site around repositories, known by the forms of the
// addresses of its pages. The zero forge has no pages that we know.
type forge int

const (
	forgeNone forge = iota
	forgeGitHub
	forgeGitLab
	forgeGitea // and Forgejo
	forgeSourceHut
	forgeBitbucket
	forgeCgit
	forgeGitiles
)

// forgeHosts are hosts whose name does not tell their kind.
var forgeHosts = map[string]forge{
	"github.com": forgeGitHub, "gitlab.com": forgeGitLab, "codeberg.org": forgeGitea, "git.sr.ht": forgeSourceHut,
	"bitbucket.org": forgeBitbucket, "git.kernel.org": forgeCgit, "cgit.freedesktop.org": forgeCgit,
	"framagit.org": forgeGitLab, "salsa.debian.org": forgeGitLab, "invent.kde.org": forgeGitLab,
	"0xacab.org": forgeGitLab, "code.videolan.org": forgeGitLab, "git.drupalcode.org": forgeGitLab,
	"forge.grandlyon.com": forgeGitLab, "forge.apps.education.fr": forgeGitLab, "git.adullact.net": forgeGitLab,
	"gitlab.adullact.net": forgeGitLab, "git.unistra.fr": forgeGitLab, "sourcesup.renater.fr": forgeNone,
	"opendev.org": forgeGitea, "git.disroot.org": forgeGitea, "gitea.com": forgeGitea, "notabug.org": forgeGitea,
	"git.savannah.gnu.org": forgeNone, "source.puri.sm": forgeGitLab, "gerrit.googlesource.com": forgeGitiles,
}

// forgeOf tells the kind of forge that answers: by its host, by the name that
// its host bears, by what its server says of itself.
func forgeOf(resp *http.Response) forge {
	host := strings.ToLower(resp.Request.URL.Hostname())
	if f, ok := forgeHosts[host]; ok {
		return f
	}
	first, _, _ := strings.Cut(host, ".")
	switch {
	case strings.HasSuffix(host, ".googlesource.com"):
		return forgeGitiles
	case strings.Contains(first, "gitlab"):
		return forgeGitLab
	case strings.Contains(first, "gitea"), strings.Contains(first, "forgejo"):
		return forgeGitea
	case strings.Contains(first, "cgit"):
		return forgeCgit
	}
	for name, values := range resp.Header {
		switch {
		case strings.HasPrefix(name, "X-Gitlab-"):
			return forgeGitLab
		case name == "X-Github-Request-Id":
			return forgeGitHub
		case name == "Set-Cookie" && strings.Contains(strings.Join(values, " "), "i_like_gitea"):
			return forgeGitea
		}
	}
	return forgeNone
}

// pages makes the addresses of the pages of one repository, for people. Where
// no form of address is known it is the address of the repository.
type pages struct {
	forge forge
	base  string
}

// pages returns the makers of addresses of the repository that answers.
func (s *session) pages() pages {
	return pages{s.forge, strings.TrimSuffix(s.base, ".git")}
}

func (p pages) of(forms map[forge]string, values ...string) string {
	form, ok := forms[p.forge]
	if !ok {
		return p.base
	}
	base := p.base
	if p.forge == forgeCgit || p.forge == forgeGitiles {
		base = strings.TrimRight(base, "/")
	}
	return base + strings.NewReplacer(values...).Replace(form)
}

var commitForms = map[forge]string{
	forgeGitHub: "/commit/ID", forgeGitLab: "/-/commit/ID", forgeGitea: "/commit/ID", forgeSourceHut: "/commit/ID",
	forgeBitbucket: "/commits/ID", forgeCgit: "/commit/?id=ID", forgeGitiles: "/+/ID",
}

func (p pages) commit(id oid) string { return p.of(commitForms, "ID", id.String()) }

var logForms = map[forge]string{
	forgeGitHub: "/commits/ID", forgeGitLab: "/-/commits/ID", forgeGitea: "/commits/commit/ID", forgeSourceHut: "/log/ID",
	forgeBitbucket: "/commits/ID", forgeCgit: "/log/?id=ID", forgeGitiles: "/+log/ID",
}

// log is the list of commits that ends with id.
func (p pages) log(id oid) string {
	if id == (oid{}) {
		return p.base
	}
	return p.of(logForms, "ID", id.String())
}

var tagForms = map[forge]string{
	forgeGitHub: "/releases/tag/NAME", forgeGitLab: "/-/tags/NAME", forgeGitea: "/src/tag/NAME", forgeSourceHut: "/refs/NAME",
	forgeBitbucket: "/src/NAME", forgeCgit: "/tag/?h=NAME", forgeGitiles: "/+/refs/tags/NAME",
}

func (p pages) tag(name string) string {
	escaped := (&url.URL{Path: name}).EscapedPath()
	if p.forge == forgeCgit {
		escaped = url.QueryEscape(name)
	}
	return p.of(tagForms, "NAME", strings.TrimPrefix(escaped, "./"))
}
