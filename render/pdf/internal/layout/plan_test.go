package layout

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"guette/render/pdf/internal/face"
)

const front = "---\ntitle: Essai\nlang: fr\ndata_as_of: 2026-07-31\n---\n\n# Essai\n\n"

// set sets a draft of one body.
func set(t *testing.T, body string) *Document {
	t.Helper()
	_, d, err := build(t, []byte(front+body))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// texts are the operations of text in elements of a type, with their page.
func texts(d *Document, kind string, visit func(page int, o Op)) {
	for i, p := range d.Pages {
		for _, o := range p.Ops {
			if o.Kind == OpText && o.Elem != nil && within(o.Elem, kind) {
				visit(i, o)
			}
		}
	}
}

func TestTablesOfTheSameHeadsShareTheirColumns(t *testing.T) {
	d := set(t, "## Un {#un}\n\n| Nom | Fait |\n|---|---|\n| a | b |\n\n## Deux {#deux}\n\n| Nom | Fait |\n|---|---|\n| "+strings.Repeat("un nom ", 9)+"| "+strings.Repeat("un fait ", 20)+"|\n\n"+
		"## Trois {#trois}\n\n| Nom | Autre |\n|---|---|\n| a | b |\n")
	at := map[string][]float64{}
	texts(d, "THead", func(_ int, o Op) { at[strings.TrimSpace(o.Text)] = append(at[strings.TrimSpace(o.Text)], o.X) })
	if f := at["Fait"]; len(f) != 2 || f[0] != f[1] {
		t.Errorf("the column stands at %v, want two equal places", f)
	}
	if at["Autre"][0] == at["Fait"][0] {
		t.Error("a table of other heads has the columns of the first two")
	}
}

// TestNoPageIsBegunForOneRow sets tables of each length: a table that goes over a
// page has two rows at least on each.
func TestNoPageIsBegunForOneRow(t *testing.T) {
	for _, words := range []func(row int) int{func(row int) int { return 1 + row*7%40 }, func(int) int { return 90 }, func(int) int { return 200 }} {
		for n := 2; n < 60; n++ {
			var b strings.Builder
			for i := range n {
				fmt.Fprintf(&b, "| nom %d | %s |\n", i, strings.Repeat("fait ", words(i)))
			}
			rows := map[int]int{}
			texts(set(t, "## Un {#un}\n\n| Nom | Fait |\n|---|---|\n"+b.String()), "TBody", func(page int, o Op) {
				if within(o.Elem, "TH") && strings.HasPrefix(o.Text, "nom") {
					rows[page]++
				}
			})
			for page, k := range rows {
				if k < fewRows {
					t.Errorf("%d rows of %d words: %d on page %d", n, words(0), k, page+1)
				}
			}
		}
	}
}

// TestASheetIsWhole sets sheets of each length under the last one: each stands on
// one page, unless half of the page before would stay empty, and where two fit on a
// page they share it.
func TestASheetIsWhole(t *testing.T) {
	var b strings.Builder
	b.WriteString("## Fiches {#fiches}\n\n")
	for i := range 24 {
		fmt.Fprintf(&b, "### Projet %d {#fiche-p%d}\n\n| Rubrique | Valeur |\n|---|---|\n| Licence | MIT |\n| Santé | Bonne |\n| Version | %d.0 |\n\n%s\n\n**Décision proposée.** Décider %d.\n\n**Preuve.** Dépôt %d.\n\n",
			i, i, i, strings.Repeat("Une phrase du projet. ", 5+i*23%60), i, i)
	}
	d := set(t, b.String())
	pages, sheets, starts := map[string]int{}, map[int]int{}, map[string]float64{}
	current := ""
	for i, p := range d.Pages {
		for _, o := range p.Ops {
			if o.Kind != OpText || o.Elem == nil {
				continue
			}
			if within(o.Elem, "H3") {
				current = strings.TrimSpace(o.Text)
				pages[current], starts[current] = i, o.Y
				sheets[i]++
			} else if current != "" && pages[current] != i && p.bottom()-starts[current] < emptyShare*(p.bottom()-top)-50 {
				t.Errorf("%q of sheet %q stands on page %d, the sheet begins on %d", o.Text, current, i+1, pages[current]+1)
			}
		}
	}
	if len(pages) != 24 || len(sheets) > 14 {
		t.Errorf("%d sheets on %d pages, want 24 on 14 at most", len(pages), len(sheets))
	}
}

func TestARegisterIsReadDownItsColumns(t *testing.T) {
	var b strings.Builder
	var want []string
	for i := range 200 {
		name := fmt.Sprintf("logiciel %d, calendrier", i)
		want = append(want, name)
		fmt.Fprintf(&b, "- [%s](https://exemple.example/%d)\n", name, i)
	}
	d := set(t, "## Preuves {#preuves}\n\n"+b.String())
	var got []string
	columns := map[float64]bool{}
	texts(d, "LI", func(_ int, o Op) {
		if o.Size == columnSize {
			got = append(got, strings.ReplaceAll(strings.TrimSpace(o.Text), "\u00a0", " "))
			columns[o.X] = true
		}
	})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(columns) != 3 {
		t.Errorf("items begin at %d places, want three columns", len(columns))
	}
}

func TestTheNumberOfAFigureStandsInItsColumn(t *testing.T) {
	d := set(t, "## En bref {#en-bref}\n\n- **51 logiciels sur 104** ont publié.\n- **1\u202f204 fiches**, relevées.\n- Rien d'autre.\n\nÀ lire :\n\n- **WordPress** : deux failles.\n- **nginx** : une faille.\n")
	var large, named []string
	texts(d, "LI", func(_ int, o Op) {
		if o.Size == figureSize {
			large = append(large, strings.TrimSpace(o.Text))
		}
		if o.Elem.Actual != "" {
			named = append(named, o.Text+"→"+o.Elem.Actual)
		}
	})
	if diff := cmp.Diff([]string{"51", "1\u202f204"}, large); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"WordPress →WordPress\u00a0: ", "nginx →nginx\u00a0: "}, named); diff != "" {
		t.Errorf("names: the colon stays in the text behind: %s", diff)
	}
}

