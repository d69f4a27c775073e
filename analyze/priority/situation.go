package priority

import (
	"cmp"
	"slices"
	"strings"

	"guette/analyze/affected"
	"guette/watch"
)

// A situation is what is known of one declared program.
type situation struct {
	decl     watch.Declaration
	version  watch.Version
	ok       bool // version is readable
	cycles   []*watch.Lifecycle
	calendar watch.Calendar
	cycle    *watch.Lifecycle // of the declared version; nil is not known
	hits     []hit            // every vulnerability that is not waived
	verdicts []watch.Verdict
	judged   map[string]bool // identifiers of vulnerabilities whose records tell yes or no
	waivers  []string
	ended    bool
	ending   bool
	support  string          // id of the finding on the end of support
	keywords []watch.Finding // newer releases of the month with a keyword only
	security []watch.Finding // newer security releases of the month, see unjudged; newest version last
	// announced are the versions that only commits announce
	announced []string
	releases  []watch.Finding // stable releases of the month, newest version last
	embedded  []component
	newest    string // newest version known of the declared branch
	last      string // newest stable release of the program
}

// A hit is a vulnerability and whether it affects what is declared.
type hit struct {
	finding  watch.Finding
	detail   *watch.VulnerabilityDetail
	word     watch.AffectedWord
	certain  bool
	backport bool
	fixed    string
}

// affected is what the ranges say, doubts included but for a record on another
// product.
func (h hit) affected() bool {
	return h.word == watch.AffectedYes && h.detail.Doubt != "wrong-product" && !(h.detail.Doubt == "prose-against-range" && !h.certain)
}

// sure leaves doubtful ranges out.
func (h hit) sure() bool {
	return h.affected() && (h.detail.Doubt == "" || h.detail.Doubt == "prose-against-range" && h.certain)
}

// doubtful is what a person has to look at.
func (h hit) doubtful() bool { return h.word == watch.AffectedYes && !h.sure() }

// current tells that the vulnerability is news of the month.
func (h hit) current() bool { return h.detail.InMonth || h.finding.Kind == watch.FindingExploited }

// unranged tells that no source says which versions are affected.
func (h hit) unranged() bool {
	return h.word == watch.AffectedUnknown && !h.backport && len(h.detail.Affected) == 0 && (h.detail.KEV != nil || len(h.detail.CERTFR) > 0)
}

func (s *situation) declared() bool { return s.ok }

func (s *situation) any(test func(hit) bool) bool { return slices.ContainsFunc(s.hits, test) }

func (p *portfolio) situation(d watch.Declaration) *situation {
	s := &situation{decl: d, judged: map[string]bool{}}
	s.version, s.ok = watch.ParseVersion(d.Version)
	if profile := p.profiles[d.Program]; profile != nil {
		for i := range profile.Cycles {
			s.cycles = append(s.cycles, &profile.Cycles[i])
		}
		if profile.Last != nil {
			s.last = profile.Last.Version
		}
	}
	s.calendar = watch.NewCalendar(s.cycles)
	if s.cycle = s.calendar.Declared(d); s.cycle != nil {
		s.newest = s.cycle.Latest
	}
	s.setReleases(p.findings[d.Program])
	s.setHits(p, p.findings[d.Program])
	s.security = slices.DeleteFunc(s.security, func(f watch.Finding) bool { return !s.unjudged(f) })
	s.setSupport(p, p.findings[d.Program])
	s.embedded = p.components(s)
	return s
}

func (s *situation) setReleases(findings []watch.Finding) {
	for f, d := range watch.DetailOf[*watch.ReleaseDetail](findings) {
		v, ok := watch.ParseVersion(d.Version)
		if d.Mark == "untagged" && d.Nature == watch.NatureUnconfirmed && ok && (!s.ok || v.Compare(s.version) > 0) {
			s.keywords, s.announced = append(s.keywords, f), append(s.announced, d.Version)
		}
		if !d.Stable || d.Series != "" || !ok {
			continue
		}
		s.releases = append(s.releases, f)
		newer := !s.ok || v.Compare(s.version) > 0
		if d.Nature == watch.NatureUnconfirmed && newer && !s.elsewhere(v) {
			s.keywords = append(s.keywords, f)
		}
		if d.Nature == watch.NatureSecurity && newer && !s.elsewhere(v) {
			s.security = append(s.security, f)
		}
		if s.ok && newer && s.calendar.Branch(v) == s.calendar.Branch(s.version) {
			if w, ok := watch.ParseVersion(s.newest); !ok || v.Compare(w) > 0 {
				s.newest = d.Version
			}
		}
	}
	s.keywords = slices.DeleteFunc(s.keywords, s.besides)
	slices.SortStableFunc(s.releases, byVersion)
	slices.SortStableFunc(s.security, byVersion)
}

