// Package render holds the bulletin: what one edition of one month may speak
// of, indexed for its sections. It reads an analysis and a portfolio and
// decides nothing; the sections choose, the templates word, the draft writes.
//
// The rooms around it: section (what enters each section), draft (templates to
// Markdown), markup (escaping), french (grammar and typography), sentence (one
// statement for each finding), merge and edition (the editor's edits), review
// (what a person has to look at), pdf, html and chart.
package render

import (
	"slices"

	"guette/watch"
)

// Kind is one of the two bulletins, or an alert.
type Kind string

// The bulletins, by their names in files and in the front matter.
const (
	Technical Kind = "technique"
	Strategic Kind = "strategique"
	// Alert is one page out of cycle, for an entity and a program whose decision
	// is immediate.
	Alert Kind = "alerte"
)

// Publisher is who edits the bulletins.
type Publisher struct {
	Name    string
	Contact string
	Logo    string // path of an image
	Legal   string // legal notice
}

// Material is all that the bulletins of a month are made from.
type Material struct {
	Analysis  *watch.Analysis
	Programs  []watch.Program // the catalogue
	Portfolio watch.Portfolio
	Past      []*watch.Analysis // of past months, newest first; none at the first issue
	Publisher Publisher
	Language  string // of the general edition: "fr" or "en"; "" is French
	// Window is the number of months of history that collectors read.
	Window int
}

// A Bulletin is one bulletin of one edition: what its sections read. Methods
// answer for the perimeter of the edition only.
type Bulletin struct {
	Kind      Kind
	Language  string
	Month     watch.Month
	Edition   watch.Date    // day of the bulletin
	AsOf      watch.Date    // last day of the data
	Entity    *watch.Entity // nil: the general edition, of all programs and no version
	Policy    watch.Policy
	Domains   []watch.Domain
	Publisher Publisher
	Analysis  *watch.Analysis
	Portfolio watch.Portfolio
	Window    int
	Alerted   string // program of an alert; "" in a bulletin

	covered   []Covered
	byProgram map[string]int // index in covered
	names     map[string]string
	findings  map[string]watch.Finding
	own       map[string][]watch.Finding // of the perimeter, by program
	decisions []watch.Decision
	verdicts  []watch.Verdict
	declared  []string
	past      []*Bulletin
}

// Covered is a program of the perimeter.
type Covered struct {
	Program     watch.Program
	Name        string             // label of the declaration, else name of the catalogue
	Profile     *watch.Profile     // nil: not analysed this month
	Declaration *watch.Declaration // nil in the general edition
}

// Version is the declared version; "" is not declared.
func (c Covered) Version() string {
	if c.Declaration == nil {
		return ""
	}
	return c.Declaration.Version
}

// WithVersion is the name followed by the declared version, if any.
func (c Covered) WithVersion() string {
	if v := c.Version(); v != "" {
		return c.Name + " " + v
	}
	return c.Name
}

// New makes the bulletin of one kind for an entity, or the general edition for
// nil.
func New(m Material, kind Kind, entity *watch.Entity) *Bulletin {
	b := newBulletin(m, m.Analysis, kind, entity)
	for _, a := range m.Past {
		b.past = append(b.past, newBulletin(m, a, kind, entity))
	}
	return b
}

// Alerts makes the alerts of an entity: one for each program with an immediate
// decision, in the order of the decisions.
func Alerts(m Material, entity *watch.Entity) []*Bulletin {
	if entity == nil {
		return nil
	}
	var list []*Bulletin
	for _, d := range newBulletin(m, m.Analysis, Alert, entity).Decisions() {
		if d.Level != watch.Immediate {
			continue
		}
		b := newBulletin(m, m.Analysis, Alert, entity)
		if b.Alerted = d.Program; b.Covers(d.Program) {
			list = append(list, b)
		}
	}
	return list
}

func newBulletin(m Material, a *watch.Analysis, kind Kind, entity *watch.Entity) *Bulletin {
	b := &Bulletin{
		Kind: kind, Language: language(m, entity), Month: a.Month, Edition: a.Edition, AsOf: a.AsOf,
		Entity: entity, Policy: m.Portfolio.Policy, Domains: m.Portfolio.Domains, Publisher: m.Publisher,
		Analysis: a, Portfolio: m.Portfolio, Window: m.Window,
		byProgram: map[string]int{}, names: map[string]string{},
		findings: map[string]watch.Finding{}, own: map[string][]watch.Finding{},
	}
	b.cover(m.Programs)
	for _, f := range a.Findings {
		b.findings[f.ID] = f
		if b.Covers(f.Program) || f.Program == "" {
			b.own[f.Program] = append(b.own[f.Program], f)
		}
	}
	if entity == nil {
		return b
	}
	for _, e := range a.Entities {
		if e.Entity == entity.ID {
			b.decisions, b.verdicts, b.declared = e.Decisions, e.Verdicts, e.Declared
		}
	}
	return b
}

func language(m Material, entity *watch.Entity) string {
	lang := m.Language
	if entity != nil && entity.Locale != "" {
		lang = entity.Locale
	}
	if lang == "en" {
		return "en"
	}
	return "fr"
}

// Translated tells whether an entity reads another language than the general
// edition's.
func (m Material) Translated(entity string) bool {
	for i := range m.Portfolio.Entities {
		if e := &m.Portfolio.Entities[i]; e.ID == entity {
			return language(m, e) != language(m, nil)
		}
	}
	return false
}

