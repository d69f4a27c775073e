package section

import (
	"cmp"
	"slices"
	"strings"

	"guette/render"
	"guette/watch"
)

// Limits of the section. Source: guide, section 5.
const (
	maxPriorities = 15
	maxBlocks     = 6
)

// prioritiesView is the table of what to do, and why.
type prioritiesView struct {
	General bool
	N       int // programs of the perimeter
	Rows    []priorityRow
	More    int
	Blocks  []priorityBlock
	Merged  []priorityBlock // too short to stand alone
	Month   watch.Month
	// Press are the programs to read first in the general edition.
	Press []pressingRow
	// Alerted are the programs of which an alert goes with the bulletin, by name;
	// AlertFindings is why.
	Alerted, AlertFindings []string
}

// A priorityRow is a decision in words to be.
type priorityRow struct {
	watch.Decision
	Name        string
	Criticality watch.Criticality
	Vulns       *vulnFact
	Doubtful    []string // CVEs whose range is doubtful
	Waiting     []string // CVEs of the month that cannot be judged
	Support     *supportFact
	Components  []componentFact
	Keyword     *keywordFact
	// SupportFirst is set when the end of support weighs more than the
	// vulnerabilities.
	SupportFirst bool
	Newest       *newestFact
	Roles        string // labels
	Proof        proof
}

// vulnFact counts what affects a declared version.
type vulnFact struct {
	N, Exploited int
	Top          watch.Severity // highest
	TopN         int            // of that severity
	TopCVEs      []string
	Score        float64
	Since        watch.Date // all repaired since; zero when the month has one
}

// counted is a number of vulnerabilities of one severity.
type counted struct {
	N    int
	Word watch.Severity
}

// All and Tops count all, and those of the highest severity.
func (f vulnFact) All() counted  { return counted{f.N, f.Top} }
func (f vulnFact) Tops() counted { return counted{f.TopN, f.Top} }

// supportFact is the end of support of the declared branch.
type supportFact struct {
	Name, Branch string
	Until        watch.Date // zero: over on an unknown day
	Ended        bool
	Word         string
	Extended     watch.Date // of extended support that costs nothing
	ExtendedWord string
	NoOverlap    string
	Debian       bool
}

// newestFact is the newest version of the declared branch.
type newestFact struct {
	Version string
	Date    watch.Date
}

// componentFact is an embedded program.
type componentFact struct {
	Name, Version string
	N, Critical   int
	Fixed         string // embedded by
	Since         string // version of the program
}

// keywordFact is a newer version whose notes only mention security.
type keywordFact struct {
	Version  string
	N        int
	Keyword  string
	Quote    watch.Quote
	Commit   *watch.Mention // where a commit says it, not the notes
	Untagged watch.Date     // day on which a commit announced the version; zero: it has a tag
}

func priorities(b *render.Bulletin) any {
	m := newMonth(b)
	v := prioritiesView{General: b.General(), N: len(b.Covered()), Month: b.Month}
	if b.General() {
		v.Press, v.More = firstOf(m.pressing(), maxPriorities)
		return v
	}
	rows := m.rows()
	v.Blocks, v.Merged = m.blocks(rows)
	v.Alerted, v.AlertFindings = m.alerted()
	v.Rows = rows
	if len(rows) > maxPriorities {
		v.Rows, v.More = rows[:maxPriorities], len(rows)-maxPriorities
	}
	return v
}

// rows words every decision that has a level of the table.
func (m *month) rows() []priorityRow {
	var rows []priorityRow
	for _, d := range m.b.Decisions() {
		if d.Level == watch.Inform {
			continue
		}
		if c, ok := m.b.Program(d.Program); ok {
			rows = append(rows, m.row(d, c))
		}
	}
	return rows
}

// minorScore is the base score under which an ended support weighs more.
const minorScore = 7.0

