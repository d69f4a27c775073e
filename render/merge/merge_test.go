package merge

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// base is what was generated; the tests say what the facts or the editor
// change in it.
const base = `---
title: "Bulletin de veille technologique, juillet 2026"
lang: fr
period: 2026-07
status: brouillon
schema: 1
---

# Veille technologique, juillet 2026 {#titre}

## À traiter en priorité {#priorites}

La gravité est notée de 0 à 10.
Les sigles sont expliqués en fin de bulletin.

<!-- src: priorites.tableau
wordpress: f1
nginx: f2
mariadb: f3
-->

| Priorité | Logiciel | Fait | Échéance |
|---|---|---|---|
| Immédiate | WordPress 6.9.4 | 2 vulnérabilités exploitées, dont 1 critique | 11 août 2026 |
| Urgente | nginx 1.30.3 | 3 vulnérabilités, dont 1 critique | 14 août 2026 |
| À planifier | MariaDB 10.6 | Support terminé le 6 juillet 2026 | 7 septembre 2026 |

### nginx {#priorite-nginx}

<!-- src: priorite-nginx.texte ; f2 -->
La version 1.30.4, publiée le 15 juillet 2026, corrige 3 vulnérabilités.
Les fiches s’intitulent « <span lang="en">NGINX Map directive</span> ».

<!-- guette:zone id=commentaire-nginx -->
<!-- /guette:zone -->

## Sigles {#sigles}

<!-- src: sigles.liste
cve:
kev:
-->

- **CVE** : identifiant public d’une vulnérabilité.
- **KEV** : catalogue des vulnérabilités exploitées.
`

func replace(t *testing.T, s string, pairs ...string) string {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(s, pairs[i]) {
			t.Fatalf("%q is not in the text", pairs[i])
		}
		s = strings.Replace(s, pairs[i], pairs[i+1], 1)
	}
	return s
}

// newer facts: nginx has 4 vulnerabilities now, a row comes, one goes.
func newer(t *testing.T) string {
	return replace(t, base,
		"nginx 1.30.3 | 3 vulnérabilités", "nginx 1.30.3 | 4 vulnérabilités",
		"corrige 3 vulnérabilités.", "corrige 4 vulnérabilités.",
		"mariadb: f3\n", "drupal: f4\n",
		"| À planifier | MariaDB 10.6 | Support terminé le 6 juillet 2026 | 7 septembre 2026 |", "| À planifier | Drupal 10.6.12 | 2 vulnérabilités sans note | 7 septembre 2026 |")
}

