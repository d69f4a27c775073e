package month

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"guette/analyze"
	"guette/watch"
)

// TestARuleThatPanicsSpoilsNothing runs a month with a rule that panics in the
// middle: the other rules go on, and the limits of the bulletin name the
// program.
func TestARuleThatPanicsSpoilsNothing(t *testing.T) {
	bad := &analyze.Analyzer{Name: "bad", Run: func(in *analyze.Input, out *analyze.Output) error {
		out.Findings = append(out.Findings, watch.Finding{ID: "half-made"})
		var none []int
		_ = none[len(in.Facts)]
		return nil
	}}
	d := desk(t, recorded(t))
	d.Analyzers = slices.Insert(slices.Clone(d.Analyzers), 3, bad)
	if _, err := d.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	findings, err := os.ReadFile(filepath.Join(d.Dir(), "findings.json"))
	if err != nil {
		t.Fatal(err)
	}
	if text := string(findings); !strings.Contains(text, `"kind": "release"`) || strings.Contains(text, "half-made") {
		t.Errorf("findings: %.500s", text)
	}
	draft := files(t, d)["technique.md"]
	if !strings.Contains(draft, "est incomplète pour") {
		t.Errorf("the limits do not say that what is known is partial:\n%s", draft)
	}
}
