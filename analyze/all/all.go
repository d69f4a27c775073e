// Package all is the list of analyzers, in the order in which they run.
package all

import (
	"guette/analyze"
	"guette/analyze/activity"
	"guette/analyze/health"
)

// Analyzers lists the analyzers of one program. Later ones may read what
// earlier ones found. To add one: write its file, add its line.
var Analyzers = []*analyze.Analyzer{
	activity.Analyzer, // twelve months against twelve
	health.Analyzer,   // reads the notices among the signals
}
