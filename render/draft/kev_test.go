package draft_test

import (
	"strings"
	"testing"

	"guette/render"
	"guette/render/draft"
	"guette/templates"
	"guette/watch"
)

// TestTheStrategicBulletinCountsTheCatalogueOfTheMonth: how many vulnerabilities
// joined KEV, and how many of them are about the perimeter; one that names two
// programs is one.
func TestTheStrategicBulletinCountsTheCatalogueOfTheMonth(t *testing.T) {
	july, june := watch.Date{Year: 2026, Month: 7, Day: 3}, watch.Date{Year: 2026, Month: 6, Day: 3}
	set, err := draft.Load(templates.FS(nil))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name   string
		total  int
		added  watch.Date
		fr, en string
	}{
		{"one of the perimeter", 26, july, "**26 vulnérabilités** ont rejoint le catalogue KEV en juillet ; 1 concerne le périmètre suivi : nginx et Onyxia.",
			"**26 vulnerabilities** joined the KEV catalogue in July; 1 is about the programs followed: nginx and Onyxia."},
		{"none of the perimeter", 26, june, "**26 vulnérabilités** ont rejoint le catalogue KEV en juillet ; aucune ne concerne le périmètre suivi.",
			"**26 vulnerabilities** joined the KEV catalogue in July; none is about the programs followed."},
		{"a state read before the month tells no total", 0, june, "Aucun ajout au catalogue KEV observé en juillet ne nomme les logiciels suivis.",
			"No addition to the KEV catalogue observed in July names the programs followed."},
	} {
		m := material()
		for i := range m.Analysis.Profiles {
			p := &m.Analysis.Profiles[i]
			p.KEVPage = &watch.Evidence{URL: "https://www.cisa.gov/"}
			p.Exploited = []watch.Exploited{{CVE: "CVE-2026-1", Added: tt.added}}
		}
		for i := range m.Analysis.States {
			if m.Analysis.States[i].Collector == "kev" {
				m.Analysis.States[i].Added = tt.total
			}
		}
		for lang, want := range map[string]string{"fr": tt.fr, "en": tt.en} {
			m.Language = lang
			doc, err := draft.Write(render.New(m, render.Strategic, nil), set)
			if err != nil {
				t.Fatal(err)
			}
			_, part, _ := strings.Cut(string(doc), "{#signaux-exploitation}")
			part, _, _ = strings.Cut(part, "\n#")
			if plain := strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(part); !strings.Contains(plain, "- "+want+"\n") {
				t.Errorf("%s, %s: want %q in:\n%s", tt.name, lang, want, plain)
			}
		}
	}
}
