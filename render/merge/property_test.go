package merge

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// A model of a draft: sections of marked paragraphs, lists and tables.
type unit struct{ key, text string }

type part struct {
	id    string
	kind  kind
	units []unit
}

type model struct{ parts []part }

func (m model) String() string {
	var b strings.Builder
	b.WriteString("---\ntitle: \"Essai\"\nstatus: brouillon\n---\n\n# Essai {#titre}\n")
	for _, p := range m.parts {
		switch p.kind {
		case heading:
			fmt.Fprintf(&b, "\n## %s {#%s}\n", p.units[0].text, p.id)
		case paragraph:
			fmt.Fprintf(&b, "\n<!-- src: %s ; f -->\n%s\n", p.id, p.units[0].text)
		case zone:
			fmt.Fprintf(&b, "\n<!-- guette:zone id=%s -->\n<!-- /guette:zone -->\n", p.id)
		case list, table:
			fmt.Fprintf(&b, "\n<!-- src: %s\n", p.id)
			for _, u := range p.units {
				fmt.Fprintf(&b, "%s: f\n", u.key)
			}
			b.WriteString("-->\n\n")
			if p.kind == table {
				b.WriteString("| Nom | Fait |\n|---|---|\n")
			}
			for _, u := range p.units {
				if p.kind == table {
					fmt.Fprintf(&b, "| %s | %s |\n", u.key, u.text)
				} else {
					fmt.Fprintf(&b, "- **%s** : %s\n", u.key, u.text)
				}
			}
		}
	}
	return b.String()
}

var words = []string{"version", "publiée", "corrige", "vulnérabilité", "support", "branche", "dépôt", "commit", "juillet", "août", "auteur", "licence", "critique", "moyenne"}

func sentence(t *rapid.T, label string) string {
	n := rapid.IntRange(3, 8).Draw(t, label+" words")
	list := make([]string, n)
	for i := range list {
		list[i] = rapid.SampledFrom(words).Draw(t, label)
	}
	return strings.Join(list, " ") + fmt.Sprintf(" %d.", rapid.IntRange(0, 999).Draw(t, label+" figure"))
}

// generate draws what a month generates; ids come from a fixed set, so that
// months share them.
func generate(t *rapid.T, label string) model {
	var m model
	for s := range 4 {
		if rapid.IntRange(0, 9).Draw(t, label+" section") == 0 {
			continue
		}
		m.parts = append(m.parts, part{id: fmt.Sprintf("s%d", s), kind: heading, units: []unit{{text: fmt.Sprintf("Section %d", s)}}})
		for k := range 3 {
			p := part{id: fmt.Sprintf("s%d.p%d", s, k), kind: []kind{paragraph, list, table, zone}[(s+k)%4]}
			if rapid.IntRange(0, 5).Draw(t, label+" part") == 0 {
				continue
			}
			if p.kind == paragraph {
				p.units = []unit{{text: sentence(t, label) + "\n" + sentence(t, label)}}
			} else if p.kind != zone {
				for r := range 5 {
					if rapid.Bool().Draw(t, label+" row") {
						p.units = append(p.units, unit{fmt.Sprintf("logiciel%d", r), sentence(t, label)})
					}
				}
				if p.units == nil {
					continue
				}
			}
			m.parts = append(m.parts, p)
		}
	}
	return m
}

// mutate draws the next month: some facts change, some go, some come.
func mutate(t *rapid.T, m model) model {
	next := generate(t, "next")
	old := map[string]string{}
	for _, p := range m.parts {
		for _, u := range p.units {
			old[p.id+"/"+u.key] = u.text
		}
	}
	for i := range next.parts {
		for k := range next.parts[i].units {
			u := &next.parts[i].units[k]
			if was, ok := old[next.parts[i].id+"/"+u.key]; ok && rapid.IntRange(0, 2).Draw(t, "same") > 0 {
				u.text = was
			}
		}
	}
	return next
}

