package lazyregexp

import (
	"sync"
	"testing"
)

var word = New(`^\pL+$`)

func TestAnExpressionIsCompiledOnce(t *testing.T) {
	if word.compiled != nil {
		t.Fatal("compiled before it was used")
	}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if !word.Re().MatchString("été") || word.Re().MatchString("un été") {
				t.Error("the expression is another one")
			}
		})
	}
	group.Wait()
	if first := word.Re(); first != word.Re() {
		t.Error("compiled twice")
	}
}

// Matching pays for the laziness with one load of memory.
func BenchmarkRe(b *testing.B) {
	for b.Loop() {
		word.Re()
	}
}

func TestATextThatIsNoExpression(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("want a panic, as of regexp.MustCompile")
		}
	}()
	New(`(`).Re()
}
