package merge

import (
	"strings"
)

// A field is a key of the front matter with all its lines.
type field struct{ key, text string }

// parseFront cuts a front matter into fields. Lines that are indented, or
// comments, belong to the field before them.
func parseFront(front string) []field {
	var list []field
	lines := strings.Split(front, "\n")
	if len(lines) < 2 {
		return nil
	}
	for _, line := range lines[1 : len(lines)-1] {
		key, _, ok := strings.Cut(line, ":")
		if ok && key != "" && !strings.HasPrefix(line, " ") && !strings.HasPrefix(line, "\t") && !strings.HasPrefix(line, "#") && !strings.HasPrefix(line, "- ") {
			list = append(list, field{strings.TrimSpace(key), line})
			continue
		}
		if len(list) == 0 {
			list = append(list, field{"", line})
			continue
		}
		list[len(list)-1].text += "\n" + line
	}
	return list
}

func find(list []field, key string) (text string, ok bool) {
	for _, f := range list {
		if f.key == key {
			return f.text, true
		}
	}
	return "", false
}

// mergeFront merges field by field: the editor's order and own fields stay. A
// draft that was reviewed and whose text changed since is a draft again.
func mergeFront(base, edited, fresh string, changed bool, report *Report) string {
	b, e, f := parseFront(base), parseFront(edited), parseFront(fresh)
	if edited == "" {
		return fresh
	}
	var out []string
	for _, field := range e {
		was, inBase := find(b, field.key)
		now, inFresh := find(f, field.key)
		switch {
		case inFresh && field.key == "status" && changed && reviewed(field.text):
			report.add("status", Reopened, field.text, now)
			out = append(out, now)
		case inFresh && inBase && sameField(field.text, was):
			out = append(out, now)
		case inBase && !inFresh && sameField(field.text, was):
		default:
			out = append(out, field.text)
		}
	}
	for _, field := range f {
		_, inBase := find(b, field.key)
		if _, has := find(e, field.key); !has && !inBase {
			out = append(out, field.text)
		}
	}
	return "---\n" + strings.Join(out, "\n") + "\n---"
}

// reviewed tells whether a field "status: relu" has that value.
func reviewed(field string) bool {
	_, value, _ := strings.Cut(field, ":")
	word, _, _ := strings.Cut(strings.TrimSpace(value), " ")
	return strings.Trim(word, `"'`) == "relu"
}

// sameField compares values without their quotation marks.
func sameField(a, b string) bool {
	return strings.NewReplacer(`"`, "", "'", "").Replace(normal(a)) == strings.NewReplacer(`"`, "", "'", "").Replace(normal(b))
}
