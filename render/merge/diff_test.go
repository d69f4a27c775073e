package merge

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDiff(t *testing.T) {
	now := strings.NewReplacer(
		"7 commits", "9 commits",
		"| Drupal | 11.4 | Nouvelle branche |\n", "",
		"drupal/11: f2\n", "",
		"corrige 3 vulnérabilités.", "corrige 3  vulnérabilités.",
		"id=commentaire-nginx -->\n", "id=commentaire-nginx -->\nÀ lire.\n",
		"### nginx {#logiciel-nginx}\n", "### nginx {#logiciel-nginx}\n\nÉcrit à la main.\n",
	).Replace(general)
	want := []Change{
		{ID: "versions.web/nginx/1.31", Section: "Versions", Was: "| nginx | 1.31.3 | 7 commits |", Now: "| nginx | 1.31.3 | 9 commits |", Line: 15},
		{Section: "nginx", Now: "Écrit à la main.", Line: 19},
		{ID: "zone:commentaire-nginx", Section: "nginx", Now: "À lire.", Line: 24},
		{ID: "versions.web/drupal/11", Section: "Versions", Was: "| Drupal | 11.4 | Nouvelle branche |"},
	}
	if diff := cmp.Diff(want, Diff([]byte(general), []byte(now))); diff != "" {
		t.Error(diff)
	}
	if list := Diff([]byte(general), []byte(strings.ReplaceAll(general, "\n", "\r\n"))); len(list) > 0 {
		t.Errorf("other line ends are a difference: %v", list)
	}
}

func TestEvidence(t *testing.T) {
	var got []string
	for _, m := range Evidence(general) {
		got = append(got, m.ID)
	}
	if diff := cmp.Diff([]string{"f1", "f2", "f1"}, got); diff != "" {
		t.Error(diff)
	}
}
