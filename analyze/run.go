package analyze

import (
	"errors"
	"fmt"
	"runtime/debug"

	"guette/watch"
)

// A Panic is the error of a rule that met what its author did not think of.
type Panic struct {
	Value any
	Stack []byte
}

func (p *Panic) Error() string { return fmt.Sprintf("stopped: %v", p.Value) }

// Run gives one program to the analyzers of list, in order. A rule that fails,
// or panics, is one error among those joined; the others go on. Findings come
// sorted, each with the name of its rule.
func Run(in *Input, list []*Analyzer) (Output, error) {
	out := Output{Profile: watch.Profile{Program: in.Program, Facts: map[watch.Kind]int{}}}
	for _, f := range in.Facts {
		out.Profile.Facts[f.Kind()]++
	}
	var errs []error
	for _, a := range list {
		before := len(out.Findings)
		if err := call(a, in, &out); err != nil {
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

// call runs a rule; a panic becomes an error, and what the rule found until then
// is dropped.
func call(a *Analyzer, in *Input, out *Output) (err error) {
	before := len(out.Findings)
	defer func() {
		if p := recover(); p != nil {
			out.Findings = out.Findings[:min(before, len(out.Findings))]
			err = &Panic{p, debug.Stack()}
		}
	}()
	return a.Run(in, out)
}
