package chart

import (
	"fmt"
	"strings"
)

func splitSpaces(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ' ' })
}

// Spell says the data of a chart in one sentence: its alternative where the draft
// gives none.
func (c *Chart) Spell() string {
	var parts []string
	for _, r := range c.Rows {
		parts = append(parts, c.spellRow(r))
	}
	w := wordsOf(c.Lang)
	head, title := w.kinds[c.Kind], strings.TrimSuffix(c.Title, ".")
	switch {
	case strings.HasPrefix(title, head):
		head = title // "Répartition de la santé" says what it is
	case title != "":
		head += ". " + title
	}
	return head + w.colon + strings.Join(parts, w.semicolon) + "."
}

func (c *Chart) spellRow(r Row) string {
	w := wordsOf(c.Lang)
	switch c.Kind {
	case "matrice":
		return fmt.Sprintf(w.risk, r.At(0), r.At(1), r.At(2), matrixSide, r.At(3), matrixSide)
	case "calendrier":
		s := r.At(0) + ", " + w.day(dayOf(r.At(1)))
		if r.At(2) != "" {
			s += " (" + r.At(2) + ")"
		}
		return s
	case "courbe":
		return c.spellSeries(r)
	case "croisement":
		var cells []string
		for i, x := range c.X {
			cells = append(cells, strings.ToLower(x)+" "+r.At(i+1))
		}
		return r.At(0) + ", " + strings.Join(cells, ", ")
	}
	return strings.TrimSpace(r.At(0) + " " + r.At(1) + c.Unit)
}

// spellSeries says where a line starts, ends, and its extremes.
func (c *Chart) spellSeries(r Row) string {
	w := wordsOf(c.Lang)
	vs := values(r.At(1))
	if len(vs) <= 12 {
		return r.At(0) + " " + strings.Join(strings.Fields(r.At(1)), ", ")
	}
	first, last, low, high := -1, -1, 0, 0
	for i, v := range vs {
		if v != v {
			continue
		}
		if first < 0 {
			first, low, high = i, i, i
		}
		last = i
		if v < vs[low] {
			low = i
		}
		if v > vs[high] {
			high = i
		}
	}
	if first < 0 {
		return r.At(0) + w.none
	}
	return fmt.Sprintf(w.series, r.At(0), len(vs), w.number(vs[first]), w.number(vs[last]), w.number(vs[low]), w.number(vs[high]))
}
