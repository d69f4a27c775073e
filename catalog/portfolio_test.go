package catalog

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"guette/watch"
)

const head = "schema: 1\nkind: production\n"

func TestAPortfolioReadsWhole(t *testing.T) {
	got, err := LoadPortfolio(file(t, "p.yaml", head+`updated: 2026-07-31
policy:
  deadlines: {urgent: {days: 5}}
  urgent_cvss: 8.5
roles_default: &roles
  dsi: {label: "DSI"}
  infra: {label: "infrastructure"}
domains:
  - {id: web, label: "Web"}
entities:
  - id: mairie
    name: "Mairie"
    name_in_sentence: "la mairie"
    locale: en
    contact_role: dsi
    security_role: infra
    diffusion: "Restreinte"
    roles: *roles
    programs:
      - {program: nginx, version: "1.30", branch: 1.30, edition: ce, packaging: debian, criticality: vital, exposure: internet, domain: web, owner: infra, label: "Serveur"}
      - {program: b, version: null}
`), New([]watch.Program{nginx, {ID: "b", Name: "B"}}))
	if err != nil {
		t.Fatal(err)
	}
	policy := defaultPolicy()
	policy.Deadlines[watch.Urgent] = watch.Delay{Days: 5}
	policy.UrgentCVSS = 8.5
	want := watch.Portfolio{Kind: "production", Updated: watch.Date{Year: 2026, Month: 7, Day: 31}, Policy: policy,
		Domains: []watch.Domain{{ID: "web", Label: "Web"}},
		Entities: []watch.Entity{{ID: "mairie", Name: "Mairie", NameInSentence: "la mairie", Locale: "en", ContactRole: "dsi",
			SecurityRole: "infra", Diffusion: "Restreinte", Roles: []watch.Role{{ID: "dsi", Label: "DSI"}, {ID: "infra", Label: "infrastructure"}},
			Programs: []watch.Declaration{
				{Program: "nginx", Version: "1.30", Branch: "1.30", Edition: "ce", Packaging: watch.PackagingDebian, Criticality: watch.Vital,
					Exposure: watch.ExposureInternet, Domain: "web", Owner: "infra", Label: "Serveur"},
				{Program: "b", Packaging: watch.PackagingUpstream, Exposure: watch.ExposureUnknown}}}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsWrongInAPortfolio(t *testing.T) {
	entity := head + "domains: [{id: web, label: Web}]\nentities:\n  - id: a\n    name: A\n    roles: {dsi: {label: DSI}}\n"
	for _, tt := range []struct{ name, text, want string }{
		{"no schema, no kind", "entities: []\n",
			"p.yaml:1: the portfolio: no schema\n\thint: write schema: 1\np.yaml:1: the portfolio: no kind\n\thint: write kind: production, or kind: example"},
		{"a word outside of the list", entity + "    programs:\n      - {program: nginx, criticality: vitale}\n",
			"p.yaml:9: criticality: \"vitale\" is not one of its words\n\thint: did you mean \"vital\"? known: vital, high, medium, low"},
		{"a program that the catalogue does not have", entity + "    programs:\n      - {program: ngnix}\n",
			"p.yaml:9: program \"ngnix\" is not in the catalogue\n\thint: did you mean \"nginx\"? if not, add it to the catalogue, or take the line out"},
		{"a name instead of an id", entity + "    programs:\n      - {program: nginx-core}\n",
			"p.yaml:9: program \"nginx-core\" is a name, not an id\n\thint: write its id: nginx"},
		{"a program twice", entity + "    programs:\n      - {program: nginx}\n      - {program: nginx}\n",
			"p.yaml:10: entity \"a\": program \"nginx\" is already on line 9\n\thint: keep the line of the version that is most behind"},
		{"an owner that is no role", entity + "    programs:\n      - {program: nginx, owner: infra}\n",
			"p.yaml:9: entity \"a\": owner \"infra\" is not one of its roles\n\thint: known: dsi"},
		{"a domain that is not declared", entity + "    programs:\n      - {program: nginx, domain: wb}\n",
			"p.yaml:9: entity \"a\": domain \"wb\" is not one of the file's\n\thint: did you mean \"web\"? known: web"},
		{"a version that is none", entity + "    programs:\n      - {program: nginx, version: latest}\n",
			"p.yaml:9: version \"latest\" is no version\n\thint: write the exact version in quotes, or null where it is not known"},
		{"a deadline with two delays", head + "policy: {deadlines: {plan: {days: 3, working_days: 2}}}\nentities: []\n",
			"p.yaml:3: a deadline: want one of days and working_days\n\thint: write {days: 7} or {working_days: 2}"},
		{"a date that is none", head + "updated: 31/07/2026\nentities: []\n", "p.yaml:3: updated: \"31/07/2026\" is no day\n\thint: write it as 2026-07-31"},
		{"two entities of one id", head + "entities:\n  - {id: a, name: A}\n  - {id: a, name: B}\n",
			"p.yaml:5: entity \"a\" is already on line 4\n\thint: give it another id"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := file(t, "p.yaml", tt.text)
			_, err := LoadPortfolio(path, New([]watch.Program{nginx}))
			if diff := cmp.Diff(tt.want, told(t, path, err)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestCurations(t *testing.T) {
	programs, portfolio := New([]watch.Program{nginx}), watch.Portfolio{Entities: []watch.Entity{{ID: "mairie"}}}
	good := "curations:\n  - {program: nginx, what: tag, subject: v99, decision: not-a-release, reason: Essai, who: éditeur, until: 2027-01-31, entity: mairie}\n"
	got, err := LoadCurations(file(t, "c.yaml", good), programs, portfolio)
	want := []watch.Curation{{Program: "nginx", What: "tag", Subject: "v99", Decision: "not-a-release", Reason: "Essai", Who: "éditeur",
		Until: watch.Date{Year: 2027, Month: 1, Day: 31}, Entity: "mairie"}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
	path := file(t, "c.yaml", "curations:\n  - {program: nginx, what: tag, decision: use, who: x, entity: mary}\n")
	_, err = LoadCurations(path, programs, portfolio)
	wantText := "c.yaml:2: entity \"mary\" is not in the portfolios\n\thint: known: mairie\n" +
		"c.yaml:2: a curation of \"nginx\": no reason\n\thint: write one sentence: the bulletin prints it\n" +
		"c.yaml:2: a curation of \"nginx\": decision \"use\" without value\n\thint: write the value to use instead"
	if diff := cmp.Diff(wantText, told(t, path, err)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