func byVersion(a, b watch.Finding) int {
	v, _ := watch.ParseVersion(a.Detail.(*watch.ReleaseDetail).Version)
	w, _ := watch.ParseVersion(b.Detail.(*watch.ReleaseDetail).Version)
	return v.Compare(w)
}

// unjudged tells whether a security release repairs something that no record
// judges: where records tell for each vulnerability whether the declared version
// is affected, they decide. Without an identifier nothing is judged.
func (s *situation) unjudged(f watch.Finding) bool {
	fixes := f.Detail.(*watch.ReleaseDetail).Fixes
	return !s.declared() || len(fixes) == 0 || slices.ContainsFunc(fixes, func(id string) bool {
		return !s.judged[id]
	})
}

// elsewhere tells whether a version is of another branch than the declared one
// while that one is maintained: what its notes mention comes, if at all, with a
// version of the declared branch.
func (s *situation) elsewhere(v watch.Version) bool {
	other := s.calendar.Cycle(v)
	return s.ok && s.cycle != nil && other != nil && other.Cycle != s.cycle.Cycle && s.cycle.Maintained
}

// besides tells the same where no calendar does: the declared branch received a
// version in the month.
func (s *situation) besides(f watch.Finding) bool {
	v, _ := watch.ParseVersion(f.Detail.(*watch.ReleaseDetail).Version)
	newest, ok := watch.ParseVersion(s.newest)
	return s.ok && s.cycle == nil && ok && newest.Compare(s.version) > 0 && s.calendar.Branch(v) != s.calendar.Branch(s.version)
}

// setHits judges every vulnerability, and sets those apart that a curation
// waives.
func (s *situation) setHits(p *portfolio, findings []watch.Finding) {
	for f, d := range watch.DetailOf[*watch.VulnerabilityDetail](findings) {
		if f.Kind == watch.FindingExploited && slices.ContainsFunc(findings, func(o watch.Finding) bool {
			od, ok := o.Detail.(*watch.VulnerabilityDetail)
			return ok && o.Kind == watch.FindingVulnerability && od.CVE == d.CVE
		}) {
			continue // the record itself is judged
		}
		h := s.judge(f, d)
		if h.word != watch.AffectedUnknown {
			for _, id := range append([]string{d.CVE}, d.Aliases...) {
				s.judged[id] = true
			}
		}
		verdict := watch.Verdict{Program: s.decl.Program, Finding: f.ID, Affected: h.word, Fixed: h.fixed}
		if reason, ok := p.waiver(s.decl.Program, d); ok && h.word != watch.AffectedNo {
			verdict.Waiver = reason
			if h.word == watch.AffectedYes && !slices.Contains(s.waivers, reason) {
				s.waivers = append(s.waivers, reason)
			}
		} else {
			s.hits = append(s.hits, h)
		}
		s.verdicts = append(s.verdicts, verdict)
	}
	slices.SortStableFunc(s.hits, func(a, b hit) int {
		return cmp.Or(compareBool(b.sure(), a.sure()), compareBool(exploited(b.detail), exploited(a.detail)),
			cmp.Compare(number(b.detail), number(a.detail)), cmp.Compare(a.detail.CVE, b.detail.CVE))
	})
}

func compareBool(a, b bool) int {
	if a == b {
		return 0
	}
	if a {
		return 1
	}
	return -1
}

// number is the base score for order; -1 is not scored.
func number(d *watch.VulnerabilityDetail) float64 {
	if d.CVSS == nil {
		return -1
	}
	return d.CVSS.Score
}

