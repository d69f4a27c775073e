package truth

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"guette/analyze/priority"
	"guette/render"
	"guette/render/draft"
	"guette/render/french"
	"guette/templates"
	"guette/watch"
)

// drafts makes the technical drafts of July 2026 from the corpus.
func drafts(t testing.TB) map[string]string {
	t.Helper()
	findings, profiles, portfolio := july(t)
	programs, _ := load(t)
	edition, asOf := date(t, "2026-08-07"), date(t, "2026-07-31")
	watch.SortFindings(findings)
	a := &watch.Analysis{Month: watch.Month{Year: 2026, Month: 7}, Edition: edition, AsOf: asOf, Findings: findings, Profiles: profiles}
	for _, e := range portfolio.Entities {
		a.Entities = append(a.Entities, priority.Decide(e, portfolio.Policy, portfolio.Domains, findings, profiles, nil, edition, asOf))
	}
	set, err := draft.Load(templates.FS(nil))
	if err != nil {
		t.Fatal(err)
	}
	material := render.Material{Analysis: a, Programs: programs.All(), Portfolio: portfolio}
	out := map[string]string{}
	for _, e := range append([]*watch.Entity{nil}, pointers(portfolio.Entities)...) {
		b := render.New(material, render.Technical, e)
		body, err := draft.Write(b, set)
		if err != nil {
			t.Fatal(err)
		}
		out[draft.Path(b)] = string(body)
	}
	return out
}

func pointers(list []watch.Entity) []*watch.Entity {
	var out []*watch.Entity
	for i := range list {
		out = append(out, &list[i])
	}
	return out
}

// plainText drops comments, and writes all spaces and apostrophes as on a keyboard.
func plainText(doc string) string {
	doc = comments.ReplaceAllString(doc, "")
	return strings.NewReplacer("\u00a0", " ", "\u202f", " ", "’", "'").Replace(doc)
}

var comments = regexp.MustCompile(`(?s)<!--.*?-->`)

// part is a section of a draft, from its anchor to the next heading of its level.
func part(t *testing.T, doc, anchor string) string {
	t.Helper()
	_, rest, ok := strings.Cut(doc, "{#"+anchor+"}")
	if !ok {
		t.Fatalf("no section %q", anchor)
	}
	if i := strings.Index(rest, "\n## "); i >= 0 {
		rest = rest[:i]
	}
	return rest
}

