package section

import (
	"cmp"
	"slices"

	"guette/render"
	"guette/render/french"
	"guette/watch"
)

// maxSignals is how many programs a theme names. Source: guide, section 6.
// fewSignals is how many of a huge perimeter.
const maxSignals, fewSignals = 6, 4

// signalsView is the signals of the month, by theme.
type signalsView struct {
	General bool
	Month   watch.Month
	Themes  []signalTheme
	KEV     *kevFact // nil: the catalogue was not read
	Empty   bool
}

// A signalTheme is one fixed theme.
type signalTheme struct {
	ID   string
	Rows []signalRow
	More int
}

// A signalRow is all that a theme says of one program.
type signalRow struct {
	held
	Findings []watch.Finding
	Facts    []signalFact
	New      bool
	Rising   bool // what it says is an improvement
}

// A signalFact is one statement.
type signalFact struct {
	Note string
	Kind watch.FindingKind
	Date watch.Date
	*watch.SignalDetail
	Todo string
	// Activity and Main come from the profile: the figures of two years, and the
	// three indicators that weigh most in a forecast.
	Activity *watch.ActivitySummary
	Main     []string
	Word     string // of the forecast
	// Merge and Mentioned are of a commit that speaks of security, beside a
	// version without tag.
	Merge     bool
	Mentioned watch.Date
	Named     string // name of the other program
	Ours      bool   // the entity declares it too
	Name      string // of the program
	Sheet     string // anchor of the sheet that quotes the same words, or tells what makes the forecast
	Dated     bool   // the day of the newest version is said beside
}

// OfName is the name of the program after "de".
func (f signalFact) OfName() string { return french.De(f.Name) }

// LastCommit and LastRelease are days observed; zero is not known.
func (f signalFact) LastCommit() watch.Date {
	if f.Activity == nil {
		return watch.Date{}
	}
	return watch.DateOf(f.Activity.LastCommit.UTC())
}

// LastRelease is the day of the newest version observed.
func (f signalFact) LastRelease() watch.Date {
	if f.Activity == nil {
		return watch.Date{}
	}
	return f.Activity.LastRelease
}

// Percent is a share in hundredths.
func (f signalFact) Percent() int { return int(100*f.Share + .5) }

// Top is the share of the first author in hundredths.
func (f signalFact) Top() int { return int(100*f.Activity.TopShare + .5) }

// weighing lists the indicators that cost most, three at most.
func weighing(h *watch.Health) []string {
	lines := slices.Clone(h.Contributions)
	slices.SortStableFunc(lines, func(a, b watch.Contribution) int { return cmp.Compare(b.Lost, a.Lost) })
	var out []string
	for _, c := range lines {
		if forecast[c.Dimension] && c.Lost > 0 && len(out) < 3 {
			out = append(out, c.Indicator)
		}
	}
	return out
}

// forecast are the dimensions that the forecast reads.
var forecast = map[string]bool{"activity": true, "trajectory": true, "people": true, "releases": true}

// themes are the fixed themes in their order, and which signals they hold.
var themes = []string{"licence", "gouvernance", "arret", "publication", "depot", "financement", "dependances", "securite"}

var themeOf = map[string]string{"licence": "licence", "governance": "gouvernance", "stop": "arret", "publication": "publication",
	"repository": "depot", "funding": "financement", "security": "securite", "dependency": "dependances"}

