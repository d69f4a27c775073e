package activity

import "guette/watch"

// A Row is the activity of one project in one calendar month (UTC, committer
// date, commits reachable from the default branch). It holds the columns of a
// monthly table that the model of package health reads, whether they come from
// facts or from a CSV file. Human means without commits by bots; merges count.
type Row struct {
	Month      watch.Month
	Partial    bool // the month was not over, or its history is cut
	Human      int
	ActiveDays int // distinct days with a human commit
	Authors    int // distinct, of human commits
	Authors12  int // the same over the trailing 12 months
	Absence12  int // Contributor Absence Factor over 12 months; 0 is not known
	TopShare12 Num // share of the first author over 12 months, 0 to 1
	// Silence is the number of days since the last human commit at the end of
	// the month.
	Silence Num
	// SilenceShare is the share of the days of the five years before the last
	// human commit on which the elapsed silence was at least Silence, and
	// SilenceBase the days behind it.
	SilenceShare Num
	SilenceBase  int
	LongestGap   Num // days between active days in the last five years
	// MainSilence is the number of days since the last commit of the first
	// author of the trailing 24 months; not known when there was no commit.
	MainSilence Num
	// LeaderShare is the share of that author in the commits of 24 months; 0
	// where a table does not tell.
	LeaderShare float64
	// ReleaseDays is the number of distinct days with a final tag.
	ReleaseDays    int
	ReleaseSilence Num // days since the last final tag
	ReleaseShare   Num // as SilenceShare, over eight years
	ReleaseBase    int
	Releases       int // release days known so far
}

// Num is a number that may not be known.
type Num struct {
	V  float64
	OK bool
}

// Known makes a known number.
func Known(v float64) Num { return Num{V: v, OK: true} }

// Or returns the number, or other when it is not known.
func (n Num) Or(other float64) float64 {
	if n.OK {
		return n.V
	}
	return other
}
