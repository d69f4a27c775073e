package section

import (
	"cmp"
	"slices"

	"guette/render"
	"guette/render/french"
	"guette/watch"
)

// maxSheets is how many sheets a bulletin has. Source: guide, section 6.
// fewSheets is how many of a huge perimeter.
const maxSheets, fewSheets = 4, 3

// sheetsView is the alert sheets.
type sheetsView struct {
	General bool
	Sheets  []sheet
	More    programList // other programs that would have one
	Kept    programList // programs whose sheet of an earlier bulletin still holds
}

// A sheet is one page about one program.
type sheet struct {
	held
	Title    string // code of the strongest open factor
	Factors  []watch.Factor
	Licence  *watch.LicenceState
	Last     *watch.LastRelease
	Vulns    int // records of any month that affect the declared version; general: of the month
	HasOSV   bool
	Calendar *watch.Lifecycle
	Signals  []signalFact
	Findings []watch.Finding
	Quote    *watch.Quote // of the project itself
	Silent   int          // days since the newest commit
	Late     int          // days since the newest version
	Near     watch.Date   // horizons
	Middle   watch.Date
	Month    watch.Month
	Undated  bool // no version declared
	Check    watch.Date
	Proofs   []commitRow
	Conflict *signalFact
	Replaces string // name of the successor that the catalogue knows
	Curve    curve
	Contributors
}

// Contributors are the figures of two years.
type Contributors struct{ Commits, CommitsPrev, Authors, AuthorsPrev, Top int }

// Of is the name after "de".
func (x sheet) Of() string { return french.De(x.Name) }

// Percent is the forecast in hundredths, for "so many projects out of 100".
func (x sheet) Percent() int {
	if x.Health() == nil || x.Health().P12 == nil {
		return 0
	}
	return max(1, int(100*x.Health().P12.Value+.5))
}

// Main are the indicators that weigh most in the forecast.
func (x sheet) Main() []string {
	if x.Health() == nil {
		return nil
	}
	return weighing(x.Health())
}

// Forecast tells whether the sheet says how likely an end is, and why: not where
// the project has ended, or where the licence is what counts.
func (x sheet) Forecast() bool {
	return x.Title != sheetStopped && x.Title != sheetNotFree && x.Health() != nil && x.Health().P12 != nil && x.Health().P12.Word != ""
}

// Titles of sheets, by what weighs most.
const (
	sheetStopped  = "stopped"
	sheetNotFree  = "not-free"
	sheetFall     = "fewer-commits"
	sheetSole     = "sole"
	sheetOne      = "one-author"
	sheetUntagged = "no-release"
	sheetSilent   = "no-commit"
	sheetScore    = "score"
	sheetObsolete = "deprecated"
)

func sheets(b *render.Bulletin) any {
	s := newStrategy(b)
	v := sheetsView{General: b.General()}
	list := s.alarming()
	before := map[string]string{}
	if last := b.Last(); last != nil {
		for _, h := range newStrategy(last).alarming() {
			before[h.ID()] = state(h)
		}
	}
	var kept, more []string
	for _, h := range list {
		if was, known := before[h.ID()]; known && was == state(h) && !s.news(h) {
			kept = append(kept, h.Name) // nothing has changed: see the follow-up
			continue
		}
		if len(v.Sheets) == least(s.b, maxSheets, fewSheets) {
			more = append(more, h.Name)
			continue
		}
		v.Sheets = append(v.Sheets, s.sheet(h))
	}
	v.Kept, v.More = listOf(s.b, kept), listOf(s.b, more)
	return v
}

// state is what a sheet depends on.
func state(h held) string {
	text := string(h.Level)
	if x := h.Health(); x != nil {
		text += " " + string(x.Class)
		for _, f := range x.Factors {
			text += " " + f.Name
		}
	}
	for _, c := range h.Causes {
		text += " " + c.Name
	}
	return text
}

// news tells whether a program has a new signal.
func (s *strategy) news(h held) bool {
	for _, d := range watch.DetailOf[*watch.SignalDetail](s.findings[h.ID()]) {
		if d.New {
			return true
		}
	}
	return false
}

// alarming lists the programs that deserve a sheet: those that a new version
// does not repair first, then those in poor health, most open factors first.
func (s *strategy) alarming() []held {
	var list []held
	for _, h := range s.held {
		if h.Structural || h.Health() != nil && h.Health().Class == watch.HealthPoor {
			list = append(list, h)
		}
	}
	slices.SortStableFunc(list, func(a, b held) int {
		return cmp.Or(compareBool(b.Structural, a.Structural), cmp.Compare(stops(b), stops(a)), cmp.Compare(factors(b), factors(a)),
			cmp.Compare(b.Criticality().Rank(), a.Criticality().Rank()), compareNames(a.Name, b.Name))
	})
	return list
}

