package merge

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A scripted editor works on a real draft over three collections of the month.
type scriptedEditor struct {
	t       *testing.T
	doc     string
	written []string          // sentences that must be there, each once
	deleted map[string]string // id to text of what must not come back
	edited  map[string]bool   // ids of blocks and rows that were edited
	n       int               // edits made
}

func (e *scriptedEditor) own() string {
	s := fmt.Sprintf("Mot propre de main %02d", len(e.written)+1)
	e.written = append(e.written, s)
	return s
}

func (e *scriptedEditor) swap(old, new string) {
	e.t.Helper()
	if strings.Count(e.doc, old) != 1 {
		e.t.Fatalf("edit %d: %q is there %d times", e.n, old, strings.Count(e.doc, old))
	}
	e.doc = strings.Replace(e.doc, old, new, 1)
	e.n++
}

// untouched lists the leaves of a kind that nobody edited yet.
func (e *scriptedEditor) untouched(k kind) []leaf {
	var list []leaf
	for _, l := range flatten(parse(e.doc)) {
		if l.kind == k && l.id != "" && !e.edited[l.id] && !strings.Contains(l.text, "Mot propre") && strings.Count(e.doc, l.text) == 1 && len(l.text) > 20 {
			list = append(list, l)
		}
	}
	return list
}

func (e *scriptedEditor) pick(k kind, share float64) leaf {
	e.t.Helper()
	list := e.untouched(k)
	if len(list) == 0 { // a short bulletin: another kind
		list = e.untouched(map[kind]kind{paragraph: table, kind("list"): table, table: kind("list"), heading: kind("list")}[k])
	}
	if len(list) == 0 {
		e.t.Fatalf("edit %d: no %s left to edit", e.n, k)
	}
	l := list[int(share*float64(len(list)))]
	e.edited[l.id] = true
	return l
}

// extend adds words to a block or row.
func (e *scriptedEditor) extend(k kind, share float64) {
	l := e.pick(k, share)
	text := strings.TrimSuffix(l.text, " |")
	e.swap(l.text, text+" "+e.own()+strings.TrimPrefix(l.text, text))
}

func (e *scriptedEditor) delete(k kind, share float64) {
	l := e.pick(k, share)
	e.deleted[l.id] = l.text
	e.swap(l.text+"\n", "")
}

// behind writes a row or item of its own behind one.
func (e *scriptedEditor) behind(k kind, share float64) {
	l := e.pick(k, share)
	delete(e.edited, l.id)
	own := "- " + e.own()
	if l.kind == table {
		own = "| " + e.written[len(e.written)-1] + strings.Repeat(" | x", strings.Count(l.text, "|")-2) + " |"
	}
	e.swap(l.text, l.text+"\n"+own)
}

func (e *scriptedEditor) paragraph(share float64) {
	var heads []leaf
	for _, l := range flatten(parse(e.doc)) {
		if l.kind == heading {
			heads = append(heads, l)
		}
	}
	l := heads[int(share*float64(len(heads)))]
	e.swap(l.text+"\n", l.text+"\n\n"+e.own()+".\n")
}

func (e *scriptedEditor) title(share float64) {
	l := e.pick(heading, share)
	if l.kind != heading {
		e.swap(l.text, l.text+" "+e.own())
		return
	}
	e.swap(l.text, strings.Replace(l.text, " {#", " : "+e.own()+" {#", 1))
}

// up moves a row to the head of its table.
func (e *scriptedEditor) up(k kind) {
	for _, b := range parse(e.doc).blocks {
		if b.kind != k || len(b.rows) < 3 || strings.Contains(b.body, "Mot propre") {
			continue
		}
		first, last := b.rows[0].text, b.rows[len(b.rows)-1].text
		if strings.Count(e.doc, "\n"+last+"\n") == 1 && strings.Count(e.doc, "\n"+first+"\n") == 1 {
			e.doc = strings.Replace(e.doc, "\n"+last+"\n", "\n", 1)
			e.swap("\n"+first+"\n", "\n"+last+"\n"+first+"\n")
			return
		}
	}
}

