package chart

import (
	"errors"
	"iter"
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"guette/internal/golden"
	"guette/render/look"
)

func same(s string) string { return s }

// plain measures as if every letter were half as wide as high.
func plain(text string, size float64, _ bool) float64 {
	return float64(utf8.RuneCountInString(text)) * size / 2
}

var examples = []struct{ kind, body string }{
	{"indicateurs", "Avis publiés | 48 | +12 % en un mois | 31 36 40 35 43 48\nAvis critiques | 3 | dont 1 exploité\n"},
	{"barres", "titre: Avis par famille\nunite: avis\nÉquipements | 41\nBibliothèques | 24\nRien | 0\n"},
	{"courbe", "titre: Commits\nx: mai, juin, juil.\nnginx | 12 14 11\nmemcached | 5 - 3\nOra2Pg | 8 9 7\n"},
	{"matrice", "1 | Projet arrêté | 4 | 4\n2 | Fin de support d’un logiciel au nom long | 3 | 4\n"},
	{"calendrier", "jour: 2026-07-31\nFirefox ESR 140 | 2026-09-29\nWordPress 6.9 | 2026-05-20\nPostgreSQL 14 | 2026-11\n"},
	{"repartition", "titre: Santé\nBonne | 4\nDégradée | 4\nArrêtée | 1\n"},
	{"croisement", "x: Fragilité faible, Fragilité forte\nVitale | 1 | 3\nFaible | 0 | 2\n"},
}

// drawings draws the examples, by kind.
func drawings(t *testing.T) iter.Seq2[string, Drawing] {
	t.Helper()
	theme, _, err := look.Publisher{}.Theme()
	if err != nil {
		t.Fatal(err)
	}
	return func(yield func(string, Drawing) bool) {
		for _, ex := range examples {
			c, err := Parse(ex.kind, ex.body, same)
			if err != nil {
				t.Fatal(err)
			}
			if !yield(ex.kind, c.Draw(theme, 480, plain)) {
				return
			}
		}
	}
}

func TestDrawings(t *testing.T) {
	for kind, d := range drawings(t) {
		golden.Equal(t, kind+".svg", []byte(strings.ReplaceAll(d.SVG(), "><", ">\n<")+"\n"))
		for _, s := range d.Shapes {
			if s.X < -1 || s.X+s.W > d.W+1 || s.Y+s.H > d.H+1 {
				t.Errorf("%s: %+v leaves the drawing of %g × %g", kind, s, d.W, d.H)
			}
		}
	}
}

// TestEveryKindIsDrawn fails when a kind has no example, or draws nothing.
func TestEveryKindIsDrawn(t *testing.T) {
	var got []string
	for _, ex := range examples {
		got = append(got, ex.kind)
	}
	if diff := cmp.Diff(Kinds, got); diff != "" {
		t.Error(diff)
	}
}