func (m *month) row(d watch.Decision, c render.Covered) priorityRow {
	r := priorityRow{Decision: d, Name: c.Name, Criticality: c.Declaration.Criticality, Roles: strings.Join(m.b.RoleLabels(d.Owners), ", ")}
	hits, doubtful, waiting := m.hits(d)
	r.Vulns = countFacts(hits, m.b.Month)
	r.Doubtful, r.Waiting = doubtful, waiting
	for _, br := range m.branches {
		if br.Program.ID == d.Program && slices.Contains(d.Findings, br.Finding.ID) {
			r.Support = m.support(br)
			r.Newest = newest(br, d)
		}
	}
	if d.Embedded {
		r.Components = m.components(d, c)
	}
	r.Keyword = m.keyword(d)
	r.SupportFirst = r.Support != nil && r.Support.Ended && (r.Vulns == nil || r.Vulns.Score < minorScore && r.Vulns.Exploited == 0)
	r.Proof = m.proof(r, hits)
	return r
}

// hits are the vulnerabilities behind a decision: those that surely affect, and
// the ids of those that may.
func (m *month) hits(d watch.Decision) (sure []vulnerable, doubtful, waiting []string) {
	for _, id := range d.Findings {
		f, ok := m.b.Finding(id)
		detail, is := f.Detail.(*watch.VulnerabilityDetail)
		if !ok || !is || f.Program != d.Program {
			continue
		}
		verdict, _ := m.b.Verdict(d.Program, id)
		switch {
		case verdict.Affected != watch.AffectedYes:
			waiting = append(waiting, detail.CVE)
		case d.Rule == "doubtful-range":
			doubtful = append(doubtful, detail.CVE)
		default:
			c, _ := m.b.Program(d.Program)
			sure = append(sure, vulnerable{Covered: c, Finding: f, Verdict: verdict.Affected, FixedIn: verdict.Fixed, VulnerabilityDetail: detail})
		}
	}
	return sure, doubtful, waiting
}

func countFacts(hits []vulnerable, month watch.Month) *vulnFact {
	if len(hits) == 0 {
		return nil
	}
	f := &vulnFact{N: len(hits), Top: watch.SeverityUnknown, Score: -1}
	old := true
	var since watch.Date
	for _, v := range hits {
		if isExploited(v.VulnerabilityDetail) {
			f.Exploited++
		}
		if v.Score() > f.Score {
			f.Score, f.Top = v.Score(), v.CVSS.Rating
		}
		old = old && !v.InMonth
		for _, x := range v.Fixed {
			if x.Version == v.FixedIn && x.Date.After(since) {
				since = x.Date
			}
		}
	}
	for _, v := range hits {
		rating := watch.SeverityUnknown
		if v.CVSS != nil {
			rating = v.CVSS.Rating
		}
		if rating == f.Top {
			f.TopN++
		}
		if v.Score() == f.Score {
			f.TopCVEs = append(f.TopCVEs, v.CVE)
		}
	}
	if old && !since.IsZero() && since.Before(month.FirstDay()) {
		f.Since = since
	}
	return f
}

func isExploited(d *watch.VulnerabilityDetail) bool {
	return d.KEV != nil || slices.ContainsFunc(d.CERTFR, func(n watch.Notice) bool { return n.Type == "alerte" && !n.Closed })
}

func (m *month) support(br branch) *supportFact {
	f := &supportFact{Name: br.Name, Branch: br.Cycle.Cycle, Until: br.Cycle.EOL.Date, Ended: br.Ended(m.b.AsOf), Word: br.Cycle.EOLWord,
		Debian: br.Cycle.Product == "debian"}
	if slices.Contains(m.b.Policy.FreeExtendedSupport, br.Cycle.Product) && br.Cycle.EOES.State == watch.Dated && br.Cycle.EOES.Date.After(m.b.AsOf) {
		f.Extended, f.ExtendedWord = br.Cycle.EOES.Date, br.Cycle.EOESWord
	}
	if d, ok := br.Finding.Detail.(*watch.LifecycleDetail); ok {
		f.NoOverlap = d.NoOverlap
	}
	return f
}

// newest is the newest version of a branch whose support ends, where it is newer
// than the declared one.
func newest(br branch, d watch.Decision) *newestFact {
	if d.Action.Kind == watch.ActionPrepare && len(d.Action.Versions) == 1 && d.Action.Versions[0] == br.Cycle.Latest {
		return &newestFact{br.Cycle.Latest, br.Cycle.LatestDate}
	}
	return nil
}

