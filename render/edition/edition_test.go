package edition_test

import (
	"bytes"
	"fmt"
	"path"
	"regexp"
	"strings"
	"testing"
	"time"

	"guette/analyze/priority"
	"guette/render"
	"guette/render/draft"
	"guette/render/edition"
	"guette/templates"
	"guette/watch"
)

const (
	programs = 60
	entities = 23
)

// names of programs no two of which contain each other.
func programName(i int) string {
	return []string{"Alt", "Bor", "Cen", "Dun", "Els", "For", "Gar", "Hel", "Ivo", "Jas"}[i%10] + []string{"wick", "stone", "mere", "field", "burn", "ford"}[i/10]
}

// manyEntities is a month of 60 programs for 23 administrations with other
// portfolios: each program has a release, some have vulnerabilities and ends
// of support.
func manyEntities() render.Material {
	month := watch.Month{Year: 2026, Month: time.July}
	m := render.Material{Analysis: &watch.Analysis{Month: month, Edition: watch.Date{Year: 2026, Month: 8, Day: 7}, AsOf: month.LastDay()}}
	for i := range programs {
		id := fmt.Sprintf("p%02d", i)
		p := watch.Program{ID: id, Name: programName(i), Category: fmt.Sprintf("Domaine %d", i%4)}
		m.Programs = append(m.Programs, p)
		m.Analysis.Profiles = append(m.Analysis.Profiles, watch.Profile{Program: p, HasOSV: i%3 > 0})
		m.Analysis.Findings = append(m.Analysis.Findings, findingsOf(p, i)...)
	}
	watch.SortFindings(m.Analysis.Findings)
	m.Portfolio = portfolio()
	for _, e := range m.Portfolio.Entities {
		m.Analysis.Entities = append(m.Analysis.Entities, priority.Decide(e, m.Portfolio.Policy, m.Portfolio.Domains, m.Analysis.Findings, m.Analysis.Profiles, nil, m.Analysis.Edition, m.Analysis.AsOf))
	}
	return m
}

