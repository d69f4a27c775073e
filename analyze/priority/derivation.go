package priority

import (
	"fmt"

	"guette/watch"
)

// Derivation tells, in lines for a person, what a decision rests on: the rule
// and what has to be the case for it, the score, the words of SSVC, a waiver.
func Derivation(d watch.Decision) []string {
	var lines []string
	for i, r := range rules {
		if r.Name == d.Rule {
			lines = append(lines, fmt.Sprintf("rule %d of %d, the first that matches: %s", i+1, len(rules), r.Doc))
		}
	}
	if d.Score != nil {
		lines = append(lines, fmt.Sprintf("highest base score of what affects the version: %.1f", *d.Score))
	}
	if s := d.SSVC; s != nil {
		assumed := ""
		if s.Assumed {
			assumed = ", the vector is not known and the worse value assumed"
		}
		lines = append(lines, fmt.Sprintf("SSVC: exploitation %s, automatable %s, technical impact %s, mission %s: %s%s",
			s.Exploitation, s.Automatable, s.TechnicalImpact, s.Mission, s.Decision, assumed))
	}
	if d.Waiver != "" {
		lines = append(lines, fmt.Sprintf("waived: %s", d.Waiver))
	}
	return lines
}
