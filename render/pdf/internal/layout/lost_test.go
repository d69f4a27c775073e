package layout

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"guette/render/look"
	"guette/render/markdown"
	"guette/render/markdown/markdowntest"
)

// shown is all that a document says, page by page: its text, what its boxes stand
// for, its alternatives. Then again the text of each element, so that a word of a
// cell that goes over to a page is whole.
func shown(d *Document) string {
	var pages, alts strings.Builder
	elements := map[*Elem]*strings.Builder{}
	var order []*Elem
	for _, p := range d.Pages {
		for _, o := range p.Ops {
			for e := o.Elem; e != nil; e = e.Parent {
				if elements[e] == nil {
					elements[e] = &strings.Builder{}
					order = append(order, e)
					alts.WriteString(e.Alt + e.Sum) // the heads of facts are a summary
				}
			}
			if o.Elem == nil || o.Kind != OpText {
				continue
			}
			text := o.Text
			if o.Elem.Actual != "" {
				text = o.Elem.Actual
			}
			pages.WriteString(text)
			elements[o.Elem].WriteString(text)
		}
	}
	for _, e := range order {
		alts.WriteString(elements[e].String())
	}
	return pages.String() + alts.String()
}

// lost lists the words of a draft that its document does not say.
func lost(src *markdown.Source, d *Document) []string { return markdowntest.Lost(src, shown(d)) }

func build(t testing.TB, text []byte) (*markdown.Source, *Document, error) {
	t.Helper()
	src, err := markdown.Parse(text)
	if err != nil {
		return nil, nil, err
	}
	theme, _, err := look.Publisher{}.Theme()
	if err != nil {
		t.Fatal(err)
	}
	d, err := Build(src, Options{Theme: theme})
	return src, d, err
}

func TestNoWordIsLost(t *testing.T) {
	for _, name := range []string{"technique", "strategique", "torture"} {
		text, err := os.ReadFile(filepath.Join("..", "..", "testdata", name+".md"))
		if err != nil {
			t.Fatal(err)
		}
		src, d, err := build(t, text)
		if err != nil {
			t.Fatal(err)
		}
		if got := lost(src, d); len(got) > 0 {
			t.Errorf("%s: lost %q", name, got)
		}
	}
}

// Drafts of the forms that are measured before they are set.
const (
	alertDraft  = "---\nbulletin: alerte\n---\n# A\n\n| a | b |\n|-|-|\n| Priorité | Urgente |\n| c | d |\n\n## B\n\n| a | b |\n|-|-|\n| Action | e |\n| Échéance | f[^1] |\n\n[^1]: g\n"
	sheetsDraft = "# A\n\n## En bref {#en-bref}\n\n- **1 b** c\n\n1. d\n\n## F {#fiches}\n\n### P {#fiche-p}\n\n| a | b |\n|-|-|\n| e | f |\n| Santé | Bonne |\n\n**Décision proposée.** g\n\n```courbe\nx: a, b\nn | 1 2\n```\n\n### Q {#fiche-q}\n\nh\n"
)

func FuzzNoWordIsLost(f *testing.F) {
	for _, name := range []string{"technique", "strategique", "torture"} {
		text, err := os.ReadFile(filepath.Join("..", "..", "testdata", name+".md"))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	for _, s := range []string{"# A\n\n| a | b |\n|-|-|\n| x | y |\n", "a[^1]\n\n[^1]: b\n", "> - 1. <b>c</b>\n", "```barres\na | 1\n```\n", "<!-- x --> y\n", alertDraft, sheetsDraft} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if len(text) > 20_000 {
			return
		}
		src, d, err := build(t, text)
		if err != nil {
			return // refused, with its line
		}
		if got := lost(src, d); len(got) > 0 {
			t.Errorf("lost %q", got)
		}
		for _, p := range d.Pages {
			for _, o := range p.Ops {
				if o.Kind == OpText && o.Face.Clean(o.Text) != o.Text {
					t.Errorf("%q holds what %s cannot draw", o.Text, o.Face.Name)
				}
			}
		}
	})
}

func TestNoWordOfALongHeadOrTitleIsLost(t *testing.T) {
	numbered := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "mot%dx ", i)
		}
		return b.String()
	}
	for name, text := range map[string]string{
		"a header of a table":  "| " + numbered(3000) + " | b |\n|--|--|\n| c | d |\n",
		"a title":              "# " + numbered(3000) + "\n\na\n",
		"a heading":            "## " + numbered(3000) + "\n\na\n",
		"a label of the cover": "# T\n\n| a | b |\n|--|--|\n| " + numbered(9) + " | c |\n",
		"a value of the cover": "# T\n\n| a | b |\n|--|--|\n| c | " + numbered(400) + " |\n",
		"a cell":               "| a | b |\n|--|--|\n| c | " + numbered(5000) + " |\n",
	} {
		src, d, err := build(t, []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if got := lost(src, d); len(got) > 0 {
			t.Errorf("%s: lost %q", name, got[:min(len(got), 10)])
		}
	}
}
