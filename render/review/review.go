// Package review lists what a person has to look at in a draft before it is
// published. It changes nothing in the text.
package review

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"guette/render/edition"
	"guette/render/french"
	"guette/render/merge"
	"guette/watch"
)

// An Item is one thing to look at.
type Item struct {
	Line     int    `json:"line"` // from 1; 0 is the whole draft
	What     What   `json:"what"`
	ID       string `json:"id,omitempty"` // of a block, a finding or a rule
	Text     string `json:"text,omitempty"`
	Hint     string `json:"hint"`               // in French, what to do
	Blocking bool   `json:"blocking,omitempty"` // publishing is refused while it is there
}

// What is the kind of an item.
type What string

// The kinds of items, in the order of their weight.
const (
	Conflict   What = "conflict" // facts changed under an edited text
	Todo       What = "todo"     // a person has to settle it
	State      What = "status"   // not reviewed yet
	FrontFault What = "front-matter"
	SourceGone What = "source-gone" // a statement whose finding is no more there
	Confidence What = "confidence"  // a statement that is not certain
	Returned   What = "returned"    // the block was edited last month
	Empty      What = "empty"       // a section without text
	Structure  What = "structure"   // rules M and A: headings, anchors, tables, links
	Withheld   What = "withheld"    // an edit of the general edition that this one does not take over
	LongQuote  What = "long-quote"  // more words than the law of short quotation allows us
	Wording    What = "wording"     // rules T and N
	Length     What = "length"      // word budget
)

// Input is what a draft is reviewed with.
type Input struct {
	Draft    []byte
	Base     []byte          // what was generated; nil: every text is taken for the editor's
	Findings []watch.Finding // of the month
	// Last month's draft of the same edition and what was generated for it; nil
	// for none.
	LastDraft, LastBase []byte
	// Carried is what became of the edits of the general edition.
	Carried []merge.Carried
}

// Review lists what to look at, the weightiest first, then by line.
func Review(in Input) []Item {
	doc := string(in.Draft)
	var list []Item
	for _, o := range edition.Obstacles(in.Draft) {
		list = append(list, Item{Line: o.Line, What: What(o.What), ID: o.ID, Text: o.Text, Hint: hints[What(o.What)], Blocking: true})
	}
	list = append(list, evidence(doc, string(in.Base), in.Findings)...)
	list = append(list, returned(in)...)
	list = append(list, withheld(in.Carried)...)
	list = append(list, structure(doc)...)
	list = append(list, quotes(doc)...)
	list = append(list, budget(doc)...)
	list = append(list, wording(in)...)
	slices.SortStableFunc(list, func(a, b Item) int {
		return cmp.Or(cmp.Compare(rank[a.What], rank[b.What]), cmp.Compare(a.Line, b.Line))
	})
	return list
}

var rank = map[What]int{Conflict: 1, Todo: 2, FrontFault: 3, State: 4, SourceGone: 5, Confidence: 6, Returned: 7, Withheld: 8, Empty: 9, Structure: 10, LongQuote: 11, Length: 12, Wording: 13}

// evidence finds statements whose finding is gone or is not certain. What was
// generated may name findings of earlier months, which the follow-up is about.
func evidence(doc, base string, findings []watch.Finding) []Item {
	if findings == nil {
		return nil
	}
	known := map[string]watch.Finding{}
	for _, f := range findings {
		known[f.ID] = f
	}
	generated := map[string]bool{}
	for _, m := range merge.Evidence(base) {
		generated[m.ID] = true
	}
	var list []Item
	seen := map[string]bool{}
	for _, m := range merge.Evidence(doc) {
		f, ok := known[m.ID]
		switch {
		case seen[m.ID]:
		case !ok && names(m.ID) && !generated[m.ID]:
			list = append(list, Item{Line: m.Line, What: SourceGone, ID: m.ID, Text: m.ID, Hint: "ce constat n’est plus dans les données : vérifier ou retirer le texte"})
		case ok && f.Confidence == watch.Uncertain && f.Todo == "": // else a question asks it, or is settled
			list = append(list, Item{Line: m.Line, What: Confidence, ID: m.ID, Text: "constat incertain", Hint: "vérifier à la source avant de diffuser"})
		}
		seen[m.ID] = true
	}
	return list
}