func signals(b *render.Bulletin) any {
	s := newStrategy(b)
	v := signalsView{General: b.General(), Month: b.Month, KEV: s.kev()}
	s.sheetQuotes, s.forecast = map[string]*watch.Quote{}, map[string]bool{}
	for _, x := range sheets(b).(sheetsView).Sheets {
		s.sheetQuotes[x.ID()], s.forecast[x.ID()] = x.Quote, x.Forecast()
	}
	byTheme := map[string][]signalRow{}
	for _, h := range s.held {
		for theme, row := range s.signalsOf(h) {
			byTheme[theme] = append(byTheme[theme], *row)
		}
	}
	for _, id := range themes {
		rows := byTheme[id]
		if len(rows) == 0 {
			continue
		}
		slices.SortStableFunc(rows, func(a, b signalRow) int {
			return cmp.Or(compareBool(b.New, a.New), compareBool(a.Rising, b.Rising),
				cmp.Compare(b.Criticality().Rank(), a.Criticality().Rank()), cmp.Compare(b.weight(), a.weight()), compareNames(a.Name, b.Name))
		})
		t := signalTheme{ID: id}
		t.Rows, t.More = firstOf(rows, least(b, maxSignals, fewSignals))
		v.Themes = append(v.Themes, t)
	}
	v.Empty = len(v.Themes) == 0 && (v.KEV == nil || len(v.KEV.Programs) == 0)
	return v
}

