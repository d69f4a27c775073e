package merge

import "strings"

// A Carried is what [Carry] did with one edit.
type Carried struct {
	ID   string
	Text string
	How  CarryOutcome
}

// CarryOutcome tells whether an edit was taken over.
type CarryOutcome string

// The outcomes of carrying an edit.
const (
	CarriedOver CarryOutcome = "carried"  // taken over
	CarryDoubt  CarryOutcome = "doubt"    // the words differ there: a person decides, a todo says so
	CarryRefuse CarryOutcome = "withheld" // it names what the other edition does not cover
)

// A Reader is who the other edition of [Carry] is for.
type Reader struct {
	// Translated tells that the edition is in another language: then nothing is
	// taken over, a todo tells what to translate.
	Translated bool
	// Allowed tells whether a text may appear in the edition.
	Allowed func(text string) bool
	// Program tells ids of programs from other words in the keys of rows.
	Program func(id string) bool
}

// Carry takes what an editor changed in one edition (from generated to edited)
// over to what is generated for another one, where the same block, row or zone
// has the same id. What the other edition does not have is not added to it, but
// for text written by hand, which follows the block that it stands behind.
func Carry(generated, edited, other []byte, reader Reader) ([]byte, []Carried) {
	if string(generated) == string(edited) {
		return other, nil
	}
	c := carrier{g: parse(string(generated)), e: parse(string(edited)), o: parse(string(other)), Reader: reader}
	c.g.name()
	c.e.name()
	c.o.name()
	c.run()
	c.o.blocks = c.out
	return []byte(c.o.print()), c.done
}

type carrier struct {
	g, e, o document
	Reader
	out    []block
	byHand map[string][]block // written by hand, by the id of the block before
	edits  map[string]rowEdit // of rows, by family and key
	done   []Carried
}

func (c *carrier) run() {
	m := merger{base: c.g, edited: c.e, fresh: c.g}
	m.asks()
	m.align()
	edited := map[string]int{}
	for i, b := range m.toBase {
		if b != none {
			edited[c.g.blocks[b].id] = i
		}
	}
	generated := map[string]int{}
	for i, b := range c.g.blocks {
		generated[b.id] = i
	}
	c.collectByHand(m.toBase)
	c.collectRows(m.toBase)
	for _, o := range c.o.blocks {
		g, shared := generated[o.id]
		if o.kind.hasRows() {
			c.out = append(c.out, c.rows(o)...)
			c.place(o.id)
			continue
		}
		e, kept := edited[o.id]
		switch {
		case !shared:
			c.out = append(c.out, o)
		case !kept && (o.kind == comment && !AsksMore(o.body, c.g.blocks[g].body) || same(o.body, c.g.blocks[g].body)):
			c.note(o.id, "", CarriedOver) // deleted
			continue
		case !kept:
			c.out = append(c.out, o)
		default:
			c.out = append(c.out, c.block(c.g.blocks[g], c.e.blocks[e], o)...)
		}
		c.place(o.id)
	}
}

// collectByHand finds what was written by hand, and the block that it follows.
func (c *carrier) collectByHand(toBase alignment) {
	c.byHand = map[string][]block{}
	after := ""
	for i, b := range c.e.blocks {
		if k := toBase[i]; k != none {
			after = c.g.blocks[k].id
			continue
		}
		if b.kind != comment && b.id != orphansID {
			c.byHand[after] = append(c.byHand[after], b)
		}
	}
}

// place puts what was written by hand behind the block with the id.
func (c *carrier) place(id string) {
	for _, b := range c.byHand[id] {
		how := CarryRefuse
		if c.Allowed(b.body) && !c.Translated {
			how = CarriedOver
			c.out = append(c.out, b)
		}
		c.note(b.id, b.body, how)
	}
	delete(c.byHand, id)
}

func (c *carrier) note(id, text string, how CarryOutcome) {
	c.done = append(c.done, Carried{ID: id, Text: text, How: how})
}

// block carries the edit of one block.
func (c *carrier) block(g, e, o block) []block {
	text, todo := c.text(o.id, g, e.body, o)
	o.body = text
	return append(todo, o)
}

// text carries the edit of one text; a todo stands for one that does not fit.
func (c *carrier) text(id string, g block, edited string, o block) (text string, todo []block) {
	switch {
	case same(edited, g.body) && o.kind != zone, edited == g.body:
		return o.body, nil
	case c.Translated && c.Allowed(edited):
		c.note(id, edited, CarryDoubt)
		return o.body, []block{generalTodo(id, strings.TrimSpace(edited))}
	case same(o.body, g.body):
		if !c.Allowed(edited) {
			c.note(id, edited, CarryRefuse)
			return o.body, nil
		}
		c.note(id, edited, CarriedOver)
		return edited, nil
	case o.kind == zone:
		return o.body, nil
	}
	if merged, ok := mergeWords(g.body, edited, o.body); ok && c.Allowed(merged) {
		c.note(id, merged, CarriedOver)
		return merged, nil
	}
	if !c.Allowed(edited) {
		c.note(id, edited, CarryRefuse)
		return o.body, nil
	}
	c.note(id, edited, CarryDoubt)
	return o.body, []block{generalTodo(id, edited)}
}