// edit makes random edits; it returns the sentences written by hand and the
// generated lines that were deleted.
func edit(t *rapid.T, doc string, round int) (edited string, written []string) {
	lines := strings.Split(doc, "\n")
	n := rapid.IntRange(1, 6).Draw(t, "edits")
	for e := range n {
		own := fmt.Sprintf("Phrase ajoutée à la main numéro %d-%d.", round, e)
		i := rapid.IntRange(6, len(lines)-1).Draw(t, "line")
		for inComment(lines, i) {
			i++
		}
		if i >= len(lines) {
			continue
		}
		line := lines[i]
		switch kind := rapid.IntRange(0, 4).Draw(t, "edit"); {
		case strings.HasPrefix(line, "| ") && !strings.HasPrefix(line, "| Nom"):
			lines[i] = strings.TrimSuffix(line, " |") + " " + own + " |"
			written = append(written, own)
		case strings.HasPrefix(line, "- ") || line != "" && line[0] >= 'a' && line[0] <= 'z':
			lines[i] = line + " " + own
			written = append(written, own)
		case line == "" && kind < 3 && !strings.HasPrefix(at(lines, i+1), "|") && !strings.HasPrefix(at(lines, i+1), "- "):
			lines[i] = "\n" + own + "\n"
			written = append(written, own)
		case strings.HasPrefix(line, "<!-- guette:zone"):
			lines[i] = line + "\n" + own
			written = append(written, own)
		}
	}
	return strings.Join(lines, "\n"), written
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return ""
}

// inComment tells whether line i is inside a comment or touches the mark of a
// table.
func inComment(lines []string, i int) bool {
	if i >= len(lines) {
		return false
	}
	open := false
	for k := range i {
		if strings.HasPrefix(lines[k], "<!-- src") {
			open = true
		}
		if strings.Contains(lines[k], "-->") {
			open = false
		}
	}
	return open || strings.HasPrefix(lines[i], "<!-- src") || lines[i] == "-->"
}

func TestNothingEditedGivesTheFreshDraft(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := generate(t, "base")
		fresh := mutate(t, base)
		got, report := merge([]byte(base.String()), []byte(base.String()), []byte(fresh.String()))
		if string(got) != fresh.String() {
			t.Fatalf("got\n%s\nwant\n%s", got, fresh)
		}
		if c := report.Conflicts(); len(c) > 0 {
			t.Fatalf("conflicts %v", c)
		}
	})
}

func TestNothingNewGivesTheEditedDraft(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := generate(t, "base")
		edited, _ := edit(t, base.String(), 0)
		got, report := merge([]byte(base.String()), []byte(edited), []byte(base.String()))
		if normalBody(string(got)) != normalBody(edited) {
			t.Fatalf("got\n%s\nwant\n%s", got, edited)
		}
		if c := report.Conflicts(); len(c) > 0 {
			t.Fatalf("conflicts %v", c)
		}
	})
}

func TestNoWordOfTheEditorIsLostOrDoubled(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := generate(t, "base")
		draft := base.String()
		prev := draft
		var written []string
		for round := range 3 {
			edited, own := edit(t, draft, round)
			written = append(written, own...)
			base = mutate(t, base)
			out, _ := Merge([]byte(prev), []byte(edited), []byte(base.String()))
			again, _ := merge([]byte(base.String()), out, []byte(base.String()))
			if string(again) != string(out) {
				t.Fatalf("merging twice changes\n%s\ninto\n%s", out, again)
			}
			prev, draft = base.String(), string(out)
			for _, w := range written {
				if n := strings.Count(draft, w); n != 1 {
					t.Fatalf("round %d: %q is there %d times\nbase\n%s\nedited\n%s\nout\n%s", round, w, n, prev, edited, draft)
				}
			}
		}
	})
}

// deleteRows deletes some generated rows; it returns their ids.
func deleteRows(t *rapid.T, doc, generated string) (edited string, ids []string) {
	now := map[string]bool{}
	for _, l := range flatten(parse(generated)) {
		now[l.id] = true
	}
	for _, l := range flatten(parse(doc)) {
		if !now[l.id] || !strings.Contains(l.id, "/") || strings.HasPrefix(l.id, "~") || strings.Contains(l.text, "Phrase") || strings.Count(doc, l.text+"\n") != 1 {
			continue
		}
		if rapid.IntRange(0, 3).Draw(t, "delete") == 0 {
			doc = strings.Replace(doc, l.text+"\n", "", 1)
			ids = append(ids, l.id)
		}
	}
	return doc, ids
}

func TestWhatWasDeletedStaysDeleted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := generate(t, "base")
		prev, draft := m.String(), m.String()
		deleted := map[string]bool{}
		for round := range 3 {
			edited, _ := edit(t, draft, round)
			edited, ids := deleteRows(t, edited, prev)
			for _, id := range ids {
				deleted[id] = true
			}
			m = mutate(t, m)
			out, _ := Merge([]byte(prev), []byte(edited), []byte(m.String()))
			for _, l := range flatten(parse(string(out))) {
				if deleted[l.id] && !strings.Contains(l.text, "Phrase") {
					t.Fatalf("round %d: %s is back: %s\nbase\n%s\nedited\n%s\nfresh\n%s\nout\n%s", round, l.id, l.text, prev, edited, m, out)
				}
			}
			prev, draft = m.String(), string(out)
		}
	})
}
