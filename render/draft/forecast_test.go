package draft_test

import (
	"strings"
	"testing"
	"time"

	"guette/render"
	"guette/render/draft"
	"guette/templates"
	"guette/watch"
)

// TestAForecastIsExplainedOnce: what weighs in a forecast stands in the sheet of
// the program, and the signal leads there; without a sheet the signal says it.
func TestAForecastIsExplainedOnce(t *testing.T) {
	m := material()
	for i := range m.Analysis.Profiles {
		p := &m.Analysis.Profiles[i]
		p.Activity = &watch.ActivitySummary{Whole: true, Commits: 3, CommitsPrev: 9, Authors: 2, AuthorsPrev: 2, LastCommit: time.Date(2026, 7, 2, 0, 0, 0, 0, time.UTC)}
		p.Health = &watch.Health{Class: watch.HealthPoor, Scored: true, Score: 40, Low: 30, High: 50,
			P12:           &watch.Probability{Value: .4, Low: .3, High: .5, Word: "likely"},
			Contributions: []watch.Contribution{{Indicator: "silence", Dimension: "activity", Lost: 9, Max: 10, Known: true}}}
		m.Analysis.Findings = append(m.Analysis.Findings, watch.Finding{ID: p.Program.ID + ":suspected", Program: p.Program.ID, Kind: watch.FindingAbandonment,
			Date: m.Analysis.AsOf, Confidence: watch.Probable, Evidence: []watch.Evidence{{URL: "https://example.org/" + p.Program.ID}},
			Detail: &watch.SignalDetail{Theme: "stop", Note: "suspected", Share: .4, Days: 29}})
	}
	m.Analysis.Profiles[1].Health.Class = watch.HealthWatch // no sheet
	set, err := draft.Load(templates.FS(nil))
	if err != nil {
		t.Fatal(err)
	}
	for lang, want := range map[string][]string{
		"fr": {"est probable (environ 40 projets sur 100 dans ce cas ; [fiche de nginx](#fiche-nginx)).",
			"est probable (environ 40 projets sur 100 dans ce cas) ; pèsent le plus le silence actuel.", "Pèsent le plus dans cette estimation le silence actuel."},
		"en": {"is likely (about 40 projects out of 100 in this case; [sheet of nginx](#fiche-nginx)).",
			"is likely (about 40 projects out of 100 in this case); what weighs most: the present silence.", "What weighs most in this estimate: the present silence."},
	} {
		m.Language = lang
		doc, err := draft.Write(render.New(m, render.Strategic, nil), set)
		if err != nil {
			t.Fatal(err)
		}
		text := strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(string(doc))
		for _, s := range want {
			if strings.Count(text, s) != 1 {
				t.Errorf("%s: want once %q", lang, s)
			}
		}
		if t.Failed() {
			t.Log(text[strings.Index(text, "{#signaux}"):])
		}
	}
}
