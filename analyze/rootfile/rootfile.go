// Package rootfile reads the files at the root of a repository over time:
// README, licence, maintainers, security, governance and the like.
package rootfile

import (
	"cmp"
	"path"
	"slices"
	"strings"
	"time"

	"guette/watch"
)

// A Role is what a root file is for.
type Role string

// The roles of root files.
const (
	Readme      Role = "readme"
	Licence     Role = "licence"
	Notice      Role = "notice" // notes on licences of parts
	Security    Role = "security"
	Maintainers Role = "maintainers"
	Governance  Role = "governance"
	Funding     Role = "funding"
	Changelog   Role = "changelog"
	Status      Role = "status"
	Other       Role = ""
)

var roles = []struct {
	role  Role
	stems []string
}{
	{Readme, []string{"readme"}},
	{Licence, []string{"licence", "license", "licences", "licenses", "copying", "copyright", "unlicense"}},
	{Notice, []string{"notice"}},
	{Security, []string{"security"}},
	{Maintainers, []string{"maintainers", "codeowners", "authors", "owners", "credits", "contributors"}},
	{Governance, []string{"governance", "charter"}},
	{Funding, []string{"funding", "backers", "sponsors"}},
	{Changelog, []string{"changelog", "changes", "news", "history", "release"}},
	{Status, []string{"status", "deprecated", "project_status"}},
}

// parts are words of files on what a program bundles.
var parts = []string{"thirdparty", "third-party", "third_party", "deps"}

// RoleOf tells what a file is for by its name. Licences of bundled libraries
// ("LICENSE.bipbuffer") and files in folders are Other.
func RoleOf(file string) Role {
	if strings.Contains(file, "/") && !strings.HasPrefix(file, ".github/") && !strings.HasPrefix(file, "docs/") {
		return Other
	}
	name := strings.ToLower(path.Base(file))
	stem, ext, _ := strings.Cut(name, ".")
	for _, p := range parts {
		if strings.Contains(name, p) {
			return Other
		}
	}
	if family, ok := strings.CutSuffix(strings.NewReplacer("_", "-", "licence", "license").Replace(stem), "-license"); ok && families[family] && licenceForm(ext) {
		return Licence
	}
	for _, r := range roles {
		for _, s := range r.stems {
			switch {
			case stem != s && !strings.HasPrefix(stem, s+"-") && !strings.HasPrefix(stem, s+"_"):
			case r.role == Licence && !licenceForm(ext):
			default:
				return r.role
			}
		}
	}
	return Other
}

// families are the licences that begin the name of a file: GPL-LICENSE.txt.
var families = map[string]bool{"gpl": true, "lgpl": true, "agpl": true, "mit": true, "bsd": true, "apache": true, "mpl": true, "gpl2": true, "gpl3": true}

// licenceForm tells the licence of the project from those of its parts: the
// plain name, with an extension of text or the name of a licence.
func licenceForm(ext string) bool {
	switch ext {
	case "", "md", "txt", "rst", "markdown", "html", "adoc", "org", "en":
		return true
	}
	return false
}

// A Change is one change of one root file.
type Change struct {
	watch.FileChange
	Role     Role
	Evidence watch.Evidence
}

// Changes lists the changes of root files of a program's repositories, oldest
// first, up to before; the first state of each file ([watch.ChangePresent]) is
// among them.
func Changes(facts []watch.Fact, before time.Time) []Change {
	var out []Change
	for f, c := range watch.Of[*watch.FileChange](facts) {
		if c.Committed.IsZero() || !c.Committed.Before(before) {
			continue
		}
		if role := RoleOf(c.Path); role != Other {
			out = append(out, Change{*c, role, f.Evidence})
		}
	}
	slices.SortStableFunc(out, func(a, b Change) int {
		return cmp.Or(a.Committed.Compare(b.Committed), cmp.Compare(rank(a.Change), rank(b.Change)),
			cmp.Compare(a.Repository, b.Repository), cmp.Compare(a.Path, b.Path), cmp.Compare(a.Commit, b.Commit))
	})
	return out
}

// rank puts the first states before the changes of the same moment.
func rank(c watch.Change) int {
	if c == watch.ChangePresent {
		return 0
	}
	return 1
}

// A State is the root of a repository at one time: the newest text of each
// file that is there, by path.
type State map[string]Change

// After returns the state once the changes are made.
func After(changes []Change, repository string) State {
	s := State{}
	for _, c := range changes {
		if c.Repository == repository || repository == "" {
			s.Apply(c)
		}
	}
	return s
}

// Apply makes one change.
func (s State) Apply(c Change) {
	if c.Change == watch.ChangeRenamed && c.From != "" {
		delete(s, c.From)
	}
	if c.Change == watch.ChangeRemoved {
		delete(s, c.Path)
		return
	}
	s[c.Path] = c
}

// Of lists the files of a role, by path.
func (s State) Of(role Role) []Change {
	var out []Change
	for _, c := range s {
		if c.Role == role {
			out = append(out, c)
		}
	}
	slices.SortFunc(out, func(a, b Change) int { return cmp.Compare(a.Path, b.Path) })
	return out
}
