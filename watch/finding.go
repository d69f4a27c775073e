package watch

import (
	"cmp"
	"slices"
	"time"
)

// A Finding is something that a bulletin may say: one event or state of one
// program, the same for all entities, with at least one evidence.
type Finding struct {
	ID         string // stable: it depends on the facts, not on counts or places
	Program    string // id; "" for news of no program
	Kind       FindingKind
	Date       Date // of the fact, in the publisher's zone
	Severity   Severity
	Confidence Confidence
	Rule       string // name of the analyzer
	Detail     Detail
	Evidence   []Evidence // the one that decided first
	Todo       string     // why an editor has to look; "" is no need
}

// FindingKind is one of the closed list of kinds of findings.
type FindingKind string

// The kinds of findings.
const (
	FindingRelease          FindingKind = "release"
	FindingSecurityRelease  FindingKind = "security-release"
	FindingVulnerability    FindingKind = "vulnerability"
	FindingExploited        FindingKind = "exploited"
	FindingEndOfSupport     FindingKind = "end-of-support"
	FindingLicenceChange    FindingKind = "licence-change"
	FindingAbandonment      FindingKind = "abandonment"
	FindingMaintenanceMode  FindingKind = "maintenance-mode"
	FindingDeprecation      FindingKind = "deprecation"
	FindingEndOfLife        FindingKind = "end-of-life"
	FindingMove             FindingKind = "move"
	FindingRename           FindingKind = "rename"
	FindingFork             FindingKind = "fork"
	FindingMaintainerChange FindingKind = "maintainer-change"
	FindingGovernance       FindingKind = "governance"
	FindingDistribution     FindingKind = "distribution-change"
	FindingCompromise       FindingKind = "compromise"
	FindingReversal         FindingKind = "reversal"
	FindingSilence          FindingKind = "silence"
	FindingHealthChange     FindingKind = "health-change"
	FindingOnePerson        FindingKind = "dependency-on-one-person"
	FindingNews             FindingKind = "news"
	FindingCorrection       FindingKind = "correction"
)

// Severity of a finding, for order and marks; the word of CVSS where it comes
// from a score.
type Severity string

// The severities, from the highest.
const (
	SeverityCritical Severity = "critical"
	SeverityHigh     Severity = "high"
	SeverityMedium   Severity = "medium"
	SeverityLow      Severity = "low"
	SeverityNone     Severity = "none" // nothing to fear: a plain release
	SeverityUnknown  Severity = "unknown"
)

// Confidence says how well a finding is proved.
type Confidence string

// The confidences.
const (
	Certain   Confidence = "certain"   // a source says it
	Probable  Confidence = "probable"  // a rule concludes it from what sources say
	Uncertain Confidence = "uncertain" // a keyword alone, a doubtful range, sources that disagree
)

// A Detail holds the parameters of a kind of finding.
type Detail interface{ detail() }

// ReleaseDetail is for release and security-release.
type ReleaseDetail struct {
	Version    string    `json:"version"` // without the project's prefix
	Tag        string    `json:"tag,omitempty"`
	Branch     string    `json:"branch,omitempty"` // release cycle, or the version's own series
	Stable     bool      `json:"stable"`
	Nature     Nature    `json:"nature"`
	Backport   bool      `json:"backport,omitempty"` // a newer branch is already out
	NewBranch  bool      `json:"new_branch,omitempty"`
	Published  time.Time `json:"published"`
	Dates      []Date    `json:"dates,omitempty"` // where sources disagree, each once
	Fixes      []string  `json:"fixes,omitempty"` // CVE or other ids that it fixes
	Notes      *Notes    `json:"notes,omitempty"` // nil: not collected
	NotesURL   string    `json:"notes_url,omitempty"`
	Embedded   []Bump    `json:"embedded,omitempty"`
	Mark       string    `json:"mark,omitempty"` // "yanked", "re-tagged", "mistaken", "nightly", "untagged", "not-a-release"; "" for none
	Mentions   []Mention `json:"mentions,omitempty"`
	Series     string    `json:"series,omitempty"`
	Origins    []Origin  `json:"origins,omitempty"`
	Repository string    `json:"repository,omitempty"`
}

// Nature says what kind of release it is.
type Nature string