// cover lists the perimeter: an entity's in the order of its portfolio, the
// general edition's by name.
func (b *Bulletin) cover(catalogue []watch.Program) {
	programs := map[string]watch.Program{}
	for _, p := range catalogue {
		programs[p.ID] = p
		b.names[p.ID] = p.Name
	}
	profiles := map[string]*watch.Profile{}
	for i := range b.Analysis.Profiles {
		p := &b.Analysis.Profiles[i]
		profiles[p.Program.ID] = p
		programs[p.Program.ID] = p.Program
		b.names[p.Program.ID] = p.Program.Name
	}
	if b.Entity == nil {
		for i := range b.Analysis.Profiles {
			p := &b.Analysis.Profiles[i]
			b.covered = append(b.covered, Covered{Program: p.Program, Name: b.Name(p.Program.ID), Profile: p})
		}
		b.sortCovered()
	} else {
		for i := range b.Entity.Programs {
			d := &b.Entity.Programs[i]
			if d.Label != "" {
				b.names[d.Program] = d.Label
			}
			p, known := programs[d.Program]
			if !known {
				p = watch.Program{ID: d.Program}
			}
			b.covered = append(b.covered, Covered{Program: p, Name: b.Name(d.Program), Profile: profiles[d.Program], Declaration: d})
		}
	}
	for i, c := range b.covered {
		b.byProgram[c.Program.ID] = i
	}
}

// General tells whether the edition speaks to no entity in particular.
func (b *Bulletin) General() bool { return b.Entity == nil }

// Covered lists the perimeter: in the order of the portfolio, or by name in
// the general edition.
func (b *Bulletin) Covered() []Covered { return b.covered }

// Covers tells whether a program is in the perimeter.
func (b *Bulletin) Covers(program string) bool {
	_, ok := b.byProgram[program]
	return ok
}

// Program returns a program of the perimeter; ok is false for another.
func (b *Bulletin) Program(id string) (c Covered, ok bool) {
	i, ok := b.byProgram[id]
	if !ok {
		return Covered{}, false
	}
	return b.covered[i], true
}

// Name returns the name of any program, as this edition calls it; the id where
// it has none.
func (b *Bulletin) Name(program string) string {
	if name := b.names[program]; name != "" {
		return name
	}
	return program
}

// Profile returns the profile of a program of the perimeter, or nil.
func (b *Bulletin) Profile(program string) *watch.Profile {
	c, _ := b.Program(program)
	return c.Profile
}

// Declaration returns what the entity declares of a program.
func (b *Bulletin) Declaration(program string) (watch.Declaration, bool) {
	c, _ := b.Program(program)
	if c.Declaration == nil {
		return watch.Declaration{}, false
	}
	return *c.Declaration, true
}

// Finding returns a finding of the analysis by its id.
func (b *Bulletin) Finding(id string) (watch.Finding, bool) {
	f, ok := b.findings[id]
	return f, ok
}

// Findings lists the findings of the perimeter of the given kinds, all kinds
// for none, in the order of the analysis. News of no program are among them.
func (b *Bulletin) Findings(kinds ...watch.FindingKind) []watch.Finding {
	var list []watch.Finding
	for _, f := range b.Analysis.Findings {
		if (b.Covers(f.Program) || f.Program == "") && is(f.Kind, kinds) {
			list = append(list, f)
		}
	}
	return list
}

// Of lists the findings on one program of the perimeter, of the given kinds or
// of all.
func (b *Bulletin) Of(program string, kinds ...watch.FindingKind) []watch.Finding {
	var list []watch.Finding
	for _, f := range b.own[program] {
		if is(f.Kind, kinds) {
			list = append(list, f)
		}
	}
	return list
}

func is(kind watch.FindingKind, kinds []watch.FindingKind) bool {
	return len(kinds) == 0 || slices.Contains(kinds, kind)
}

// Decisions lists what was decided for the entity, in the order of the
// bulletin; none in the general edition.
func (b *Bulletin) Decisions() []watch.Decision { return b.decisions }

// Decision returns what was decided for the entity about a program.
func (b *Bulletin) Decision(program string) (watch.Decision, bool) {
	for _, d := range b.decisions {
		if d.Program == program {
			return d, true
		}
	}
	return watch.Decision{}, false
}

// Verdicts lists what each vulnerability is to the declared versions.
func (b *Bulletin) Verdicts() []watch.Verdict { return b.verdicts }

// Verdict returns what a vulnerability is to the declared version of a program.
func (b *Bulletin) Verdict(program, finding string) (watch.Verdict, bool) {
	for _, v := range b.verdicts {
		if v.Program == program && v.Finding == finding {
			return v, true
		}
	}
	return watch.Verdict{}, false
}

// nobody is said where a portfolio names no role, by language.
var nobody = map[string]string{"fr": "à désigner", "en": "to be named"}

// Role is the label of a role of the entity.
func (b *Bulletin) Role(id string) string {
	if b.Entity == nil {
		return id
	}
	if id == "" {
		return nobody[b.Language]
	}
	return b.Entity.Role(id)
}

// RoleLabels are the labels of roles, in order.
func (b *Bulletin) RoleLabels(ids []string) []string {
	var list []string
	for _, id := range ids {
		list = append(list, b.Role(id))
	}
	return list
}

// Past are the bulletins of the same kind and edition for past months, newest
// first, made again from what was known then. At the first issue there are
// none. They have the portfolio of today: a past decision holds the version
// that was declared then.
func (b *Bulletin) Past() []*Bulletin { return b.past }

// Declared lists the programs that the entity declared when the bulletin was
// made, by id; none where that is not known.
func (b *Bulletin) Declared() []string { return b.declared }

// Last is the bulletin of the month before; nil when there is none.
func (b *Bulletin) Last() *Bulletin {
	for _, p := range b.past {
		if p.Month == b.Month.Add(-1) {
			return p
		}
	}
	return nil
}
