package layout

import (
	"fmt"
	"strings"
	"testing"
)

// pagesOf are the pages, from 0, on which a text begins, in any operation.
func pagesOf(d *Document, prefix string) []int {
	var out []int
	for i, p := range d.Pages {
		for _, o := range p.Ops {
			if o.Kind == OpText && strings.HasPrefix(o.Text, prefix) && o.Size > furnitureSize && (len(out) == 0 || out[len(out)-1] != i) {
				out = append(out, i)
			}
		}
	}
	return out
}

func TestASheetThatGoesOnIsNamedAgainOutsideTheStructure(t *testing.T) {
	paragraph := strings.Repeat("Une phrase du projet. ", 40) + "\n\n"
	d := set(t, "## Fiches {#fiches}\n\n### Projet {#fiche-p}\n\n| Rubrique | Valeur |\n|---|---|\n| Licence | MIT |\n| Santé | Bonne |\n\n"+strings.Repeat(paragraph, 7))
	named := 0
	for _, p := range d.Pages[2:] {
		for _, o := range p.Ops {
			if o.Kind == OpText && o.Text == "Projet (suite)" {
				named++
				if o.Elem != nil || o.Artifact == "" {
					t.Error("the name at the head of the next page is read again")
				}
			}
		}
	}
	if named != len(d.Pages)-3 {
		t.Errorf("named again %d times on %d pages", named, len(d.Pages)-3)
	}
}

// TestAChartStandsBehindItsTable fills a page so far that a calendar does not fit:
// the table begins there, the text behind it too, the calendar stands on the next.
func TestAChartStandsBehindItsTable(t *testing.T) {
	var b strings.Builder
	for i := range 14 {
		fmt.Fprintf(&b, "| Logiciel %d | %d septembre 2026 | 30 jours |\n", i, i+1)
	}
	d := set(t, "## Un {#un}\n\n"+strings.Repeat("Une ligne.\n\n", 14)+"## Fins de support {#fins-de-support}\n\n### Branches {#fins-de-support-vos-branches}\n\nLes délais sont comptés.\n\n| Logiciel, branche | Fin de support | Délai |\n|---|---|---|\n"+b.String()+"\n"+strings.Repeat("Un texte derrière.\n\n", 12))
	table, chart := pagesOf(d, "Logiciel, branche")[0], pagesOf(d, "Calendrier des fins de support")
	if title := pagesOf(d, "Fins de support")[1]; title != table {
		t.Errorf("the title stands on page %d, its table on %d", title+1, table+1)
	}
	if len(chart) != 1 || chart[0] != table+1 {
		t.Errorf("the chart stands on %v, the table on %d", chart, table)
	}
}

// A chart that waits for a page never stands within what is read before it.
func TestAChartThatWaitsPartsNothing(t *testing.T) {
	var b strings.Builder
	for i := range 14 {
		fmt.Fprintf(&b, "| Logiciel %d | %d septembre 2026 | 30 jours |\n", i, i+1)
	}
	d := set(t, "## Un {#un}\n\n"+strings.Repeat("Une ligne.\n\n", 14)+"## Fins de support {#fins-de-support}\n\n### Branches {#fins-de-support-vos-branches}\n\nLes délais sont comptés.\n\n| Logiciel, branche | Fin de support | Délai |\n|---|---|---|\n"+b.String()+"\n"+strings.Repeat("Un texte derrière. ", 300)+"\n")
	figure, seen := false, map[*Elem]bool{}
	for _, p := range d.Pages {
		for _, o := range p.Ops {
			switch {
			case o.Elem == nil:
			case o.Elem.Type == "Figure":
				figure = true
			case !figure:
				seen[o.Elem] = true
			case seen[o.Elem]:
				t.Fatalf("%q goes on behind the chart", o.Text)
			}
		}
	}
	if !figure {
		t.Error("no chart is set")
	}
}

func TestTheSummaryTakesThePageThatNothingElseBeginsOn(t *testing.T) {
	last := func(after string) (y float64) {
		d := set(t, "## En bref {#en-bref}\n\n"+strings.Repeat("- **51 logiciels** ont publié.\n", 12)+"\n## Suite {#suite}\n\n"+after)
		for _, o := range d.Pages[2].Ops {
			if o.Kind == OpText && o.Elem != nil && within(o.Elem, "LI") {
				y = max(y, o.Y)
			}
		}
		return y
	}
	row := "| " + strings.Repeat("un mot ", 300) + " | b |\n"
	if alone, shared := last("| A | B |\n|--|--|\n"+row+row), last("Un mot.\n"); alone < shared+60 {
		t.Errorf("the last row stands at %.0f where the page is its own, at %.0f where it is not", alone, shared)
	}
}

func TestALongTitleOfAChartStaysOnThePage(t *testing.T) {
	d := set(t, "## Un {#un}\n\n```barres\ntitre: "+strings.Repeat("Avis par famille de logiciels ", 8)+"安全\na | 1\n```\n")
	lines := 0
	for _, p := range d.Pages[2:] {
		for _, o := range p.Ops {
			if o.Kind != OpText || o.Elem == nil {
				continue
			}
			if strings.Contains(o.Text, "famille") {
				lines++
			}
			if right := o.X + o.Face.Width(o.Text, o.Size); right > p.W-margin+4 {
				t.Errorf("%q ends at %.0f", o.Text, right)
			}
		}
	}
	if lines < 2 {
		t.Errorf("%d lines of the title", lines)
	}
}
