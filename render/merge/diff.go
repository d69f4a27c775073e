package merge

import (
	"net/url"
	"slices"
	"strings"
)

// A Change is what differs between two drafts in one block, row or item.
type Change struct {
	ID      string `json:"id,omitempty"`
	Section string `json:"section"`        // text of the heading it stands under
	Was     string `json:"was,omitempty"`  // "" is added
	Now     string `json:"now,omitempty"`  // "" is deleted
	Line    int    `json:"line,omitempty"` // in the second draft, from 1; 0 for what is deleted
}

// Diff lists what differs between two drafts, in the order of the second, what
// was deleted last. What editors' tools change is no difference, nor are marks,
// notes and empty zones.
func Diff(a, b []byte) []Change {
	old, now := flatten(parse(string(a))), flatten(parse(string(b)))
	pairs := newAligner(len(now), len(old))
	id := func(list []leaf) func(int) string { return func(i int) string { return list[i].id } }
	exact := func(list []leaf) func(int) string { return func(i int) string { return normal(list[i].text) } }
	pairs.byKey(id(now), id(old))
	pairs.byKey(exact(now), exact(old))
	words := weigh(append(leafRows(now), leafRows(old)...))
	pairs.byScore(func(i, j int) float64 {
		if now[i].under != old[j].under || now[i].id != "" && old[j].id != "" || now[i].kind != old[j].kind {
			return 0
		}
		return words.overlap(now[i].text, old[j].text)
	})
	var list []Change
	for i, n := range now {
		was := ""
		if j := pairs.from[i]; j != none {
			if same(old[j].text, n.text) {
				continue
			}
			was = old[j].text
		}
		list = append(list, Change{ID: n.id, Section: n.section, Was: was, Now: n.text, Line: n.line})
	}
	for j, o := range old {
		if pairs.to[j] == none {
			list = append(list, Change{ID: o.id, Section: o.section, Was: o.text})
		}
	}
	return slices.DeleteFunc(list, func(c Change) bool { return normal(c.Was) == normal(c.Now) })
}

// A leaf is a block that has no rows, or a row.
type leaf struct {
	id, text string
	kind     kind
	under    string // id of the heading
	section  string // its text
	line     int
}

// flatten lists what can be edited of a draft.
func flatten(d document) []leaf {
	var list []leaf
	under, section := "", ""
	for _, b := range d.blocks {
		if b.kind == heading {
			under, section = b.id, strings.TrimSpace(anchorPart.Re().ReplaceAllString(strings.TrimLeft(b.body, "# "), ""))
		}
		list = append(list, b.leaves(leaf{id: b.id, text: b.body, kind: b.kind, under: under, section: section, line: b.line})...)
	}
	return list
}

func (b block) leaves(l leaf) []leaf {
	switch {
	case b.kind == comment:
		return nil
	case b.kind == zone:
		l.text = strings.TrimSpace(zoneContent(b.body))
		if l.text == "" {
			return nil
		}
	case b.kind.hasRows():
		var out []leaf
		for _, r := range b.rows {
			row := l
			row.id, row.text, row.line = "", r.text, r.line
			if r.key != "" && r.key != byHand {
				row.id = b.id + "/" + r.key
			}
			out = append(out, row)
		}
		return out
	}
	return []leaf{l}
}

func leafRows(list []leaf) []row {
	rows := make([]row, 0, len(list))
	for _, l := range list {
		rows = append(rows, row{text: l.text})
	}
	return rows
}

// Evidence lists the ids of findings that the marks of a draft name, by the
// line of the mark, in order.
func Evidence(doc string) []Mark {
	var list []Mark
	for i, line := range strings.Split(doc, "\n") {
		if body, ok := strings.CutPrefix(line, "<!-- src: "); ok {
			if _, ids, ok := strings.Cut(body, ";"); ok {
				list = append(list, marksOf(strings.TrimSuffix(strings.TrimSpace(ids), "-->"), i+1)...)
			}
		}
	}
	for _, m := range rowsMark.Re().FindAllStringSubmatchIndex(doc, -1) {
		at := 1 + strings.Count(doc[:m[2]], "\n")
		for k, line := range strings.Split(doc[m[2]:m[3]], "\n") {
			if _, ids, ok := strings.Cut(line, ":"); ok {
				list = append(list, marksOf(ids, at+k)...)
			}
		}
	}
	slices.SortStableFunc(list, func(a, b Mark) int { return a.Line - b.Line })
	return list
}

func marksOf(ids string, line int) []Mark {
	var list []Mark
	for id := range strings.FieldsSeq(ids) {
		if plain, err := url.PathUnescape(id); err == nil {
			id = plain
		}
		list = append(list, Mark{Name: "src", ID: id, Line: line})
	}
	return list
}

// Leaves lists the blocks, rows and items of a draft: their ids, what they say
// and where.
func Leaves(doc []byte) []Change {
	var list []Change
	for _, l := range flatten(parse(string(doc))) {
		list = append(list, Change{ID: l.id, Section: l.section, Now: l.text, Line: l.line})
	}
	return list
}
