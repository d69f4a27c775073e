package draft_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"guette/render"
	"guette/render/draft"
	"guette/templates"
	"guette/watch"
)

// TestWhatWasOverComesFirstAmongChangedDates: a support that was given for ended
// and is not, or now has a date, undoes what an earlier bulletin said.
func TestWhatWasOverComesFirstAmongChangedDates(t *testing.T) {
	m := material()
	m.Analysis.Profiles[0].Calendar = &watch.Evidence{URL: "https://endoflife.date/nginx", Title: "nginx"}
	on := func(month, day int) watch.Until {
		return watch.Until{State: watch.Dated, Date: watch.Date{Year: 2026, Month: 8, Day: day}.AddDays(31 * (month - 8))}
	}
	over, open := watch.Until{State: watch.Over}, watch.Until{State: watch.Unannounced}
	for _, c := range []struct {
		branch      string
		before, now watch.Until
	}{
		{"1.26", on(8, 9), on(9, 9)},
		{"1.27", on(8, 1), over},
		{"1.28", over, on(7, 20)},
		{"1.29", over, on(12, 1)},
		{"1.30", open, on(12, 1)},
		{"1.31", over, open},
	} {
		m.Analysis.Findings = append(m.Analysis.Findings, watch.Finding{
			ID: "nginx:end:" + c.branch, Program: "nginx", Kind: watch.FindingEndOfSupport, Date: m.Analysis.AsOf, Severity: watch.SeverityLow, Confidence: watch.Certain,
			Detail:   &watch.LifecycleDetail{Product: "nginx", Branch: c.branch, Phase: "eol", Until: c.now, Previous: &c.before, AsOf: m.Analysis.AsOf},
			Evidence: []watch.Evidence{{URL: "https://endoflife.date/nginx", Title: "nginx"}},
		})
	}
	set, err := draft.Load(templates.FS(nil))
	if err != nil {
		t.Fatal(err)
	}
	for lang, want := range map[string][]string{
		"fr": {
			"**nginx 1.29** : la branche, donnée pour terminée, est de nouveau maintenue, jusqu’au 3 décembre 2026.",
			"**nginx 1.31** : la branche, donnée pour terminée, est de nouveau maintenue, sans date de fin annoncée.",
			"**nginx 1.28** : la fin de support, donnée pour passée sans date, est désormais datée du 20 juillet 2026.",
			"**nginx 1.26** : la fin de support passe du 9 août au 9 septembre 2026.",
			"**nginx 1.27** : le support est désormais donné pour terminé.",
			"**nginx 1.30** : une fin de support est désormais annoncée, le 3 décembre 2026.",
		},
		"en": {
			"**nginx 1.29**: the branch, given as ended, is maintained again, until 3 December 2026.",
			"**nginx 1.31**: the branch, given as ended, is maintained again, without an announced end.",
			"**nginx 1.28**: the end of support, given as past without a date, is now dated 20 July 2026.",
			"**nginx 1.26**: the end of support goes from 9 August 2026 to 9 September 2026.",
			"**nginx 1.27**: support is now given as ended.",
			"**nginx 1.30**: an end of support is now announced, for 3 December 2026.",
		},
	} {
		m.Language = lang
		doc, err := draft.Write(render.New(m, render.Technical, nil), set)
		if err != nil {
			t.Fatal(err)
		}
		_, part, _ := strings.Cut(string(doc), "{#fins-de-support-modifiees}")
		part, _, _ = strings.Cut(part, "\n#")
		var got []string
		for line := range strings.Lines(part) {
			if item, ok := strings.CutPrefix(line, "- "); ok {
				got = append(got, strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(strings.TrimSpace(item)))
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", lang, diff)
		}
	}
}
