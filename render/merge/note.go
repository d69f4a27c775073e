package merge

import (
	"strings"

	"guette/internal/lazyregexp"
	"guette/render/markup"
)

// A note tells the editor that the facts behind an edited text changed. It is
// an open conflict as long as it stands in the draft.
type note struct {
	id       string
	was, now string
}

var changedNote = lazyregexp.New(`(?s)^\s*<!--\s*guette:changed\s+id=(\S+)\s+was="([^"]*)"\s+now="([^"]*)"\s*-->\s*$`)

func parseNote(text string) (n note, ok bool) {
	m := changedNote.Re().FindStringSubmatch(text)
	if m == nil {
		return note{}, false
	}
	return note{m[1], m[2], m[3]}, true
}

// String is the comment.
func (n note) String() string {
	return "<!-- guette:changed id=" + n.id + " was=" + quote(n.was) + " now=" + quote(n.now) + " -->"
}

func quote(s string) string {
	if strings.TrimSpace(s) == "" {
		return `""`
	}
	return markup.Attribute(s)
}

// removed is the mark of what the editor deleted.
func removed(id string) block {
	return block{kind: comment, id: "removed:" + id, gap: 1, body: "<!-- guette:removed id=" + id + " -->"}
}
