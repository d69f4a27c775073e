package affected

import (
	"testing"

	"guette/watch"
)

func ranges(ecosystem string, events ...watch.Event) []watch.Affected {
	return []watch.Affected{{Ecosystem: ecosystem, Package: "p", Ranges: []watch.Range{{Type: "ECOSYSTEM", Events: events}}}}
}

func in(v string) watch.Event    { return watch.Event{Introduced: v} }
func fixed(v string) watch.Event { return watch.Event{Fixed: v} }
func last(v string) watch.Event  { return watch.Event{LastAffected: v} }

func TestBy(t *testing.T) {
	two := ranges("Bitnami", in("10.6.0"), fixed("10.6.11"), in("11.3.0"), fixed("11.3.12"))
	for _, tt := range []struct {
		name    string
		list    []watch.Affected
		version string
		word    watch.AffectedWord
		certain bool
	}{
		{"before the range", two, "10.5.9", watch.AffectedNo, true},
		{"at the start", two, "10.6.0", watch.AffectedYes, true},
		{"just before the fix", two, "10.6.10", watch.AffectedYes, true},
		{"the fix", two, "10.6.11", watch.AffectedNo, true},
		{"in the hole", two, "11.2.0", watch.AffectedNo, true},
		{"in the second range", two, "11.3.11", watch.AffectedYes, true},
		{"events out of order", ranges("Bitnami", fixed("2.0.0"), in("1.0.0")), "1.5.0", watch.AffectedYes, true},
		{"from the beginning", ranges("Bitnami", in("0"), fixed("1.0.0")), "0.1.0", watch.AffectedYes, true},
		{"last affected", ranges("Bitnami", in("0"), last("1.5.0")), "1.5.0", watch.AffectedYes, true},
		{"after last affected", ranges("Bitnami", in("0"), last("1.5.0")), "1.5.1", watch.AffectedNo, true},
		{"no fix known", ranges("Bitnami", in("1.0.0")), "9.9.9", watch.AffectedYes, true},
		{"two numbers for three", ranges("Bitnami", in("0"), fixed("14.23.0")), "14.23", watch.AffectedNo, true},
		{"release candidates come before", ranges("PyPI", in("0"), fixed("2.0")), "2.0rc1", watch.AffectedYes, true},
		{"PyPI post releases come after", ranges("PyPI", in("0"), fixed("2.0")), "2.0.post1", watch.AffectedNo, true},
		{"Go records leave the v out", ranges("Go", in("0"), fixed("1.2.3")), "v1.2.2", watch.AffectedYes, true},
		{"Maven milestones", ranges("Maven", in("11.0.0-M1"), fixed("11.0.24")), "11.0.0-M20", watch.AffectedYes, true},
		{"Debian revisions", ranges("Debian:12", in("0"), fixed("1.22.1-9+deb12u2")), "1.22.1-9+deb12u1", watch.AffectedYes, true},
		{"Debian tildes", ranges("Debian:12", in("0"), fixed("1.0-1")), "1.0~rc1-1", watch.AffectedYes, true},
		{"letters that the ecosystem refuses", ranges("Bitnami", in("0"), fixed("1.1.1w")), "1.1.1u", watch.AffectedYes, false},
		{"dates that the ecosystem refuses are plain numbers", ranges("Bitnami", in("0"), fixed("2022.07.24")), "2022.07.01", watch.AffectedYes, true},
		{"a listed version", []watch.Affected{{Versions: []string{"1.0.0", "1.0.1"}}}, "1.0.1", watch.AffectedYes, true},
		{"a list without the version", []watch.Affected{{Versions: []string{"1.0.0"}}}, "1.0.1", watch.AffectedNo, true},
		{"git ranges tell nothing of versions", []watch.Affected{{Ranges: []watch.Range{{Type: "GIT", Events: []watch.Event{in("0"), fixed("abc")}}}}}, "1.0.1", watch.AffectedUnknown, false},
		{"nothing said", nil, "1.0.1", watch.AffectedUnknown, false},
		{"prose alone is not certain", []watch.Affected{{Ranges: []watch.Range{{Type: Prose, Events: []watch.Event{in("1.0"), last("1.9")}}}}}, "1.5", watch.AffectedYes, false},
		{"a range beside prose is certain", append(ranges("Bitnami", in("1.0.0"), fixed("1.6.0")), watch.Affected{Ranges: []watch.Range{{Type: Prose, Events: []watch.Event{in("1.0"), last("1.9")}}}}), "1.5.0", watch.AffectedYes, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if word, certain := By(tt.list, tt.version); word != tt.word || certain != tt.certain {
				t.Errorf("got %s, %v; want %s, %v", word, certain, tt.word, tt.certain)
			}
		})
	}
}

func FuzzBy(f *testing.F) {
	f.Add("Bitnami", "1.0.0", "1.2.3", "1.1.0")
	f.Add("Debian:12", "0", "1:1.0~rc1-1", "1.0-1+deb12u1")
	f.Add("PyPI", "2.0rc1", "2.0.post1", "")
	f.Fuzz(func(t *testing.T, ecosystem, from, to, version string) {
		list := ranges(ecosystem, in(from), fixed(to))
		word, certain := By(list, version)
		if word == watch.AffectedUnknown {
			t.Fatal("a range always tells")
		}
		if again, same := By(list, version); again != word || same != certain {
			t.Fatal("not the same twice")
		}
		if to != "" && to != "0" {
			if word, _ := By(list, to); word == watch.AffectedYes {
				t.Fatalf("%q is affected and repaired", to)
			}
		}
	})
}
