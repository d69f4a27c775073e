package edition_test

import (
	"strings"
	"testing"

	"guette/render/edition"
	"guette/watch"
)

const bulletin = state + `
## Versions {#versions}

nginx publie la version 1.30.4.

## Debian {#debian}

Rien à dire.
`

func TestRevise(t *testing.T) {
	day := func(d int) watch.Date { return watch.Date{Year: 2026, Month: 8, Day: d} }
	first := edition.Publish([]byte(bulletin), day(12))
	same, r := edition.Revise(first, []byte(strings.ReplaceAll(string(first), "\n", "\r\n")), day(13))
	if r.Number != 1 || len(r.Changes) > 0 || !strings.Contains(string(same), "\r\n") {
		t.Errorf("nothing changed, and yet %v", r)
	}
	edited := strings.Replace(string(first), "1.30.4", "1.30.5", 1)
	second, r := edition.Revise(first, []byte(edited), day(13))
	if r.Number != 2 || len(r.Changes) != 1 {
		t.Errorf("got %v", r)
	}
	const item = "- Révision 2, 13\u00a0août\u00a02026\u00a0: changements dans «\u202fVersions\u202f»."
	if want := "<!-- src: titre.revisions ; -->\n\n" + item + "\n\n## Versions {#versions}\n"; !strings.Contains(string(second), want) || !strings.Contains(string(second), "revision: 2\n") {
		t.Errorf("got\n%s", second)
	}
	third, r := edition.Revise(second, []byte(strings.Replace(string(second), "Rien", "Peu", 1)), day(14))
	if want := item + "\n- Révision 3, 14\u00a0août\u00a02026\u00a0: changements dans «\u202fDebian\u202f».\n\n## Versions"; r.Number != 3 || !strings.Contains(string(third), want) {
		t.Errorf("got %v\n%s", r, third)
	}
	if again, r := edition.Revise(third, third, day(15)); string(again) != string(third) || r.Number != 3 {
		t.Errorf("nothing changed, and yet %v", r)
	}
}
