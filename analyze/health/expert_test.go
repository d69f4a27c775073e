package health

import (
	"math"
	"testing"

	"guette/watch"
)

const answeringRepository = "https://forge.test/o/r"

// responses are facts of months before and in June 2026, the newest first.
func responses(bodies ...watch.Issues) (facts []watch.Fact) {
	for back := range bodies {
		body := bodies[back]
		body.Repository, body.Month = answeringRepository, june.Add(-back)
		facts = append(facts, watch.Fact{Key: body.Month.String(), Body: &body})
	}
	return facts
}

// yearAgainstPast is a year of one median after a past of another.
func yearAgainstPast(now, own float64, past int) (bodies []watch.Issues) {
	for range 12 {
		bodies = append(bodies, watch.Issues{FirstResponse: &now, Requests: 10, RequestsDone: 8})
	}
	for range past {
		bodies = append(bodies, watch.Issues{FirstResponse: &own, Requests: 10})
	}
	return bodies
}

func TestResponsivenessIsJudgedAgainstTheOwnPast(t *testing.T) {
	half := make([]watch.Issues, 12)
	for i := range half {
		half[i] = watch.Issues{Requests: 20, RequestsDone: 11}
	}
	capped := yearAgainstPast(1, 1, 3)
	capped[4].Capped = true
	unknown := math.NaN() // not observed: no points either way
	for _, tt := range []struct {
		name              string
		facts             []watch.Fact
		response, closure float64 // points lost
	}{
		{"nothing was collected", nil, unknown, unknown},
		{"as fast as before, eight of ten done", responses(yearAgainstPast(9, 9, 36)...), 0, 0},
		{"faster than before", responses(yearAgainstPast(1, 9, 36)...), 0, 0},
		{"two and a half times slower costs half", responses(yearAgainstPast(24, 9, 36)...), 2.5, 0},
		{"four times slower costs all", responses(yearAgainstPast(39, 9, 36)...), 5, 0},
		{"ten times slower costs no more", responses(yearAgainstPast(99, 9, 36)...), 5, 0},
		{"ten minutes after one: an hour is added to both", responses(yearAgainstPast(10./60, 1./60, 36)...), 5 * (70./61 - 1) / 3, 0},
		{"a year without a past", responses(yearAgainstPast(9, 9, 0)...), unknown, 0},
		{"what is older than four years is no past", responses(append(append(yearAgainstPast(9, 9, 0), make([]watch.Issues, 36)...), yearAgainstPast(1, 1, 0)...)...), unknown, 0},
		{"eleven of twenty done costs half", responses(half...), unknown, 2.5},
		{"counts that are minimums make no ratio", responses(capped...), 0, unknown},
		{"no change request", responses(make([]watch.Issues, 12)...), unknown, unknown},
	} {
		parts := responseParts(tt.facts, answeringRepository, june)
		for i, want := range []float64{tt.response, tt.closure} {
			p := parts[i]
			if p.Known == math.IsNaN(want) || p.Known && math.Abs(p.Lost-want) > 1e-9 || !p.Known && (p.worst != p.Max || p.best != 0) {
				t.Errorf("%s: %s known %v, lost %v (%v to %v); want %v", tt.name, p.Indicator, p.Known, p.Lost, p.best, p.worst, want)
			}
		}
	}
}

func TestResponsesOfAnotherRepositoryOrALaterMonthDoNotCount(t *testing.T) {
	facts := responses(yearAgainstPast(9, 9, 36)...)
	for _, p := range append(responseParts(facts, "https://forge.test/o/other", june), responseParts(facts, answeringRepository, june.Add(-60))...) {
		if p.Known {
			t.Errorf("%s is known as %s, want unknown", p.Indicator, p.Value)
		}
	}
}

func TestMissingResponsivenessIsNamed(t *testing.T) {
	s, _ := total(append(responseParts(nil, answeringRepository, june), expert("licence", "governance", licencePoints).known("MIT", 0)))
	names := map[string]bool{}
	for _, m := range missing(Forecast{}, s) {
		names[m.What] = true
	}
	if !names["first_response"] || !names["request_closure"] {
		t.Errorf("missing %v, want first_response and request_closure", names)
	}
}
