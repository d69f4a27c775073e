package render

import (
	"cmp"

	"guette/render/french"
	"guette/watch"
)

// A Group is the programs of one domain of the portfolio, or of one category
// of the catalogue in the general edition.
type Group struct {
	ID       string
	Label    string
	Programs []Covered // by name
}

// Groups cuts the perimeter into domains: in the order of the portfolio file
// for an entity, by label in the general edition. Programs without a domain
// come last, in a group without label. No group is empty.
func (b *Bulletin) Groups() []Group {
	var groups []Group
	at := map[string]int{}
	add := func(id, label string) {
		if _, ok := at[id]; !ok {
			at[id] = len(groups)
			groups = append(groups, Group{ID: id, Label: label})
		}
	}
	if b.Entity != nil {
		for _, d := range b.Domains {
			add(d.ID, d.Label)
		}
	}
	for _, c := range b.byName() {
		id, label := c.group()
		if label != "" || id == "" {
			add(id, label)
		}
		i, ok := at[id]
		if !ok {
			add("", "")
			i = at[""]
		}
		groups[i].Programs = append(groups[i].Programs, c)
	}
	return arrange(groups, b.Entity == nil)
}

// group is the domain of the declaration, whose label the portfolio has, or the
// category of the catalogue, which is its own label.
func (c Covered) group() (id, label string) {
	if c.Declaration != nil {
		return c.Declaration.Domain, ""
	}
	return c.Program.Category, c.Program.Category
}

func arrange(groups []Group, byLabel bool) []Group {
	if byLabel {
		french.SortBy(groups, func(g Group) string { return cmp.Or(g.Label, "\U0010FFFF") })
	}
	var kept, last []Group
	for _, g := range groups {
		switch {
		case len(g.Programs) == 0:
		case g.ID == "":
			last = append(last, g)
		default:
			kept = append(kept, g)
		}
	}
	return append(kept, last...)
}

func (b *Bulletin) byName() []Covered {
	list := append([]Covered(nil), b.covered...)
	french.SortBy(list, func(c Covered) string { return c.Name })
	return list
}

func (b *Bulletin) sortCovered() { b.covered = b.byName() }

// SortNames puts names of programs in the order of the bulletins.
func SortNames(names []string) []string {
	french.SortBy(names, func(s string) string { return s })
	return names
}

// Domain is the label of a domain of the portfolio; "" for none.
func (b *Bulletin) Domain(id string) string {
	for _, d := range b.Domains {
		if d.ID == id {
			return d.Label
		}
	}
	return ""
}

// Criticality is what the entity declares of a program; "" in the general
// edition.
func (b *Bulletin) Criticality(program string) watch.Criticality {
	d, _ := b.Declaration(program)
	return d.Criticality
}
