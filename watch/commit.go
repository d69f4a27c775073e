package watch

import "time"

// A Commit is a commit whose subject says more than that work was done. Most
// commits are only counted; see [Activity]. It names no person.
type Commit struct {
	Repository string         `json:"repository"`
	Hash       string         `json:"hash"`
	Subject    string         `json:"subject"` // first line, bounded; of a merge, the branch that came in
	Merge      bool           `json:"merge,omitempty"`
	Committed  time.Time      `json:"committed"`
	Reasons    []CommitReason `json:"reasons"`
	Version    string         `json:"version,omitempty"` // that the subject announces
	// Tags are the first tags of final versions that hold the commit, one a
	// series, where they are of its month; none where it is not known.
	Tags []string `json:"tags,omitempty"`
}

// Kind implements Body.
func (*Commit) Kind() Kind { return KindCommit }

// Says tells whether the commit was kept for a reason.
func (c *Commit) Says(r CommitReason) bool {
	for _, have := range c.Reasons {
		if have == r {
			return true
		}
	}
	return false
}

// A CommitReason tells why a commit is kept.
type CommitReason string

// The reasons for which a commit is kept.
const (
	CommitSecurity CommitReason = "security" // a word of security in the subject, or in the name of a merged branch
	CommitVersion  CommitReason = "version"  // the subject announces a version of the project itself
	CommitReplace  CommitReason = "replace"  // one component takes the place of another
)
