package draft_test

import (
	"strings"
	"testing"

	"guette/internal/golden"
	"guette/render"
	"guette/render/draft"
	"guette/templates"
	"guette/watch"
)

// exploited is the small month in which nginx has an exploited vulnerability,
// for two administrations: the decision of the second is urgent only.
func exploited() render.Material {
	m := material()
	added, alerted := watch.Date{Year: 2026, Month: 7, Day: 21}, watch.Date{Year: 2026, Month: 7, Day: 22}
	v := &watch.VulnerabilityDetail{
		CVE: "CVE-2026-1", Title: "Overflow in <b>rewrite</b>", InMonth: true, Recorded: added, Page: "https://example.org/CVE-2026-1",
		CVSS:   &watch.CVSS{Version: "3.1", Vector: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", Score: 9.8, Rating: watch.SeverityCritical},
		KEV:    &watch.Exploited{CVE: "CVE-2026-1", Added: added, Due: watch.Date{Year: 2026, Month: 7, Day: 24}},
		CERTFR: []watch.Notice{{Reference: "CERTFR-2026-ALE-007", Type: "alerte", Date: alerted, URL: "https://example.org/ALE-007"}},
		Fixed:  []watch.Fix{{Branch: "1.30", Version: "1.30.4", Date: added}},
	}
	f := watch.Finding{ID: "vulnerability-nginx-cve-2026-1", Program: "nginx", Kind: watch.FindingExploited, Date: added, Severity: watch.SeverityCritical, Confidence: watch.Certain, Detail: v, Evidence: []watch.Evidence{{URL: v.Page}}}
	m.Analysis.Findings = []watch.Finding{f}
	first := &m.Portfolio.Entities[0]
	first.Roles = []watch.Role{{ID: "web", Label: "services web"}, {ID: "ssi", Label: "responsable de la sécurité"}}
	second := *first
	second.ID, second.Name = "exemple-b", "Administration d'exemple B (fictive)"
	m.Portfolio.Entities = append(m.Portfolio.Entities, second)
	for i, level := range []watch.Level{watch.Immediate, watch.Urgent} {
		m.Analysis.Entities = append(m.Analysis.Entities, watch.EntityDecisions{
			Entity:   m.Portfolio.Entities[i].ID,
			Verdicts: []watch.Verdict{{Program: "nginx", Finding: f.ID, Affected: watch.AffectedYes, Fixed: "1.30.4"}},
			Decisions: []watch.Decision{{Program: "nginx", Version: "1.30.3", Level: level, Action: watch.Action{Kind: watch.ActionUpgrade, Versions: []string{"1.30.4"}, Hunt: true},
				Deadline: watch.Date{Year: 2026, Month: 8, Day: 11}, Owners: []string{"web", "ssi"}, Findings: []string{f.ID}}},
		})
	}
	return m
}

// An immediate decision makes an alert, which the bulletin cites; an urgent one
// makes none.
func TestAlertOutOfCycle(t *testing.T) {
	set, err := draft.Load(templates.FS(nil))
	if err != nil {
		t.Fatal(err)
	}
	for lang, cited := range map[string]string{"fr": "Une alerte d’une page, séparée de ce bulletin, est proposée pour nginx.", "en": "An alert of one page, apart from this bulletin, is proposed for nginx."} {
		m := exploited()
		for i := range m.Portfolio.Entities {
			m.Portfolio.Entities[i].Locale = lang
		}
		drafts, err := draft.All(m, set)
		if err != nil {
			t.Fatal(err)
		}
		var alerts []string
		for _, d := range drafts {
			if d.Kind == render.Alert {
				alerts = append(alerts, d.Path)
				golden.Equal(t, "alert/"+lang+".md", d.Body)
			}
			want := d.Entity == "exemple-a" && d.Kind == render.Technical
			if got := strings.Contains(string(d.Body), cited); got != want {
				t.Errorf("%s, %s: cites the alert: %v, want %v", lang, d.Path, got, want)
			}
		}
		if got, want := strings.Join(alerts, " "), "entites/exemple-a/alertes/nginx.md"; got != want {
			t.Errorf("%s: got alerts %q, want %q", lang, got, want)
		}
	}
}
