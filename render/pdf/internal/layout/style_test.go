package layout

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"guette/render/pdf/internal/face"
)

func TestBreakLines(t *testing.T) {
	fonts, err := face.Load()
	if err != nil {
		t.Fatal(err)
	}
	st := style{face: fonts.Regular, size: 11}
	for _, tt := range []struct {
		name, text, upto string // the width is that of upto
		want             []string
	}{
		{"a last line of one short word gets another", "Les données ne désignent un logiciel que si elles en nomment un", "Les données ne désignent un logiciel que si elles en nomment",
			[]string{"Les données ne désignent un logiciel que si elles en", "nomment un"}},
		{"a last line gets words until it is long enough", "Les lignes concernées datent de la collecte précédente quand il y en a une", "Les lignes concernées datent de la collecte précédente quand il y en a",
			[]string{"Les lignes concernées datent de la collecte précédente quand il y", "en a une"}},
		{"a number stays with the word before it", "Elle prévoit de passer bientôt à la branche 7.0 après le correctif du mois", "Elle prévoit de passer bientôt à la branche",
			[]string{"Elle prévoit de passer bientôt à la", "branche 7.0 après le correctif du mois"}},
		{"a number behind a comma begins a line", "Elle prévoit de passer bientôt à la branche, 7.0 après le correctif du mois", "Elle prévoit de passer bientôt à la branche,",
			[]string{"Elle prévoit de passer bientôt à la branche,", "7.0 après le correctif du mois"}},
		{"a line does not get too short for a number", "Une authentification constitutionnelle 7.0 et la suite", "Une authentification constitutionnelle",
			[]string{"Une authentification constitutionnelle", "7.0 et la suite"}},
	} {
		var got []string
		for _, l := range breakLines([]span{{text: tt.text, style: st}}, fonts.Regular.Width(tt.upto, 11)+1) {
			var words []string
			for _, w := range l.words {
				words = append(words, w.pieces[0].text)
			}
			got = append(got, strings.Join(words, " "))
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s:\n%s", tt.name, diff)
		}
	}
}
