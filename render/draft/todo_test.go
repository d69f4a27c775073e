package draft

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"guette/render"
	"guette/render/merge"
	"guette/render/rendertest"
	"guette/templates"
	"guette/watch"
)

// Twenty versions that say "security" are one question.
func TestOneQuestionForAllVersionsOfAProgram(t *testing.T) {
	m := rendertest.Saying("nginx")
	day := m.Analysis.Findings[0].Date
	page := []watch.Evidence{{URL: "https://example.org/e"}}
	m.Analysis.Findings, m.Portfolio.Entities = nil, nil
	for i := range 20 {
		v := fmt.Sprintf("1.31.%d", i)
		m.Analysis.Findings = append(m.Analysis.Findings, watch.Finding{ID: "release-p-" + v, Program: "p", Kind: watch.FindingRelease, Date: day,
			Confidence: watch.Uncertain, Todo: "keyword-only", Evidence: page, Detail: &watch.ReleaseDetail{Version: v, Tag: v, Stable: true, Nature: watch.NatureUnconfirmed}})
	}
	m.Analysis.Findings = append(m.Analysis.Findings, watch.Finding{ID: "release-p-9.0", Program: "p", Kind: watch.FindingRelease, Date: day, Todo: "dates-disagree",
		Evidence: page, Detail: &watch.ReleaseDetail{Version: "9.0", Tag: "9.0", Stable: true, Nature: watch.NatureMajor}})
	set, err := Load(templates.FS(nil))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := Write(render.New(m, render.Technical, nil), set)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, mark := range merge.Marks(string(doc)) {
		if mark.Name == "todo" {
			got = append(got, mark.ID+": "+strings.ReplaceAll(mark.Text, "\u00a0", " "))
		}
	}
	want := []string{
		"p.keyword-only: nginx 1.31.0, 1.31.1, 1.31.2, 1.31.3, 1.31.4, 1.31.5, 1.31.6, 1.31.7, 1.31.8, 1.31.9, 1.31.10, 1.31.11, 1.31.12, 1.31.13, 1.31.14, 1.31.15, 1.31.16, 1.31.17, 1.31.18 et 1.31.19 : un mot-clé seul parle de sécurité",
		"p.dates-disagree: nginx 9.0 : les sources ne donnent pas la même date",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