func TestChartsThatCannotBeRead(t *testing.T) {
	for _, tt := range []struct {
		name, kind, body string
		want             error
	}{
		{"no row", "barres", "titre: x\n", ErrEmpty},
		{"too many rows", "barres", strings.Repeat("a | 1\n", 61), ErrRows},
		{"a value that is no number", "barres", "a | b\n", errNumber},
		{"a value that is not finite", "barres", "a | 1e400\n", errNumber},
		{"a series without values", "courbe", "a | \n", errNumber},
		{"a degree that is no number", "matrice", "1 | a | x | 2\n", errNumber},
		{"a day of the data that does not exist", "calendrier", "jour: 2026-02-30\na | 2026-02-01\n", errDay},
		{"a day that does not exist", "calendrier", "a | 2026-02-30\n", errDay},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := Parse(tt.kind, tt.body, same); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
	if _, err := Parse("barres", "a | 1\nune phrase: oubliée\n", same); err == nil {
		t.Error("a line that is neither row nor setting was dropped")
	}
}

func TestFromTable(t *testing.T) {
	for _, tt := range []struct {
		name string
		in   Table
		want *Chart
	}{
		{
			"the words of health are counted, best first",
			Table{Section: "sante", Heads: []string{"Logiciel", "Santé"}, Rows: [][]string{{"a", "Dégradée"}, {"b", "Bonne"}, {"c", "Dégradée"}}},
			&Chart{Kind: "repartition", Title: "Répartition de la santé des projets", Rows: []Row{{"Bonne", "1", "santé"}, {"Dégradée", "2", "santé"}}},
		},
		{
			"a severity stands behind its score",
			Table{Section: "vulnerabilites-versions-declarees", Heads: []string{"Logiciel", "CVSS, gravité"}, Rows: [][]string{{"a", "9,8 (v3.1), critique"}, {"b", "Non notée"}, {"c", "5,0 (v3.1), moyenne"}}},
			&Chart{Kind: "repartition", Title: "Gravité des vulnérabilités qui visent vos versions", Rows: []Row{{"Critique", "1", "gravité"}, {"Moyenne", "1", "gravité"}, {"Non notée", "1", "gravité"}}},
		},
		{
			"ends of support are read from French dates, in order",
			Table{Section: "fins-de-support-vos-branches", AsOf: "2026-07-31", Heads: []string{"Logiciel, branche", "Fin de support"}, Rows: [][]string{{"a", "1ᵉʳ décembre 2026"}, {"b", "11\u00a0juillet\u00a02026 (sécurité)"}, {"c", "n. c."}, {"d", "16 août 2026"}}},
			&Chart{Kind: "calendrier", Title: "Calendrier des fins de support", Day: "2026-07-31", Rows: []Row{{"b", "2026-07-11"}, {"d", "2026-08-16"}, {"a", "2026-12-01"}}},
		},
		{
			"counts of a matrix are read before the names",
			Table{Section: "matrice", Heads: []string{"Criticité", "Fragilité faible", "Fragilité forte"}, Rows: [][]string{{"Vitale", "1 : nginx", "0"}, {"Faible", "0", "2 : a, b"}}},
			&Chart{Kind: "croisement", Title: "Matrice des risques", X: []string{"Fragilité faible", "Fragilité forte"}, Rows: []Row{{"Vitale", "1", "0"}, {"Faible", "0", "2"}}},
		},
		{"a table of two rows needs no chart", Table{Section: "sante", Heads: []string{"Santé"}, Rows: [][]string{{"Bonne"}, {"Bonne"}}}, nil},
		{"other tables have no chart", Table{Section: "versions", Heads: []string{"Santé"}, Rows: [][]string{{"Bonne"}, {"Bonne"}, {"Bonne"}}}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, FromTable(tt.in)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	for _, ex := range examples {
		f.Add(ex.kind, ex.body)
	}
	theme, _, err := look.Publisher{}.Theme()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, kind, body string) {
		if !Is(kind) {
			return
		}
		c, err := Parse(kind, body, same)
		if (c == nil) == (err == nil) {
			t.Fatalf("want a chart or an error, got %v and %v", c, err)
		}
		if err != nil {
			return
		}
		if d := c.Draw(theme, 480, plain); d.Alt == "" || d.H <= 0 || d.H > 1e5 {
			t.Fatalf("height %g, alternative %q", d.H, d.Alt)
		}
	})
}

func TestEnglish(t *testing.T) {
	c := FromTable(Table{Section: "fins-de-support-vos-branches", Lang: "en", AsOf: "2026-07-31", Heads: []string{"Program, branch", "End of support"}, Rows: [][]string{{"a", "1 December 2026"}, {"b", "11\u00a0July\u00a02026 (security)"}, {"c", "n/a"}, {"d", "16 August 2026"}}})
	if c == nil {
		t.Fatal("ends of support in English have no chart")
	}
	if got, want := c.Spell(), "Calendar of ends of support: b, 11\u00a0July\u00a02026; d, 16\u00a0August\u00a02026; a, 1\u00a0December\u00a02026."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	tests := []struct{ kind, body, want string }{
		{"courbe", "a | 1.5 2 - 4 5 6 7 8 9 10 11 12 13\n", "Lines: a, 13 values, from 1.5 to 13, at the lowest 1.5, at the highest 13."},
		{"matrice", "1 | Stopped | 4 | 3\n", "Matrix of risks: 1, Stopped, likelihood 4 of 4, impact 3 of 4."},
		{"repartition", "Good | 3\nDegraded | 1\n", "Distribution: Good 3; Degraded 1."},
	}
	for _, tt := range tests {
		c, err := Parse(tt.kind, tt.body, same)
		if err != nil {
			t.Fatal(err)
		}
		c.Lang = "en-GB"
		if got := c.Spell(); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

// TestTextHasContrast holds the contrast of each text of each kind of chart with the
// last ground drawn under its middle (WCAG 1.4.3).
func TestTextHasContrast(t *testing.T) {
	for kind, d := range drawings(t) {
		for i, s := range d.Shapes {
			if s.Kind != Text {
				continue
			}
			ground, w := look.White, plain(s.Text, s.Size, s.Bold)
			x, y := s.X+w/2-float64(s.Anchor)*w/2, s.Y-s.Size/3
			for _, r := range d.Shapes[:i] {
				if r.Kind == Rect && r.Fill != nil && x >= r.X && x <= r.X+r.W && y >= r.Y && y <= r.Y+r.H {
					ground = *r.Fill
				}
				if r.Kind == Circle && r.Fill != nil && math.Hypot(x-r.X, y-r.Y) < r.R {
					ground = *r.Fill
				}
			}
			if got := look.Contrast(*s.Fill, ground); got < 4.5 {
				t.Errorf("%s: %q has contrast %.1f", kind, s.Text, got)
			}
		}
	}
}
