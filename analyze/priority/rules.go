package priority

import "guette/watch"

// A rule gives a level to a declared program. Rules are tried in their order;
// the first that matches decides.
type rule struct {
	Name string
	// Doc is one sentence: what has to be the case.
	Doc     string
	level   watch.Level
	matches func(*portfolio, *situation) bool
}

// Names of rules that actions depend on.
const (
	ruleExploited  = "affected-exploited"
	ruleSevere     = "affected-severe"
	ruleAffected   = "affected"
	ruleEnded      = "support-ended"
	ruleEnding     = "support-ending"
	ruleEmbedded   = "embedded-affected"
	ruleDoubtful   = "doubtful-range"
	ruleAnnounced  = "security-release"
	ruleKeyword    = "keyword-only"
	ruleUndeclared = "version-not-declared"
	ruleBackport   = "distribution-backport"
	ruleUnranged   = "no-range"
	ruleWaived     = "waived"
)

// rules is the list, in the order in which rules are tried.
var rules = []rule{
	{ruleExploited, "The declared version is affected by a vulnerability that is in KEV or in an open CERT-FR alert.", watch.Immediate,
		func(p *portfolio, s *situation) bool {
			return s.any(func(h hit) bool { return h.affected() && exploited(h.detail) })
		}},
	{ruleSevere, "The declared version is affected by a vulnerability with a base score or an EPSS score from the thresholds of the policy.", watch.Urgent,
		func(p *portfolio, s *situation) bool {
			return s.any(func(h hit) bool { return h.sure() && p.severe(h.detail) })
		}},
	{ruleAffected, "The declared version is affected by a vulnerability, scored lower or not scored.", watch.Plan,
		func(p *portfolio, s *situation) bool { return s.any(hit.sure) }},
	{ruleEnded, "The declared branch is out of standard support.", watch.Plan,
		func(p *portfolio, s *situation) bool { return s.ended }},
	{ruleEnding, "The standard support of the declared branch ends within the days of the policy.", watch.Plan,
		func(p *portfolio, s *situation) bool { return s.ending }},
	{ruleEmbedded, "The declared version embeds a version of another program that is affected.", watch.Plan,
		func(p *portfolio, s *situation) bool { return len(s.embedded) > 0 }},
	{ruleDoubtful, "The declared version lies in a range that is doubtful.", watch.Check,
		func(p *portfolio, s *situation) bool { return s.any(hit.affected) || s.any(hit.doubtful) }},
	{ruleBackport, "The version is a distribution's, whose repairs upstream numbers do not tell.", watch.Check,
		func(p *portfolio, s *situation) bool {
			return s.declared() && s.any(func(h hit) bool { return h.backport && h.current() })
		}},
	{ruleAnnounced, "A newer version of the month repairs vulnerabilities of which no source tells the versions.", watch.Check,
		func(p *portfolio, s *situation) bool { return s.declared() && len(s.security) > 0 }},
	{ruleKeyword, "Notes of a newer version of the month mention security without an identifier.", watch.Check,
		func(p *portfolio, s *situation) bool { return len(s.keywords) > 0 }},
	{ruleUndeclared, "The version is not declared and the month has a vulnerability or a security release.", watch.Check,
		func(p *portfolio, s *situation) bool {
			return !s.declared() && (s.any(hit.current) || len(s.security) > 0)
		}},
	{ruleUnranged, "A vulnerability of the month is exploited or noticed by CERT-FR, and no source tells which versions it affects.", watch.Check,
		func(p *portfolio, s *situation) bool {
			return s.any(func(h hit) bool { return h.unranged() && h.current() })
		}},
	{ruleWaived, "A curation says that what affects the declared version does not concern the entity.", watch.Inform,
		func(p *portfolio, s *situation) bool { return len(s.waivers) > 0 }},
}

// exploited tells that exploitation is proved: KEV, or an open CERT-FR alert.
func exploited(d *watch.VulnerabilityDetail) bool {
	if d.KEV != nil {
		return true
	}
	for _, n := range d.CERTFR {
		if n.Type == "alerte" && !n.Closed {
			return true
		}
	}
	return false
}

func (p *portfolio) severe(d *watch.VulnerabilityDetail) bool {
	return d.CVSS != nil && d.CVSS.Score >= p.policy.UrgentCVSS || d.EPSS != nil && d.EPSS.Score >= p.policy.UrgentEPSS
}
