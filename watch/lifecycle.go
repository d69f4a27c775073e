package watch

// Lifecycle is one release cycle of an endoflife.date product, in one state of
// its calendar. Each state is a fact of its own: its key ends with AsOf.
type Lifecycle struct {
	Product    string `json:"product"`
	Label      string `json:"label"` // of the product
	Cycle      string `json:"cycle"` // name of the cycle, "1.30"
	CycleLabel string `json:"cycle_label"`
	Codename   string `json:"codename,omitempty"`
	Released   Date   `json:"released"`
	LTS        bool   `json:"lts,omitempty"`
	EOAS       Until  `json:"eoas"` // end of active support
	EOL        Until  `json:"eol"`  // end of life, or of security support
	EOES       Until  `json:"eoes"` // end of extended support
	// Words of the product for its phases; "" where it has none.
	EOASWord     string `json:"eoas_word,omitempty"`
	EOLWord      string `json:"eol_word,omitempty"`
	EOESWord     string `json:"eoes_word,omitempty"`
	Discontinued Until  `json:"discontinued"`
	Maintained   bool   `json:"maintained"`
	Latest       string `json:"latest,omitempty"`
	LatestDate   Date   `json:"latest_date"`
	LatestLink   string `json:"latest_link,omitempty"`
	Page         string `json:"page"`           // the calendar for people
	Order        int    `json:"order"`          // place in the product's own list, newest first
	AsOf         Date   `json:"as_of"`          // day of the state
	CPE          string `json:"cpe,omitempty"`  // first CPE of the product
	PURL         string `json:"purl,omitempty"` // first purl of the product
}

// Kind implements Body.
func (*Lifecycle) Kind() Kind { return KindLifecycle }

// Until tells what a calendar says of a date. Sources have several silences:
// a missing field means that there is no such phase, a null that its date is
// not announced.
type Until struct {
	State UntilState `json:"state"`
	Date  Date       `json:"date"` // set when State is dated
}

// UntilState is what is known of a date of a calendar.
type UntilState string

// The states of Until.
const (
	NoPhase     UntilState = ""            // the calendar has no such phase
	Unannounced UntilState = "unannounced" // the phase exists, its end is not announced
	Dated       UntilState = "dated"
	Over        UntilState = "over" // ended, on a day the calendar does not give
)

// Package is the version of a source package in a release of a distribution.
type Package struct {
	Distribution string `json:"distribution"` // "debian"
	Release      string `json:"release"`      // "bookworm"
	Source       string `json:"source"`
	Version      string `json:"version"`
	AsOf         Date   `json:"as_of"`
}

// Kind implements Body.
func (*Package) Kind() Kind { return KindPackage }
