package truth

import (
	"strings"
	"testing"
	"time"

	"guette/analyze"
	"guette/analyze/all"
	"guette/analyze/priority"
	"guette/analyze/risk"
	"guette/internal/gitfacts"
	"guette/render"
	"guette/render/draft"
	"guette/templates"
	"guette/watch"
)

// matrix is that of the hand-written strategic bulletin of July 2026.
var matrix = []string{
	"| Vitale | 1 : nginx | 3 : Debian, Firefox ESR, PostgreSQL | 1 : Keycloak | 0 |",
	"| Forte | 2 : Apache Tomcat, PgBouncer | 4 : Drupal, Nagios Core, Nextcloud, OpenFisca | 3 : GitLab CE, MariaDB, WordPress | 0 |",
	"| Moyenne | 2 : Fichiers, Redis | 4 : memcached, OCS Inventory, Onyxia, tarteaucitron.js | 2 : Sentry auto-hébergé, wkhtmltopdf | 1 : 7-Zip |",
	"| Faible | 0 | 2 : Kanboard, Ora2Pg | 0 | 0 |",
}

// classes are the words of its table of health.
var classes = map[string]string{
	"wkhtmltopdf": "Arrêtée", "OCS Inventory": "Dégradée", "Onyxia": "Dégradée", "Ora2Pg": "Dégradée", "tarteaucitron.js": "Dégradée",
	"Kanboard": "À surveiller", "memcached": "À surveiller", "Nagios Core": "À surveiller", "OpenFisca": "À surveiller",
	"Fichiers": "Bonne", "nginx": "Bonne", "PgBouncer": "Bonne", "Sentry auto-hébergé": "Bonne", "7-Zip": "Non évaluable",
}

// advised are its recommendations: the programs of each row of the table.
var advised = []string{
	"| Devancer les fins de support | Firefox ESR 140 (29 septembre 2026), Nextcloud 32 (30 septembre), PostgreSQL 14 (12 novembre) et Drupal 10.6 (16 décembre) | Fin de support sous 138 jours | Direction des systèmes d’information |",
	"| 3 mois, 31 octobre 2026 | Sortir des branches sans support | GitLab CE 18.11, Keycloak 26.6, MariaDB 10.6, WordPress 6.9 | Support terminé | Direction des systèmes d’information |",
	"| 3 mois, 31 octobre 2026 | Obtenir un avis juridique | Sentry auto-hébergé | Licence non libre | Service juridique |",
	"| 6 mois, 31 janvier 2027 | Décider du remplacement | wkhtmltopdf | Projet arrêté | Direction des systèmes d’information |",
	"| 6 mois, 31 janvier 2027 | Contribuer ou soutenir | OCS Inventory, Onyxia, Ora2Pg, tarteaucitron.js | Santé dégradée | Mission logiciels libres |",
	"| 12 mois, 31 juillet 2027 | Planifier Debian 13 | Debian 12 | Support à long terme jusqu’au 30 juin 2028 | Infrastructure |",
	"| 12 mois, 31 juillet 2027 | Compléter les sources | 7-Zip, Nagios Core, tarteaucitron.js | Sources divergentes ou insuffisantes | Éditeur du bulletin |",
}

func TestStrategicBulletinOfExampleA(t *testing.T) {
	doc := plainSpaces(strategic(t, "exemple-a"))
	for _, row := range matrix {
		if !strings.Contains(doc, row) {
			t.Errorf("the matrix has no row %s", row)
		}
	}
	for name, class := range classes {
		if !strings.Contains(doc, "\n| "+name+" | "+class+" | ") {
			t.Errorf("%s is not said to be %q", name, class)
		}
	}
	for _, row := range advised {
		if !strings.Contains(doc, row) {
			t.Errorf("the recommendations have no row %s", row)
		}
	}
	for _, sheet := range []string{"{#fiche-wkhtmltopdf}", "{#fiche-self-hosted}", "{#fiche-ora2pg}", "{#fiche-ocs-inventory}"} {
		if !strings.Contains(doc, sheet) {
			t.Errorf("no sheet %s", sheet)
		}
	}
	if want := "6 logiciels sur 25** présentent une fragilité forte, 13 une fragilité modérée et 5 une fragilité faible ; 1 n’est pas évalué"; !strings.Contains(doc, want) {
		t.Errorf("the summary does not say: %s", want)
	}
}

