package draft

import (
	"bytes"
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"guette/render"
	"guette/render/markup"
	"guette/render/merge"
	"guette/watch"
)

// srcMark is the mark before a block.
var srcMark = regexp.MustCompile(`(?ms)^<!-- src: .*?-->`)

// A question is what a person has to settle: one reason of one program, however
// many versions or records it is about. Its id does not depend on them.
type question struct {
	id       string
	program  string
	reason   string
	subjects []string
	asked    bool
}

// addTodos adds to the sections what their templates do not say themselves: each
// question stands once in a bulletin, before the first block that rests on it.
func (t *Templates) addTodos(b *render.Bulletin, texts []string) (err error) {
	said := map[string]bool{}
	for _, text := range texts {
		for _, m := range merge.Marks(text) {
			if m.Name == "todo" {
				said[m.ID] = true
			}
		}
	}
	questions := map[string]*question{}
	for _, text := range texts {
		for _, e := range merge.Evidence(text) {
			if f, ok := b.Finding(e.ID); ok && f.Todo != "" && !said[markup.Ident(f.ID)] {
				questionOf(questions, f)
			}
		}
	}
	for i := range texts {
		if texts[i], err = t.withTodos(b, texts[i], questions); err != nil {
			return err
		}
	}
	return nil
}

// questionOf adds a finding to the question that it raises.
func questionOf(questions map[string]*question, f watch.Finding) {
	id := questionID(f)
	q := questions[id]
	if q == nil {
		q = &question{id: id, program: f.Program, reason: f.Todo}
		questions[id] = q
	}
	if s := subject(f); s != "" && !slices.Contains(q.subjects, s) {
		q.subjects = append(q.subjects, s)
	}
}

// questionID is the id of the question that a finding raises.
func questionID(f watch.Finding) string {
	if f.Program == "" {
		return f.ID
	}
	return f.Program + "." + markup.Slug(f.Todo)
}

// withTodos puts, before each block that rests on a finding which a person has
// to look at, a mark that says why.
func (t *Templates) withTodos(b *render.Bulletin, text string, questions map[string]*question) (string, error) {
	var err error
	out := srcMark.ReplaceAllStringFunc(text, func(mark string) string {
		var todos strings.Builder
		for _, e := range merge.Evidence(mark) {
			f, ok := b.Finding(e.ID)
			q := questions[questionID(f)]
			if !ok || f.Todo == "" || q == nil || q.asked {
				continue
			}
			q.asked = true
			reason, e := t.reason(b, *q)
			if e != nil {
				err = e
			}
			todos.WriteString(markup.Todo(q.id, reason).String() + "\n\n")
		}
		return todos.String() + mark
	})
	return out, err
}

// reason words a question.
func (t *Templates) reason(b *render.Bulletin, q question) (string, error) {
	slices.SortFunc(q.subjects, ascending)
	view := struct {
		Name, Reason string
		Subjects     []string
		Subject      string // all of them
		Many         bool
	}{b.Name(q.program), q.reason, q.subjects, strings.Join(q.subjects, ", "), len(q.subjects) > 1}
	var out bytes.Buffer
	if err := t.languages[b.Language].ExecuteTemplate(&out, "a-trancher", view); err != nil {
		return "", fmt.Errorf("bulletin %s, mark %q: %w", Path(b), q.id, err)
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

// ascending orders versions, and identifiers of records, from the lowest.
func ascending(a, b string) int {
	v, okA := watch.ParseVersion(a)
	w, okB := watch.ParseVersion(b)
	if okA && okB {
		return cmp.Or(v.Compare(w), strings.Compare(a, b))
	}
	return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b))
}
