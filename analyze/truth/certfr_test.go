package truth

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"guette/analyze"
	"guette/analyze/vulnerability"
	"guette/collect/certfr"
	"guette/internal/corpus"
	"guette/watch"
)

// TestNoticesOfCoveredPrograms compares the publications of CERT-FR that are
// found for a program with those whose publisher gives the program as product.
func TestNoticesOfCoveredPrograms(t *testing.T) {
	programs, _ := load(t)
	files, _ := filepath.Glob(corpus.File(t, "cert-fr", "avis", "*.json"))
	byMonth := map[watch.Month][]analyze.Known[*watch.Advisory]{}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		a, err := certfr.Parse(data, paris(t))
		if err != nil {
			t.Fatal(err)
		}
		m := watch.MonthOf(a.Published, paris(t))
		byMonth[m] = append(byMonth[m], analyze.Known[*watch.Advisory]{Body: a, Evidence: watch.Evidence{URL: "https://www.cert.ssi.gouv.fr/avis/" + a.ID + "/"}})
	}
	found := map[string][]string{}
	for m, list := range byMonth {
		for _, p := range programs.All() {
			in := &analyze.Input{Month: m, Zone: paris(t), AsOf: m.LastDay(), Edition: m.LastDay().AddDays(7), Program: p,
				Shared: &analyze.Shared{Notices: list}}
			out, err := analyze.Run(in, []*analyze.Analyzer{vulnerability.Analyzer})
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range watch.DetailOf[*watch.VulnerabilityDetail](out.Findings) {
				found[p.ID] = append(found[p.ID], d.CERTFR[0].Reference)
			}
		}
	}
	total := 0
	for _, p := range programs.All() {
		slices.Sort(found[p.ID])
		if len(found[p.ID]) > 0 {
			t.Logf("%s: %d", p.ID, len(found[p.ID]))
		}
		total += len(found[p.ID])
	}
	t.Logf("%d publications of CERT-FR on covered programs", total)
	missed, named := 0, 0
	for _, row := range index(t) {
		id, ok := termPrograms[row.term]
		if ok && !otherProducts[row.reference] {
			named++
		}
		if ok && !slices.Contains(found[id], row.reference) && !otherProducts[row.reference] {
			missed++
			t.Errorf("%s: %s, %q, is not found", id, row.reference, row.title)
		}
	}
	t.Logf("%d titles name a covered program, %d more another product of its vendor; %d of the programs are missed", named, len(otherProducts), missed)
	for _, wrong := range []string{"sentry", "nagios"} {
		if strings.Join(found[wrong], "") != "" {
			t.Errorf("%s: homonyms taken for it: %v", wrong, found[wrong])
		}
	}
}

// termPrograms are the covered programs among the terms that the titles of the
// corpus were chosen by.
var termPrograms = map[string]string{
	"apache http server": "apache-http-server", "tomcat": "apache-tomcat", "centreon": "centreon", "clamav": "clamav", "debian": "debian",
	"dovecot": "dovecot", "drupal": "drupal", "firefox": "mozilla-firefox-esr", "gitlab": "gitlab-ce", "grafana": "grafana", "haproxy": "haproxy",
	"joomla": "joomla", "keycloak": "keycloak", "kubernetes": "kubernetes", "laravel": "laravel", "libreoffice": "libreoffice", "mariadb": "mariadb",
	"mattermost": "mattermost", "mongodb": "mongodb", "moodle": "moodle", "nextcloud": "nextcloud", "nginx": "nginx", "node.js": "nodejs",
	"postfix": "postfix", "postgresql": "postgresql", "roundcube": "roundcube", "squid": "squid", "symfony": "symfony", "typo3": "typo3",
}

// otherProducts are publications whose title names a covered program, and which
// are about other products of its vendor (modules, drivers, applications for
// telephones): read one by one.
var otherProducts = map[string]bool{
	"CERTFR-2025-AVI-0025": true,
	"CERTFR-2025-AVI-0166": true,
	"CERTFR-2025-AVI-0239": true,
	"CERTFR-2025-AVI-0339": true,
	"CERTFR-2025-AVI-0442": true,
	"CERTFR-2025-AVI-0514": true,
	"CERTFR-2025-AVI-0541": true,
	"CERTFR-2025-AVI-0554": true,
	"CERTFR-2025-AVI-0673": true,
	"CERTFR-2025-AVI-0891": true,
	"CERTFR-2025-AVI-0916": true,
	"CERTFR-2025-AVI-0926": true,
	"CERTFR-2025-AVI-1061": true,
	"CERTFR-2025-AVI-1118": true,
	"CERTFR-2026-AVI-0005": true,
	"CERTFR-2026-AVI-0047": true,
	"CERTFR-2026-AVI-0062": true,
	"CERTFR-2026-AVI-0135": true,
}

type indexRow struct{ reference, title, term string }

// index lists the publications of the corpus with the term that they were
// chosen by.
func index(t *testing.T) (rows []indexRow) {
	t.Helper()
	f, err := os.Open(corpus.File(t, "cert-fr", "index.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range records[1:] {
		rows = append(rows, indexRow{r[0], r[1], r[5]})
	}
	return rows
}