// Shared takes out of the items of an edition the questions that the general
// edition asks too: to settle them there settles them here at the next run.
func Shared(items, general []Item) (own []Item, n int) {
	asked := map[string]string{}
	for _, i := range general {
		if i.What == Todo {
			asked[i.ID] = i.Text
		}
	}
	for _, i := range items {
		text, ok := asked[i.ID]
		if i.What == Todo && ok && !merge.AsksMore(i.Text, text) {
			n++
			continue
		}
		own = append(own, i)
	}
	return own, n
}

// names tells ids of findings from names of data ("portfolio", "run.json"): an
// id has several parts.
func names(id string) bool { return strings.ContainsAny(id, "-:") }

// returned finds blocks that were edited last month and are generated again.
func returned(in Input) []Item {
	if in.LastDraft == nil || in.LastBase == nil {
		return nil
	}
	edited := map[string]merge.Change{}
	for _, c := range merge.Diff(in.LastBase, in.LastDraft) {
		if c.ID != "" && !strings.HasPrefix(c.ID, "zone:") {
			edited[c.ID] = c
		}
	}
	var list []Item
	for _, b := range merge.Leaves(in.Draft) {
		if c, ok := edited[b.ID]; ok && b.Now != c.Now {
			text := "supprimé le mois dernier"
			if c.Now != "" {
				text = "modifié le mois dernier : " + short(c.Now)
			}
			list = append(list, Item{Line: b.Line, What: Returned, ID: b.ID, Text: text, Hint: "reprendre la correction si elle vaut encore"})
		}
	}
	return list
}

// withheld lists the edits of the general edition that name what this edition
// does not cover.
func withheld(carried []merge.Carried) []Item {
	var list []Item
	for _, c := range carried {
		if c.How == merge.CarryRefuse {
			list = append(list, Item{What: Withheld, ID: strings.TrimLeft(c.ID, "~"), Text: short(c.Text), Hint: "ce texte de l’édition générale nomme un logiciel hors de ce portefeuille : l’écrire ici autrement s’il le faut"})
		}
	}
	return list
}

// wording finds faults of French in what people wrote.
func wording(in Input) []Item {
	if lang(string(in.Draft)) != "fr" {
		return nil
	}
	own := func(int) bool { return true }
	if in.Base != nil {
		lines := map[int]bool{}
		for _, c := range merge.Diff(in.Base, in.Draft) {
			for k := range 1 + strings.Count(c.Now, "\n") {
				lines[c.Line+k] = true
			}
		}
		own = func(line int) bool { return lines[line] }
	}
	var list []Item
	for _, f := range french.Faults(string(in.Draft)) {
		if own(f.Line) {
			list = append(list, Item{Line: f.Line, What: Wording, ID: f.Rule, Text: f.Text, Hint: f.Hint})
		}
	}
	return list
}

// maxShort is how much of a text is shown in a list.
const maxShort = 80

func short(s string) string {
	r := []rune(strings.Join(strings.Fields(s), " "))
	if len(r) > maxShort {
		return string(r[:maxShort]) + "…"
	}
	return string(r)
}

// String is the item on one line, for a terminal or a checklist.
func (i Item) String() string {
	s := fmt.Sprintf("ligne %d : ", i.Line)
	if i.Line == 0 {
		s = ""
	}
	s += words[i.What]
	if i.ID != "" && i.What != SourceGone {
		s += " (" + i.ID + ")"
	}
	if i.Text != "" {
		s += " : " + short(i.Text)
	}
	return s + " ; " + i.Hint
}

// Word names the kind of an item in French.
func (w What) Word() string { return words[w] }

// hints tell the editor what to do about what stands in the way.
var hints = map[What]string{
	Conflict:   "comparer le texte avec les faits nouveaux, le reprendre s’il le faut, puis effacer le commentaire",
	Todo:       "trancher, puis effacer le commentaire",
	State:      "une fois le texte relu et juste, écrire status: relu dans l’en-tête",
	FrontFault: "corriger l’en-tête du fichier",
}

var words = map[What]string{
	Conflict: "conflit ouvert", Todo: "à trancher", State: "état", FrontFault: "en-tête", SourceGone: "source disparue",
	Confidence: "peu sûr", Returned: "bloc revenu", Withheld: "non repris", Empty: "section vide", Structure: "structure", LongQuote: "citation longue",
	Length: "longueur", Wording: "langue",
}
