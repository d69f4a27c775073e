package draft_test

import (
	"path"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
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

// frame are the sections of the frame: the golden files of the others are with
// them.
var frame = regexp.MustCompile(`\{#(?:titre|sources|preuves|limites|methode|sigles|glossaire)\}`)

// ofFrame cuts a draft to its front matter and the sections of the frame.
func ofFrame(doc []byte) []byte {
	var out []string
	keep := true
	for line := range strings.SplitSeq(string(doc), "\n") {
		if strings.HasPrefix(line, "#") {
			keep = frame.MatchString(line)
		}
		if keep {
			out = append(out, line)
		}
	}
	return []byte(strings.Join(out, "\n"))
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
		golden.Equal(t, path.Join("small", d.Path), ofFrame(d.Body))
	}
}

// A template that puts a value where escaping cannot protect it, or that cannot
// be read, is refused with its file and line.
func TestTemplatesAreChecked(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"in a comment", "a\n<!-- {{.X}} -->", "fr/x.md.tmpl:2:7: {{.X}}: a value inside a comment: use src, rows, zone or todo"},
		{"in an address", "[x]({{.X}})", "a value inside the address of a link: use link or ref"},
		{"in a tag", "<span lang=\"{{.X}}\">", "a value inside a tag: use span or quote"},
		{"in an anchor", "## A {#x-{{.X}}}", "a value inside an anchor: use anchor"},
		{"in code", "`{{.X}}`", "a value inside code: use code"},
		{"in a branch", "{{if .Y}}[x]({{.X}}){{end}}", "use link or ref"},
		{"not a template", "a\n{{.X", "x:2: unclosed action"},
		{"an unknown function", "{{nombres 3}}", `function "nombres" not defined`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			files := fstest.MapFS{"fr/x.md.tmpl": {Data: []byte(tt.text)}}
			_, err := draft.Load(files)
			if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), "x") {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}

// A publisher's template takes the place of ours.
func TestPublishersTemplateIsUsed(t *testing.T) {
	own := fstest.MapFS{"fr/methode-technique.md.tmpl": {Data: []byte("## Notre méthode {#methode}\n\nVoir l'annexe : {{.UrgentCVSS}}.\n")}}
	set, err := draft.Load(templates.FS(own))
	if err != nil {
		t.Fatal(err)
	}
	m := material()
	body, err := draft.Write(render.New(m, render.Technical, &m.Portfolio.Entities[0]), set)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(body), "## Notre méthode {#methode}\n\nVoir l’annexe\u00A0: 9.\n") {
		t.Errorf("got\n%s", body)
	}
}