// TestBulletinOfExampleA looks for what the hand-written bulletin says and the
// data support. The versions 19.1.2 and 19.0.4 of GitLab, and what the versions of
// nginx, Redis and Onyxia change, are in no source that we read.
func TestBulletinOfExampleA(t *testing.T) {
	all := drafts(t)
	doc := plainText(all["entites/exemple-a/technique.md"])
	for anchor, statements := range map[string][]string{
		"en-bref": {
			"**16 logiciels sur 25** ont publié au moins une version stable en juillet", "**39 vulnérabilités**", "**16 visent une version que vous déclarez**, dont 4 critiques",
			"**2 vulnérabilités exploitées**", "**5 branches que vous utilisez** n'ont plus leur support standard, dont 4 depuis juillet", "**9 logiciels** n'ont publié aucune version observée",
			"Les cinq priorités du mois :", "1. **WordPress** : passer en 6.9.5 ou en 7.0.2, puis chercher des traces de compromission. Échéance : 11 août 2026. Responsables : services web, responsable de la sécurité.",
			"2. **PgBouncer** : passer en 1.25.2, correctif publié le 8 mai 2026. Échéance : 14 août 2026. Responsable : bases de données.", "3. **nginx** : passer en 1.30.4.", "4. **Apache Tomcat** : passer en 10.1.57.",
			"quatre branches ont perdu leur support standard en juillet. Échéance du plan de migration : 7 septembre 2026. Responsable : direction des systèmes d'information.",
		},
		"priorites": {
			"| Immédiate | WordPress 6.9.4, criticité forte | 2 vulnérabilités exploitées, dont 1 critique (CVE-2026-63030, CVSS 9,8)", "[Alerte CERTFR-2026-ALE-007](https://www.cert.ssi.gouv.fr/alerte/CERTFR-2026-ALE-007/)",
			"4 vulnérabilités, dont 1 critique (CVE-2026-6665, CVSS 9,8), corrigées depuis le 8 mai 2026", "3 vulnérabilités, dont 1 critique (CVE-2026-42533, CVSS 9,2)", "[Avis F5 K000162097]",
			"2 vulnérabilités critiques (CVE-2026-59083 et CVE-2026-59084, CVSS 9,1)", "4 vulnérabilités, dont 1 élevée (CVE-2026-45281, CVSS 8,1) ; support de la branche 32 jusqu'au 30 septembre 2026",
			"Passer en 32.0.13, puis préparer la branche 33 ou 34. Travail collaboratif", "Branche hors support depuis le 16 juillet 2026", "3 vulnérabilités moyennes",
			"Support de sécurité terminé le 11 juillet 2026 ; support à long terme (LTS) jusqu'au 30 juin 2028", "Support de la branche 140 jusqu'au 29 septembre 2026 ; version 140.13.0 parue le 21 juillet",
			"Passer en 140.13.0 et préparer la branche 153. Poste de travail", "Branche hors support depuis le 9 juillet 2026", "2 vulnérabilités sans note CVSS", "[Avis SA-CORE-2026-010](https://www.drupal.org/sa-core-2026-010)",
			"Migrer vers 10.11, maintenue jusqu'au 16 février 2028, ou vers 12.3, jusqu'au 30 juin 2029. Bases de données", "Embarque nginx 1.31.0, visé par 4 vulnérabilités, dont 3 critiques", "Passer en 26.7.2. Supervision",
			"Commit intitulé « <span lang=\"en\">mcmc: upstream bump for security issue</span> » dans la version 1.6.43 ; aucune CVE associée dans les sources | Passer en 1.6.45. Infrastructure",
			"| OCS Inventory, version non déclarée, criticité moyenne | Branche « <span lang=\"en\">vulnerability-fix</span> » fusionnée le 20 juillet 2026 ; version 2.12.5 annoncée le 23 juillet, sans étiquette",
			"Déclarer la version en service ; vérifier la disponibilité de la version 2.12.5. Parc informatique",
			"figurent au catalogue KEV de la CISA depuis le 21 juillet 2026 : leur exploitation est avérée", "l'alerte CERTFR-2026-ALE-007, datée du 22 juillet 2026",
			"Au 6 août 2026, le score EPSS de CVE-2026-63030 est de 0,984, supérieur à celui de 99,9 % des CVE notées.", "Celui de CVE-2026-60137 est de 0,790.",
			"l'échéance du 24 juillet 2026 pour CVE-2026-63030 et du 4 août 2026 pour CVE-2026-60137", "Elle leur demande aussi de rechercher des traces d'intrusion.",
			"Les versions 6.8.6, 6.9.5 et 7.0.2, publiées le 17 juillet 2026, contiennent les corrections.", "depuis le 20 mai 2026 : prévoir la branche 7.0 après le correctif",
			"NGINX Map directive and Regex matching vulnerability", "PgBouncer buffer overflow in SCRAM",
		},
		"vulnerabilites": {
			"9,2 (v4.0), critique | Confidentialité, intégrité, disponibilité ; à distance, sans compte, exploitation complexe | Non | 1.30.4", "8,8 (v4.0), élevée | Confidentialité limitée, disponibilité ; à distance, sans compte",
			"8,3 (v4.0), élevée | Intégrité limitée, disponibilité ; à distance, sans compte, conditions particulières", "5,9 (v3.1), moyenne | Confidentialité ; à distance, sans compte, exploitation complexe | 21 juillet 2026 | 6.9.5",
			"6,3 (v3.1), moyenne | Confidentialité, intégrité limitée ; à distance, avec un compte, action de la victime", "Non notée | Injection de code indirecte à distance (XSS)",
			"23 autres vulnérabilités ont été enregistrées en juillet sans viser une version que vous déclarez.",
			"7, corrigées au plus tard en 10.1.56 (CVE-2026-50229, CVE-2026-53404, CVE-2026-53434, CVE-2026-55276, CVE-2026-55955, CVE-2026-55956 et CVE-2026-55957)",
			"5, corrigées au plus tard en 10.6.11", "5 propres à l'édition Enterprise", "4, corrigées au plus tard en 32.0.3", "omettent 1.31.0 et 1.31.1",
			"enregistrées le 12 mai 2026 ; la version 1.25.2, publiée le 8 mai 2026, les corrige toutes",
		},
		"versions": {
			"| WordPress | 7.0.2, 6.9.5 et 6.8.6, 17 juillet | Sécurité |", "| nginx | 1.31.3 et 1.30.4, 15 juillet | Sécurité |", "| Apache Tomcat | 11.0.24, 10.1.57 et 9.0.120, 3 juillet | Sécurité |",
			"Nouvelle branche 11.4, maintenue jusqu'au 7 juillet 2027", "| tarteaucitron.js | 1.34.0, 2 juillet | Mineure |", "| Redis | 8.10.0, 29 juillet | Mineure |",
			"8.8.1, 8.6.5, 8.4.5 et 8.2.8, 23 juillet ; 7.4.10, 7.2.15 et 6.2.23, 24 juillet", "| memcached | 1.6.43, 3 juillet | Sécurité à confirmer |", "1.6.44, 7 juillet ; 1.6.45, 10 juillet", "| Nextcloud | 34.0.2, 33.0.7 et 32.0.13, 23 juillet | Corrective |",
			"2 ajouts, 16 corrections, 6 entrées d'entretien", "memcached passe de 1.6.26 à 1.6.45", "Bump seaweedfs to 4.29 and migrate into weed mini", "| Keycloak | 26.7.0, 9 juillet | Mineure |",
			"pour 9 logiciels : 7-Zip, MariaDB, Nagios Core, OCS Inventory, OpenFisca, Ora2Pg, PgBouncer, PostgreSQL et wkhtmltopdf",
		},
		"fins-de-support": {
			"| WordPress 6.9 | 20 mai 2026 | Dépassée de 72 jours | 7.0", "| MariaDB 10.6 | 6 juillet 2026 (communautaire) | Dépassée de 25 jours | 10.11, jusqu'au 16 février 2028 ; 12.3, jusqu'au 30 juin 2029 |",
			"| Keycloak 26.6 | 9 juillet 2026 | Dépassée de 22 jours | 26.7, fin non annoncée |", "| Debian 12 | 11 juillet 2026 (sécurité), 30 juin 2028 (LTS) | Dépassée de 20 jours ; LTS en cours | 13, jusqu'au 9 août 2028 |",
			"| GitLab CE 18.11 | 16 juillet 2026 | Dépassée de 15 jours | 19.2, jusqu'au 20 octobre 2026 |", "| Firefox ESR 140 | 29 septembre 2026 | 60 jours | 153, fin non annoncée |",
			"| Nextcloud 32 | 30 septembre 2026 | 61 jours | 34, jusqu'au 30 juin 2027 |", "| PostgreSQL 14 | 12 novembre 2026 | 104 jours | 18, jusqu'au 14 novembre 2030 |", "| Drupal 10.6 | 16 décembre 2026 | 138 jours | 11.4, jusqu'au 7 juillet 2027 |",
			"Redis 7.2, dont le support court jusqu'au 1ᵉʳ décembre 2029", "Fin de support non annoncée : Apache Tomcat 10.1, memcached 1.6, nginx 1.30 et tarteaucitron.js 1.",
			"la fin de support passe du 16 au 29 septembre 2026", "la fin de support passe du 28 août 2026 au 31 mars 2027", "une fin de support est désormais annoncée, le 1ᵉʳ avril 2027", "Redis 7.2 et 7.4",
			"de nouveau maintenue, jusqu'au 1ᵉʳ septembre 2030", "passer de 10.6 à 11.3 n'apporte aucun délai",
		},
		"debian": {"Debian 12 (Bookworm), déclarée | 12.15, 11 juillet 2026 | Terminé le 11 juillet 2026 | Jusqu'au 30 juin 2028", "Le LTS de Debian 11 prend fin le 31 août 2026, soit 31 jours après"},
	} {
		text := part(t, doc, anchor)
		for _, s := range statements {
			if !strings.Contains(text, s) {
				t.Errorf("section %s does not say %q", anchor, s)
			}
		}
	}
	if strings.Contains(plainText(all["entites/exemple-b/technique.md"]), "Immédiate |") {
		t.Error("exemple-b has an immediate priority")
	}
	for path, body := range all {
		if faults := french.Faults(body); !strings.Contains(path, "exemple-c") && slices.ContainsFunc(faults, func(f french.Fault) bool { return !strings.Contains(fmt.Sprint(f), "Joomla") }) {
			t.Errorf("%s: %v", path, faults)
		}
	}
}

