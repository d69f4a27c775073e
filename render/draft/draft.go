// Package draft writes the drafts of the bulletins: the sections of package
// section through the templates, escaped, typeset, with their front matter. The
// same material gives the same bytes.
package draft

import (
	"bytes"
	"fmt"
	"path"
	"regexp"
	"strconv"
	"strings"

	"guette/render"
	"guette/render/french"
	"guette/render/markup"
	"guette/render/section"
	"guette/watch"
)

// A Draft is one file.
type Draft struct {
	Path   string // in the folder of the month: "technique.md", "entites/ID/technique.md", "entites/ID/alertes/PROGRAM.md"
	Kind   render.Kind
	Entity string // id; "" is the general edition
	Body   []byte
}

// All writes the two bulletins of the general edition, then those of each
// entity in the order of the portfolio, followed by its alerts.
func All(m render.Material, t *Templates) ([]Draft, error) {
	var drafts []Draft
	for _, entity := range editions(m) {
		list := []*render.Bulletin{render.New(m, render.Technical, entity), render.New(m, render.Strategic, entity)}
		for _, b := range append(list, render.Alerts(m, entity)...) {
			body, err := Write(b, t)
			if err != nil {
				return nil, err
			}
			drafts = append(drafts, Draft{Path: Path(b), Kind: b.Kind, Entity: entityID(entity), Body: body})
		}
	}
	return drafts, nil
}

func editions(m render.Material) []*watch.Entity {
	list := []*watch.Entity{nil}
	for i := range m.Portfolio.Entities {
		list = append(list, &m.Portfolio.Entities[i])
	}
	return list
}

func entityID(e *watch.Entity) string {
	if e == nil {
		return ""
	}
	return e.ID
}

// Path is where the draft of a bulletin lies in the folder of its month.
func Path(b *render.Bulletin) string {
	name := string(b.Kind) + ".md"
	if b.Entity == nil {
		return name
	}
	if b.Kind == render.Alert {
		return path.Join("entites", b.Entity.ID, "alertes", b.Alerted+".md")
	}
	return path.Join("entites", b.Entity.ID, name)
}

// Write writes one bulletin.
func Write(b *render.Bulletin, t *Templates) ([]byte, error) {
	sections := section.Of(b.Kind)
	texts := make([]string, len(sections))
	var all strings.Builder
	for i, s := range sections {
		if s.Build == nil {
			continue
		}
		text, err := t.execute(b, s, s.Build(b))
		if err != nil {
			return nil, err
		}
		texts[i] = text
		all.WriteString(text + "\n")
	}
	for i, s := range sections {
		if s.Gloss == nil {
			continue
		}
		text, err := t.execute(b, s, s.Gloss(b, all.String()))
		if err != nil {
			return nil, err
		}
		texts[i] = text
	}
	if err := t.addTodos(b, texts); err != nil {
		return nil, err
	}
	return assemble(b, texts), nil
}

func (t *Templates) execute(b *render.Bulletin, s section.Section, view any) (string, error) {
	if view == nil {
		return "", nil
	}
	set := t.languages[b.Language]
	if set.Lookup(s.Template) == nil {
		set = t.languages["fr"]
	}
	var out bytes.Buffer
	if err := set.ExecuteTemplate(&out, s.Template, view); err != nil {
		return "", fmt.Errorf("bulletin %s, section %q: %w", Path(b), s.ID, err)
	}
	text := numbered(markup.Settle(tidy(out.String())))
	if !strings.Contains(text, "{#"+s.ID+"}") {
		return "", fmt.Errorf("bulletin %s, section %q: template %q: no heading with the anchor {#%s}", Path(b), s.ID, s.Template, s.ID)
	}
	return text, nil
}

var (
	lineEnd = regexp.MustCompile(`[ \t]+\n`)
	gap     = regexp.MustCompile(`\n{3,}`)
)

// tidy removes the blank lines and spaces that control structures leave.
func tidy(s string) string {
	s = lineEnd.ReplaceAllString(s+"\n", "\n")
	return strings.Trim(gap.ReplaceAllString(s, "\n\n"), "\n")
}

// numbered counts the items of ordered lists, which templates all begin with
// "1.".
func numbered(s string) string {
	lines := strings.Split(s, "\n")
	n := 0
	for i, line := range lines {
		rest, item := strings.CutPrefix(line, "1. ")
		if !item {
			n = 0
			continue
		}
		n++
		lines[i] = strconv.Itoa(n) + ". " + rest
	}
	return strings.Join(lines, "\n")
}

func assemble(b *render.Bulletin, texts []string) []byte {
	parts := []string{strings.TrimSuffix(frontMatter(b), "\n")}
	for _, text := range texts {
		if text != "" {
			parts = append(parts, text)
		}
	}
	doc := strings.Join(parts, "\n\n") + "\n"
	if b.Language == "fr" {
		doc = french.Typeset(doc)
	}
	return []byte(doc)
}
