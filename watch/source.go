package watch

import "time"

// A SourceReport is one row of the run report: what came of one source.
type SourceReport struct {
	Program   string    `json:"program"`
	Collector string    `json:"collector"`
	URL       string    `json:"url"`
	Outcome   Outcome   `json:"outcome"`
	Items     int       `json:"items"` // facts accepted that fall in the month
	Bytes     int64     `json:"bytes"`
	Requests  int       `json:"requests"`
	Seconds   float64   `json:"seconds"`
	Reason    string    `json:"reason,omitempty"` // stable code
	Message   string    `json:"message,omitempty"`
	Hint      string    `json:"hint,omitempty"`
	RetryAt   time.Time `json:"retry_at,omitzero"`
	Collected time.Time `json:"-"` // when the source was last read with success; zero is never
}

// Observes tells whether the program was seen at this source. OSV answers for
// every name, also for one that nobody has heard of: that is no observation.
func (r SourceReport) Observes() bool { return r.Outcome.Good() && r.Collector != "osv" }

// Outcome is what came of a source.
type Outcome string

// The outcomes.
const (
	OutcomeOK         Outcome = "ok"
	OutcomeUnchanged  Outcome = "unchanged"   // not modified since last time
	OutcomePartial    Outcome = "partial"     // what came is kept; it is not all
	OutcomeWarn       Outcome = "warn"        // collected, with a doubt on its quality
	OutcomeRetryLater Outcome = "retry-later" // see RetryAt
	OutcomeError      Outcome = "error"
	OutcomeSkipped    Outcome = "skipped"
)

// Good tells whether the facts of the source are there to be used.
func (o Outcome) Good() bool {
	switch o {
	case OutcomeOK, OutcomeUnchanged, OutcomePartial, OutcomeWarn:
		return true
	}
	return false
}

// A Curation is what people know better. It is shown with its reason.
type Curation struct {
	Program  string
	What     string // "health", "tag", "vulnerability", "release", "successor", "address", …
	Subject  string // a tag, a CVE, a version; "" is the program
	Decision string // "finished", "not-a-release", "not-affected", …
	Value    string
	Reason   string
	Who      string
	Until    Date   // zero is no end
	Entity   string // "" is all
}

// Holds tells whether the curation is in force on day.
func (c Curation) Holds(day Date) bool { return c.Until.IsZero() || !c.Until.Before(day) }

// An Analysis is all that the bulletins of a month are made from.
type Analysis struct {
	Month     Month
	Edition   Date // day of the bulletins
	AsOf      Date // last day of the data
	Findings  []Finding
	Profiles  []Profile // every covered program, by id
	Entities  []EntityDecisions
	Sources   []SourceReport
	Curations []Curation // in force
	States    []SourceState
}

// A SourceState dates the data of a source of the whole perimeter.
type SourceState struct {
	Collector string
	AsOf      Date // newest state read
	Previous  Date // state used for last month; zero is none
	Programs  int  // covered programs with facts of it
	N         int  // facts
	Added     int  // of a catalogue of exploited vulnerabilities: entries added in the month
}