// components words the embedded programs of a decision, the most affected first.
func (m *month) components(d watch.Decision, c render.Covered) []componentFact {
	count := map[string]*componentFact{}
	var order []string
	for _, id := range d.Findings {
		f, _ := m.b.Finding(id)
		detail, ok := f.Detail.(*watch.VulnerabilityDetail)
		if !ok || f.Program == d.Program {
			continue
		}
		if count[f.Program] == nil {
			count[f.Program] = &componentFact{Name: m.b.Name(f.Program)}
			order = append(order, f.Program)
		}
		count[f.Program].N++
		if detail.CVSS != nil && detail.CVSS.Rating == watch.SeverityCritical {
			count[f.Program].Critical++
		}
	}
	for _, r := range m.ascending(c, d.Version) {
		for _, bump := range r.Embedded {
			if f := count[bump.Program]; f != nil {
				f.Version = cmp.Or(f.Version, bump.From)
				f.Fixed, f.Since = bump.To, r.Version()
			}
		}
	}
	var list []componentFact
	for _, id := range order {
		list = append(list, *count[id])
	}
	slices.SortStableFunc(list, func(a, b componentFact) int {
		return cmp.Or(cmp.Compare(b.Critical, a.Critical), cmp.Compare(b.N, a.N), cmp.Compare(a.Name, b.Name))
	})
	return list
}

// ascending lists the releases of the month above a version, lowest first.
func (m *month) ascending(c render.Covered, version string) []released {
	from, _ := watch.ParseVersion(version)
	var list []released
	for _, r := range m.releases {
		if v, ok := watch.ParseVersion(r.Version()); ok && r.Program.ID == c.Program.ID && v.Compare(from) > 0 {
			list = append(list, r)
		}
	}
	slices.SortStableFunc(list, func(a, b released) int {
		v, _ := watch.ParseVersion(a.Version())
		w, _ := watch.ParseVersion(b.Version())
		return v.Compare(w)
	})
	return list
}

// Version is the version released; it hides that of the declaration.
func (r released) Version() string { return r.ReleaseDetail.Version }

func (m *month) keyword(d watch.Decision) *keywordFact {
	if d.Rule != "keyword-only" {
		return nil
	}
	for _, id := range d.Findings {
		f, _ := m.b.Finding(id)
		r, ok := f.Detail.(*watch.ReleaseDetail)
		if !ok || r.Nature != watch.NatureUnconfirmed {
			continue
		}
		return keywordOf(r, f.Date)
	}
	return nil
}

// keywordOf is what notes, or else commits, say of security without proof; nil
// where they say nothing.
func keywordOf(r *watch.ReleaseDetail, day watch.Date) *keywordFact {
	k := &keywordFact{Version: r.Version}
	if r.Mark == "untagged" {
		k.Untagged = day
	}
	switch {
	case r.Notes != nil && r.Notes.Marked > 0:
		k.N, k.Keyword = r.Notes.Marked, r.Notes.Keyword
	case len(r.Mentions) > 0:
		k.Commit = &r.Mentions[0]
		k.Quote = watch.Quote{Text: k.Commit.Subject, Lang: "en"}
	default:
		return nil
	}
	return k
}

// proof is the page that decided the row.
func (m *month) proof(r priorityRow, hits []vulnerable) proof {
	switch {
	case r.SupportFirst || r.Support != nil && len(hits) == 0:
		for _, br := range m.branches {
			if br.Program.ID == r.Program {
				return proof{"calendar", br.Cycle.Label, br.Cycle.Page}
			}
		}
	case len(hits) > 0:
		return pageOf(hits[0].VulnerabilityDetail)
	case r.Keyword != nil && r.Keyword.Commit != nil && r.Keyword.Commit.URL != "":
		c := r.Keyword.Commit
		return proof{"commit", c.Commit[:min(7, len(c.Commit))] + ", " + m.b.Name(r.Program), c.URL}
	}
	for _, id := range r.Findings {
		f, _ := m.b.Finding(id)
		switch d := f.Detail.(type) {
		case *watch.ReleaseDetail:
			if len(f.Evidence) > 0 {
				return proof{"notes", m.b.Name(f.Program) + " " + d.Version, cmp.Or(d.NotesURL, f.Evidence[0].URL)}
			}
		case *watch.VulnerabilityDetail:
			return pageOf(d)
		}
	}
	return proof{}
}
