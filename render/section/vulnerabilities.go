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
	maxTable   = 40
	maxOlder   = 10
	maxOutside = 15
	maxCVEs    = 12 // named in one line
)

// vulnerabilitiesView is the section on vulnerabilities.
type vulnerabilitiesView struct {
	General  bool
	Month    watch.Month
	Rows     []vulnRow
	More     int
	Older    []olderRow
	OlderN   int // programs left out
	Outside  []outsideRow
	OutsideN int // vulnerabilities that affect no declared version
	Unknown  []unknownRow
	Waived   []waivedRow
	EPSSKEV  bool // scores are known of entries of KEV only
	Notices  []noticeRow
	NoticesN int // left out
	Doubts   []doubtRow
	Holes    []holeRow
	CautionN int // doubts and holes left out
}

type vulnRow struct {
	vulnerable
	Effect    effect
	Scored    bool
	Risks     []string // of a CERT-FR advisory, word for word
	Notices   []watch.Notice
	Versions  []string // that repair
	Link      string
	Uncertain bool
}

// olderRow is what is still open of earlier months, for one program.
type olderRow struct {
	render.Covered
	List    []vulnerable
	Vulns   *vulnFact
	From    watch.Date // first and last record
	To      watch.Date
	Fixed   string // the version of the declared branch that repairs all
	FixedAt watch.Date
	Rest    []scoredCVE
	Proof   proof
}

type scoredCVE struct {
	CVE    string
	Score  float64
	Rating watch.Severity
}

type waivedRow struct{ vulnerable }

// noticeRow is a publication of CERT-FR on a program, of whose vulnerabilities
// no record tells.
type noticeRow struct {
	render.Covered
	watch.Notice
	CVEs    int
	Finding string
}

// doubtRow groups the records of a program with the same doubt.
type doubtRow struct {
	render.Covered
	Doubt    string
	List     []vulnerable
	Findings []string
}

type holeRow struct {
	render.Covered
	List     []vulnerable
	Holes    []string
	Findings []string
}

func vulnerabilities(b *render.Bulletin) any {
	m := newMonth(b)
	v := vulnerabilitiesView{General: b.General(), Month: b.Month}
	hits := m.affecting()
	if v.General {
		hits = byProgram(slices.Clone(m.recorded))
	}
	for _, h := range hits {
		v.Rows = append(v.Rows, v.row(h))
	}
	if len(v.Rows) > maxTable {
		v.Rows, v.More = v.Rows[:maxTable], len(v.Rows)-maxTable
	}
	v.EPSSKEV = onlyKEV(m)
	if !v.General {
		v.older(m)
		v.outside(m)
	}
	v.remarks(m)
	return v
}

func (v *vulnerabilitiesView) row(h vulnerable) vulnRow {
	r := vulnRow{vulnerable: h, Notices: h.CERTFR, Link: h.Page, Uncertain: h.Doubt != ""}
	r.Effect, r.Scored = effectOf(h.CVSS)
	for _, n := range h.CERTFR {
		for _, risk := range n.Risks {
			if !slices.Contains(r.Risks, risk) {
				r.Risks = append(r.Risks, risk)
			}
		}
	}
	r.Versions = fixedIn([]vulnerable{h})
	if h.FixedIn != "" {
		r.Versions = []string{h.FixedIn}
	}
	return r
}

// onlyKEV tells that the scores known are all of entries of KEV.
func onlyKEV(m *month) bool {
	scored := false
	for _, x := range append(slices.Clone(m.recorded), m.open...) {
		if x.EPSS != nil && x.KEV == nil {
			return false
		}
		scored = scored || x.EPSS != nil
	}
	return scored
}