// weight orders signals of one rank: what a project or its licence says before
// what figures let one fear, and that by its probability or share.
func (r signalRow) weight() float64 {
	top := 0.
	for _, f := range r.Facts {
		switch {
		case f.Note == "suspected":
			top = max(top, f.Share)
		case f.Note == "sole":
			top = max(top, 1)
		case f.Note == "top":
			top = max(top, f.Activity.TopShare)
		case f.Kind == watch.FindingAbandonment, f.Kind == watch.FindingEndOfLife, f.Kind == watch.FindingCompromise, f.Note == "not-free":
			top = max(top, 3)
		case f.Kind == watch.FindingDeprecation, f.Kind == watch.FindingMaintenanceMode, f.Kind == watch.FindingLicenceChange:
			top = max(top, 2)
		}
	}
	return top
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// signalsOf gathers the signals of a program by theme, and what the figures of
// two years say beside.
func (s *strategy) signalsOf(h held) map[string]*signalRow {
	out := map[string]*signalRow{}
	add := func(theme string, f watch.Finding, fact signalFact, isNew bool) {
		row := out[theme]
		if row == nil {
			row = &signalRow{held: h}
			out[theme] = row
		}
		fact.Activity, fact.Name = h.Activity(), h.Name
		if q := s.sheetQuotes[h.ID()]; q != nil && fact.SignalDetail.Quote != nil && q.Text == fact.SignalDetail.Quote.Text {
			fact.Sheet = "fiche-" + h.ID()
		}
		fact.Dated = slices.ContainsFunc(row.Facts, func(f signalFact) bool { return f.Note == "late-release" })
		if x := h.Health(); x != nil && x.P12 != nil {
			fact.Main, fact.Word = weighing(x), x.P12.Word
		}
		if fact.Note == "suspected" && s.forecast[h.ID()] {
			fact.Main, fact.Sheet = nil, "fiche-"+h.ID() // said there
		}
		if large(s.b) {
			fact.Main = nil
		}
		row.Facts = append(row.Facts, fact)
		row.New = row.New || isNew
		if f.ID != "" {
			row.Findings = append(row.Findings, f)
		}
	}
	for f, d := range watch.DetailOf[*watch.SignalDetail](s.findings[h.ID()]) {
		theme, ok := themeOf[d.Theme]
		if !ok || f.Kind == watch.FindingHealthChange || f.Kind == watch.FindingOnePerson {
			continue
		}
		if d.Note == "first-author-away" && !d.New {
			continue
		}
		add(theme, f, signalFact{Note: d.Note, Kind: f.Kind, Date: f.Date, SignalDetail: d, Todo: f.Todo, Named: s.b.Name(d.Other), Ours: s.b.Covers(d.Other) && !s.b.General()}, d.New)
	}
	for f, d := range watch.DetailOf[*watch.ReleaseDetail](s.b.Of(h.ID())) {
		if d.Mark == "untagged" {
			add("publication", f, announced(f, d), true)
		}
	}
	for _, fact := range figures(h) {
		add(fact.Theme, watch.Finding{}, fact, false)
		if fact.Note == "gain" {
			out[fact.Theme].Rising = true
		}
	}
	return out
}

// announced is a version that a commit announces and no tag names.
func announced(f watch.Finding, d *watch.ReleaseDetail) signalFact {
	fact := signalFact{Note: "announced", Kind: f.Kind, Date: f.Date, SignalDetail: &watch.SignalDetail{Version: d.Version}}
	if len(d.Mentions) > 0 {
		m := d.Mentions[0]
		fact.Quote = &watch.Quote{Text: m.Subject, Lang: "en"}
		fact.Merge, fact.Mentioned = m.Merge, m.Date
	}
	return fact
}

// figures says what two years of figures show: who carries the project, and how
// often it is released.
func figures(h held) []signalFact {
	a := h.Activity()
	if a == nil || h.Health() == nil || h.Health().Class == watch.HealthUnknown {
		return nil
	}
	fact := func(theme, note string) signalFact {
		return signalFact{Note: note, SignalDetail: &watch.SignalDetail{Theme: theme, Note: note}}
	}
	var out []signalFact
	switch {
	case a.Authors == 1 && a.Commits >= soleCommits:
		out = append(out, fact("gouvernance", "sole"))
	case a.Commits >= topCommits && a.TopShare >= topShare:
		out = append(out, fact("gouvernance", "top"))
	case a.Whole && a.Absence > a.AbsencePrev && a.AbsencePrev == 1 && a.Commits >= gainCommits:
		out = append(out, fact("gouvernance", "gain"))
	}
	if a.Whole && a.ReleasesPrev >= fewReleases && 2*a.Releases <= a.ReleasesPrev {
		out = append(out, fact("arret", "fewer-releases"))
	}
	if a.Whole && a.CommitsPrev >= fewCommits && 2*a.Commits <= a.CommitsPrev {
		out = append(out, fact("arret", "fewer-commits"))
	}
	return out
}

// Thresholds of the figures; those of the public facts of docs/method.md.
const (
	soleCommits = 10
	topCommits  = 20 // no share is said of fewer
	topShare    = .75
	gainCommits = 100
	fewReleases = 6
	fewCommits  = 50
)

// kevFact counts the entries of KEV that name programs of the perimeter.
type kevFact struct {
	Total    int // all entries added in the month, as far as the state read tells
	Month    int // those of the perimeter
	Year     int
	Programs []kevProgram
	Named    []kevProgram // the first of them
	More     int
	URL      string
	InMonth  []string // programs named in the month
}

// kevProgram is a program named by KEV in twelve months.
type kevProgram struct {
	Name string
	N    int
}

func (s *strategy) kev() *kevFact {
	var k kevFact
	known := false
	month := map[string]bool{} // by CVE: one may name two programs
	for _, h := range s.held {
		if h.Profile == nil || h.Profile.KEVPage == nil {
			continue
		}
		known = true
		k.URL = kevCatalogue
		n := 0
		for _, e := range h.Profile.Exploited {
			n++
			if e.Added.In() == s.b.Month {
				month[e.CVE] = true
				if !slices.Contains(k.InMonth, h.Name) {
					k.InMonth = append(k.InMonth, h.Name)
				}
			}
		}
		if n > 0 {
			k.Programs = append(k.Programs, kevProgram{h.Name, n})
			k.Year += n
		}
	}
	if !known {
		return nil
	}
	k.Month = len(month)
	for _, st := range s.b.Analysis.States {
		if st.Collector == "kev" {
			k.Total = st.Added
		}
	}
	slices.SortStableFunc(k.Programs, func(a, b kevProgram) int { return cmp.Or(cmp.Compare(b.N, a.N), compareNames(a.Name, b.Name)) })
	k.Named, k.More = firstOf(k.Programs, inBrief(s.b))
	return &k
}
