package french

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"guette/watch"
)

// spaced shows the spaces that are not ordinary: _ is U+00A0, ~ is U+202F.
var spaced = strings.NewReplacer("\u00A0", "_", "\u202F", "~")

func TestElision(t *testing.T) {
	for _, tt := range []struct{ name, want string }{
		{"nginx", "de nginx"}, {"Ansible", "d’Ansible"}, {"OpenFisca", "d’OpenFisca"}, {"Onyxia", "d’Onyxia"},
		{"httpd", "d’httpd"}, {"7-Zip", "de 7-Zip"}, {"HAProxy", "d’HAProxy"}, {"Hadoop", "de Hadoop"}, {"Harbor", "de Harbor"},
		{"Élan", "d’Élan"}, {"YunoHost", "de YunoHost"}, {"Yggdrasil", "d’Yggdrasil"}, {"août", "d’août"}, {"onze", "de onze"},
		{"huit", "de huit"}, {"œuvre", "d’œuvre"}, {"**Ansible**", "d’**Ansible**"}, {"[Ansible](x)", "d’[Ansible](x)"}, {"", "de "},
		{"uWSGI", "d’uWSGI"}, {"Debian", "de Debian"}, {"été", "d’été"},
	} {
		if got := De(tt.name); got != tt.want {
			t.Errorf("De(%q) = %q, want %q", tt.name, got, tt.want)
		}
	}
	if got := Que("Ansible"); got != "qu’Ansible" {
		t.Errorf("Que: %q", got)
	}
}

func TestCount(t *testing.T) {
	for _, tt := range []struct {
		n    int
		noun string
		fem  bool
		want string
	}{
		{0, "vulnérabilité", true, "aucune vulnérabilité"}, {1, "vulnérabilité", true, "1_vulnérabilité"}, {2, "vulnérabilité", true, "2_vulnérabilités"},
		{0, "logiciel libre", false, "aucun logiciel libre"}, {25, "logiciel libre", false, "25_logiciels libres"},
		{3, "fin de support", true, "3_fins de support"}, {2, "mois", false, "2_mois"}, {2, "journal", false, "2_journaux"},
		{2, "dépôt d'un projet", false, "2_dépôts d'un projet"}, {1656, "entrée", true, "1~656_entrées"}, {2, "œil|yeux", false, "2_yeux"},
	} {
		if got := spaced.Replace(Count(tt.n, tt.noun, tt.fem)); got != tt.want {
			t.Errorf("Count(%d, %q) = %q, want %q", tt.n, tt.noun, got, tt.want)
		}
	}
}

func TestAgreement(t *testing.T) {
	for _, tt := range []struct {
		n    int
		word string
		fem  bool
		want string
	}{
		{0, "publié", true, "publiée"}, {1, "publié", true, "publiée"}, {2, "publié", true, "publiées"}, {2, "publié", false, "publiés"},
		{2, "correctif", true, "correctives"}, {1, "correctif", true, "corrective"}, {2, "nouvel", true, "nouvelles"}, {2, "critique", true, "critiques"},
	} {
		if got := Agree(tt.n, tt.word, tt.fem); got != tt.want {
			t.Errorf("Agree(%d, %q) = %q, want %q", tt.n, tt.word, got, tt.want)
		}
	}
	if Verb(0, "vise", "visent") != "vise" || Verb(1, "vise", "visent") != "vise" || Verb(2, "vise", "visent") != "visent" {
		t.Error("0 and 1 are singular, 2 is plural")
	}
}

func TestDates(t *testing.T) {
	d := func(y int, m time.Month, day int) watch.Date { return watch.Date{Year: y, Month: m, Day: day} }
	for _, tt := range []struct{ got, want string }{
		{The(d(2026, 8, 1)), "le 1ᵉʳ_août_2026"},
		{From(d(2026, 7, 31)), "du 31_juillet_2026"},
		{Period(d(2026, 7, 1), d(2026, 7, 31)), "du 1ᵉʳ au 31_juillet_2026"},
		{Period(d(2026, 6, 30), d(2026, 7, 31)), "du 30_juin au 31_juillet_2026"},
		{Period(d(2025, 12, 30), d(2026, 1, 2)), "du 30_décembre_2025 au 2_janvier_2026"},
		{OfMonth(watch.Month{Year: 2026, Month: 8}), "d’août_2026"},
		{OfMonth(watch.Month{Year: 2026, Month: 7}), "de juillet_2026"},
		{Date(watch.Date{}), "n. c."},
	} {
		if got := spaced.Replace(tt.got); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

func TestNumbers(t *testing.T) {
	for _, tt := range []struct{ got, want string }{
		{Number(0), "0"}, {Number(999), "999"}, {Number(1493), "1~493"}, {Number(1234567), "1~234~567"}, {Number(-1493), "−1~493"},
		{Decimal(9.8, 1), "9,8"}, {Decimal(0.984, 3), "0,984"}, {Percent(0.84), "84_%"}, {Change(83, 26), "−_69_%"}, {Change(100, 125), "+_25_%"},
	} {
		if got := spaced.Replace(tt.got); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

func TestTypeset(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"high punctuation", "Vite ; mais bien : oui ? non !", "Vite~; mais bien_: oui~? non~!"},
		{"marks before a colon", "oui !: non ?: ah ! ! :", "oui~!_: non~?_: ah~!~!_:"},
		{"apostrophes", "l'arrêt d'aujourd'hui", "l’arrêt d’aujourd’hui"},
		{"quotes", "« mot » et «mot»", "«~mot~» et «~mot~»"},
		{"another language", `« <span lang="en">don't: stop; now</span> »`, `«~<span lang="en">don't: stop; now</span>~»`},
		{"code and addresses", "`a: b ; c'd` [l'a](https://x.test/a:b;c'd) https://x.test/l'a", "`a: b ; c'd` [l’a](https://x.test/a:b;c'd) https://x.test/l'a"},
		{"a name that ends in a mark", "Joomla! publie ; **Joomla!** : lu", "Joomla! publie~; **Joomla!**_: lu"},
		{"comments", "<!-- src: a ; b'c -->", "<!-- src: a ; b'c -->"},
		{"anchors", "## L'état : bon {#etat}", "## L’état_: bon {#etat}"},
		{"dates and units", "le 1er août 2026, dans 60 jours, 12 %", "le 1ᵉʳ_août_2026, dans 60_jours, 12_%"},
		{"months", "en juillet 2026", "en juillet_2026"},
		{"delimiter rows", "| a | b |\n|:---|---:|\n| c : d | e |", "| a | b |\n|:---|---:|\n| c_: d | e |"},
		{"bold lead", "**nginx** : passer", "**nginx**_: passer"},
		{"a link before", "[x](#y) : passer ; [z](#t) ?", "[x](#y)_: passer~; [z](#t)~?"},
		{"front matter", "---\ntitle: \"l'a : b\"\n---\n\nl'a", "---\ntitle: \"l'a : b\"\n---\n\nl’a"},
		{"versions and times stay", "1.30.4, 10:30, v2;x", "1.30.4, 10:30, v2;x"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := Typeset(tt.in)
			if spaced.Replace(got) != tt.want {
				t.Errorf("got  %s\nwant %s", spaced.Replace(got), tt.want)
			}
			if again := Typeset(got); again != got {
				t.Errorf("twice: %s", spaced.Replace(again))
			}
		})
	}
}

func TestTypesettingTwiceChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringMatching(`([a-zé' ;:!?«»"%0-9.|*\x60\[\]()<>#{}-]|1er |juillet 2026|<!-- x -->|\n){0,40}`).Draw(t, "text")
		once := Typeset(s)
		if twice := Typeset(once); twice != once {
			t.Fatalf("%q gives %q then %q", s, once, twice)
		}
	})
}

