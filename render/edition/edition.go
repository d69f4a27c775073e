// Package edition brings the drafts of a month together with what editors made
// of them: the general edition first, then each entity's, which takes over what
// was edited in the general one. It also holds the states of a draft, from
// brouillon to diffusé, and what stands in the way of publishing.
package edition

import (
	"maps"
	"slices"

	"guette/render"
	"guette/render/draft"
	"guette/render/merge"
	"guette/watch"
)

// Files are drafts by their path in the folder of the month.
type Files map[string][]byte

// A Result is what to write after a merge.
type Result struct {
	Drafts  Files // into the folder of the month
	Base    Files // to be kept until the next time, as the base of that merge
	Reports map[string]merge.Report
	Carried map[string][]merge.Carried // what each entity's draft took over from the general edition
}

// Merge merges all drafts of a month. base is the Base of the last time, empty
// at first; edited is what lies in the folder. A file missing from edited is
// written anew.
func Merge(m render.Material, fresh []draft.Draft, base, edited Files) Result {
	r := Result{Files{}, Files{}, map[string]merge.Report{}, map[string][]merge.Carried{}}
	general := map[render.Kind][2][]byte{} // generated, merged
	for _, d := range fresh {
		generated := d.Body
		if d.Entity != "" {
			pair := general[d.Kind]
			generated, r.Carried[d.Path] = merge.Carry(pair[0], pair[1], d.Body, reader(m, d.Entity))
		}
		out, report := merge.Merge(base[d.Path], edited[d.Path], generated)
		r.Drafts[d.Path], r.Base[d.Path], r.Reports[d.Path] = out, generated, report
		if d.Entity == "" {
			general[d.Kind] = [2][]byte{d.Body, stateOf(out, d.Body)}
		}
	}
	return r
}

// Paths lists the drafts in order.
func (f Files) Paths() []string { return slices.Sorted(maps.Keys(f)) }

// reader tells what an entity may read of the general edition: what names no
// program outside its portfolio.
func reader(m render.Material, entity string) merge.Reader {
	var own watch.Entity
	for _, e := range m.Portfolio.Entities {
		if e.ID == entity {
			own = e
		}
	}
	var others, mine []string
	ids := map[string]bool{}
	for _, p := range m.Programs {
		ids[p.ID] = true
		d, declared := own.Declaration(p.ID)
		if declared {
			mine = append(append(mine, p.Name, d.Label), p.Aliases...)
			continue
		}
		others = append(append(others, p.Name), p.Aliases...)
	}
	return merge.Reader{
		Translated: m.Translated(entity),
		Allowed:    func(text string) bool { return !merge.Named(text, others, mine) },
		Program:    func(id string) bool { return ids[id] },
	}
}