func (s *situation) judge(f watch.Finding, d *watch.VulnerabilityDetail) hit {
	h := hit{finding: f, detail: d, word: watch.AffectedUnknown}
	switch {
	case !Concerns(d.Edition, s.decl.Edition):
		h.word, h.certain = watch.AffectedEdition, true
	case !s.ok:
	case s.decl.Packaging == watch.PackagingDebian:
		if own := affected.Debian(d.Affected); len(own) > 0 {
			h.word, h.certain = affected.By(own, s.decl.Version)
		} else {
			h.backport = true
		}
	default:
		h.word, h.certain = affected.By(d.Affected, s.decl.Version)
	}
	if h.word == watch.AffectedYes {
		h.fixed = s.fix(d)
	}
	return h
}

// fix is the lowest version that repairs, above the declared one: on its
// branch, else at all; "" for none.
func (s *situation) fix(d *watch.VulnerabilityDetail) string {
	any := ""
	for _, x := range d.Fixed { // oldest first
		v, ok := watch.ParseVersion(x.Version)
		if !ok || v.Compare(s.version) <= 0 {
			continue
		}
		if s.calendar.Branch(v) == s.calendar.Branch(s.version) {
			return x.Version
		}
		any = cmp.Or(any, x.Version)
	}
	return any
}

// editions are the words of portfolios for those of CPE names.
var editions = map[string]string{"ce": "community", "ee": "enterprise", "oss": "open_source"}

// Concerns tells whether a record on some editions, "" for all, concerns a
// declared edition; an edition that is not declared is concerned by all.
func Concerns(record, declared string) bool {
	if record == "" || declared == "" {
		return true
	}
	declared = strings.ToLower(declared)
	return slices.Contains(strings.Fields(record), cmp.Or(editions[declared], declared))
}

// waiver returns the reason of a curation that waives a vulnerability.
func (p *portfolio) waiver(program string, d *watch.VulnerabilityDetail) (string, bool) {
	for _, c := range p.curations {
		if c.Program == program && c.What == "vulnerability" && c.Decision == "not-affected" && c.Holds(p.edition) &&
			(c.Entity == "" || c.Entity == p.entity.ID) && (c.Subject == d.CVE || slices.Contains(d.Aliases, c.Subject)) {
			return c.Reason, true
		}
	}
	return "", false
}

func (s *situation) setSupport(p *portfolio, findings []watch.Finding) {
	if s.cycle == nil {
		return
	}
	eol := s.cycle.EOL
	s.ended = eol.State == watch.Over || eol.State == watch.Dated && !eol.Date.After(p.asOf)
	s.ending = !s.ended && eol.State == watch.Dated && p.asOf.DaysUntil(eol.Date) <= p.policy.SoonDays
	if !s.ended && !s.ending {
		return
	}
	for f, d := range watch.DetailOf[*watch.LifecycleDetail](findings) {
		if d.Branch == s.cycle.Cycle && d.Phase == "eol" {
			s.support = f.ID
		}
	}
}

// score is the highest base score of what affects the declared version.
func (s *situation) score() *float64 {
	var best *float64
	for _, h := range s.hits {
		if h.sure() && h.detail.CVSS != nil && (best == nil || h.detail.CVSS.Score > *best) {
			best = &h.detail.CVSS.Score
		}
	}
	return best
}

// ids lists the findings behind the decision, the one that decided first.
func (s *situation) ids() []string {
	var list []string
	add := func(id string) {
		if id != "" && !slices.Contains(list, id) {
			list = append(list, id)
		}
	}
	for _, h := range s.hits {
		if h.word == watch.AffectedYes {
			add(h.finding.ID)
		}
	}
	add(s.support)
	for _, c := range s.embedded {
		add(c.release)
		for _, h := range c.hits {
			add(h.finding.ID)
		}
	}
	for _, f := range s.keywords {
		add(f.ID)
	}
	if len(list) == 0 {
		for _, h := range s.hits {
			if h.current() && h.word == watch.AffectedUnknown {
				add(h.finding.ID)
			}
		}
		for _, f := range s.security {
			add(f.ID)
		}
	}
	return list
}
