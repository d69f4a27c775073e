package draft_test

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"guette/render"
	"guette/render/draft"
	"guette/render/rendertest"
	"guette/templates"
	"guette/watch"
)

// skeleton is what a bulletin has whatever its language: anchors, marks, keys
// of rows, evidence, zones.
func skeleton(doc []byte) []string {
	var list []string
	inMark := false
	for line := range strings.SplitSeq(string(doc), "\n") {
		switch {
		case strings.HasPrefix(line, "#"):
			list = append(list, anchorOf.FindString(line))
		case strings.HasPrefix(line, "<!-- src:"), strings.HasPrefix(line, "<!-- guette:zone"):
			list = append(list, line)
			inMark = !strings.Contains(line, "-->")
		case inMark:
			list = append(list, line)
			inMark = !strings.Contains(line, "-->")
		}
	}
	return list
}

var anchorOf = regexp.MustCompile(`\{#[^}]*\}`)

// An English bulletin has the anchors, order, marks and evidence of the French
// one, and no French.
func TestEnglishFollowsFrench(t *testing.T) {
	set, err := draft.Load(templates.FS(nil))
	if err != nil {
		t.Fatal(err)
	}
	for name, m := range map[string]render.Material{"a rich month": rendertest.Saying("Zqxw"), "a small month": material(), "an empty portfolio": emptyPortfolio()} {
		french, err := draft.All(m, set)
		if err != nil {
			t.Fatal(err)
		}
		m.Language = "en"
		for i := range m.Portfolio.Entities {
			m.Portfolio.Entities[i].Locale = "en"
		}
		english, err := draft.All(m, set)
		if err != nil {
			t.Fatal(err)
		}
		for i := range french {
			if diff := cmp.Diff(skeleton(beforeGlossary(french[i].Body)), skeleton(beforeGlossary(english[i].Body))); diff != "" {
				t.Errorf("%s, %s: (-french +english)\n%s", name, french[i].Path, diff)
			}
			if words := frenchWords(english[i].Body); len(words) > 0 {
				t.Errorf("%s, %s: French words %q", name, english[i].Path, words)
			}
		}
	}
}

func emptyPortfolio() render.Material {
	m := material()
	m.Portfolio.Entities = []watch.Entity{{ID: "exemple-c", Name: "Exemple C", Locale: "fr"}}
	return m
}

var (
	commentOf  = regexp.MustCompile(`(?s)<!--.*?-->`)
	spanOf     = regexp.MustCompile(`<span lang="fr">.*?</span>`)
	frenchWord = regexp.MustCompile(`(?i)(?:^|[\s|(«’'])(le|la|les|des|du|une|est|sont|dans|pour|avec|sans|qui|que|aucune?|votre|vos|cette|sur|par|et|ou|logiciels?|versions? publiée|juillet|août)(?:[\s|).,;:]|$)`)
)

// frenchWords finds French in an English bulletin, outside quotations and what
// the portfolio says in French.
func frenchWords(doc []byte) []string {
	s := spanOf.ReplaceAllString(commentOf.ReplaceAllString(string(doc), ""), "")
	s = strings.ReplaceAll(s, "Administration d'exemple A (fictive)", "")
	s = strings.ReplaceAll(s, "Réservée à l'administration destinataire", "")
	var list []string
	for _, m := range frenchWord.FindAllStringSubmatch(s, -1) {
		list = append(list, strings.TrimSpace(m[0]))
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// Each French template has its English one.
func TestEveryTemplateIsInEachLanguage(t *testing.T) {
	french, err := templates.Names("fr")
	if err != nil {
		t.Fatal(err)
	}
	english, err := templates.Names("en")
	if err != nil {
		t.Fatal(err)
	}
	base := func(list []string) (out []string) {
		for _, n := range list {
			out = append(out, path.Base(n))
		}
		return out
	}
	if diff := cmp.Diff(base(french), base(english)); diff != "" {
		t.Errorf("(-fr +en)\n%s", diff)
	}
}