// TestTheEndOfExtendedSupportOfExampleB follows Debian 11, whose extended support
// costs nothing and ends in the outlook, in all places that speak of it.
func TestTheEndOfExtendedSupportOfExampleB(t *testing.T) {
	doc := plainSpaces(strategic(t, "exemple-b"))
	for _, want := range []string{
		"- **1 fin de support** touche vos branches d’ici au 31 juillet 2027 : Debian 11 LTS.",
		"Nextcloud 32 (30 septembre) | Debian 11 LTS |",
		"| Avant le 31 août 2026 | Planifier Debian 13 | Debian 11 | Support à long terme jusqu’au 31 août 2026 |",
	} {
		if !strings.Contains(doc, want) {
			t.Errorf("not said: %s", want)
		}
	}
}

func plainSpaces(doc string) string {
	return strings.NewReplacer("\u00A0", " ", "\u202F", " ").Replace(doc)
}

// strategic makes the strategic draft of one entity for July 2026 from the
// corpus: 49 months of the repositories, the calendars, KEV.
func strategic(t *testing.T, id string) string {
	t.Helper()
	programs, portfolio := load(t)
	month := watch.Month{Year: 2026, Month: 7}
	edition := date(t, "2026-08-07")
	e := entity(t, portfolio, id)
	known := shared(t, edition)
	a := &watch.Analysis{Month: month, Edition: edition, AsOf: month.LastDay()}
	for _, d := range e.Programs {
		p, ok := programs.Program(d.Program)
		if !ok {
			t.Fatalf("the catalogue has no program %q", d.Program)
		}
		in := input(t, p, month, known, programs)
		in.Policy = portfolio.Policy
		in.Facts = append(in.Facts, history(t, p, month)...)
		watch.SortFacts(in.Facts)
		out, err := analyze.Run(in, all.Analyzers)
		if err != nil {
			t.Error(err)
		}
		a.Profiles, a.Findings = append(a.Profiles, out.Profile), append(a.Findings, out.Findings...)
	}
	watch.SortFindings(a.Findings)
	decided := priority.Decide(e, portfolio.Policy, portfolio.Domains, a.Findings, a.Profiles, nil, edition, a.AsOf)
	decided.Fragilities, decided.Recommendations = risk.Advise(e, a.Profiles, a.Findings, portfolio.Policy, month)
	a.Entities = append(a.Entities, decided)
	set, err := draft.Load(templates.FS(nil))
	if err != nil {
		t.Fatal(err)
	}
	body, err := draft.Write(render.New(render.Material{Analysis: a, Programs: programs.All(), Portfolio: portfolio}, render.Strategic, &e), set)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// history reads the activity and the root files of the repositories of a
// program that the corpus holds.
func history(t *testing.T, p watch.Program, month watch.Month) (facts []watch.Fact) {
	t.Helper()
	first := month.Add(-48)
	for _, name := range gitfacts.Names(t) {
		repo := gitfacts.Open(t, name)
		for _, address := range p.Repositories {
			if !strings.EqualFold(strings.TrimSuffix(address, ".git"), repo.URL) {
				continue
			}
			repo.URL = address // the address of the catalogue is that of the facts
			facts = append(facts, gitfacts.Window(repo.Activity(t), first, month)...)
			for _, f := range repo.Files(t, first.Start(time.UTC)) {
				if f.At.Before(month.End(time.UTC)) {
					facts = append(facts, f)
				}
			}
		}
	}
	for i := range facts {
		facts[i].Program = p.ID
	}
	return facts
}
