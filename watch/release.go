package watch

import "time"

// A Release is a version that a source announces: a forge release, an entry of
// a release feed, a section of a changelog, the latest version of a cycle.
type Release struct {
	Version    string    `json:"version"`         // as the source writes it
	Tag        string    `json:"tag,omitempty"`   // name of the git tag where the source gives it
	Title      string    `json:"title,omitempty"` // plain text
	Published  time.Time `json:"published"`       // zero is not known
	DayOnly    bool      `json:"day_only,omitempty"`
	Prerelease bool      `json:"prerelease,omitempty"` // the source says so
	Yanked     bool      `json:"yanked,omitempty"`
	Notes      string    `json:"notes,omitempty"` // Markdown as received, bounded, not neutralised
	Cut        bool      `json:"cut,omitempty"`   // Notes is not whole
	Origin     Origin    `json:"origin"`
	Repository string    `json:"repository,omitempty"`
}

// Kind implements Body.
func (*Release) Kind() Kind { return KindRelease }

// Origin says what kind of place announces a release.
type Origin string

// The origins of releases.
const (
	OriginForge        Origin = "forge"
	OriginFeed         Origin = "feed"
	OriginChangelog    Origin = "changelog"
	OriginLifecycle    Origin = "endoflife"
	OriginDistribution Origin = "distribution"
)

// A Tag is a git tag as a repository showed it.
type Tag struct {
	Repository string    `json:"repository"`
	Name       string    `json:"name"`
	Object     string    `json:"object"` // hash that the reference holds
	Commit     string    `json:"commit"` // hash of the commit; "" where it was not read
	Annotated  bool      `json:"annotated,omitempty"`
	Tagged     time.Time `json:"tagged"`         // date of the annotated tag; zero for a lightweight one
	Committed  time.Time `json:"committed"`      // committer date of the commit
	First      time.Time `json:"first,omitzero"` // date that the tag had before it moved, the first time; zero: it never did
	Message    string    `json:"message,omitempty"`
	State      TagState  `json:"state"`
	Previous   string    `json:"previous,omitempty"` // hash before it moved, or that it had when deleted
	Signed     bool      `json:"signed,omitempty"`
	Tagger     string    `json:"tagger,omitempty"` // keyed hash of the person; "" for a lightweight tag
}

// Kind implements Body.
func (*Tag) Kind() Kind { return KindTag }

// When is the date of the tag, else that of its commit. A tag that moved keeps
// the date it had: the version came out when it was first tagged.
func (t *Tag) When() time.Time {
	if !t.First.IsZero() {
		return t.First
	}
	if !t.Tagged.IsZero() {
		return t.Tagged
	}
	return t.Committed
}

// TagState says what happened to a tag.
type TagState string

// The states of a tag.
const (
	TagPresent TagState = "present"
	TagMoved   TagState = "moved"
	TagDeleted TagState = "deleted"
)
