package face

import (
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func family(t testing.TB) Family {
	t.Helper()
	f, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestRuns(t *testing.T) {
	f := family(t).Regular
	for _, tt := range []struct {
		name, in string
		want     []Run
	}{
		{"French, Greek and Cyrillic are drawn", "Élève œuf Ωμέγα Привет → ▲", []Run{{Text: "Élève œuf Ωμέγα Привет → ▲"}}},
		{"an emoji is one box that keeps its text", "a 🚀 b", []Run{{Text: "a "}, {Text: "□", Actual: "🚀"}, {Text: " b"}}},
		{"a joined emoji keeps its joiners", "👨\u200d👩", []Run{{Text: "□□", Actual: "👨\u200d👩"}}},
		{"a variation selector goes with its sign", "🌧\ufe0f", []Run{{Text: "□", Actual: "🌧\ufe0f"}}},
		{"a word of another script is one run", "安全 x", []Run{{Text: "□□", Actual: "安全"}, {Text: " x"}}},
		{"what cannot be seen is dropped", "a\u200bb\u00adc\ufeffd\u202ee\x01f", []Run{{Text: "abcdef"}}},
		{"a look-alike loses nothing", "a\u2011b\tc", []Run{{Text: "a‑b c"}}},
		{"bytes that were no text", "a\ufffdb", []Run{{Text: "a"}, {Text: "□", Actual: "\ufffd"}, {Text: "b"}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, f.Runs(tt.in)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWidthIsTheSumOfAdvancesAndKerning(t *testing.T) {
	f := family(t).Regular
	want := (f.Advance('A') + float64(f.Kern('A', 'V')) + f.Advance('V')) * 10 / 1000
	if got := f.Width("AV", 10); got != want || f.Kern('A', 'V') >= 0 {
		t.Errorf("got %g, want %g with kerning under 0, got %d", got, want, f.Kern('A', 'V'))
	}
	if got := f.Width("", 10); got != 0 {
		t.Errorf("nothing is %g wide", got)
	}
}

// TestKerningIsSharedSafely asks for pairs from many documents at once; run it
// with -race.
func TestKerningIsSharedSafely(t *testing.T) {
	var wg sync.WaitGroup
	for range 8 {
		f := family(t).Bold
		wg.Go(func() {
			for a := 'A'; a <= 'z'; a++ {
				f.Kern(a, 'o')
			}
		})
	}
	wg.Wait()
}

func TestUsedRunesAreSortedAndDrawable(t *testing.T) {
	f := family(t).Italic
	for _, r := range "zaz€é🚀" {
		f.Use(r)
	}
	if diff := cmp.Diff([]rune("azé€"), f.Used()); diff != "" {
		t.Error(diff)
	}
}

func FuzzRuns(f *testing.F) {
	face := family(f).Regular
	f.Add("a 🚀 安\u200d\ufe0f\ufffd\x00")
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "\ufffd")
		for _, r := range face.Runs(s) {
			if r.Text == "" || !utf8.ValidString(r.Text) {
				t.Errorf("a run without text in %q", s)
			}
			for _, c := range r.Text {
				if !face.Has(c) || Invisible(c) {
					t.Errorf("%q: %U cannot be drawn", s, c)
				}
			}
		}
	})
}