func TestMerge(t *testing.T) {
	for _, tt := range []struct {
		name string
		edit []string // pairs, on what was generated
		want []string // pairs, on the newer draft
		conf []string // ids of conflicts
	}{
		{name: "nothing edited"},
		{
			name: "an edited paragraph whose facts are the same is kept",
			edit: []string{"Les sigles sont expliqués en fin de bulletin.", "Les sigles sont en fin de bulletin."},
			want: []string{"Les sigles sont expliqués en fin de bulletin.", "Les sigles sont en fin de bulletin."},
		},
		{
			name: "an edited paragraph whose facts changed is kept, with the new facts beside it",
			edit: []string{"corrige 3 vulnérabilités.", "corrige trois vulnérabilités sérieuses."},
			want: []string{
				"corrige 4 vulnérabilités.", "corrige trois vulnérabilités sérieuses.",
				"<!-- src: priorite-nginx.texte", "<!-- guette:changed id=priorite-nginx.texte was=\"La version 1.30.4, publiée le 15 juillet 2026, corrige 3 vulnérabilités. Les fiches s’intitulent « ‹span lang=”en”›NGINX Map directive‹/span› ».\" now=\"La version 1.30.4, publiée le 15 juillet 2026, corrige 4 vulnérabilités. Les fiches s’intitulent « ‹span lang=”en”›NGINX Map directive‹/span› ».\" -->\n<!-- src: priorite-nginx.texte",
			},
			conf: []string{"priorite-nginx.texte"},
		},
		{
			name: "an edited row whose facts are the same is kept, the others are refreshed",
			edit: []string{"2 vulnérabilités exploitées, dont 1 critique", "2 vulnérabilités exploitées (voir plus bas)"},
			want: []string{"2 vulnérabilités exploitées, dont 1 critique", "2 vulnérabilités exploitées (voir plus bas)"},
		},
		{
			name: "an edited row whose facts changed",
			edit: []string{"| Urgente | nginx 1.30.3 | 3 vulnérabilités, dont 1 critique |", "| Urgente | nginx 1.30.3 | 3 vulnérabilités, dont 1 critique, à lire |"},
			want: []string{
				"| Urgente | nginx 1.30.3 | 4 vulnérabilités, dont 1 critique |", "| Urgente | nginx 1.30.3 | 3 vulnérabilités, dont 1 critique, à lire |",
				"<!-- src: priorites.tableau", "<!-- guette:changed id=priorites.tableau/nginx was=\"| Urgente | nginx 1.30.3 | 3 vulnérabilités, dont 1 critique | 14 août 2026 |\" now=\"| Urgente | nginx 1.30.3 | 4 vulnérabilités, dont 1 critique | 14 août 2026 |\" -->\n<!-- src: priorites.tableau",
			},
			conf: []string{"priorites.tableau/nginx"},
		},
		{
			name: "an edited row whose facts are gone",
			edit: []string{"Support terminé le 6 juillet 2026", "Support terminé, migration prévue"},
			want: []string{
				"drupal: f4\n", "mariadb:\ndrupal: f4\n",
				"| À planifier | Drupal", "| À planifier | MariaDB 10.6 | Support terminé, migration prévue | 7 septembre 2026 |\n| À planifier | Drupal",
				"<!-- src: priorites.tableau", "<!-- guette:changed id=priorites.tableau/mariadb was=\"| À planifier | MariaDB 10.6 | Support terminé le 6 juillet 2026 | 7 septembre 2026 |\" now=\"\" -->\n<!-- src: priorites.tableau",
			},
			conf: []string{"priorites.tableau/mariadb"},
		},
		{
			name: "a deleted row stays deleted",
			edit: []string{"| Immédiate | WordPress 6.9.4 | 2 vulnérabilités exploitées, dont 1 critique | 11 août 2026 |\n", ""},
			want: []string{
				"| Immédiate | WordPress 6.9.4 | 2 vulnérabilités exploitées, dont 1 critique | 11 août 2026 |\n", "", "wordpress: f1\n", "",
				"7 septembre 2026 |\n", "7 septembre 2026 |\n\n<!-- guette:removed id=priorites.tableau/wordpress -->\n",
			},
		},
		{
			name: "a deleted paragraph stays deleted",
			edit: []string{"<!-- src: priorite-nginx.texte ; f2 -->\nLa version 1.30.4, publiée le 15 juillet 2026, corrige 3 vulnérabilités.\nLes fiches s’intitulent « <span lang=\"en\">NGINX Map directive</span> ».\n\n", ""},
			want: []string{"<!-- src: priorite-nginx.texte ; f2 -->\nLa version 1.30.4, publiée le 15 juillet 2026, corrige 4 vulnérabilités.\nLes fiches s’intitulent « <span lang=\"en\">NGINX Map directive</span> ».\n", "<!-- guette:removed id=priorite-nginx.texte -->\n"},
		},
		{
			name: "a deleted sentence is an edit of its paragraph",
			edit: []string{"Les sigles sont expliqués en fin de bulletin.\n", ""},
			want: []string{"Les sigles sont expliqués en fin de bulletin.\n", ""},
		},
		{
			name: "what is written by hand stays behind what it stood behind",
			edit: []string{"### nginx {#priorite-nginx}\n", "### nginx {#priorite-nginx}\n\nÀ lire par toutes les équipes.\n", "- **KEV**", "- **DINUM** : direction du numérique.\n- **KEV**", "| Urgente |", "| À vérifier | Outil maison | Rien | 1ᵉʳ octobre |\n| Urgente |"},
			want: []string{"### nginx {#priorite-nginx}\n", "### nginx {#priorite-nginx}\n\nÀ lire par toutes les équipes.\n", "- **KEV**", "- **DINUM** : direction du numérique.\n- **KEV**", "cve:\n", "cve:\n-:\n", "| Urgente |", "| À vérifier | Outil maison | Rien | 1ᵉʳ octobre |\n| Urgente |", "wordpress: f1\n", "wordpress: f1\n-:\n"},
		},
		{
			name: "a zone is kept byte for byte",
			edit: []string{"id=commentaire-nginx -->\n", "id=commentaire-nginx -->\nUn mot  de \"l'éditeur\" : bien\n\n- point\n"},
			want: []string{"id=commentaire-nginx -->\n", "id=commentaire-nginx -->\nUn mot  de \"l'éditeur\" : bien\n\n- point\n"},
		},
		{
			name: "a moved row stays where it was moved, with its new facts",
			edit: []string{"| Urgente | nginx 1.30.3 | 3 vulnérabilités, dont 1 critique | 14 août 2026 |\n", "", "| Immédiate |", "| Urgente | nginx 1.30.3 | 3 vulnérabilités, dont 1 critique | 14 août 2026 |\n| Immédiate |"},
			want: []string{"| Urgente | nginx 1.30.3 | 4 vulnérabilités, dont 1 critique | 14 août 2026 |\n", "", "| Immédiate |", "| Urgente | nginx 1.30.3 | 4 vulnérabilités, dont 1 critique | 14 août 2026 |\n| Immédiate |", "nginx: f2\n", "", "wordpress: f1\n", "nginx: f2\nwordpress: f1\n"},
		},
		{
			name: "a moved section stays where it was moved",
			edit: []string{"## Sigles {#sigles}\n\n<!-- src: sigles.liste\ncve:\nkev:\n-->\n\n- **CVE** : identifiant public d’une vulnérabilité.\n- **KEV** : catalogue des vulnérabilités exploitées.\n", "", "## À traiter en priorité {#priorites}\n", "## Sigles {#sigles}\n\n<!-- src: sigles.liste\ncve:\nkev:\n-->\n\n- **CVE** : identifiant public d’une vulnérabilité.\n- **KEV** : catalogue des vulnérabilités exploitées.\n\n## À traiter en priorité {#priorites}\n"},
			want: []string{"\n## Sigles {#sigles}\n\n<!-- src: sigles.liste\ncve:\nkev:\n-->\n\n- **CVE** : identifiant public d’une vulnérabilité.\n- **KEV** : catalogue des vulnérabilités exploitées.\n", "", "## À traiter en priorité {#priorites}\n", "## Sigles {#sigles}\n\n<!-- src: sigles.liste\ncve:\nkev:\n-->\n\n- **CVE** : identifiant public d’une vulnérabilité.\n- **KEV** : catalogue des vulnérabilités exploitées.\n\n## À traiter en priorité {#priorites}\n"},
		},
		{
			name: "an edited title and front matter are kept",
			edit: []string{"### nginx {#priorite-nginx}", "### nginx, à lire {#priorite-nginx}", "status: brouillon\n", "status: brouillon\nrelecteur: A. B.\n"},
			want: []string{"### nginx {#priorite-nginx}", "### nginx, à lire {#priorite-nginx}", "status: brouillon\n", "status: brouillon\nrelecteur: A. B.\n"},
		},
		{
			name: "a reviewed draft whose text changes is a draft again",
			edit: []string{"status: brouillon\n", "status: relu\n"},
		},
		{
			name: "an edit that says what the facts now say is no conflict",
			edit: []string{"corrige 3 vulnérabilités.", "corrige 4 vulnérabilités."},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			edited := replace(t, base, tt.edit...)
			fresh := newer(t)
			want := replace(t, fresh, tt.want...)
			got, report := Merge([]byte(base), []byte(edited), []byte(fresh))
			if diff := cmp.Diff(want, string(got)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			var conf []string
			for _, c := range report.Conflicts() {
				conf = append(conf, c.ID)
			}
			if diff := cmp.Diff(tt.conf, conf); diff != "" {
				t.Errorf("conflicts (-want +got)\n%s", diff)
			}
			if again, _ := merge([]byte(fresh), got, []byte(fresh)); string(again) != string(got) {
				t.Errorf("a second merge changes it\n%s", cmp.Diff(string(got), string(again)))
			}
		})
	}
}

