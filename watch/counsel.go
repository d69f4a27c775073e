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
	Kind    AdviceKind `json:"kind"`
	Horizon int        `json:"horizon"` // months; 0 is before each event
	Due     Date       `json:"due"`     // never later than the event it prevents
	Items   []Advised  `json:"items"`   // in the order of the text
	Owners  []string   `json:"owners"`  // ids of roles; none is the editor of the bulletin
}

// Advised is one program of a recommendation.
type Advised struct {
	Program string `json:"program"`
	Branch  string `json:"branch,omitempty"`
	Event   Date   `json:"event"` // that the advice prevents; zero for none
	Days    int    `json:"days,omitempty"`
	Target  string `json:"target,omitempty"` // branch to go to
}

// AdviceKind is a kind of recommendation: it has one wording, and one fact that
// closes it.
type AdviceKind string

// The kinds of recommendations, in the order of the text.
const (
	AdviceAhead      AdviceKind = "ahead"      // leave a branch before its end of support
	AdviceLeave      AdviceKind = "leave"      // leave a branch without support
	AdviceLegal      AdviceKind = "legal"      // have a licence examined
	AdviceReplace    AdviceKind = "replace"    // decide on the replacement of a stopped project
	AdviceContribute AdviceKind = "contribute" // help a project in poor health
	AdvicePlan       AdviceKind = "plan"       // plan the next major version
	AdviceComplete   AdviceKind = "complete"   // complete the sources
)
