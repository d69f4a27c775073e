package truth

import (
	"testing"

	"guette/analyze"
	"guette/watch"
)

// BenchmarkOnyxia analyses a program of 1 466 tags, the most of the corpus.
func BenchmarkOnyxia(b *testing.B) {
	programs, _ := load(b)
	p, _ := programs.Program("onyxia")
	in := input(b, p, watch.Month{Year: 2026, Month: 7}, nil, programs)
	for b.Loop() {
		if _, err := analyze.Run(in, technical); err != nil {
			b.Fatal(err)
		}
	}
}
