package health

import (
	"fmt"
	"slices"

	"guette/analyze/licence"
	"guette/analyze/rootfile"
	"guette/watch"
)

// The two dimensions set by experts. Their points are of the full 100; they
// enter HEALTH and never the forecast.
const (
	absencePoints    = 4 // Contributor Absence Factor 1; half of it for 2
	securityPoints   = 2 // no security policy or contact
	governancePoints = 2 // no written governance, for one or two people
	licencePoints    = 2 // licence unclear or not free
	responsePoints   = 5 // median time to first response against the own past
	closurePoints    = 5 // change request closure ratio
	fewPeople        = 2

	// A first answer as fast as in the three years before costs nothing, one
	// four times slower costs all. An hour is added to both medians: ten
	// minutes after one are not ten times slower for who asked.
	responseSame, responseWorst = 1.0, 4.0
	responseGrace               = 1.0 // hours
	// Change requests closed in the year over those opened.
	closureGood, closureWorst = 0.8, 0.3
	responseYear, responseOwn = 12, 36
)

func expert(name, dimension string, most float64) part {
	return part{Contribution: watch.Contribution{Indicator: name, Dimension: dimension, Value: "n. c.", Max: most}, worst: most}
}

func (p part) known(value string, lost float64) part {
	p.Value, p.Lost, p.Known = value, min(max(lost, 0), p.Max), true
	p.best, p.worst = p.Lost, p.Lost
	return p
}

// governanceParts judge what the root of the repository shows. A file that is
// not at the root may be elsewhere: where no root file was read nothing is said.
func governanceParts(absence int, root rootfile.State) []part {
	a := expert("contributor_absence_factor", "governance", absencePoints)
	if absence > 0 {
		a = a.known(fmt.Sprint(absence), map[int]float64{1: absencePoints, 2: absencePoints / 2}[absence])
	}
	s := expert("security_policy", "governance", securityPoints)
	g := expert("written_governance", "governance", governancePoints)
	l := expert("licence", "governance", licencePoints)
	if len(root) == 0 {
		return []part{a, s, g, l}
	}
	s = present(s, root.Of(rootfile.Security), true)
	g = present(g, slices.Concat(root.Of(rootfile.Governance), root.Of(rootfile.Maintainers)), absence > 0 && absence <= fewPeople)
	return []part{a, s, g, licencePart(l, root.Of(rootfile.Licence))}
}

func present(p part, files []rootfile.Change, costs bool) part {
	switch {
	case len(files) > 0:
		p = p.known(files[0].Path, 0)
		p.Evidence = &files[0].Evidence
	case costs:
		p = p.known("absent", p.Max)
	default:
		p = p.known("absent", 0)
	}
	return p
}

func licencePart(p part, files []rootfile.Change) part {
	if len(files) == 0 {
		return p.known("absent", p.Max)
	}
	best := licence.Identify(files[0].After)
	for _, f := range files[1:] {
		if t := licence.Identify(f.After); best.Status == licence.Unknown {
			best = t
		}
	}
	p.Evidence = &files[0].Evidence
	if best.Status == licence.Free {
		return p.known(best.ID, 0)
	}
	if best.ID == "" {
		return p.known("?", p.Max)
	}
	return p.known(best.ID, p.Max)
}

// responseParts judge the answers of the forge, where they were collected.
func responseParts(facts []watch.Fact, repository string, month watch.Month) []part {
	r := expert("first_response", "responsiveness", responsePoints)
	c := expert("request_closure", "responsiveness", closurePoints)
	var now, own []float64
	var opened, done int
	capped := false // a ratio of two minimums tells nothing
	for _, i := range watch.Of[*watch.Issues](facts) {
		if i.Repository != repository || month.Before(i.Month) {
			continue
		}
		year := month.Add(-responseYear).Before(i.Month)
		if year {
			opened, done, capped = opened+i.Requests, done+i.RequestsDone, capped || i.Capped
		}
		switch {
		case i.FirstResponse == nil:
		case year:
			now = append(now, *i.FirstResponse)
		case month.Add(-responseYear - responseOwn).Before(i.Month):
			own = append(own, *i.FirstResponse)
		}
	}
	if len(now) > 0 && len(own) > 0 {
		ratio := (median(now) + responseGrace) / (median(own) + responseGrace)
		r = r.known(fmt.Sprintf("%.2f", ratio), responsePoints*(ratio-responseSame)/(responseWorst-responseSame))
	}
	if opened > 0 && !capped {
		ratio := float64(done) / float64(opened)
		c = c.known(fmt.Sprintf("%.2f", ratio), closurePoints*(closureGood-ratio)/(closureGood-closureWorst))
	}
	return []part{r, c}
}

func median(values []float64) float64 {
	slices.Sort(values)
	n := len(values)
	if n%2 == 1 {
		return values[n/2]
	}
	return (values[n/2-1] + values[n/2]) / 2
}