// older groups what is still open of earlier months by program.
func (v *vulnerabilitiesView) older(m *month) {
	at := map[string]int{}
	for _, x := range byProgram(m.open) {
		i, ok := at[x.Program.ID]
		if !ok {
			i = len(v.Older)
			at[x.Program.ID] = i
			v.Older = append(v.Older, olderRow{Covered: x.Covered, From: x.Recorded, To: x.Recorded})
		}
		o := &v.Older[i]
		o.List = append(o.List, x)
		if x.Recorded.Before(o.From) {
			o.From = x.Recorded
		}
		if x.Recorded.After(o.To) {
			o.To = x.Recorded
		}
	}
	for i := range v.Older {
		o := &v.Older[i]
		o.Vulns = countFacts(o.List, m.b.Month)
		o.Proof = pageOf(o.List[0].VulnerabilityDetail)
		for _, x := range o.List[1:] {
			if x.CVSS != nil {
				o.Rest = append(o.Rest, scoredCVE{x.CVE, x.CVSS.Score, x.CVSS.Rating})
			}
		}
		o.fix()
	}
	if len(v.Older) > maxOlder {
		v.Older, v.OlderN = v.Older[:maxOlder], len(v.Older)-maxOlder
	}
}

// fix sets the version that repairs all, when each has one.
func (o *olderRow) fix() {
	var best watch.Version
	for _, x := range o.List {
		w, ok := watch.ParseVersion(x.FixedIn)
		if !ok {
			return
		}
		if w.Compare(best) > 0 {
			best = w
		}
	}
	o.Fixed = best.String()
	for _, x := range o.List {
		for _, f := range x.Fixed {
			if f.Version == o.Fixed {
				o.FixedAt = f.Date
			}
		}
	}
}

// remarks lists the doubts and holes that a reader has to know of.
func (v *vulnerabilitiesView) remarks(m *month) {
	for _, x := range m.notices {
		n := noticeRow{Covered: x.Covered, Notice: x.CERTFR[0], Finding: x.Finding.ID}
		for _, id := range append([]string{x.CVE}, x.Aliases...) {
			if strings.HasPrefix(id, "CVE-") {
				n.CVEs++
			}
		}
		v.Notices = append(v.Notices, n)
	}
	for _, x := range m.recorded {
		if x.Doubt != "" {
			v.doubt(x)
		}
		if len(x.Holes) > 0 {
			v.hole(x)
		}
	}
	v.Notices, v.NoticesN = firstOf(v.Notices, maxTable)
	var holes int
	v.Doubts, v.CautionN = firstOf(v.Doubts, maxOlder)
	v.Holes, holes = firstOf(v.Holes, maxOlder)
	v.CautionN += holes
}

// firstOf cuts a list, and counts what it leaves out.
func firstOf[T any](list []T, n int) ([]T, int) {
	n = min(n, len(list))
	return list[:n], len(list) - n
}

// hole groups the records of a program that leave out the same versions.
func (v *vulnerabilitiesView) hole(x vulnerable) {
	for i, h := range v.Holes {
		if h.Program.ID == x.Program.ID && slices.Equal(h.Holes, x.Holes) {
			v.Holes[i].List = append(h.List, x)
			v.Holes[i].Findings = append(h.Findings, x.Finding.ID)
			return
		}
	}
	v.Holes = append(v.Holes, holeRow{x.Covered, []vulnerable{x}, x.Holes, []string{x.Finding.ID}})
}

func (v *vulnerabilitiesView) doubt(x vulnerable) {
	for i, d := range v.Doubts {
		if d.Program.ID == x.Program.ID && d.Doubt == x.Doubt {
			v.Doubts[i].List = append(d.List, x)
			v.Doubts[i].Findings = append(d.Findings, x.Finding.ID)
			return
		}
	}
	v.Doubts = append(v.Doubts, doubtRow{x.Covered, x.Doubt, []vulnerable{x}, []string{x.Finding.ID}})
}

// compareCVEs orders identifiers by their numbers: CVE-2026-6352 comes before
// CVE-2026-11827.
func compareCVEs(a, b string) int {
	i, j := strings.LastIndexByte(a, '-'), strings.LastIndexByte(b, '-')
	if i != j || i < 0 || a[:i] != b[:j] {
		return strings.Compare(a, b)
	}
	return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b))
}
