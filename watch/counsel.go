package watch

// A Fragility is how much one entity's use of one program can be shaken: the
// health of the project, the support of the branch in use, the licence, and
// what was exploited. Rules: docs/method.md.
type Fragility struct {
	Program    string         `json:"program"`
	Level      FragilityLevel `json:"level"`
	Causes     []Cause        `json:"causes,omitempty"` // the one that decided first
	Structural bool           `json:"structural,omitempty"`
	// Previous is the level of last month; "" is not known.
	Previous FragilityLevel `json:"previous,omitempty"`
}

// FragilityLevel is the word for a fragility.
type FragilityLevel string

// The levels of fragility, from the highest.
const (
	FragilityStrong   FragilityLevel = "strong"
	FragilityModerate FragilityLevel = "moderate"
	FragilityWeak     FragilityLevel = "weak"
	FragilityUnknown  FragilityLevel = "unknown" // nothing to judge by
)

// Rank orders levels: the higher, the more fragile; not assessed is 0.
func (l FragilityLevel) Rank() int {
	switch l {
	case FragilityStrong:
		return 3
	case FragilityModerate:
		return 2
	case FragilityWeak:
		return 1
	}
	return 0
}

// A Cause is one reason of a fragility.
type Cause struct {
	Name     string `json:"name"` // "stopped", "not-free", "support-over", "health", "support-ending", "extended-only", "exploited"
	Branch   string `json:"branch,omitempty"`
	Until    Date   `json:"until"`
	Days     int    `json:"days,omitempty"` // until Until, from the day of the data
	Finding  string `json:"finding,omitempty"`
	Page     string `json:"page,omitempty"`    // address that proves it
	Upgrade  bool   `json:"upgrade,omitempty"` // another version lifts it
	Licence  string `json:"licence,omitempty"`
	Findings int    `json:"findings,omitempty"` // how many findings, for "exploited"
}

// A Recommendation is a strategic advice to one entity, followed month after
// month until the data show the fact that closes it.
type Recommendation struct {
	ID       string   `json:"id"`   // kind and due date's group: stable from month to month
	Kind     string   `json:"kind"` // "support-ending", "support-over", "licence", "replace", "contribute", "major", "sources"
	Programs []string `json:"programs"`
	Branches []string `json:"branches,omitempty"` // beside Programs, "" where it does not matter
	Dues     []Date   `json:"dues,omitempty"`     // beside Programs: the event that each prevents
	Horizon  int      `json:"horizon"`            // months; 0 is before each event
	Due      Date     `json:"due"`                // never later than the event it prevents
	Owners   []string `json:"owners"`             // ids of roles
	Closing  string   `json:"closing"`            // code of the fact that closes it
	Days     int      `json:"days,omitempty"`     // to the last event, for "support-ending"
	Since    Month    `json:"since"`              // month of the first bulletin that says it
	Closed   bool     `json:"closed,omitempty"`
	Outcome  string   `json:"outcome,omitempty"` // of last month's: "done", "open", "void"
}
