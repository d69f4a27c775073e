// Package all is the list of analyzers, in the order in which they run.
package all

import "guette/analyze"

// Analyzers lists the analyzers of one program. Later ones may read what
// earlier ones found. To add one: write its file, add its line.
var Analyzers = []*analyze.Analyzer{}
