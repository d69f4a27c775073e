package merge

import (
	"iter"
	"strings"

	"guette/internal/lazyregexp"
)

// A Mark is a comment of the tool in a draft.
type Mark struct {
	Name string // "todo", "changed", "removed", "zone", …
	ID   string
	Text string // the reason of a todo, the new facts of a change
	Line int    // from 1
}

var (
	markStart = lazyregexp.New(`<!--\s*guette:([a-z]+)`)
	markID    = lazyregexp.New(`\sid=([^\s>]+)`)
	markText  = lazyregexp.New(`\s(?:reason|now)="([^"]*)"`)
)

// Marks lists the comments of the tool in a draft, wherever they stand.
func Marks(doc string) []Mark {
	var list []Mark
	for _, m := range markStart.Re().FindAllStringSubmatchIndex(doc, -1) {
		text := doc[m[0]:]
		if end := strings.Index(text, "-->"); end >= 0 {
			text = text[:end]
		}
		mark := Mark{Name: doc[m[2]:m[3]], Line: 1 + strings.Count(doc[:m[0]], "\n")}
		if id := markID.Re().FindStringSubmatch(text); id != nil {
			mark.ID = id[1]
		}
		if reason := markText.Re().FindStringSubmatch(text); reason != nil {
			mark.Text = reason[1]
		}
		list = append(list, mark)
	}
	return list
}

// AsksMore tells whether a question names a version or a record that another
// form of it does not name: to settle the other is not to settle this one.
func AsksMore(question, other string) bool {
	settled := map[string]bool{}
	for w := range numbers(other) {
		settled[w] = true
	}
	for w := range numbers(question) {
		if !settled[w] {
			return true
		}
	}
	return false
}

// numbers yields the words of a text that hold a digit.
func numbers(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for w := range strings.FieldsSeq(text) {
			if w = strings.Trim(w, `",;:`); strings.ContainsAny(w, "0123456789") && !yield(w) {
				return
			}
		}
	}
}

// rowsMark is a mark with a line for each row.
var rowsMark = lazyregexp.New(`(?m)^<!-- src: [^\s;]+\n((?:[^\n]*\n)*?)-->$`)

// Front returns the fields of the front matter of a draft, and the offset of the
// line that ends it. ok is false when there is none.
func Front(doc string) (fields string, end int, ok bool) {
	m := frontPart.Re().FindStringSubmatchIndex(doc)
	if m == nil {
		return "", 0, false
	}
	return doc[m[2]:m[3]], m[3], true
}

var frontPart = lazyregexp.New(`\A\x{FEFF}?---[ \t]*\r?\n((?s:.*?\n))---[ \t]*(?:\r?\n|\z)`)