func TestFaults(t *testing.T) {
	for _, tt := range []struct{ rule, bad, good string }{
		{"T1", "Vite; non", "Vite\u202F; non"},
		{"T2", "Voici: cela", "Voici\u00A0: cela"},
		{"T3", "« mot »", "«\u202Fmot\u202F»"},
		{"T4", `un "mot" dit`, "un mot dit"},
		{"T5", "l'arrêt", "l’arrêt"},
		{"T6", "1 493 cas", "1\u202F493 cas"},
		{"T7", "CVSS 9.8", "CVSS 9,8"},
		{"T8", "12 % des cas", "12\u00A0% des cas"},
		{"T9", "le 2026-07-31", "le 31\u00A0juillet\u00A02026"},
		{"T10", "le 2ème cas", "le 2ᵉ cas"},
		{"T11", "le n° 3", "le nᵒ\u00A03"},
		{"T12", "A traiter", "À traiter"},
		{"T13", "le coeur", "le cœur"},
		{"T14", "## Versions. {#v}", "## Versions {#v}"},
		{"T15", "voilà...", "voilà…"},
		{"T16", "de 1 - 2", "de 1 à 2"},
		{"T17", "soit -5 %", "soit \u22125\u00A0%"},
		{"T18", "un cas , deux", "un cas, deux"},
		{"T19", "un  cas", "un cas"},
		{"T20", "à 16:30", "à 16\u00A0h\u00A030"},
		{"T22", "nginx, Redis, et Debian.", "nginx, Redis et Debian."},
		{"T23", "la version de Ansible", "la version d’Ansible"},
		{"T23", "le support de **OpenFisca**", "le support de **nginx**"},
		{"T24", "publié(s)", "publiés"},
		{"N2", "un projet robuste", "un projet suivi"},
		{"N3", "une faille", "une vulnérabilité"},
		{"N4", "aucune vulnérabilité.", "aucune vulnérabilité enregistrée dans OSV."},
		{"N6", "écrire à x@y.test", "écrire au projet"},
		{"N8", "publié récemment", "publié le 3\u00A0juillet\u00A02026"},
		{"N11", "il est à jour.", "la mise à jour reste utile."},
		{"N12", "Attention URGENCE ici", "Attention, urgence ici"},
		{"N13", "ce qui est interdit", "ce que la licence exclut"},
		{"N14", "Diffusion Restreinte", "Réservée"},
	} {
		if !has(Faults(tt.bad), tt.rule) {
			t.Errorf("%s: %q is not found: %v", tt.rule, tt.bad, Faults(tt.bad))
		}
		if list := Faults(tt.good); len(list) > 0 {
			t.Errorf("%s: %q is right, found %v", tt.rule, tt.good, list)
		}
	}
}

func has(list []Fault, rule string) bool {
	for _, f := range list {
		if f.Rule == rule {
			return true
		}
	}
	return false
}

// The models leave an ordinary space before "jours" and "mois".
var days = regexp.MustCompile("(\\d)\u00A0(jours?|mois)")

// The bulletins that editors wrote by hand as models have no fault.
func TestModelsHaveNoFault(t *testing.T) {
	files, _ := filepath.Glob("../../../shared/research/editorial/gold-*.md")
	if len(files) == 0 {
		t.Skip("the models of the editorial guide are not beside the module")
	}
	for _, file := range files {
		doc, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range Faults(string(doc)) {
			t.Errorf("%s:%d: %s %q", filepath.Base(file), f.Line, f.Rule, spaced.Replace(f.Text))
		}
		if got := days.ReplaceAllString(Typeset(string(doc)), "$1 $2"); got != string(doc) {
			t.Errorf("%s: typesetting a typeset text changes it", file)
		}
	}
}
