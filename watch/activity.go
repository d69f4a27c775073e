package watch

import "time"

// Activity is what happened in one repository in one month, by committer date
// in UTC, on all commits reachable from the default branch. Authors are keyed
// hashes; the counts carry the names of CHAOSS metrics in the documentation.
type Activity struct {
	Repository string `json:"repository"`
	Month      Month  `json:"month"`
	Partial    bool   `json:"partial,omitempty"` // the month was not over, or history was cut
	Commits    int    `json:"commits"`           // all, merges and bots included
	Merges     int    `json:"merges"`            // two parents or more
	Bots       int    `json:"bots"`              // commits whose author is a bot
	Human      int    `json:"human"`             // commits by people, merges included
	Plain      int    `json:"plain"`             // commits by people, merges left out
	// Days has bit d-1 set when day d of the month has a human commit.
	Days    uint32        `json:"days"`
	Authors []AuthorCount `json:"authors"` // of human commits, most commits first
	// Domains counts human commits by the domain of the author's address;
	// public mail providers are counted together under "public".
	Domains       []Count   `json:"domains,omitempty"`
	PublicDomains int       `json:"public_domains,omitempty"` // distinct, behind "public"
	CoAuthors     int       `json:"co_authors,omitempty"`     // distinct, from trailers
	SignedOff     int       `json:"signed_off,omitempty"`     // commits with a Signed-off-by trailer
	Zones         int       `json:"zones,omitempty"`          // distinct author time zones
	Weekday       int       `json:"weekday,omitempty"`        // human commits on Monday to Friday, author's own time
	Since         time.Time `json:"since"`                    // start of the history that was read
	Whole         bool      `json:"whole,omitempty"`          // that history reaches the first commit
	LastHuman     time.Time `json:"last_human"`               // newest human commit at the end of the month; zero is none in the window
	Head          string    `json:"head"`                     // newest commit of the month, for evidence; "" when none
}

// Kind implements Body.
func (*Activity) Kind() Kind { return KindActivity }

// AuthorCount is one author's share of a month.
type AuthorCount struct {
	ID      string `json:"id"` // keyed hash; means nothing outside one store
	Commits int    `json:"commits"`
	Plain   int    `json:"plain"`    // merges left out
	LastDay int    `json:"last_day"` // of the month
}

// A Count is a number of something named.
type Count struct {
	Name string `json:"name"`
	N    int    `json:"n"`
}

// A FileChange is a change of a root file of governance, licence or notes
// between two states of the default branch.
type FileChange struct {
	Repository string    `json:"repository"`
	Path       string    `json:"path"`
	From       string    `json:"from,omitempty"` // old path of a renamed file
	Change     Change    `json:"change"`
	Commit     string    `json:"commit"` // that made the change; "" where only the months are known
	Committed  time.Time `json:"committed"`
	Month      Month     `json:"month"`
	Before     string    `json:"before,omitempty"` // text, bounded
	After      string    `json:"after,omitempty"`  // text, bounded
	Cut        bool      `json:"cut,omitempty"`    // Before or After is not whole
}

// Kind implements Body.
func (*FileChange) Kind() Kind { return KindFileChange }

// A Change says what happened to a file.
type Change string

// The changes of a file. ChangePresent is the first state seen: no change.
const (
	ChangePresent  Change = "present"
	ChangeAdded    Change = "added"
	ChangeModified Change = "modified"
	ChangeRemoved  Change = "removed"
	ChangeRenamed  Change = "renamed"
	ChangeLinked   Change = "linked" // became a symbolic link
	ChangeEmptied  Change = "emptied"
)

// Repository is the state of a repository on the day it was read.
type Repository struct {
	URL           string    `json:"url"`
	MovedTo       string    `json:"moved_to,omitempty"` // address the server sends to
	DefaultBranch string    `json:"default_branch,omitempty"`
	Head          string    `json:"head,omitempty"`
	HeadAt        time.Time `json:"head_at"`            // committer date
	Archived      *bool     `json:"archived,omitempty"` // nil is not known
	Disabled      *bool     `json:"disabled,omitempty"`
	Fork          *bool     `json:"fork,omitempty"`
	Parent        string    `json:"parent,omitempty"`
	Mirror        string    `json:"mirror,omitempty"`
	Licence       string    `json:"licence,omitempty"` // SPDX id as the forge says
	Description   string    `json:"description,omitempty"`
	Shallow       bool      `json:"shallow,omitempty"` // the server itself has no whole history
	Empty         bool      `json:"empty,omitempty"`
	Tags          int       `json:"tags,omitempty"`
	AsOf          Date      `json:"as_of"`
}

// Kind implements Body.
func (*Repository) Kind() Kind { return KindRepository }