// tools are what programs do to a text without being asked.
var tools = []struct {
	name string
	do   func(string) string
}{
	{"other line ends", func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }},
	{"a byte order mark", func(s string) string { return "\uFEFF" + s }},
	{"spaces at line ends", func(s string) string { return regexp.MustCompile(`(?m)^([A-ZL|-].*)$`).ReplaceAllString(s, "$1  ") }},
	{"straight quotation marks", func(s string) string { return strings.NewReplacer("’", "'", "« ", `"`, " »", `"`).Replace(s) }},
	{"ordinary spaces", func(s string) string { return strings.NewReplacer("\u00A0", " ", "\u202F", " ").Replace(s) }},
	{"paragraphs on one line", func(s string) string {
		return strings.ReplaceAll(strings.ReplaceAll(s, "10.\nLes", "10. Les"), "vulnérabilités.\nLes", "vulnérabilités. Les")
	}},
	{"lines cut at forty characters", rewrap},
	{"tables padded", func(s string) string {
		return strings.ReplaceAll(strings.ReplaceAll(s, " | ", "   |   "), "|---|---|---|---|", "| -------- | -------- | ---- | -------- |")
	}},
	{"other signs of lists", func(s string) string { return strings.ReplaceAll(s, "\n- ", "\n* ") }},
	{"items set apart", func(s string) string { return strings.ReplaceAll(s, "\n- **KEV", "\n\n- **KEV") }},
	{"other marks of emphasis", func(s string) string { return strings.ReplaceAll(s, "**", "__") }},
	{"another order of the front matter", func(s string) string {
		return strings.Replace(strings.Replace(s, "status: brouillon\n", "", 1), "title:", "status: brouillon\ntitle:", 1)
	}},
	{"decomposed accents", func(s string) string { return strings.ReplaceAll(s, "é", "e\u0301") }},
	{"an empty line after headings removed", func(s string) string { return regexp.MustCompile(`(?m)^(#.*)\n\n`).ReplaceAllString(s, "$1\n") }},
	{"no line end at the end", func(s string) string { return strings.TrimRight(s, "\n") }},
}

