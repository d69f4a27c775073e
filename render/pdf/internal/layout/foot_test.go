package layout

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// within tells whether an element stands in one of some types.
func within(e *Elem, types ...string) bool {
	for ; e != nil; e = e.Parent {
		if slices.Contains(types, e.Type) {
			return true
		}
	}
	return false
}

// TestNothingIsLeftAloneAtTheFoot holds that a page ends neither with a heading
// nor with the head of a table that has rows.
func TestNothingIsLeftAloneAtTheFoot(t *testing.T) {
	for _, name := range []string{"technique", "strategique", "torture"} {
		text, err := os.ReadFile(filepath.Join("..", "..", "testdata", name+".md"))
		if err != nil {
			t.Fatal(err)
		}
		_, d, err := build(t, text)
		if err != nil {
			t.Fatal(err)
		}
		for i, p := range d.Pages[:len(d.Pages)-1] {
			var last Op
			for _, o := range p.Ops {
				if o.Kind == OpText && o.Elem != nil {
					last = o
				}
			}
			if within(last.Elem, "H2", "H3", "H4", "THead") {
				t.Errorf("%s: page %d ends with %q", name, i+1, last.Text)
			}
			if last.Y > p.bottom()+1 {
				t.Errorf("%s: page %d: %q is under the foot of the text", name, i+1, last.Text)
			}
		}
	}
}

// TestTextStaysWithinItsPage holds that no text leaves the paper, nor the margins
// of the text on pages other than the cover.
func TestTextStaysWithinItsPage(t *testing.T) {
	for _, name := range []string{"technique", "strategique", "torture"} {
		text, err := os.ReadFile(filepath.Join("..", "..", "testdata", name+".md"))
		if err != nil {
			t.Fatal(err)
		}
		_, d, err := build(t, text)
		if err != nil {
			t.Fatal(err)
		}
		for i, p := range d.Pages {
			for _, o := range p.Ops {
				if o.Kind != OpText || o.Late != nil {
					continue
				}
				if right := o.X + o.Face.Width(o.Text, o.Size); o.X < margin-barWidth || right > p.W-margin+4 {
					t.Errorf("%s: page %d: %q goes from %.1f to %.1f", name, i+1, o.Text, o.X, right)
				}
			}
		}
	}
}
