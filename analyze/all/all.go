// Package all is the list of analyzers, in the order in which they run.
package all

import (
	"guette/analyze"
	"guette/analyze/activity"
	"guette/analyze/health"
	"guette/analyze/lifecycle"
	"guette/analyze/news"
	"guette/analyze/release"
	"guette/analyze/risk"
	"guette/analyze/signal"
	"guette/analyze/vulnerability"
)

// Analyzers lists the analyzers of one program. Later ones may read what
// earlier ones found. To add one: write its file, add its line.
var Analyzers = []*analyze.Analyzer{
	lifecycle.Analyzer,     // ends of support; fills the calendar
	vulnerability.Analyzer, // records united, KEV
	release.Analyzer,       // reads which versions repair
	activity.Analyzer,      // twelve months against twelve
	signal.Analyzer,        // licences, notices, moves, people, rhythm
	health.Analyzer,        // reads the notices among the signals
	risk.Analyzer,          // five risks, the licence, KEV over twelve months
	news.Analyzer,          // each story once
}