func rewrap(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		if strings.HasPrefix(l, "La ") || strings.HasPrefix(l, "Les ") {
			words := strings.Fields(l)
			out, n := "", 0
			for _, w := range words {
				if n > 0 && n+len(w) > 40 {
					out, n = out+"\n", 0
				} else if n > 0 {
					out += " "
				}
				out, n = out+w, n+len(w)+1
			}
			lines[i] = out
		}
	}
	return strings.Join(lines, "\n")
}

func TestWhatToolsDoIsNoEdit(t *testing.T) {
	fresh := newer(t)
	const own = "Phrase de l’éditeur sur WordPress."
	for _, tool := range tools {
		t.Run(tool.name, func(t *testing.T) {
			mangled := tool.do(base)
			if mangled == base {
				t.Fatal("the tool does nothing")
			}
			got, report := Merge([]byte(base), []byte(mangled), []byte(fresh))
			if c := report.Conflicts(); len(c) > 0 {
				t.Errorf("conflicts %v", c)
			}
			if normalBody(string(got)) != normalBody(fresh) {
				t.Errorf("(-fresh +got)\n%s", cmp.Diff(fresh, string(got)))
			}
			edited := tool.do(replace(t, base, "### nginx {#priorite-nginx}\n", own+"\n\n### nginx {#priorite-nginx}\n", "2 vulnérabilités exploitées, dont 1 critique", "2 vulnérabilités très exploitées"))
			got, report = Merge([]byte(base), []byte(edited), []byte(fresh))
			text := normal(string(got))
			if strings.Count(text, normal(own)) != 1 || strings.Count(text, "2 vulnérabilités très exploitées") != 1 || len(report.Conflicts()) > 0 {
				t.Errorf("an edit is lost or a conflict: %v\n%s", report.Conflicts(), got)
			}
			if n := strings.Count(text, "WordPress 6.9.4"); n != 1 {
				t.Errorf("WordPress has %d rows\n%s", n, got)
			}
		})
	}
}

