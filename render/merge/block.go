package merge

import (
	"strings"

	"guette/internal/lazyregexp"
)

// kind is what a block is.
type kind string

const (
	heading   kind = "heading"
	paragraph kind = "paragraph"
	table     kind = "table"
	list      kind = "list"
	zone      kind = "zone"
	comment   kind = "comment"
	fenced    kind = "code"
)

// hasRows tells whether a block is merged row by row.
func (k kind) hasRows() bool { return k == table || k == list }

// A block is one unit of a draft. What stands before it belongs to it: blank
// lines, notes of the tool, its mark.
type block struct {
	kind  kind
	id    string // "" when nothing in the text identifies it
	gap   int    // blank lines before
	notes []note // guette:changed
	mark  string // <!-- src: … -->, "" for none
	body  string // without the mark and notes, no line end at the end
	level int    // of a heading
	head  string // of a table: header and delimiter
	rows  []row  // of a table or list
	line  int    // where the body begins in the file, from 1
}

// A row is a row of a table or an item of a list. Its key is that of its place
// in the mark, which an editor may have upset.
type row struct {
	key, text string
	unknown   bool // what was generated is not known
	line      int  // in the file, from 1
}

// A document is a draft cut into blocks.
type document struct {
	front  string // with its fences, "" for none
	blocks []block
}

var (
	fenceLine   = lazyregexp.New("^ {0,3}(```+|~~~+)")
	headingLine = lazyregexp.New(`^(#{1,6})[ \t]+`)
	anchorPart  = lazyregexp.New(`\{#([A-Za-z0-9_-]+)\}`)
	itemLine    = lazyregexp.New(`^ {0,3}(?:[-*+]|[0-9]{1,9}[.)])(?:[ \t]|$)`)
	srcMark     = lazyregexp.New(`(?s)^<!--\s*src:\s*([^\s;]+)`)
	toolMark    = lazyregexp.New(`(?s)^<!--\s*guette:([a-z]+)(?:\s+id=([^\s>]+))?`)
	zoneEnd     = lazyregexp.New(`<!--\s*/guette:zone\s*-->`)
)

// normalizeLines makes one form of line ends, without a byte order mark.
func normalizeLines(doc string) string {
	doc = strings.TrimPrefix(doc, "\uFEFF")
	return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(doc)
}

// parse cuts a draft. Nothing that a reader sees is lost: printing the blocks
// gives it back, but for spaces at the end of lines and of the document.
func parse(doc string) document {
	p := &parser{lines: strings.Split(strings.TrimRight(normalizeLines(doc), " \t\n"), "\n")}
	d := document{front: p.frontMatter()}
	pending := block{}
	for p.at < len(p.lines) {
		line := p.lines[p.at]
		if blank(line) {
			p.at++
			if pending.mark == "" && len(pending.notes) == 0 {
				pending.gap++
			}
			continue
		}
		at := p.at + 1
		b := p.block()
		b.line = at
		if b.kind == comment && pending.take(b) {
			continue
		}
		b.gap, b.notes, b.mark = pending.gap, pending.notes, pending.mark
		b.identify()
		d.blocks = append(d.blocks, b)
		pending = block{}
	}
	return d // a mark or note with nothing behind has lost its block
}

// take keeps a mark or a note for the block that follows.
func (b *block) take(c block) bool {
	if srcMark.Re().MatchString(c.body) {
		b.mark = c.body // one before it has lost its block
		return true
	}
	if n, ok := parseNote(c.body); ok {
		b.notes = append(b.notes, n)
		return true
	}
	return false
}

type parser struct {
	lines []string
	at    int
}

func blank(line string) bool { return strings.TrimSpace(line) == "" }

func (p *parser) frontMatter() string {
	if strings.TrimRight(p.lines[0], " \t") != "---" {
		return ""
	}
	for i := 1; i < len(p.lines); i++ {
		if strings.TrimRight(p.lines[i], " \t") == "---" {
			p.at = i + 1
			return strings.Join(p.lines[:i+1], "\n")
		}
	}
	return ""
}

// block reads the block that begins at a line that is not blank.
func (p *parser) block() block {
	line := p.lines[p.at]
	switch {
	case strings.HasPrefix(strings.TrimLeft(line, " "), "<!--"):
		return p.comment()
	case fenceLine.Re().MatchString(line):
		return p.fence()
	case headingLine.Re().MatchString(line):
		p.at++
		return block{kind: heading, body: line, level: len(headingLine.Re().FindStringSubmatch(line)[1])}
	case strings.HasPrefix(strings.TrimLeft(line, " "), "|"):
		return p.table()
	case itemLine.Re().MatchString(line):
		return p.list()
	}
	return block{kind: paragraph, body: p.until(func(line string) bool { return p.starts(line) })}
}

// starts tells whether a line ends the paragraph before it.
func (p *parser) starts(line string) bool {
	return blank(line) || headingLine.Re().MatchString(line) || strings.HasPrefix(line, "<!--") || fenceLine.Re().MatchString(line) ||
		strings.HasPrefix(line, "|") || itemLine.Re().MatchString(line)
}

