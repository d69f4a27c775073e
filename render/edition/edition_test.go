package edition_test

import (
	"bytes"
	"fmt"
	"path"
	"regexp"
	"strings"
	"testing"

	"guette/analyze/priority"
	"guette/render"
	"guette/render/draft"
	"guette/render/edition"
	"guette/render/rendertest"
	"guette/templates"
	"guette/watch"
)

const (
	programs = 60
	entities = 23
)

func manyEntities() render.Material { return rendertest.Month(programs, entities, priority.Decide) }

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
	row := "| " + rendertest.Name(4) + " | 4.2.0"
	general := string(edited["technique.md"])
	at := strings.Index(general, row)
	if at < 0 {
		t.Fatalf("no row of %s in\n%s", rendertest.Name(4), general)
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
