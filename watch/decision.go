package watch

// A Decision is what one entity should do about one program.
type Decision struct {
	Program  string   `json:"program"`
	Version  string   `json:"version"` // declared; "" is not declared
	Level    Level    `json:"level"`
	Action   Action   `json:"action"`
	Deadline Date     `json:"deadline"`
	Owners   []string `json:"owners"`   // ids of roles
	Rule     string   `json:"rule"`     // name of the rule that matched
	Findings []string `json:"findings"` // ids, the one that decided first
	Score    *float64 `json:"score"`    // highest CVSS base score among them; nil is not scored
	Embedded bool     `json:"embedded,omitempty"`
	SSVC     *SSVC    `json:"ssvc,omitempty"`
	Waiver   string   `json:"waiver,omitempty"` // reason of a curation that lowered the level
}

// Level is the technical priority of a decision.
type Level string

// The levels, from the highest.
const (
	Immediate Level = "immediate"
	Urgent    Level = "urgent"
	Plan      Level = "plan"
	Check     Level = "check"
	Inform    Level = "inform"
)

// Rank orders levels: the higher, the more pressing.
func (l Level) Rank() int {
	switch l {
	case Immediate:
		return 5
	case Urgent:
		return 4
	case Plan:
		return 3
	case Check:
		return 2
	case Inform:
		return 1
	}
	return 0
}

// An Action is what to do, in terms that a template can word.
type Action struct {
	Kind     ActionKind `json:"kind"`
	Versions []string   `json:"versions,omitempty"` // any of them is enough
	Then     []Cycle    `json:"then,omitempty"`     // branches to prepare afterwards
	Hunt     bool       `json:"hunt,omitempty"`     // look for traces of compromise
	Forensic bool       `json:"forensic,omitempty"` // KEV's required action names it
}

// ActionKind is a kind of action.
type ActionKind string

// The kinds of actions.
const (
	ActionUpgrade  ActionKind = "upgrade"  // install one of Versions
	ActionMigrate  ActionKind = "migrate"  // leave the branch for one of Then
	ActionPrepare  ActionKind = "prepare"  // prepare one of Then before the end
	ActionDeclare  ActionKind = "declare"  // say which version is in service
	ActionVerify   ActionKind = "verify"   // check whether the finding concerns you
	ActionMitigate ActionKind = "mitigate" // no fixed version is known
	ActionWait     ActionKind = "wait"     // no fixed version of the branch yet
)

// SSVC is the decision in the words of CERT/CC and CISA.
// Source: github.com/CERTCC/SSVC, decision model of CISA.
type SSVC struct {
	Exploitation    string `json:"exploitation"`     // none, public poc, active
	Automatable     string `json:"automatable"`      // yes, no
	TechnicalImpact string `json:"technical_impact"` // partial, total
	Mission         string `json:"mission"`          // low, medium, high
	Decision        string `json:"decision"`         // Track, Track*, Attend, Act
	Assumed         bool   `json:"assumed,omitempty"`
}

// A Verdict tells whether a vulnerability affects the version that an entity
// declares.
type Verdict struct {
	Program  string       `json:"program"`
	Finding  string       `json:"finding"`
	Affected AffectedWord `json:"affected"`
	Fixed    string       `json:"fixed,omitempty"` // lowest fixed version of the declared branch
	Waiver   string       `json:"waiver,omitempty"`
}

// AffectedWord is the outcome of comparing a version with ranges.
type AffectedWord string

// The outcomes.
const (
	AffectedYes     AffectedWord = "yes"
	AffectedNo      AffectedWord = "no"
	AffectedUnknown AffectedWord = "unknown" // no version declared, or not comparable
	AffectedEdition AffectedWord = "edition" // concerns another edition
)

// EntityDecisions is all that was decided for one entity.
type EntityDecisions struct {
	Entity    string     `json:"entity"`
	Decisions []Decision `json:"decisions"` // in the order of the bulletin
	Verdicts  []Verdict  `json:"-"`
	// Fragilities are those of the declared programs, in their order.
	Fragilities     []Fragility      `json:"fragilities,omitempty"`
	Recommendations []Recommendation `json:"recommendations,omitempty"`
	// Declared lists the programs of the portfolio on that day, by id.
	Declared []string `json:"-"`
}
