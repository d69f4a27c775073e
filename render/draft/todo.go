package draft

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"guette/render"
	"guette/render/markup"
	"guette/render/merge"
	"guette/watch"
)

// srcMark is the mark before a block.
var srcMark = regexp.MustCompile(`(?ms)^<!-- src: .*?-->`)

// addTodos adds to the sections what their templates do not say themselves: each
// thing to settle stands once in a bulletin.
func (t *Templates) addTodos(b *render.Bulletin, texts []string) (err error) {
	seen := map[string]bool{}
	for _, text := range texts {
		for _, m := range merge.Marks(text) {
			if m.Name == "todo" {
				seen[m.ID] = true
			}
		}
	}
	for i := range texts {
		if texts[i], err = t.withTodos(b, texts[i], seen); err != nil {
			return err
		}
	}
	return nil
}

// withTodos puts, before each block that rests on a finding which a person has
// to look at, a mark that says why.
func (t *Templates) withTodos(b *render.Bulletin, text string, seen map[string]bool) (string, error) {
	var err error
	out := srcMark.ReplaceAllStringFunc(text, func(mark string) string {
		var todos strings.Builder
		for _, e := range merge.Evidence(mark) {
			f, ok := b.Finding(e.ID)
			if !ok || f.Todo == "" || seen[markup.Ident(f.ID)] {
				continue
			}
			seen[markup.Ident(f.ID)] = true
			reason, e := t.reason(b, f)
			if e != nil {
				err = e
			}
			todos.WriteString(markup.Todo(f.ID, reason).String() + "\n\n")
		}
		return todos.String() + mark
	})
	return out, err
}

// reason words why a person has to look at a finding.
func (t *Templates) reason(b *render.Bulletin, f watch.Finding) (string, error) {
	view := struct{ Name, Subject, Reason string }{b.Name(f.Program), subject(f), f.Todo}
	var out bytes.Buffer
	if err := t.languages[b.Language].ExecuteTemplate(&out, "a-trancher", view); err != nil {
		return "", fmt.Errorf("bulletin %s, mark %q: %w", Path(b), f.ID, err)
	}
	return strings.ReplaceAll(out.String(), `\`, ""), nil
}

// subject is what a finding speaks of besides its program.
func subject(f watch.Finding) string {
	switch d := f.Detail.(type) {
	case *watch.VulnerabilityDetail:
		return d.CVE
	case *watch.ReleaseDetail:
		return d.Version
	case *watch.LifecycleDetail:
		return d.Branch
	}
	return ""
}
