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
	var head string
	var parts []string
	for _, r := range c.Rows {
		parts = append(parts, c.spellRow(r))
	}
	switch c.Kind {
	case "indicateurs":
		head = "Chiffres"
	case "barres":
		head = "Graphique à barres"
	case "courbe":
		head = "Courbes"
	case "matrice":
		head = "Matrice des risques"
	case "calendrier":
		head = "Calendrier"
	case "repartition":
		head = "Répartition"
	case "croisement":
		head = "Matrice"
	}
	if c.Title != "" && c.Title != head {
		head += ". " + strings.TrimSuffix(c.Title, ".")
	}
	return head + "\u00a0: " + strings.Join(parts, "\u202f; ") + "."
}

func (c *Chart) spellRow(r Row) string {
	switch c.Kind {
	case "matrice":
		return fmt.Sprintf("%s, %s, probabilité %s sur %d, impact %s sur %d", r.At(0), r.At(1), r.At(2), matrixSide, r.At(3), matrixSide)
	case "calendrier":
		s := r.At(0) + ", " + longDay(dayOf(r.At(1)))
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
		return r.At(0) + ", aucune valeur"
	}
	return fmt.Sprintf("%s, %d valeurs, de %s à %s, au plus bas %s, au plus haut %s", r.At(0), len(vs), short(vs[first]), short(vs[last]), short(vs[low]), short(vs[high]))
}
