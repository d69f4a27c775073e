package signal

import (
	"strings"
	"testing"
	"time"

	"guette/watch"
)

// A hostile README of the largest size that is read takes a bounded time: about
// the same for each piece, none of them quadratic.
func TestHostileTextIsReadInBoundedTime(t *testing.T) {
	ph := phrasesFor(watch.Program{ID: "tool", Name: "Tool"})
	for _, piece := range []string{"[", "<", "*", "> ", "# ", "![a](", "`", "\n- ", "<!-- ", "this project is ", "this project is no longer ", "the maintained tool has been ", "deprecated. ", "\n\n"} {
		text := strings.Repeat(piece, maxProse/len(piece))
		start := time.Now()
		for _, s := range prose(text) {
			ph.claimOf(s)
		}
		handles(text)
		alike(text, text)
		if d := time.Since(start); d > 20*time.Second {
			t.Errorf("%q takes %v", piece, d)
		} else if d > time.Second {
			t.Logf("%q takes %v", piece, d)
		}
	}
}
