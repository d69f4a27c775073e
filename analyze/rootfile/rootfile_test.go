package rootfile

import (
	"testing"
	"time"

	"guette/watch"
)

func TestRoleOf(t *testing.T) {
	for file, want := range map[string]Role{
		"README": Readme, "readme.md": Readme, "README.HPUX": Readme, "README-fr.md": Readme, "LICENSE": Licence, "LICENCE.txt": Licence,
		"COPYING": Licence, "COPYRIGHT": Licence, "GPL-LICENSE.TXT": Licence, "MIT-LICENSE": Licence, "FONT-LICENSE.txt": Other, "LICENSE-MIT": Licence, "LICENSE.bipbuffer": Other, "LICENSE.template": Other,
		"LICENSE-3rdparty-thirdparty.txt": Other, "SECURITY.md": Security, ".github/SECURITY.md": Security, "MAINTAINERS": Maintainers,
		"CODEOWNERS": Maintainers, ".github/CODEOWNERS": Maintainers, "GOVERNANCE.md": Governance, ".github/FUNDING.yml": Funding,
		"CHANGELOG.md": Changelog, "src/README.md": Other, "main.go": Other, "NOTICE": Notice,
	} {
		if got := RoleOf(file); got != want {
			t.Errorf("%s: got %q, want %q", file, got, want)
		}
	}
}

func TestStateAfterChanges(t *testing.T) {
	day := func(d int) time.Time { return time.Date(2026, 7, d, 0, 0, 0, 0, time.UTC) }
	fact := func(path, from string, d int, change watch.Change, after string) watch.Fact {
		return watch.Fact{At: day(d), Body: &watch.FileChange{Repository: "r", Path: path, From: from, Change: change, Committed: day(d), After: after}}
	}
	facts := []watch.Fact{
		fact("LICENSE.md", "LICENSE", 3, watch.ChangeRenamed, "two"),
		fact("LICENSE", "", 1, watch.ChangePresent, "one"),
		fact("README", "", 1, watch.ChangePresent, "text"),
		fact("README", "", 4, watch.ChangeRemoved, ""),
		fact("README", "", 9, watch.ChangeAdded, "not yet"),
	}
	s := After(Changes(facts, day(5)), "r")
	if got := s.Of(Licence); len(got) != 1 || got[0].Path != "LICENSE.md" || got[0].After != "two" {
		t.Errorf("licence files: %+v", got)
	}
	if got := s.Of(Readme); len(got) != 0 {
		t.Errorf("a README that was removed is there: %+v", got)
	}
}
