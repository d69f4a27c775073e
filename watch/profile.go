package watch

import "time"

// A Profile is the state of one covered program at the end of the month: what
// bulletins say of it that is not an event.
type Profile struct {
	Program    Program
	Cycles     []Lifecycle  // current state of the calendar, newest cycle first
	Calendar   *Evidence    // nil: no calendar collected
	Last       *LastRelease // newest stable release observed; nil: none
	Packages   []Package
	Activity   *ActivitySummary // nil: no history collected
	Health     *Health          // nil: not assessed
	Risks      []Risk
	Exploited  []Exploited   // KEV entries of the last twelve months that name the program, newest first
	KEVPage    *Evidence     // of the catalogue read; nil: not collected
	Licence    *LicenceState // nil: no licence known
	Fragility  Fragility     // whatever the version: what lies in the project
	Records    int           // OSV records collected for the program, any month
	HasOSV     bool
	Archived   *bool
	Repository *Evidence    // of the newest commit observed
	Facts      map[Kind]int `json:"-"` // number of facts read, by kind
	Missing    []Missing    // what is not known and why
}

// LicenceState is what is known of the licence of a program.
type LicenceState struct {
	ID       string // of the licence file, else of the catalogue
	Free     *bool  // nil: not qualified
	File     string // path of the file that was read; "" is the catalogue
	Declared string // what the catalogue says
	Evidence *Evidence
}

// LastRelease is the newest stable release of a program.
type LastRelease struct {
	Version  string
	Date     Date
	Evidence Evidence
}

// Missing says what is not known of a program and why.
type Missing struct {
	What   string // a Kind, or the name of an indicator
	Reason string // stable code: "not-in-catalogue", "not-collected", "source-failed", "history-too-short", …
}

// ActivitySummary compares the last 12 months with the 12 before. Counts are of
// commits by people on the default branch, merges left out.
type ActivitySummary struct {
	Repository   string
	Months       int // months of history read
	Commits      int
	CommitsPrev  int
	Authors      int
	AuthorsPrev  int
	Absence      int // Contributor Absence Factor (CHAOSS); 0 is not known
	AbsencePrev  int
	TopShare     float64 // share of the first author, 0 to 1
	TopSharePrev float64
	Elephant     int // Elephant Factor (CHAOSS) by e-mail domain; 0 is not known
	TopDomain    float64
	Releases     int // stable releases
	ReleasesPrev int
	Tags         int
	Month        int // commits of the month
	MonthPrev    int // commits of the month before
	LastCommit   time.Time
	LastHash     string
	LastRelease  Date
	Pending      int  // human commits since the last stable tag; -1 is not known
	Whole        bool // 24 months of history were read
}

// Health is the score of research: see docs/method.md. Its contributions sum
// exactly to 100 minus Score.
type Health struct {
	Score           float64     // 0 to 100
	Low, High       float64     // interval: missing data widen it
	Band            HealthClass // of the score alone; "" where there is no score
	Class           HealthClass // the word of the bulletins: good, watch, poor, stopped or unknown
	Previous        HealthClass // last month; "" is not known
	Factors         []Factor    // the public facts that count against the project
	Lifted          []Factor    // those of last month that no longer hold
	Scored          bool        // Score, Low and High are set
	P12             *Probability
	Contributions   []Contribution
	Cap             *Cap // a notice that limits the score
	Trend           Trend
	Score3, Score12 *float64 // score three and twelve months ago; nil is not known
	History         []Point  // monthly scores, oldest first, at most 24
	Missing         []Missing
}

// A Factor is one of the public facts that lower the class of health.
type Factor struct {
	Name  string // "one-author", "no-commit", "no-release", "fewer-authors", "fewer-commits", "fewer-releases"
	Value string // figure behind, for people
	New   bool   // it did not hold last month
}

// HealthClass is the word for a band of the score.
type HealthClass string

// The classes of health, best first.
const (
	HealthGood     HealthClass = "good"     // 80 to 100
	HealthFair     HealthClass = "fair"     // 60 to 79
	HealthWatch    HealthClass = "watch"    // 40 to 59
	HealthPoor     HealthClass = "poor"     // 20 to 39
	HealthCritical HealthClass = "critical" // 0 to 19
	HealthStopped  HealthClass = "stopped"  // a notice says so
	HealthUnknown  HealthClass = "unknown"  // cannot be assessed
)

// A Probability is a calibrated estimate with its range.
type Probability struct {
	Value, Low, High float64
	Word             string // code of the band, see docs/method.md
	Fresh            bool   // the value has left the band of Word this month only: to be confirmed
}

// A Contribution is the points that one indicator costs.
type Contribution struct {
	Indicator string
	Dimension string
	Value     string // measured value, for people
	Lost      float64
	Max       float64
	Known     bool
	Evidence  *Evidence
}

// A Cap limits a score by a fact.
type Cap struct {
	Max     float64
	Finding string
	Kind    FindingKind
}

// Trend says where the score goes.
type Trend struct {
	Word   string  // "up", "stable", "down", "unclear"
	Z      float64 // change test
	Change float64 // points in 12 months
	Movers []string
}

// A Point is a monthly value.
type Point struct {
	Month Month
	Value float64
}

// A Risk is one of the five risks of a program.
type Risk struct {
	Name       string // vulnerability, end-of-life, abandonment, licence, dependency
	Likelihood string // very-low, low, moderate, high, very-high, certain; "" is not assessed
	Findings   []string
	Reason     string
	Value      string // figure behind, for people
}