var (
	days   = regexp.MustCompile(`, \d+(ᵉʳ)? juillet`)
	number = regexp.MustCompile(`\d[\w.]*`)
)

// TestFiguresAgreeWithTheTables counts again what the summary says.
func TestFiguresAgreeWithTheTables(t *testing.T) {
	doc := plainText(drafts(t)["entites/exemple-a/technique.md"])
	figure := func(pattern string) int {
		m := regexp.MustCompile(pattern).FindStringSubmatch(doc)
		if m == nil {
			t.Fatalf("no figure %q", pattern)
		}
		n, err := strconv.Atoi(m[1])
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	versions := 0
	for line := range strings.Lines(part(t, doc, "versions")) {
		cells := strings.Split(line, " | ")
		if !strings.HasPrefix(line, "|") || len(cells) < 5 || !strings.Contains(cells[1], "juillet") {
			continue
		}
		versions += len(number.FindAllString(days.ReplaceAllString(cells[1], ""), -1))
	}
	table := part(t, doc, "vulnerabilites")
	hits := strings.Count(table[:strings.Index(table, "### Rattrapage")], "\n| ") - 1
	past := strings.Count(part(t, doc, "fins-de-support"), "| Dépassée")
	for _, x := range []struct {
		what      string
		got, want int
	}{
		{"versions", versions, figure(`: (\d+) versions relevées`)},
		{"vulnerabilities that affect a declared version", hits, figure(`\*\*(\d+) visent une version`)},
		{"branches out of support", past, figure(`\*\*(\d+) branches que vous utilisez`)},
		{"vulnerabilities in all", hits + figure(`(\d+) autres vulnérabilités ont été enregistrées`), figure(`\*\*(\d+) vulnérabilités\*\*`)},
	} {
		if x.got != x.want {
			t.Errorf("%s: %d in the section, %d in the summary", x.what, x.got, x.want)
		}
	}
}
