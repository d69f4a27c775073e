package review

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"guette/watch"
)

const reviewed = `---
title: "Bulletin"
lang: fr
bulletin: technique
status: brouillon
---

# Veille {#titre}

## Versions {#versions}

<!-- src: versions.web
nginx: release-nginx-1.31.3
drupal: release-drupal-11.4
-->

| Logiciel | Version |
|---|---|
| nginx | 1.31.3 |
| Drupal | 11.4 |

<!-- guette:todo id=range reason="plage douteuse" -->
<!-- guette:changed id=nginx.texte was="3 vulnérabilités" now="4 vulnérabilités" -->
<!-- src: nginx.texte ; vulnerability-cve-2026-1 -->
Une faille est corrigée.

## Debian {#debian}
`

func TestReview(t *testing.T) {
	findings := []watch.Finding{{ID: "release-nginx-1.31.3"}, {ID: "vulnerability-cve-2026-1", Confidence: watch.Uncertain}}
	edited := strings.NewReplacer(
		"## Debian {#debian}", "#### Debian {#versions}",
		"| 11.4 |", "|  |",
		"corrige.", "corrige.",
	).Replace(reviewed)
	edited += "\nVoir [ici](https://x.test/) : « un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize ».\n"
	var got []string
	for _, i := range Review(Input{Draft: []byte(edited), Findings: findings}) {
		got = append(got, string(i.What)+" "+i.ID)
	}
	want := []string{
		"conflict nginx.texte", "todo range", "status ", "source-gone release-drupal-11.4", "confidence vulnerability-cve-2026-1",
		"structure M5", "structure A2", "structure M3", "structure A5", "long-quote §9", "wording T19", "wording N3", "wording T2", "wording T3", "wording T3",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// The follow-up names findings of last month: what was generated with them is
// not without source.
func TestFindingsOfEarlierMonthsAreNotGone(t *testing.T) {
	for _, i := range Review(Input{Draft: []byte(reviewed), Base: []byte(reviewed), Findings: []watch.Finding{{ID: "release-nginx-1.31.3"}}}) {
		if i.What == SourceGone {
			t.Errorf("got %+v", i)
		}
	}
}

func TestQuestionsOfTheGeneralEditionAreListedThere(t *testing.T) {
	general := []Item{{What: Todo, ID: "nginx.keyword-only", Text: "nginx 1.31.2 et 1.31.3 : un mot-clé seul"}, {What: State}}
	own, n := Shared([]Item{
		{What: Todo, ID: "nginx.keyword-only", Text: "nginx 1.31.3: a keyword alone"},
		{What: Todo, ID: "nginx.dates-disagree", Text: "nginx 1.31.3"},
		{What: State},
	}, general)
	if want := []Item{{What: Todo, ID: "nginx.dates-disagree", Text: "nginx 1.31.3"}, {What: State}}; n != 1 || !cmp.Equal(want, own) {
		t.Errorf("%d shared, own %v", n, own)
	}
	if own, n := Shared([]Item{{What: Todo, ID: "nginx.keyword-only", Text: "nginx 1.30.4"}}, general); n != 0 || len(own) != 1 {
		t.Errorf("a version that the general edition does not ask about: %d shared", n)
	}
}

func TestOnlyWhatPeopleWroteIsCheckedForWording(t *testing.T) {
	edited := reviewed + "\nUn projet robuste.\n"
	var got []string
	for _, i := range Review(Input{Draft: []byte(edited), Base: []byte(reviewed)}) {
		if i.What == Wording {
			got = append(got, i.ID)
		}
	}
	if diff := cmp.Diff([]string{"N2"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestBlocksEditedLastMonthComeBack(t *testing.T) {
	lastEdited := strings.Replace(reviewed, "Une faille", "Une vulnérabilité", 1)
	list := returned(Input{Draft: []byte(reviewed), LastBase: []byte(reviewed), LastDraft: []byte(lastEdited)})
	if len(list) != 1 || list[0].ID != "nginx.texte" {
		t.Errorf("got %v", list)
	}
}

func TestChecklistIsReplacedAndTakenAway(t *testing.T) {
	items := []Item{{Line: 3, What: Todo, ID: "x", Text: "a --> b", Hint: "trancher"}}
	once := Checklist([]byte(reviewed), items)
	if twice := Checklist(once, items); string(twice) != string(once) {
		t.Errorf("twice:\n%s", twice)
	}
	if back := Checklist(once, nil); string(back) != reviewed {
		t.Errorf("taken away: %s", cmp.Diff(reviewed, string(back)))
	}
	if n := strings.Count(string(once), "-->"); n != strings.Count(reviewed, "-->")+1 {
		t.Error("an item ends the comment")
	}
}

func TestModelsHaveNothingToMend(t *testing.T) {
	files, _ := filepath.Glob("../../../shared/research/editorial/gold-*.md")
	if len(files) == 0 {
		t.Skip("the models of the editorial guide are not beside the module")
	}
	for _, file := range files {
		doc, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %d words", filepath.Base(file), Words(string(doc)))
		for _, i := range Review(Input{Draft: doc}) {
			if i.What != State {
				t.Errorf("%s:%s", filepath.Base(file), i)
			}
		}
	}
}
