package edition_test

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var (
	mark       = regexp.MustCompile(`(?s)<!--.*?-->\n?`)
	publishing = regexp.MustCompile(`\*\*(?:Aucun|(\d+)) logiciels? sur (\d+)\*\*`)
	aiming     = regexp.MustCompile(`\*\*(\d+) vise(?:nt)? une version que vous déclarez\*\*`)
)

// rowsUnder lists the rows of the tables between the heading with an anchor and
// the next heading of the same depth or above.
func rowsUnder(doc, anchor string) (rows [][]string) {
	_, rest, found := strings.Cut(doc, "{#"+anchor+"}")
	if !found {
		return nil
	}
	depth := "\n## "
	if at := strings.Index(doc, "{#"+anchor+"}"); strings.HasPrefix(doc[strings.LastIndex(doc[:at], "\n")+1:], "### ") {
		depth = "\n### "
	}
	if end := strings.Index(rest, depth); end >= 0 {
		rest = rest[:end]
	}
	if end := strings.Index(rest, "\n## "); end >= 0 {
		rest = rest[:end]
	}
	head := true
	for line := range strings.Lines(rest) {
		switch {
		case !strings.HasPrefix(line, "|"):
			head = true
		case strings.HasPrefix(line, "|---"):
			head = false
		case !head:
			var cells []string
			for cell := range strings.SplitSeq(strings.Trim(strings.TrimSpace(line), "|"), " | ") {
				cells = append(cells, strings.TrimSpace(cell))
			}
			rows = append(rows, cells)
		}
	}
	return rows
}

// The figures of the summary of each edition are those of the rows that it
// shows. Source: guide, rule S9.
func TestFiguresOfEachEditionAreThoseOfItsRows(t *testing.T) {
	m := manyEntities()
	checked, aimed := 0, 0
	for _, d := range allDrafts(t, m) {
		entity, ok := strings.CutPrefix(d.Path, "entites/")
		if !ok || !strings.HasSuffix(d.Path, "/technique.md") {
			continue
		}
		entity, _, _ = strings.Cut(entity, "/")
		doc := mark.ReplaceAllString(string(d.Body), "")
		declared := 0
		for _, e := range m.Portfolio.Entities {
			if e.ID == entity {
				declared = len(e.Programs)
			}
		}
		f := publishing.FindStringSubmatch(doc)
		if f == nil {
			continue // fewer than five programs, or another language
		}
		names := map[string]bool{}
		before, _, _ := strings.Cut(doc, "{#versions-a-part}")
		for _, row := range rowsUnder(before, "versions") {
			names[row[0]] = true
		}
		if n, _ := strconv.Atoi(f[1]); n != len(names) {
			t.Errorf("%s: %q, and %d programs in the tables of versions", d.Path, f[0], len(names))
		}
		if n, _ := strconv.Atoi(f[2]); n != declared {
			t.Errorf("%s: %q, and %d programs declared", d.Path, f[0], declared)
		}
		if f := aiming.FindStringSubmatch(doc); f != nil {
			aimed++
			rows := rowsUnder(doc, "vulnerabilites-versions-declarees")
			if n, _ := strconv.Atoi(f[1]); n != len(rows) {
				t.Errorf("%s: %q, and %d rows of vulnerabilities", d.Path, f[0], len(rows))
			}
		}
		checked++
	}
	if checked < entities/2 || aimed == 0 {
		t.Errorf("%d editions with figures, %d with vulnerabilities; want half of %d at least, and some", checked, aimed, entities)
	}
}
