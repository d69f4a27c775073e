package layout

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"guette/internal/golden"
)

// TestTree compares what a screen reader would walk through: elements, their
// texts in the order of drawing, alternatives and languages.
func TestTree(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "testdata", "torture.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, d, err := build(t, text)
	if err != nil {
		t.Fatal(err)
	}
	golden.Equal(t, "torture-tree.txt", []byte(dump(d)))
}

// dump writes the tree of a document as the drawing will build it.
func dump(d *Document) string {
	said := map[*Elem][]string{}
	var last *Elem
	for i, p := range d.Pages {
		for _, o := range p.Ops {
			if o.Elem == nil {
				continue
			}
			o.Elem.Attach()
			s := o.Text
			if o.Late != nil {
				s = o.Late()
			}
			if o.Kind != OpText {
				continue
			}
			if texts := said[o.Elem]; last == o.Elem && len(texts) > 0 {
				texts[len(texts)-1] += s
			} else {
				said[o.Elem] = append(texts, s)
				o.Elem.Kids = append(o.Elem.Kids, Kid{Page: i, MCID: len(said[o.Elem]) - 1})
			}
			last = o.Elem
		}
	}
	var b strings.Builder
	walk(&b, d.Root, said, 0)
	return b.String()
}

func walk(b *strings.Builder, e *Elem, said map[*Elem][]string, depth int) {
	in := strings.Repeat("  ", depth)
	fmt.Fprintf(b, "%s%s", in, e.Type)
	for _, kv := range [][2]string{{"alt", e.Alt}, {"actual", e.Actual}, {"expand", e.Expand}, {"lang", e.Lang}, {"summary", e.Sum}, {"attr", strings.Join(e.Attr, " ")}} {
		if kv[1] != "" {
			fmt.Fprintf(b, " %s=%q", kv[0], kv[1])
		}
	}
	b.WriteByte('\n')
	for _, k := range e.Kids {
		if k.Elem != nil {
			walk(b, k.Elem, said, depth+1)
		} else {
			fmt.Fprintf(b, "%s  %q\n", in, said[e][k.MCID])
		}
	}
}
