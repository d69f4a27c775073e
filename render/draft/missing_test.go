package draft_test

import (
	"bytes"
	"reflect"
	"testing"
	"time"

	"guette/render"
	"guette/render/draft"
	"guette/render/rendertest"
	"guette/templates"
	"guette/watch"
)

// known is a month in which much is known of a program that deserves a sheet.
func known(alter func(*watch.Profile)) render.Material {
	m := rendertest.Saying("nginx")
	day := m.Analysis.AsOf
	p := &m.Analysis.Profiles[0]
	page := &watch.Evidence{URL: "https://example.org/p"}
	free, archived := false, true
	p.Cycles = []watch.Lifecycle{{Cycle: "1", Page: page.URL, EOL: watch.Until{State: watch.Dated, Date: day}}}
	p.Packages = []watch.Package{{Distribution: "debian", Release: "trixie", Version: "1.2-1"}}
	p.Health = &watch.Health{Class: watch.HealthPoor, Score: 40, Low: 30, High: 50, Scored: true,
		Factors: []watch.Factor{{Name: "fewer-commits"}, {Name: "one-author"}}, P12: &watch.Probability{Value: .3, Word: "possible"}}
	p.Exploited, p.KEVPage = []watch.Exploited{{CVE: "CVE-2026-1", Added: day}}, page
	p.Licence = &watch.LicenceState{ID: "BUSL-1.1", Free: &free, File: "LICENSE", Declared: "BUSL-1.1", Evidence: page}
	p.Fragility = watch.Fragility{Level: watch.FragilityStrong, Structural: true, Causes: []watch.Cause{{Name: "not-free"}}}
	p.Archived, p.Records = &archived, 3
	p.Activity.LastCommit, p.Activity.LastRelease = day.Time(time.UTC), day
	alter(p)
	return m
}

// TestWhateverIsMissing takes away what is known, one thing alone and together
// with the activity: whatever a source did not give, there is a bulletin.
func TestWhateverIsMissing(t *testing.T) {
	set, err := draft.Load(templates.FS(nil))
	if err != nil {
		t.Fatal(err)
	}
	free := true
	titles := map[string]func(*watch.Profile){
		"not free":  func(*watch.Profile) {},
		"stopped":   func(p *watch.Profile) { p.Health.Class = watch.HealthStopped },
		"falling":   func(p *watch.Profile) { p.Licence.Free = &free },
		"no commit": func(p *watch.Profile) { p.Licence.Free, p.Health.Factors = &free, []watch.Factor{{Name: "no-commit"}} },
		"a score":   func(p *watch.Profile) { p.Licence.Free, p.Health.Factors = &free, nil },
	}
	for title, alter := range titles {
		for i := range reflect.TypeFor[watch.Profile]().NumField() {
			for _, also := range []string{"", "Activity"} {
				m := known(alter)
				p := reflect.ValueOf(&m.Analysis.Profiles[0]).Elem()
				gone := p.Type().Field(i).Name
				if gone != "Program" { // which is known
					p.Field(i).SetZero()
				}
				if also != "" {
					p.FieldByName(also).SetZero()
				}
				for _, m.Language = range []string{"fr", "en"} {
					drafts, err := draft.All(m, set)
					if err != nil {
						t.Errorf("%s, without %s %s: %v", title, gone, also, err)
					}
					for _, d := range drafts {
						if bytes.Contains(d.Body, []byte("0001")) {
							t.Errorf("%s, without %s %s: %s gives a date that is none", title, gone, also, d.Path)
						}
					}
				}
			}
		}
	}
}
