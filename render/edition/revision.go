package edition

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"guette/render/english"
	"guette/render/french"
	"guette/render/markup"
	"guette/render/merge"
	"guette/watch"
)

// A Revision is a new publication of a bulletin that was published before.
type Revision struct {
	Number  int // 2 is the first
	Changes []merge.Change
}

// Revise compares a published bulletin that was edited since with what was
// published, and numbers it: the front matter has its revision, and a list
// under the title tells what changed. It returns the text as it is when nothing
// that a reader sees changed.
func Revise(published, edited []byte, day watch.Date) ([]byte, Revision) {
	changes := slices.DeleteFunc(merge.Diff(published, edited), func(c merge.Change) bool { return strings.HasPrefix(c.ID, revisionsID) })
	f, err := readFront(published)
	number := max(f.Revision, 1)
	if err != nil || len(changes) == 0 {
		return edited, Revision{Number: number}
	}
	number++
	doc := setField(edited, "status", string(Published))
	doc = setField(doc, "revision", strconv.Itoa(number))
	doc = setField(doc, "published", day.String())
	doc = addRevision(doc, number, day, sections(changes), f.Lang)
	return doc, Revision{number, changes}
}

// revisionsID names the list of revisions.
const revisionsID = "titre.revisions"

// sections are the headings under which something changed, each once.
func sections(changes []merge.Change) []string {
	var list []string
	for _, c := range changes {
		if c.Section != "" && !slices.Contains(list, c.Section) {
			list = append(list, c.Section)
		}
	}
	return list
}

// addRevision adds an item to the list of revisions, which stands before the
// first section.
func addRevision(doc []byte, number int, day watch.Date, where []string, lang string) []byte {
	item := french.Typeset(fmt.Sprintf("- Révision %d, %s : changements dans « %s ».", number, french.Date(day), strings.Join(where, " », « ")))
	if lang == "en" {
		item = fmt.Sprintf("- Revision %d, %s: changes in “%s”.", number, english.Date(day), strings.Join(where, "”, “"))
	}
	mark := markup.Source(revisionsID).String()
	if at := bytes.Index(doc, []byte(mark)); at >= 0 {
		end := at + len(mark)
		rest := doc[end:]
		tail := bytes.Index(rest, []byte("\n\n#"))
		if tail < 0 {
			tail = len(rest)
		}
		return join(doc[:end], bytes.TrimRight(rest[:tail], "\n"), []byte("\n"+item), rest[tail:])
	}
	at := bytes.Index(doc, []byte("\n## "))
	if at < 0 {
		at = len(doc)
	}
	return join(bytes.TrimRight(doc[:at], "\n"), []byte("\n\n"+mark+"\n\n"+item+"\n"), doc[at:])
}

func join(parts ...[]byte) []byte { return bytes.Join(parts, nil) }
