package month

import (
	"cmp"
	"slices"

	"guette/analyze"
	"guette/watch"
)

// indexShared indexes the facts of no program. Of a current value that is
// dated (the catalogue of exploited vulnerabilities, EPSS) it takes the newest
// day that is not after the edition; where all are later, the oldest.
func indexShared(facts []watch.Fact, edition watch.Date) *analyze.Shared {
	s := &analyze.Shared{
		KEV: map[string]analyze.Known[*watch.Exploited]{}, EPSS: map[string]analyze.Known[*watch.EPSS]{},
		CERTFR: map[string][]analyze.Known[*watch.Advisory]{},
	}
	watch.SortFacts(facts)
	for f, b := range watch.Of[*watch.Exploited](facts) {
		old, known := s.KEV[b.CVE]
		if !known || better(b.Catalogue, old.Body.Catalogue, edition) {
			s.KEV[b.CVE] = analyze.Known[*watch.Exploited]{Body: b, Evidence: f.Evidence}
		}
	}
	for f, b := range watch.Of[*watch.EPSS](facts) {
		old, known := s.EPSS[b.CVE]
		if !known || better(b.Date, old.Body.Date, edition) {
			s.EPSS[b.CVE] = analyze.Known[*watch.EPSS]{Body: b, Evidence: f.Evidence}
		}
	}
	for f, b := range watch.Of[*watch.Advisory](facts) {
		s.Notices = append(s.Notices, analyze.Known[*watch.Advisory]{Body: b, Evidence: f.Evidence})
	}
	slices.SortStableFunc(s.Notices, func(a, b analyze.Known[*watch.Advisory]) int { return cmp.Compare(a.Body.ID, b.Body.ID) })
	for _, n := range s.Notices {
		for _, cve := range n.Body.Aliases {
			s.CERTFR[cve] = append(s.CERTFR[cve], n)
		}
	}
	for f := range watch.Of[*watch.News](facts) {
		s.News = append(s.News, f)
	}
	return s
}

// better tells whether a value of day is to be taken rather than one of held.
func better(day, held, edition watch.Date) bool {
	dayLate, heldLate := day.After(edition), held.After(edition)
	switch {
	case dayLate != heldLate:
		return heldLate
	case dayLate:
		return day.Before(held)
	}
	return day.After(held)
}