// generalTodo tells the editor of an edition what the general one says.
func generalTodo(id, text string) block {
	body := "<!-- guette:todo id=general." + id + " reason=" + quote("l’édition générale dit : "+oneLine(withoutMarks(text))) + " -->"
	return block{kind: comment, id: "todo:general." + id, gap: 1, body: body}
}

// withoutMarks is the content of a zone, or the text itself.
func withoutMarks(text string) string {
	if strings.HasPrefix(text, "<!--") {
		return zoneContent(text)
	}
	return text
}

// A rowEdit is what became of a generated row.
type rowEdit struct {
	was, now string
	deleted  bool
	behind   []row // written by hand behind it, or at the head of the table
	several  bool  // of a family: rows of several tables have the key
}

// family names a row by the family of its table and its key: editions cut the
// same rows into other tables, by domain or by category.
func family(block, key string) string {
	name, _, _ := strings.Cut(block, ".")
	return name + ".*/" + key
}

// rowEditOf finds what became of a row: in the table of the same id, else in the
// only table of its family that has the key, if the key names a program.
func (c *carrier) rowEditOf(block, key string) (edit rowEdit, ok bool) {
	if _, shared := c.edits[block]; shared {
		edit, ok = c.edits[block+"/"+key]
		return edit, ok
	}
	subject, _, _ := strings.Cut(key, ".")
	if !c.Program(subject) {
		return rowEdit{}, false
	}
	edit, ok = c.edits[family(block, key)]
	return edit, ok && !edit.several
}

// collectRows finds what became of the rows of all tables and lists.
func (c *carrier) collectRows(toBase alignment) {
	c.edits = map[string]rowEdit{}
	fromBase := toBase.inverse(len(c.g.blocks))
	for k, g := range c.g.blocks {
		i := fromBase[k]
		if i == none || !rowwise(g, c.e.blocks[i], g) {
			continue
		}
		e := c.e.blocks[i]
		keys(g.rows)
		pairs := newAligner(len(e.rows), len(g.rows))
		pairRows(pairs, e.rows, g.rows)
		hand := rowsByHand(e.rows, g.rows, pairs.from)
		for n, r := range g.rows {
			edit := rowEdit{was: r.text, now: r.text, behind: hand[r.key], deleted: pairs.to[n] == none}
			if !edit.deleted {
				edit.now = e.rows[pairs.to[n]].text
			}
			c.edits[g.id+"/"+r.key] = edit
			_, edit.several = c.edits[family(g.id, r.key)]
			c.edits[family(g.id, r.key)] = edit
		}
		c.edits[g.id] = rowEdit{behind: hand[""]}
	}
}

// rows carries the edits of rows into a table or list.
func (c *carrier) rows(o block) []block {
	keys(o.rows)
	var rows []row
	var todos []block
	c.rowsBehind(o.id, c.edits[o.id].behind, &rows)
	for _, r := range o.rows {
		edit, shared := c.rowEditOf(o.id, r.key)
		switch {
		case !shared, edit.deleted && !same(r.text, edit.was):
			rows = append(rows, r)
		case edit.deleted:
			c.note(o.id+"/"+r.key, "", CarriedOver)
		default:
			text, todo := c.text(o.id+"/"+r.key, block{body: edit.was}, edit.now, block{body: r.text})
			rows = append(rows, row{key: r.key, text: text})
			todos = append(todos, todo...)
		}
		c.rowsBehind(o.id, edit.behind, &rows)
	}
	o.rows = rows
	o.mark = remark(o.mark, rows)
	o.body = printRows(o, o)
	return append(todos, o)
}

// rowsByHand finds the rows written by hand, by the key of the row before.
func rowsByHand(edited, generated []row, toBase alignment) map[string][]row {
	hand := map[string][]row{}
	after := ""
	for i, r := range edited {
		if k := toBase[i]; k != none {
			after = generated[k].key
			continue
		}
		hand[after] = append(hand[after], row{key: byHand, text: r.text})
	}
	return hand
}

func (c *carrier) rowsBehind(id string, hand []row, rows *[]row) {
	for _, r := range hand {
		if !c.Allowed(r.text) || c.Translated {
			c.note(id, r.text, CarryRefuse)
			continue
		}
		c.note(id, r.text, CarriedOver)
		*rows = append(*rows, r)
	}
}

// Named tells whether a text names one of the names as a word of its own,
// besides own names.
func Named(text string, names, own []string) bool {
	text = spaced(text)
	for _, n := range own {
		text = strings.ReplaceAll(text, spaced(n), "  ")
	}
	for _, n := range names {
		if len(n) >= shortestName && strings.Contains(text, spaced(n)) {
			return true
		}
	}
	return false
}

// shortestName is the length of a name that is looked for: shorter ones are
// words of the language too often.
const shortestName = 3

// spaced sets words apart by single spaces, also at both ends.
func spaced(text string) string {
	return " " + strings.Join(strings.FieldsFunc(normal(text), func(r rune) bool {
		return strings.ContainsRune(" ,;:!?()[]|*\"'/", r)
	}), " ") + " "
}