// until takes the current line and those after it up to one that stops.
func (p *parser) until(stop func(line string) bool) string {
	from := p.at
	for p.at++; p.at < len(p.lines) && !stop(p.lines[p.at]); p.at++ {
	}
	return strings.Join(p.lines[from:p.at], "\n")
}

// comment reads a comment up to the end of the line where it ends; a zone up to
// the end of the zone.
func (p *parser) comment() block {
	text := p.lines[p.at]
	end, k := "-->", comment
	if m := toolMark.Re().FindStringSubmatch(strings.TrimSpace(text)); m != nil && m[1] == "zone" {
		k = zone
	}
	from := p.at
	for p.at < len(p.lines) {
		line := p.lines[p.at]
		p.at++
		if k == zone && zoneEnd.Re().MatchString(line) || k != zone && strings.Contains(line, end) {
			break
		}
	}
	return block{kind: k, body: strings.Join(p.lines[from:p.at], "\n")}
}

func (p *parser) fence() block {
	open := strings.TrimLeft(fenceLine.Re().FindString(p.lines[p.at]), " ")
	from := p.at
	for p.at++; p.at < len(p.lines); p.at++ {
		if strings.HasPrefix(strings.TrimLeft(p.lines[p.at], " "), open) {
			p.at++
			break
		}
	}
	return block{kind: fenced, body: strings.Join(p.lines[from:p.at], "\n")}
}

var delimiterRow = lazyregexp.New(`^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$`)

func (p *parser) table() block {
	body := p.until(func(line string) bool { return !strings.HasPrefix(strings.TrimLeft(line, " "), "|") })
	lines := strings.Split(body, "\n")
	if len(lines) < 2 || !delimiterRow.Re().MatchString(lines[1]) {
		return block{kind: paragraph, body: body}
	}
	b := block{kind: table, body: body, head: lines[0] + "\n" + lines[1]}
	for i, l := range lines[2:] {
		b.rows = append(b.rows, row{text: l, line: p.at - len(lines) + i + 3})
	}
	return b
}

// list reads items up to what is neither an item nor indented. Blank lines
// between items belong to the list.
func (p *parser) list() block {
	b := block{kind: list}
	var lines []string
	for p.at < len(p.lines) {
		line := p.lines[p.at]
		next := p.at
		for next < len(p.lines) && blank(p.lines[next]) {
			next++
		}
		if next == len(p.lines) {
			break
		}
		after := p.lines[next]
		item := itemLine.Re().MatchString(after)
		if next > p.at && !item && !strings.HasPrefix(after, "  ") {
			break
		}
		if next == p.at && !item && p.starts(line) {
			break
		}
		for ; p.at < next; p.at++ {
			lines = append(lines, "")
		}
		switch {
		case item:
			b.rows = append(b.rows, row{text: after, line: p.at + 1})
		default:
			b.rows[len(b.rows)-1].text += "\n" + after
		}
		lines = append(lines, after)
		p.at++
	}
	b.body = strings.Join(lines, "\n")
	return b
}

// identify gives a block the id that its text bears, and rows the keys of its
// mark.
func (b *block) identify() {
	if m := srcMark.Re().FindStringSubmatch(b.mark); m != nil {
		b.id = m[1]
	}
	switch b.kind {
	case heading:
		if m := anchorPart.Re().FindStringSubmatch(b.body); m != nil {
			b.id = "#" + m[1]
		}
	case zone, comment:
		if m := toolMark.Re().FindStringSubmatch(strings.TrimSpace(b.body)); m != nil && m[2] != "" {
			b.id = m[1] + ":" + m[2]
		}
	case table, list:
		keys := markKeys(b.mark)
		if len(keys) != len(b.rows) { // the editor added or deleted rows
			return
		}
		for i, key := range keys {
			b.rows[i].key = key
		}
	}
}

// markKeys are the keys of the rows, in order.
func markKeys(mark string) []string {
	var keys []string
	lines := strings.Split(mark, "\n")
	for _, line := range lines[min(1, len(lines)):] {
		if key, _, ok := strings.Cut(line, ":"); ok && !strings.HasPrefix(line, "-->") {
			keys = append(keys, key)
		}
	}
	return keys
}

// print writes the document.
func (d document) print() string {
	var b strings.Builder
	if d.front != "" {
		b.WriteString(d.front + "\n")
	}
	for i, bl := range d.blocks {
		if i > 0 || d.front != "" {
			b.WriteString(strings.Repeat("\n", bl.gap))
		}
		for _, n := range bl.notes {
			b.WriteString(n.String() + "\n")
		}
		if bl.mark != "" {
			b.WriteString(bl.mark + "\n")
			if bl.kind.hasRows() {
				b.WriteString("\n")
			}
		}
		b.WriteString(bl.body + "\n")
	}
	return b.String()
}