// The natures of a release.
const (
	NatureSecurity    Nature = "security"
	NatureUnconfirmed Nature = "security-unconfirmed" // a keyword alone
	NatureMajor       Nature = "major"
	NatureMinor       Nature = "minor"
	NaturePatch       Nature = "patch"
	NaturePrerelease  Nature = "prerelease"
	NatureOther       Nature = "other" // the scheme does not tell
)

// Notes is what release notes say, counted and quoted, never paraphrased.
type Notes struct {
	Headings []Count `json:"headings,omitempty"` // entries by class: security, breaking, removed, deprecated, added, changed, fixed, other
	Commits  int     `json:"commits,omitempty"`  // between this tag and the one before, where known
	Quote    *Quote  `json:"quote,omitempty"`    // the first entry of the worthiest class
	Upgrade  []Quote `json:"upgrade,omitempty"`  // breaking, removed, deprecated, required steps
	Security []Quote `json:"security,omitempty"` // entries of a security class or with a keyword
	Marked   int     `json:"marked,omitempty"`   // entries on security, of which Security quotes the first
	Keyword  string  `json:"keyword,omitempty"`  // first word for which an entry is marked
	IDs      []string
	Cut      bool `json:"cut,omitempty"`
}

// A Quote is exact words of a source.
type Quote struct {
	Text  string `json:"text"` // at most 15 words
	Lang  string `json:"lang"` // BCP 47
	Class string `json:"class,omitempty"`
}

// A Mention is a commit whose subject speaks of security.
type Mention struct {
	Subject string `json:"subject"` // at most 15 words
	Merge   bool   `json:"merge,omitempty"`
	Commit  string `json:"commit"`
	Date    Date   `json:"date"`
	URL     string `json:"url,omitempty"`
}

// A Bump says that a release embeds another program in a new version.
type Bump struct {
	Program string `json:"program"`
	From    string `json:"from,omitempty"`
	To      string `json:"to"`
}

// VulnerabilityDetail is for vulnerability and exploited.
type VulnerabilityDetail struct {
	CVE       string     `json:"cve"` // primary id: a CVE where there is one
	Aliases   []string   `json:"aliases,omitempty"`
	Title     string     `json:"title,omitempty"`
	CVSS      *CVSS      `json:"cvss"` // nil: not scored
	Word      string     `json:"word,omitempty"`
	EPSS      *EPSS      `json:"epss"`
	KEV       *Exploited `json:"kev"`
	CERTFR    []Notice   `json:"certfr,omitempty"`
	Affected  []Affected `json:"affected,omitempty"` // of this program only
	Fixed     []Fix      `json:"fixed,omitempty"`    // oldest branch first
	Recorded  Date       `json:"recorded"`           // first published
	Modified  Date       `json:"modified"`
	InMonth   bool       `json:"in_month"` // recorded in the month
	Disputed  bool       `json:"disputed,omitempty"`
	Doubt     string     `json:"doubt,omitempty"` // why the range is doubtful
	Edition   string     `json:"edition,omitempty"`
	Component string     `json:"component,omitempty"`  // id of the embedded program
	Page      string     `json:"page"`                 // address for people
	PageTitle string     `json:"page_title,omitempty"` // as the page calls itself: a CVE, "SA-CORE-2026-010"
	Acronym   string     `json:"acronym,omitempty"`    // of a weakness, written literally in the record: "XSS"
	Holes     []string   `json:"holes,omitempty"`      // versions that the ranges leave out between two branches
}

// CVSS is a base score computed from its vector.
type CVSS struct {
	Version string   `json:"version"` // "2.0", "3.0", "3.1", "4.0"
	Vector  string   `json:"vector"`
	Score   float64  `json:"score"` // 0.0 to 10.0
	Rating  Severity `json:"rating"`
}

// A Notice is a CERT-FR publication on a vulnerability.
type Notice struct {
	Reference string   `json:"reference"`
	Type      string   `json:"type"` // "avis" or "alerte"
	Title     string   `json:"title,omitempty"`
	Date      Date     `json:"date"`
	Risks     []string `json:"risks,omitempty"`
	URL       string   `json:"url"`
	Closed    bool     `json:"closed,omitempty"`
	// Systems are the affected systems that name the program, in the words of
	// the publication; only where no record gives a range.
	Systems []string `json:"systems,omitempty"`
}

