package draft_test

import (
	"regexp"
	"strings"
	"testing"

	"guette/analyze/priority"
	"guette/render"
	"guette/render/draft"
	"guette/render/rendertest"
	"guette/templates"
)

var frenchSpan = regexp.MustCompile(`<span lang="fr">[^<]*</span>`)

// TestEnglishEditionsMarkWhatThePortfolioSaysInFrench: a screen reader must not
// read the labels of roles and domains, and the name and distribution of the
// administration, as English.
func TestEnglishEditionsMarkWhatThePortfolioSaysInFrench(t *testing.T) {
	m := rendertest.Month(20, 1, priority.Decide)
	e := &m.Portfolio.Entities[0]
	e.Locale, e.Diffusion = "en", "Réservée"
	set, err := draft.Load(templates.FS(nil))
	if err != nil {
		t.Fatal(err)
	}
	bulletins := append(render.Alerts(m, e), render.New(m, render.Technical, e), render.New(m, render.Strategic, e))
	labels := regexp.MustCompile(`(?i)Administration 00|Réservée|Domaine \d|infrastructure|sécurité|direction`)
	marked := 0
	for _, b := range bulletins {
		doc, err := draft.Write(b, set)
		if err != nil {
			t.Fatal(err)
		}
		marked += len(frenchSpan.FindAll(doc, -1))
		english := strings.ReplaceAll(string(doc), "Cybersecurity and Infrastructure Security Agency", "CISA")
		for line := range strings.Lines(frenchSpan.ReplaceAllString(english, "")) {
			if labels.MatchString(line) {
				t.Errorf("%s: not marked as French: %s", b.Kind, line)
			}
		}
	}
	if marked < 10 {
		t.Errorf("%d labels are marked: the test shows nothing", marked)
	}
}
