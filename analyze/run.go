package analyze

import (
	"errors"
	"fmt"

	"guette/watch"
)

// Run gives one program to the analyzers of list, in order. A rule that fails
// is one error among those joined; the others go on. Findings come sorted, each
// with the name of its rule.
func Run(in *Input, list []*Analyzer) (Output, error) {
	out := Output{Profile: watch.Profile{Program: in.Program, Facts: map[watch.Kind]int{}}}
	for _, f := range in.Facts {
		out.Profile.Facts[f.Kind()]++
	}
	var errs []error
	for _, a := range list {
		before := len(out.Findings)
		if err := a.Run(in, &out); err != nil {
			errs = append(errs, fmt.Errorf("%s: %s: %w", in.Program.ID, a.Name, err))
		}
		for i := before; i < len(out.Findings); i++ {
			if out.Findings[i].Rule == "" {
				out.Findings[i].Rule = a.Name
			}
		}
	}
	watch.SortFindings(out.Findings)
	return out, errors.Join(errs...)
}
