package section

import (
	"guette/render"
	"guette/watch"
)

// sourcesView is the table of sources with their date and coverage.
type sourcesView struct {
	General bool
	AsOf    watch.Date
	Rows    []sourceRow
}

// sourceRow is one kind of source.
type sourceRow struct {
	Collector string // code, see the template for its words
	AsOf      watch.Date
	Previous  watch.Date
	Late      bool // the state read is later than the edition
	Dated     bool // its facts bear their own dates: those after the month are left out
	Shared    bool // belongs to no program: it covers all
	Programs  int  // of the perimeter, with an answer
	Total     int
	N         int  // entries, of a shared source
	Found     int  // programs with a record of vulnerability
	OnlyKEV   bool // scores are known of entries of KEV only
}

// order is that of the table: what decides first.
var order = []string{"osv", "kev", "epss", "certfr", "endoflife", "git", "forge", "changelog", "feed", "debian", "news"}

// dated sources tell when each fact happened; the others give the state of a day.
var dated = map[string]bool{"osv": true, "certfr": true, "git": true, "forge": true, "changelog": true, "feed": true, "news": true}

// shared sources belong to no program.
var shared = map[string]bool{"kev": true, "epss": true, "certfr": true, "news": true}

func sources(b *render.Bulletin) any {
	v := sourcesView{General: b.General(), AsOf: b.AsOf}
	answered := answers(b)
	states := map[string]watch.SourceState{}
	for _, s := range b.Analysis.States {
		states[s.Collector] = s
	}
	for _, name := range order {
		state, known := states[name]
		if !known && len(answered[name]) == 0 {
			continue
		}
		row := sourceRow{
			Collector: name, AsOf: state.AsOf, Previous: state.Previous, Late: state.AsOf.After(b.Edition), Dated: dated[name],
			Shared: shared[name], Programs: len(answered[name]), Total: len(b.Covered()), N: state.N,
		}
		switch name {
		case "osv":
			row.Found = recordedPrograms(b)
		case "epss":
			row.OnlyKEV = onlyKEV(newMonth(b))
		}
		v.Rows = append(v.Rows, row)
	}
	return v
}

// recordedPrograms counts the programs of which vulnerability records are collected.
func recordedPrograms(b *render.Bulletin) int {
	n := 0
	for _, c := range b.Covered() {
		if c.Profile != nil && c.Profile.HasOSV {
			n++
		}
	}
	return n
}

// answers tells, for each collector, the programs of the perimeter of which a
// source answered.
func answers(b *render.Bulletin) map[string]map[string]bool {
	out := map[string]map[string]bool{}
	for _, s := range b.Analysis.Sources {
		if !s.Outcome.Good() || !b.Covers(s.Program) {
			continue
		}
		if out[s.Collector] == nil {
			out[s.Collector] = map[string]bool{}
		}
		out[s.Collector][s.Program] = true
	}
	return out
}