func findingsOf(p watch.Program, i int) []watch.Finding {
	day := watch.Date{Year: 2026, Month: 7, Day: 1 + i%28}
	ev := []watch.Evidence{{URL: "https://example.org/" + p.ID, Title: "Notes"}}
	list := []watch.Finding{{
		ID: "release-" + p.ID, Program: p.ID, Kind: watch.FindingRelease, Date: day, Severity: watch.SeverityNone, Confidence: watch.Certain, Evidence: ev,
		Detail: &watch.ReleaseDetail{Version: fmt.Sprintf("%d.2.0", i), Branch: fmt.Sprintf("%d.2", i), Stable: true, Nature: watch.NatureMinor, NotesURL: ev[0].URL},
	}}
	for k := range i % 3 {
		cve := fmt.Sprintf("CVE-2026-%d", 10000+10*i+k)
		v := &watch.VulnerabilityDetail{
			CVE: cve, CVSS: &watch.CVSS{Version: "3.1", Vector: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", Score: 9.8 - float64(k), Rating: watch.SeverityCritical},
			InMonth: true, Recorded: day, Page: "https://example.org/" + cve, Fixed: []watch.Fix{{Branch: fmt.Sprintf("%d.1", i), Version: fmt.Sprintf("%d.1.5", i), Date: day}},
			Affected: []watch.Affected{{Package: p.ID, Ranges: []watch.Range{{Type: "SEMVER", Events: []watch.Event{{Introduced: "0"}, {Fixed: fmt.Sprintf("%d.1.5", i)}}}}}},
		}
		list = append(list, watch.Finding{ID: "vulnerability-" + p.ID + "-" + strings.ToLower(cve), Program: p.ID, Kind: watch.FindingVulnerability, Date: day, Severity: watch.SeverityCritical, Confidence: watch.Certain, Detail: v, Evidence: []watch.Evidence{{URL: v.Page}}})
	}
	if i%5 == 0 {
		list = append(list, watch.Finding{ID: "end-of-support-" + p.ID, Program: p.ID, Kind: watch.FindingEndOfSupport, Date: day, Severity: watch.SeverityMedium, Confidence: watch.Certain, Evidence: ev,
			Detail: &watch.LifecycleDetail{Product: p.ID, Branch: fmt.Sprintf("%d.1", i), Phase: "eol", Until: watch.Until{State: watch.Dated, Date: watch.Date{Year: 2026, Month: 9, Day: 1 + i%28}}, Days: 40, AsOf: watch.Date{Year: 2026, Month: 7, Day: 31}}})
	}
	return list
}

func portfolio() watch.Portfolio {
	f := watch.Portfolio{Kind: "example", Updated: watch.Date{Year: 2026, Month: 7, Day: 31}}
	for d := range 4 {
		f.Domains = append(f.Domains, watch.Domain{ID: fmt.Sprintf("d%d", d), Label: fmt.Sprintf("Domaine %d", d)})
	}
	f.Policy = watch.Policy{Deadlines: map[watch.Level]watch.Delay{watch.Immediate: {WorkingDays: 2}, watch.Urgent: {Days: 7}, watch.Plan: {Days: 30}, watch.Check: {Days: 30}}}
	for e := range entities {
		en := watch.Entity{ID: fmt.Sprintf("e%02d", e), Name: fmt.Sprintf("Administration %02d", e), Locale: "fr", ContactRole: "dsi", SecurityRole: "ssi", Roles: []watch.Role{{ID: "dsi", Label: "direction"}, {ID: "ssi", Label: "sécurité"}, {ID: "infra", Label: "infrastructure"}}}
		for i := range programs {
			if (i*7+e*5)%11 > 3 && e > 0 { // the first has all
				continue
			}
			d := watch.Declaration{Program: fmt.Sprintf("p%02d", i), Version: fmt.Sprintf("%d.1.%d", i, (i+e)%8), Criticality: []watch.Criticality{watch.Vital, watch.High, watch.Medium, watch.Low}[(i+e)%4], Exposure: watch.ExposureInternal, Domain: fmt.Sprintf("d%d", i%4), Owner: "infra"}
			if (i+e)%9 == 0 {
				d.Version = ""
			}
			en.Programs = append(en.Programs, d)
		}
		f.Entities = append(f.Entities, en)
	}
	return f
}

func templatesOf(t *testing.T) *draft.Templates {
	t.Helper()
	set, err := draft.Load(templates.FS(nil))
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func allDrafts(t *testing.T, m render.Material) []draft.Draft {
	t.Helper()
	list, err := draft.All(m, templatesOf(t))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// namesOutside returns a name of a program that the entity does not declare and
// that the text has all the same.
func namesOutside(m render.Material, entity string, doc []byte) string {
	for _, e := range m.Portfolio.Entities {
		if e.ID != entity {
			continue
		}
		for _, p := range m.Programs {
			if _, ok := e.Declaration(p.ID); !ok && (bytes.Contains(doc, []byte(p.Name)) || regexp.MustCompile(`\b`+p.ID+`\b`).Match(doc)) {
				return p.Name
			}
		}
	}
	return ""
}

func TestEditionsOfTwentyThreeEntities(t *testing.T) {
	m := manyEntities()
	drafts := allDrafts(t, m)
	if want := 2 * (1 + entities); len(drafts) != want {
		t.Fatalf("%d drafts, want %d", len(drafts), want)
	}
	fresh := allDrafts(t, m)
	for i, d := range drafts {
		if !bytes.Equal(d.Body, fresh[i].Body) {
			t.Errorf("%s: another time, other bytes", d.Path)
		}
		if d.Entity == "" {
			continue
		}
		if name := namesOutside(m, d.Entity, d.Body); name != "" {
			t.Errorf("%s names %s, which it does not cover", d.Path, name)
		}
		for _, other := range m.Portfolio.Entities {
			if other.ID != d.Entity && bytes.Contains(d.Body, []byte(other.Name)) {
				t.Errorf("%s names another administration", d.Path)
			}
		}
	}
}

// An edit of the general edition is in all drafts that share the program; an
// edit of one draft is in no other.
func TestEditsGoWhereTheyBelong(t *testing.T) {
	m := manyEntities()
	fresh := allDrafts(t, m)
	first := edition.Merge(m, fresh, nil, nil)
	edited := edition.Files{}
	for p, body := range first.Drafts {
		edited[p] = body
	}
	const shared, own = "correction pour tous", "correction pour un seul"
	row := "| " + programName(4) + " | 4.2.0"
	general := string(edited["technique.md"])
	at := strings.Index(general, row)
	if at < 0 {
		t.Fatalf("no row of %s in\n%s", programName(4), general)
	}
	end := at + strings.Index(general[at:], " |\n")
	edited["technique.md"] = []byte(general[:end] + " ; " + shared + general[end:])
	target := path.Join("entites", "e03", "technique.md")
	edited[target] = []byte(strings.Replace(string(edited[target]), "## En bref {#en-bref}\n", "## En bref {#en-bref}\n\nPhrase : "+own+".\n", 1))
	second := edition.Merge(m, fresh, first.Base, edited)
	with := 0
	for _, d := range fresh {
		if d.Kind != render.Technical {
			continue
		}
		body := string(second.Drafts[d.Path])
		covers := d.Entity == "" || coversProgram(m, d.Entity, "p04")
		if got := strings.Contains(body, shared); got != covers {
			t.Errorf("%s: covers the program: %v, has the edit: %v", d.Path, covers, got)
		}
		if covers {
			with++
		}
		if got := strings.Contains(body, own); got != (d.Path == target) {
			t.Errorf("%s: has the edit of %s: %v", d.Path, target, got)
		}
		if c := second.Reports[d.Path].Conflicts(); len(c) > 0 {
			t.Errorf("%s: conflicts %v", d.Path, c)
		}
	}
	if with < 3 || with > entities {
		t.Errorf("%d drafts cover the program: the test tests nothing", with)
	}
	third := edition.Merge(m, fresh, second.Base, second.Drafts)
	for p := range second.Drafts {
		if !bytes.Equal(third.Drafts[p], second.Drafts[p]) {
			t.Errorf("%s: merging again changes it", p)
		}
	}
}

func coversProgram(m render.Material, entity, program string) bool {
	for _, e := range m.Portfolio.Entities {
		if _, ok := e.Declaration(program); ok && e.ID == entity {
			return true
		}
	}
	return false
}

const state = `---
title: "Bulletin"
lang: fr
status: relu # lu par A. B.
---

# Veille {#titre}

| Rubrique | Valeur |
|---|---|
| État | Brouillon à relire |
`

func TestObstacles(t *testing.T) {
	for _, tt := range []struct {
		name, doc string
		want      []string
	}{
		{"reviewed", state, nil},
		{"a draft", strings.Replace(state, "relu", "brouillon", 1), []string{"status 1"}},
		{"an open conflict and something to settle", state + "\n<!-- guette:changed id=x was=\"a\" now=\"b\" -->\n\nx <!-- guette:todo id=y reason=\"z\" -->\n", []string{"conflict 13", "todo 15"}},
		{"a state that is none", strings.Replace(state, "relu", "fini", 1), []string{"front-matter 1"}},
		{"no front matter", "# Veille\n", []string{"front-matter 1"}},
		{"broken front matter", "---\nstatus: [\n---\n", []string{"front-matter 1"}},
		{"other line ends", strings.ReplaceAll(state, "\n", "\r\n"), nil},
		{"a byte order mark", "\uFEFF" + state, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, o := range edition.Obstacles([]byte(tt.doc)) {
				got = append(got, fmt.Sprintf("%s %d", o.What, o.Line))
				if o.Hint == "" {
					t.Errorf("%v does not say what to do", o)
				}
			}
			if fmt.Sprint(got) != fmt.Sprint(tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestPublishMarksTheDraft(t *testing.T) {
	got := string(edition.Publish([]byte(state), watch.Date{Year: 2026, Month: 8, Day: 12}))
	want := strings.NewReplacer("status: relu # lu par A. B.\n", "status: diffusé\npublished: 2026-08-12\n", "Brouillon à relire", "Diffusé le 12\u00a0août\u00a02026").Replace(state)
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if again := string(edition.Publish([]byte(got), watch.Date{Year: 2026, Month: 8, Day: 12})); again != got {
		t.Errorf("twice:\n%s", again)
	}
}
