package section

import (
	"cmp"
	"math"
	"slices"

	"guette/watch"
)

// A priorityBlock tells why to act: at most nine sentences, from records, KEV,
// CERT-FR, EPSS and calendars.
type priorityBlock struct {
	Row     priorityRow
	KEV     []kevGroup
	Alerts  []alertFact
	Titles  []titleFact
	EPSS    []epssFact
	Dues    []dueFact
	Hunt    bool
	Fixed   fixedFact
	Support *supportFact
	Then    []watch.Cycle
	Sources []string // ids of findings
	Merged  bool     // too short to stand alone
}

// kevGroup groups the CVEs that entered KEV on one day.
type kevGroup struct {
	CVEs []string
	Date watch.Date
}

type alertFact struct {
	Reference string
	Date      watch.Date
	Title     string
	N         int // CVEs of the block that it names
}

type titleFact struct {
	CVE   string
	Quote watch.Quote
}

type epssFact struct {
	CVE string
	watch.EPSS
}

// Top is the share of the scored CVEs that score lower, in percent.
func (e epssFact) Top() float64 { return math.Floor(e.Percentile*1000) / 10 }

type dueFact struct {
	CVE  string
	Date watch.Date
}

// fixedFact is the versions that repair all of a block.
type fixedFact struct {
	Versions []string
	Date     watch.Date // one day for all of them; zero: not known, or several
	N        int        // vulnerabilities
	Critical int
}

const (
	maxTitles     = 3
	minSentences  = 4
	maxEPSSInText = 2
)

// blocks makes a block of each immediate or urgent row; those that are too short
// to stand alone are apart.
func (m *month) blocks(rows []priorityRow) (own, merged []priorityBlock) {
	for _, r := range rows {
		if r.Level != watch.Immediate && r.Level != watch.Urgent || len(own)+len(merged) == maxBlocks {
			continue
		}
		b := m.block(r)
		if b.sentences() < minSentences {
			b.Merged = true
			merged = append(merged, b)
		} else {
			own = append(own, b)
		}
	}
	return own, merged
}

func (m *month) block(r priorityRow) priorityBlock {
	hits, _, _ := m.hits(r.Decision)
	b := priorityBlock{Row: r, Support: r.Support, Sources: r.Findings, Hunt: r.Action.Forensic}
	if b.Then = r.Action.Then; len(b.Then) == 0 && r.Support != nil {
		for _, br := range m.branches {
			if br.Program.ID == r.Program {
				b.Then = br.Target
			}
		}
	}
	for _, v := range hits {
		b.addKEV(v)
		b.addAlerts(v)
		if v.EPSS != nil && v.KEV != nil && len(b.EPSS) < maxEPSSInText {
			b.EPSS = append(b.EPSS, epssFact{v.CVE, *v.EPSS})
		}
		if v.Title != "" && len(b.Titles) < maxTitles {
			b.Titles = append(b.Titles, titleFact{v.CVE, watch.Quote{Text: watch.Shorten(v.Title), Lang: "en"}})
		}
	}
	if len(b.KEV) > 0 && len(b.Titles) > 1 {
		b.Titles = b.Titles[:1]
	}
	slices.SortStableFunc(b.EPSS, func(x, y epssFact) int { return cmp.Compare(y.Score, x.Score) })
	b.Fixed = fixedFact{Versions: fixedIn(hits), N: len(hits), Critical: critical(hits), Date: fixDate(hits)}
	return b
}

func (b *priorityBlock) addKEV(v vulnerable) {
	if v.KEV == nil {
		return
	}
	b.Dues = append(b.Dues, dueFact{v.CVE, v.KEV.Due})
	for i := range b.KEV {
		if b.KEV[i].Date == v.KEV.Added {
			b.KEV[i].CVEs = append(b.KEV[i].CVEs, v.CVE)
			return
		}
	}
	b.KEV = append(b.KEV, kevGroup{[]string{v.CVE}, v.KEV.Added})
}

func (b *priorityBlock) addAlerts(v vulnerable) {
	for _, n := range v.CERTFR {
		if n.Type != "alerte" {
			continue
		}
		i := slices.IndexFunc(b.Alerts, func(a alertFact) bool { return a.Reference == n.Reference })
		if i < 0 {
			b.Alerts = append(b.Alerts, alertFact{n.Reference, n.Date, n.Title, 0})
			i = len(b.Alerts) - 1
		}
		b.Alerts[i].N++
	}
}

// fixDate is the day of the versions that repair, when they have the same one.
func fixDate(hits []vulnerable) watch.Date {
	var day watch.Date
	for _, version := range fixedIn(hits) {
		for _, v := range hits {
			for _, f := range v.Fixed {
				if f.Version != version {
					continue
				}
				if f.Date.IsZero() || !day.IsZero() && day != f.Date {
					return watch.Date{}
				}
				day = f.Date
			}
		}
	}
	return day
}

// sentences counts what the block has to say.
func (b priorityBlock) sentences() int {
	n := len(b.KEV) + len(b.Alerts) + min(1, len(b.Titles)) + len(b.EPSS) + min(1, len(b.Dues)) + 1
	if b.Hunt {
		n++
	}
	if b.Support != nil {
		n++
	}
	return n
}