func factors(h held) int {
	if h.Health() == nil {
		return 0
	}
	return len(h.Health().Factors)
}

// stops puts a stopped project before a licence.
func stops(h held) int {
	if x := h.Health(); x != nil && x.Class == watch.HealthStopped {
		return 1
	}
	return 0
}

func (s *strategy) sheet(h held) sheet {
	x := sheet{held: h, Month: s.b.Month, Near: s.horizon(0), Middle: s.horizon(1), Undated: h.Declaration != nil && h.Version() == ""}
	if d, ok := s.b.Decision(h.ID()); ok {
		x.Check = d.Deadline
	}
	p := h.Profile
	x.Licence, x.Last, x.HasOSV, x.Vulns = p.Licence, p.Last, p.HasOSV, p.Records
	if br, ok := declaredBranch(s.b, h.Covered); ok {
		x.Calendar = &br.Cycle
	} else if len(p.Cycles) > 0 {
		x.Calendar = &p.Cycles[0]
	}
	if a := h.Activity(); a != nil {
		x.Contributors = Contributors{a.Commits, a.CommitsPrev, a.Authors, a.AuthorsPrev, int(100*a.TopShare + .5)}
		if !a.LastCommit.IsZero() {
			x.Silent = watch.DateOf(a.LastCommit.UTC()).DaysUntil(s.b.AsOf)
		}
		if !a.LastRelease.IsZero() {
			x.Late = a.LastRelease.DaysUntil(s.b.AsOf)
		}
		if len(a.LastHash) >= 7 && p.Repository != nil {
			x.Proofs = append(x.Proofs, commitRow{h.ID(), h.Name, a.LastHash[:7], a.LastHash, commitPage(p.Repository.URL, a.LastHash)})
		}
	}
	if h.Health() != nil {
		x.Factors = h.Health().Factors
		x.Curve = curveOf(h.Health())
	}
	for f, d := range watch.DetailOf[*watch.SignalDetail](s.findings[h.ID()]) {
		x.Signals = append(x.Signals, signalFact{Note: d.Note, Kind: f.Kind, Date: f.Date, SignalDetail: d, Todo: f.Todo})
		x.Findings = append(x.Findings, f)
	}
	if c, ok := s.b.Program(h.Covered.Program.Successor); ok {
		x.Replaces = c.Name
	} else if id := h.Covered.Program.Successor; id != "" {
		x.Replaces = s.b.Name(id)
	}
	x.Title = sheetTitle(h, x)
	x.Quote = quoteFor(x)
	return x
}

// quoted are the kinds of signals whose words a sheet quotes, by its title.
var quoted = map[string][]watch.FindingKind{
	sheetNotFree:  {watch.FindingLicenceChange},
	sheetStopped:  {watch.FindingEndOfLife, watch.FindingAbandonment, watch.FindingDeprecation},
	sheetObsolete: {watch.FindingDeprecation},
}

// quoteFor is the quote that proves the title of a sheet; nil if there is none.
func quoteFor(x sheet) *watch.Quote {
	for _, kind := range quoted[x.Title] {
		for _, fact := range x.Signals {
			if fact.Kind == kind && fact.SignalDetail.Quote != nil {
				return fact.SignalDetail.Quote
			}
		}
	}
	return nil
}

// horizon is the last day of the nth horizon of the policy.
func (s *strategy) horizon(n int) watch.Date {
	h := s.b.Policy.HorizonsMonths
	if len(h) < 3 {
		h = []int{3, 6, 12}
	}
	return s.b.Month.Add(h[n]).LastDay()
}

// sheetTitle chooses the title: what weighs most.
func sheetTitle(h held, x sheet) string {
	if stops(h) == 1 {
		return sheetStopped
	}
	if x.Licence != nil && x.Licence.Free != nil && !*x.Licence.Free {
		return sheetNotFree
	}
	has := func(name string) bool {
		return slices.ContainsFunc(x.Factors, func(f watch.Factor) bool { return f.Name == name })
	}
	switch {
	case slices.ContainsFunc(x.Signals, func(f signalFact) bool { return f.Kind == watch.FindingDeprecation }):
		return sheetObsolete
	case has("fewer-commits"):
		return sheetFall
	case has("one-author") && x.Authors == 1:
		return sheetSole
	case has("no-commit"):
		return sheetSilent
	case has("one-author"):
		return sheetOne
	case has("no-release"):
		return sheetUntagged
	}
	return sheetScore
}
