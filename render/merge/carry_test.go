package merge

import (
	"strings"
	"testing"
)

const general = `---
status: brouillon
---

# Veille {#titre}

## Versions {#versions}

<!-- src: versions.web
nginx/1.31: f1
drupal/11: f2
-->

| Logiciel | Version | Ce qui change |
|---|---|---|
| nginx | 1.31.3 | 7 commits |
| Drupal | 11.4 | Nouvelle branche |

### nginx {#logiciel-nginx}

<!-- src: nginx.texte ; f1 -->
La version 1.31.3 corrige 3 vulnérabilités.

<!-- guette:zone id=commentaire-nginx -->
<!-- /guette:zone -->
`

const entity = `---
status: brouillon
entity: a
---

# Veille {#titre}

## Versions {#versions}

<!-- src: versions.web
nginx/1.31: f1
-->

| Logiciel | Version | Ce qui change |
|---|---|---|
| nginx, déclaré en 1.30.3 | 1.31.3 | 7 commits |

### nginx {#logiciel-nginx}

<!-- src: nginx.texte ; f1 -->
La version 1.31.3 corrige 3 vulnérabilités.

<!-- guette:zone id=commentaire-nginx -->
<!-- /guette:zone -->
`

func anyText(string) bool    { return true }
func anyProgram(string) bool { return true }
func noProgram(string) bool  { return false }

func TestCarry(t *testing.T) {
	noDrupal := func(text string) bool { return !Named(text, []string{"Drupal"}, nil) }
	for _, tt := range []struct {
		name     string
		old, new string // edit of the general edition
		oldE     string // what becomes of the entity's
		newE     string
	}{
		{"a sentence changed", "corrige 3 vulnérabilités.", "corrige 3 vulnérabilités graves.", "corrige 3 vulnérabilités.", "corrige 3 vulnérabilités graves."},
		{"a row changed where the rows differ elsewhere", "| 7 commits |", "| 7 commits et une note |", "| 7 commits |", "| 7 commits et une note |"},
		{"a zone filled", "id=commentaire-nginx -->\n", "id=commentaire-nginx -->\nÀ lire.\n", "id=commentaire-nginx -->\n", "id=commentaire-nginx -->\nÀ lire.\n"},
		{"a paragraph deleted", "<!-- src: nginx.texte ; f1 -->\nLa version 1.31.3 corrige 3 vulnérabilités.\n\n", "", "<!-- src: nginx.texte ; f1 -->\nLa version 1.31.3 corrige 3 vulnérabilités.\n\n", ""},
		{"a paragraph written by hand", "### nginx {#logiciel-nginx}\n", "### nginx {#logiciel-nginx}\n\nÀ savoir : lire les notes.\n", "### nginx {#logiciel-nginx}\n", "### nginx {#logiciel-nginx}\n\nÀ savoir : lire les notes.\n"},
		{"a paragraph that names another program", "### nginx {#logiciel-nginx}\n", "### nginx {#logiciel-nginx}\n\nComme Drupal, lire les notes.\n", "", ""},
		{"the row of another program", "| Drupal | 11.4 | Nouvelle branche |", "| Drupal | 11.4 | Branche longue |", "", ""},
		{"a row written by hand", "| 7 commits |\n", "| 7 commits |\n| nginx | 1.30.4 | Oublié |\n", "nginx/1.31: f1\n-->\n\n| Logiciel | Version | Ce qui change |\n|---|---|---|\n| nginx, déclaré en 1.30.3 | 1.31.3 | 7 commits |\n", "nginx/1.31: f1\n-:\n-->\n\n| Logiciel | Version | Ce qui change |\n|---|---|---|\n| nginx, déclaré en 1.30.3 | 1.31.3 | 7 commits |\n| nginx | 1.30.4 | Oublié |\n"},
		{"words that differ there", "| nginx | 1.31.3 |", "| nginx libre | 1.31.3 |", "<!-- src: versions.web\n", "<!-- guette:todo id=general.versions.web/nginx/1.31 reason=\"l’édition générale dit : | nginx libre | 1.31.3 | 7 commits |\" -->\n<!-- src: versions.web\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			edited := strings.Replace(general, tt.old, tt.new, 1)
			if edited == general {
				t.Fatal("the edit does not apply")
			}
			got, _ := Carry([]byte(general), []byte(edited), []byte(entity), Reader{Allowed: noDrupal, Program: anyProgram})
			want := strings.Replace(entity, tt.oldE, tt.newE, 1)
			if tt.oldE == "" {
				want = entity
			}
			if squeeze(string(got)) != squeeze(want) {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// squeeze drops blank lines.
func squeeze(s string) string {
	for strings.Contains(s, "\n\n") {
		s = strings.ReplaceAll(s, "\n\n", "\n")
	}
	return s
}

// Rows with the same key in tables of one family are not taken for each other.
func TestRowsOfAnotherTableAreNotTouched(t *testing.T) {
	sheet := func(x, licence string) string {
		return "### " + x + " {#fiche-" + x + "}\n\n<!-- src: fiche." + x + ".identite\nlicence: f\n-->\n\n| Rubrique | Valeur |\n|---|---|\n| Licence | " + licence + " |\n\n"
	}
	general := "# V {#titre}\n\n" + sheet("b", "MIT")
	edited := "# V {#titre}\n\n" + sheet("b", "MIT, à relire")
	other := "# V {#titre}\n\n" + sheet("a", "MIT") + sheet("c", "MIT")
	got, done := Carry([]byte(general), []byte(edited), []byte(other), Reader{Allowed: anyText, Program: noProgram})
	if squeeze(string(got)) != squeeze(other) || len(done) > 0 {
		t.Errorf("%v\n%s", done, got)
	}
}

func TestNoTextIsCarriedIntoAnotherLanguage(t *testing.T) {
	edited := strings.Replace(general, "id=commentaire-nginx -->\n", "id=commentaire-nginx -->\nÀ lire.\n", 1)
	got, done := Carry([]byte(general), []byte(edited), []byte(entity), Reader{Translated: true, Allowed: anyText, Program: anyProgram})
	if !strings.Contains(string(got), `<!-- guette:todo id=general.zone:commentaire-nginx reason="l’édition générale dit : À lire." -->`) || len(done) != 1 || done[0].How != CarryDoubt {
		t.Errorf("got %v\n%s", done, got)
	}
}

func TestNamed(t *testing.T) {
	for _, tt := range []struct {
		text string
		want bool
	}{
		{"Comme Drupal, lire.", true},
		{"**Drupal** : lire.", true},
		{"| Drupal | 11 |", true},
		{"[Calendrier de Drupal](https://x.test)", true},
		{"l’ami d’Ansible", true},
		{"Drupalement", false},
		{"Sentry auto-hébergé est là.", false},
		{"Sentry est là.", true},
		{"", false},
	} {
		if got := Named(tt.text, []string{"Drupal", "Ansible", "Sentry", "R"}, []string{"Sentry auto-hébergé"}); got != tt.want {
			t.Errorf("%q: got %v", tt.text, got)
		}
	}
}
