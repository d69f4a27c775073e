package watch

import "time"

// Evidence is where a statement can be checked. A statement without evidence
// does not exist.
type Evidence struct {
	URL       string    `json:"url"`
	Retrieved time.Time `json:"retrieved"`        // when the answer was collected, UTC
	SHA256    string    `json:"sha256,omitempty"` // of the answer as it was received, hex
	Commit    string    `json:"commit,omitempty"`
	Path      string    `json:"path,omitempty"` // in the repository
	Line      int       `json:"line,omitempty"` // from 1; 0 is the whole
	Title     string    `json:"title,omitempty"`
	Quote     string    `json:"quote,omitempty"` // exact words of the source, one line, bounded
}

// Observed is the day of collection, in UTC.
func (e Evidence) Observed() Date { return DateIn(e.Retrieved, time.UTC) }
