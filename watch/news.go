package watch

import "time"

// News is an item of a feed.
type News struct {
	ID        string    `json:"id"`
	Title     string    `json:"title"` // plain text, not neutralised
	Link      string    `json:"link,omitempty"`
	Author    string    `json:"author,omitempty"` // an organisation or feed, never taken from commits
	Published time.Time `json:"published"`        // zero is not known
	Updated   time.Time `json:"updated"`
	Summary   string    `json:"summary,omitempty"` // plain text, bounded
	Lang      string    `json:"lang,omitempty"`    // BCP 47, "" is not known
	Feed      string    `json:"feed"`              // title of the feed
	FeedLink  string    `json:"feed_link,omitempty"`
}

// Kind implements Body.
func (*News) Kind() Kind { return KindNews }

// Issues is the responsiveness of a project in one month, as its forge tells.
// Names are those of CHAOSS metrics.
type Issues struct {
	Repository string `json:"repository"`
	Month      Month  `json:"month"`
	// Hours of the median time to first response by somebody else, over the
	// items opened in the month; nil is not known.
	FirstResponse *float64 `json:"first_response,omitempty"`
	Opened        int      `json:"opened"`
	Closed        int      `json:"closed"`
	Requests      int      `json:"requests"` // change requests opened
	RequestsDone  int      `json:"requests_done"`
	Backlog       int      `json:"backlog"`
	Capped        bool     `json:"capped,omitempty"`  // counts are minimums
	Sampled       bool     `json:"sampled,omitempty"` // the median is over the first items of the month
}

// Kind implements Body.
func (*Issues) Kind() Kind { return KindIssues }