// TestLinesAreCountedAsTheyAreSet holds that the count behind the widths of columns
// is that of the lines that are set.
func TestLinesAreCountedAsTheyAreSet(t *testing.T) {
	fonts, err := face.Load()
	if err != nil {
		t.Fatal(err)
	}
	st := style{face: fonts.Regular, size: cellSize}
	for _, text := range []string{"Confidentialité, intégrité, disponibilité ; à distance, sans compte", "un", "6.9.5 et 7.0.2", strings.Repeat("mot ", 40)} {
		for width := 80.0; width < 400; width += 7 {
			spans := []span{{text: text, style: st}}
			var w wants
			w.probe(spans)
			if got, want := w.cells[0].lines(width), len(breakLines(spans, width)); got != want {
				t.Errorf("%.20q in %.0f points: %d lines counted, %d set", text, width, got, want)
			}
		}
	}
}

func TestTradeSavesLines(t *testing.T) {
	fonts, err := face.Load()
	if err != nil {
		t.Fatal(err)
	}
	st := style{face: fonts.Regular, size: cellSize}
	cols := make([]wants, 3)
	for i := range 30 {
		cols[0].probe([]span{{text: "nom", style: st}})
		cols[1].probe([]span{{text: strings.Repeat("un texte ", 4+i%9), style: st}})
		cols[2].probe([]span{{text: strings.Repeat("2026.1.5, ", 1+i%4), style: st}})
	}
	sum := func(widths []float64) int {
		tr := trader{cols: cols, rows: 30}
		for i := range cols {
			tr.have = append(tr.have, tr.count(i, widths[i]))
		}
		return tr.sum(-1, -1, nil, nil)
	}
	even := []float64{100, 100, 100}
	before := sum(even)
	trade(cols, even)
	if after := sum(even); after >= before {
		t.Errorf("%d lines after, %d before", after, before)
	}
	if total := even[0] + even[1] + even[2]; total < 299.9 || total > 300.1 {
		t.Errorf("widths %v: the sum is %.1f, want 300", even, total)
	}
}

