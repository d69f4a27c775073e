package edition

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"guette/render/french"
	"guette/render/merge"
	"guette/watch"
)

// Status is the state of a draft, in its front matter.
type Status string

// The states, in order.
const (
	Draft     Status = "brouillon"
	Reviewed  Status = "relu"
	Published Status = "diffusé"
)

// front is what the states need of a front matter.
type front struct {
	Status   Status `yaml:"status"`
	Lang     string `yaml:"lang"`
	Revision int    `yaml:"revision"`
}

// StatusOf reads the state of a draft.
func StatusOf(doc []byte) (Status, error) {
	f, err := readFront(doc)
	if err != nil {
		return "", err
	}
	switch f.Status {
	case Draft, Reviewed, Published:
		return f.Status, nil
	case "diffuse":
		return Published, nil
	}
	return "", fmt.Errorf("front matter: status %q: want %s, %s or %s", f.Status, Draft, Reviewed, Published)
}

func readFront(doc []byte) (front, error) {
	var f front
	text, _, ok := merge.Front(string(doc))
	if !ok {
		return f, fmt.Errorf("front matter: none: a draft begins with a line ---, its fields, and a line ---")
	}
	if err := yaml.Unmarshal([]byte(text), &f); err != nil {
		return f, fmt.Errorf("front matter: %w", err)
	}
	return f, nil
}

// An Obstacle stands in the way of publishing.
type Obstacle struct {
	Line int    // of the draft, from 1; 0 is the whole
	What string // code: "conflict", "todo", "status", "front-matter"
	ID   string
	Text string // what it is about
	Hint string // what to do
}

// Obstacles lists what stands in the way of publishing a draft, in the order of
// the draft: open conflicts, things a person has to settle, and its state.
func Obstacles(doc []byte) []Obstacle {
	var list []Obstacle
	switch status, err := StatusOf(doc); {
	case err != nil:
		list = append(list, Obstacle{Line: 1, What: "front-matter", Text: err.Error(), Hint: "mend the front matter at the head of the file"})
	case status == Draft:
		list = append(list, Obstacle{Line: 1, What: "status", Text: string(status), Hint: "when it is read and right, write status: relu in the front matter"})
	}
	for _, mark := range merge.Marks(string(doc)) {
		switch mark.Name {
		case "changed":
			list = append(list, Obstacle{mark.Line, "conflict", mark.ID, mark.Text, "compare the text below with the new facts, mend it if needed, then delete the comment"})
		case "todo":
			list = append(list, Obstacle{mark.Line, "todo", mark.ID, mark.Text, "settle it, then delete the comment"})
		}
	}
	return list
}

// Publish marks a draft as published on a day: in the front matter and in the
// table of the title. The text of the editor stays byte for byte.
func Publish(doc []byte, day watch.Date) []byte {
	doc = setField(doc, "status", string(Published))
	doc = setField(doc, "published", day.String())
	return setState(doc, day)
}

// setField sets a field of the front matter.
func setField(doc []byte, key, value string) []byte {
	text, end, ok := merge.Front(string(doc))
	if !ok {
		return doc
	}
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	at := -1
	for i, line := range lines {
		if k, _, ok := strings.Cut(line, ":"); ok && k == key {
			at = i
		}
	}
	if at < 0 {
		lines = append(lines, "")
		at = len(lines) - 1
	}
	lines[at] = key + ": " + value
	start := end - len(text)
	return append(append(append([]byte(nil), doc[:start]...), strings.Join(lines, "\n")+"\n"...), doc[end:]...)
}

// states words the state of a bulletin for its readers, in the title table.
var states = map[string][2]string{
	"fr": {"| État | Brouillon à relire |", "| État | Diffusé le %s |"},
	"en": {"| State | Draft to be reviewed |", "| State | Published on %s |"},
}

func setState(doc []byte, day watch.Date) []byte {
	f, err := readFront(doc)
	if err != nil {
		return doc
	}
	words, ok := states[f.Lang]
	if !ok {
		words = states["fr"]
	}
	date := french.Date(day)
	if f.Lang == "en" {
		date = fmt.Sprintf("%d %s %d", day.Day, day.Month, day.Year)
	}
	return bytes.Replace(doc, []byte(words[0]), []byte(fmt.Sprintf(words[1], date)), 1)
}

// stateRow is the row of the title table that words the state.
var stateRow = regexp.MustCompile(`(?m)^\| (?:État|State) \| .* \|$`)

// stateOf gives a draft the state of another in its title table: that the
// general edition was published says nothing of an entity's.
func stateOf(doc, other []byte) []byte {
	at, state := stateRow.FindIndex(doc), stateRow.Find(other)
	if at == nil || state == nil {
		return doc
	}
	return slices.Concat(doc[:at[0]], state, doc[at[1]:])
}