func TestAskingForADeletedBlock(t *testing.T) {
	edited := replace(t, base, "| Immédiate | WordPress 6.9.4 | 2 vulnérabilités exploitées, dont 1 critique | 11 août 2026 |\n", "")
	fresh := newer(t)
	out, _ := Merge([]byte(base), []byte(edited), []byte(fresh))
	asked := replace(t, string(out), "guette:removed id=priorites.tableau/wordpress", "guette:restore id=priorites.tableau/wordpress")
	third := replace(t, fresh, "14 août", "15 août")
	got, report := Merge([]byte(fresh), []byte(asked), []byte(third))
	if diff := cmp.Diff(third, string(got)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if len(report.Entries) == 0 || !hasOutcome(report, Restored) {
		t.Errorf("report %v", report)
	}
}

func hasOutcome(r Report, o Outcome) bool {
	for _, e := range r.Entries {
		if e.Outcome == o {
			return true
		}
	}
	return false
}

func TestAZoneWhoseProgramLeftIsKeptAtTheEndAndComesBack(t *testing.T) {
	edited := replace(t, base, "id=commentaire-nginx -->\n", "id=commentaire-nginx -->\nMon mot.\n")
	section := base[strings.Index(base, "### nginx"):strings.Index(base, "## Sigles")]
	fresh := replace(t, base, section, "")
	want := fresh + "\n## Notes orphelines {#notes-orphelines}\n\n<!-- guette:zone id=commentaire-nginx -->\nMon mot.\n<!-- /guette:zone -->\n"
	got, _ := Merge([]byte(base), []byte(edited), []byte(fresh))
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	back, _ := Merge([]byte(fresh), got, []byte(base))
	if diff := cmp.Diff(edited, string(back)); diff != "" {
		t.Errorf("the program is back (-want +got)\n%s", diff)
	}
}

func TestANoteGoesWhenTheEditorDeletesIt(t *testing.T) {
	edited := replace(t, base, "corrige 3 vulnérabilités.", "corrige trois vulnérabilités.")
	fresh := newer(t)
	out, _ := Merge([]byte(base), []byte(edited), []byte(fresh))
	third := replace(t, fresh, "14 août", "15 août")
	still, _ := Merge([]byte(fresh), out, []byte(third))
	if !strings.Contains(string(still), "guette:changed") {
		t.Error("the note left before the editor deleted it")
	}
	settled := changedLine.ReplaceAllString(string(out), "")
	got, report := Merge([]byte(fresh), []byte(settled), []byte(third))
	if strings.Contains(string(got), "guette:changed") || !strings.Contains(string(got), "trois vulnérabilités") || len(report.Conflicts()) > 0 {
		t.Errorf("got %v\n%s", report.Conflicts(), got)
	}
}

var changedLine = regexp.MustCompile(`<!-- guette:changed.*-->\n`)

func TestWithoutABaseNothingIsLost(t *testing.T) {
	edited := replace(t, base, "corrige 3 vulnérabilités.", "corrige trois vulnérabilités.", "- **KEV**", "- **DINUM** : direction.\n- **KEV**")
	got, report := Merge(nil, []byte(edited), []byte(newer(t)))
	for _, own := range []string{"corrige trois vulnérabilités.", "- **DINUM** : direction."} {
		if strings.Count(string(got), own) != 1 {
			t.Errorf("%q is lost\n%s", own, got)
		}
	}
	if len(report.Conflicts()) == 0 {
		t.Error("every difference is an edit: there are conflicts")
	}
}