func TestARareIdentifierDoesNotWidenItsColumn(t *testing.T) {
	fonts, err := face.Load()
	if err != nil {
		t.Fatal(err)
	}
	st := style{face: fonts.Regular, size: cellSize}
	column := func(rare, usual int) float64 {
		var w wants
		for range rare {
			w.probe([]span{{text: "CERTFR-2026-ALE-007", style: st}})
		}
		for range usual {
			w.probe([]span{{text: "n. c.", style: st}})
		}
		return w.least()
	}
	whole := fonts.Regular.Width("CERTFR-2026-ALE-007", cellSize)
	if got := column(2, 30); got >= whole {
		t.Errorf("2 of 32: %.1f points, want less than the identifier, %.1f", got, whole)
	}
	if got := column(8, 8); got < whole {
		t.Errorf("8 of 16: %.1f points, want the identifier whole, %.1f", got, whole)
	}
}

func TestAddressesAreARegister(t *testing.T) {
	in := []address{
		{"Fiche CVE-2026-5051", "https://a.example/5051"}, {"CVE-2026-45153", "https://a.example/45153"}, {"CVE-2026-5051", "https://a.example/5051"},
		{"élan", "https://a.example/e"}, {"zèbre", "https://a.example/z"}, {"Élan", "https://a.example/e"}, {"Élan", "https://a.example/autre"},
	}
	want := []address{
		{"CVE-2026-5051", "https://a.example/5051"}, {"CVE-2026-45153", "https://a.example/45153"},
		{"Élan", "https://a.example/autre"}, {"Élan", "https://a.example/e"}, {"zèbre", "https://a.example/z"},
	}
	kept := slices.Clone(in)
	if diff := cmp.Diff(want, sortAddresses(in, "fr"), cmp.AllowUnexported(address{})); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(kept, in, cmp.AllowUnexported(address{})); diff != "" {
		t.Errorf("the addresses given are changed: %s", diff)
	}
}

func TestALastLineHasMoreThanAShortWord(t *testing.T) {
	fonts, err := face.Load()
	if err != nil {
		t.Fatal(err)
	}
	spans := []span{{text: "le nombre de personnes qui signent passe de 8 à 13.", style: style{face: fonts.Regular, size: bodySize}}}
	for width := 120.0; width < 400; width++ {
		ls := breakLines(spans, width)
		if last := ls[len(ls)-1]; len(ls) > 1 && len(last.words) == 1 && last.width() < runt*width && len(ls[len(ls)-2].words) > 4 {
			t.Errorf("in %.0f points the last line is %q alone", width, last.words[0].pieces[0].text)
		}
	}
}

// TestAShortAnnexIsNotParted sets ten addresses under texts of each length.
func TestAShortAnnexIsNotParted(t *testing.T) {
	var links strings.Builder
	for i := range 10 {
		fmt.Fprintf(&links, "Un [lien %d](https://exemple.example/%d). ", i, i)
	}
	for n := 1; n < 50; n++ {
		pages := map[int]bool{}
		texts(set(t, "## Un {#un}\n\n"+strings.Repeat("Une phrase de ce texte, assez longue pour une ligne et demie, et un peu plus.\n\n", n)+links.String()+"\n"), "L", func(page int, _ Op) { pages[page] = true })
		if len(pages) != 1 {
			t.Errorf("%d paragraphs: the annex stands on %d pages", n, len(pages))
		}
	}
}