// A Fix is a version that repairs a vulnerability on its branch.
type Fix struct {
	Branch   string `json:"branch"`
	Version  string `json:"version"`
	Date     Date   `json:"date"` // of the release; zero is not known
	Calendar bool   `json:"calendar"`
}

// LifecycleDetail is for end-of-support and for dates that changed.
type LifecycleDetail struct {
	Product  string  `json:"product"`
	Branch   string  `json:"branch"`
	Phase    string  `json:"phase"` // "eoas", "eol" or "eoes"
	Word     string  `json:"word,omitempty"`
	Until    Until   `json:"until"`
	Days     int     `json:"days"`               // from the day of the data; negative is past
	Previous *Until  `json:"previous,omitempty"` // set when the date changed since last month
	Extended Until   `json:"extended"`           // end of extended support
	Target   []Cycle `json:"target,omitempty"`   // where to go, nearest first
	AsOf     Date    `json:"as_of"`
	// NoOverlap is the branch released on the very day the support ends;
	// Useless are the newer branches that end on the same day.
	NoOverlap string   `json:"no_overlap,omitempty"`
	Useless   []string `json:"useless,omitempty"`
}

// A Cycle is a release cycle and how long it lasts.
type Cycle struct {
	Name  string `json:"name"`
	Until Until  `json:"until"`
}

// SignalDetail is for the signals of the strategic bulletin.
type SignalDetail struct {
	Theme   string  `json:"theme"` // licence, governance, stop, publication, repository, funding, dependency, exploitation
	From    string  `json:"from,omitempty"`
	To      string  `json:"to,omitempty"`
	Quote   *Quote  `json:"quote,omitempty"`
	Path    string  `json:"path,omitempty"`
	Commit  string  `json:"commit,omitempty"`
	Days    int     `json:"days,omitempty"`
	Base    int     `json:"base,omitempty"` // days of history behind Share
	Share   float64 `json:"share,omitempty"`
	N       int     `json:"n,omitempty"`
	Before  int     `json:"before,omitempty"`
	Version string  `json:"version,omitempty"`
	Other   string  `json:"other,omitempty"` // another program or address
	Cancels string  `json:"cancels,omitempty"`
	Free    *bool   `json:"free,omitempty"` // the licence after is recognised as free; nil is not known
	New     bool    `json:"new"`            // happened in the month
	Note    string  `json:"note,omitempty"` // which form of the sentence
}

// NewsDetail is for news.
type NewsDetail struct {
	Title    string   `json:"title"`
	Lang     string   `json:"lang"`
	Feed     string   `json:"feed"`
	Theme    string   `json:"theme"`
	Programs []string `json:"programs,omitempty"`
	Others   []string `json:"others,omitempty"` // addresses of the same story elsewhere
	Rank     int      `json:"rank"`
}

// CorrectionDetail is for what an earlier bulletin said and is no longer true,
// or became known after it was closed.
type CorrectionDetail struct {
	Month   Month  `json:"month"`
	Finding string `json:"finding"`
	Field   string `json:"field"`
	Was     string `json:"was"`
	Now     string `json:"now"`
	Late    bool   `json:"late,omitempty"` // became known after closing
}

func (*ReleaseDetail) detail()       {}
func (*VulnerabilityDetail) detail() {}
func (*LifecycleDetail) detail()     {}
func (*SignalDetail) detail()        {}
func (*NewsDetail) detail()          {}
func (*CorrectionDetail) detail()    {}

// DetailOf yields the findings whose detail is of type D.
func DetailOf[D Detail](findings []Finding) func(yield func(Finding, D) bool) {
	return func(yield func(Finding, D) bool) {
		for _, f := range findings {
			if d, ok := f.Detail.(D); ok && !yield(f, d) {
				return
			}
		}
	}
}

// SortFindings puts findings in their one order: program, kind, date, id.
func SortFindings(findings []Finding) {
	slices.SortFunc(findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Program, b.Program), cmp.Compare(a.Kind, b.Kind),
			a.Date.Compare(b.Date), cmp.Compare(a.ID, b.ID))
	})
}
