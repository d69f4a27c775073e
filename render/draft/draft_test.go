package draft_test

import (
	"path"
	"testing"
	"time"

	"guette/internal/golden"
	"guette/render"
	"guette/render/draft"
	"guette/templates"
	"guette/watch"
)

// material is a small month: two programs, one administration.
func material() render.Material {
	month := watch.Month{Year: 2026, Month: time.July}
	programs := []watch.Program{{ID: "nginx", Name: "nginx", Category: "Web"}, {ID: "onyxia", Name: "Onyxia"}}
	return render.Material{
		Programs: programs,
		Analysis: &watch.Analysis{
			Month: month, Edition: watch.Date{Year: 2026, Month: 8, Day: 7}, AsOf: month.LastDay(),
			Profiles: []watch.Profile{{Program: programs[0], HasOSV: true}, {Program: programs[1]}},
			Sources: []watch.SourceReport{
				{Program: "nginx", Collector: "osv", Outcome: watch.OutcomeOK},
				{Program: "onyxia", Collector: "git", Outcome: watch.OutcomeError, Reason: "timeout"},
			},
			States: []watch.SourceState{
				{Collector: "osv", AsOf: month.LastDay()},
				{Collector: "kev", AsOf: watch.Date{Year: 2026, Month: 7, Day: 29}, N: 1656},
			},
		},
		Portfolio: watch.Portfolio{
			Updated: month.LastDay(),
			Policy:  watch.Policy{StaleObservationDays: 45},
			Entities: []watch.Entity{{
				ID: "exemple-a", Name: "Administration d'exemple A (fictive)", Locale: "fr", Diffusion: "Réservée à l'administration destinataire",
				Programs: []watch.Declaration{{Program: "nginx", Version: "1.30.3", Criticality: watch.Vital}, {Program: "onyxia"}},
			}},
		},
	}
}

func TestDraftsOfASmallMonth(t *testing.T) {
	set, err := draft.Load(templates.FS(nil))
	if err != nil {
		t.Fatal(err)
	}
	drafts, err := draft.All(material(), set)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range drafts {
		golden.Equal(t, path.Join("small", d.Path), d.Body)
	}
}