// month is what an editor does in one sitting.
func (e *scriptedEditor) sitting(round int) {
	at := 0.13 * float64(round+1)
	e.extend(table, at)
	e.extend(table, 0.9-at)
	e.extend(list, at)
	e.extend(paragraph, at)
	e.delete(table, 0.5)
	e.delete(list, 0.6-at)
	e.behind(table, 0.8-at)
	e.behind(list, 0.2+at)
	e.paragraph(0.3 + at)
	e.extend(list, 0.9-at)
	e.title(0.4 + at)
	if round == 0 {
		e.up(table)
	}
}

// changedUnder lists the edited ids whose generated text changed.
func (e *scriptedEditor) changedUnder(base, fresh string) []string {
	text := func(doc string) map[string]string {
		m := map[string]string{}
		for _, l := range flatten(parse(doc)) {
			m[l.id] = l.text
		}
		return m
	}
	was, is := text(base), text(fresh)
	var list []string
	for id := range e.edited {
		if _, gone := e.deleted[id]; !gone && normal(was[id]) != normal(is[id]) && was[id] != "" {
			list = append(list, id)
		}
	}
	slices.Sort(list)
	return list
}

func TestAScriptedEditorLosesNothing(t *testing.T) {
	for _, file := range []string{"technique.md", "strategique.md"} {
		for _, tool := range append([]struct {
			name string
			do   func(string) string
		}{{"a plain editor", func(s string) string { return s }}}, tools...) {
			t.Run(file+", "+tool.name, func(t *testing.T) { editThreeTimes(t, file, tool.do) })
		}
	}
}

func editThreeTimes(t *testing.T, file string, tool func(string) string) {
	e := &scriptedEditor{t: t, deleted: map[string]string{}, edited: map[string]bool{}}
	var generated []string
	for _, day := range []string{"15", "25", "31"} {
		doc, err := os.ReadFile(filepath.Join("testdata", "july", day, file))
		if err != nil {
			t.Fatal(err)
		}
		generated = append(generated, string(doc))
	}
	e.doc = generated[0]
	for round := range 3 {
		e.sitting(round)
		if round == 2 {
			break
		}
		base, fresh := generated[round], generated[round+1]
		out, report := Merge([]byte(base), []byte(tool(e.doc)), []byte(fresh))
		e.doc = string(out)
		e.check(fresh)
		var conflicts []string
		for _, c := range report.Conflicts() {
			conflicts = append(conflicts, c.ID)
		}
		slices.Sort(conflicts)
		if diff := cmp.Diff(e.changedUnder(base, fresh), conflicts); diff != "" {
			t.Errorf("round %d: conflicts are not where facts changed (-want +got)\n%s", round, diff)
		}
		if again, _ := Merge([]byte(fresh), out, []byte(fresh)); string(again) != e.doc {
			t.Errorf("round %d: merging again changes the draft", round)
		}
	}
	if e.n < 30 {
		t.Errorf("%d edits only", e.n)
	}
}

// check looks for what is lost, doubled or back.
func (e *scriptedEditor) check(fresh string) {
	e.t.Helper()
	for _, w := range e.written {
		if n := strings.Count(e.doc, w); n != 1 {
			e.t.Errorf("%q is there %d times", w, n)
		}
	}
	seen := map[string]bool{}
	there := map[string]bool{}
	for _, l := range flatten(parse(e.doc)) {
		if l.id != "" && seen[l.id] && !strings.HasPrefix(l.id, "~") {
			e.t.Errorf("%s is there twice", l.id)
		}
		seen[l.id] = true
		there[normal(l.text)] = true
	}
	for id, text := range e.deleted {
		if seen[id] || there[normal(text)] {
			e.t.Errorf("%s is back: %s", id, text)
		}
	}
	for _, l := range flatten(parse(fresh)) {
		if l.id != "" && !seen[l.id] && e.deleted[l.id] == "" {
			e.t.Errorf("%s of the new facts is not there", l.id)
		}
	}
}
