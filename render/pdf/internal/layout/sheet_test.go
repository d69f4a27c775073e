package layout

import (
	"strings"
	"testing"
)

// An alert of the usual length is one page that says all of its draft; a bulletin
// of the same text has a cover and contents.
func TestAlertIsOnePage(t *testing.T) {
	const text = "# Alerte hors cycle : nginx, juillet 2026 {#titre}\n\n| Rubrique | Valeur |\n|--|--|\n| Destinataire | Administration |\n| État | Brouillon |\n\n" +
		"## Que faire {#agir}\n\n| Rubrique | Valeur |\n|--|--|\n| Action | Passer en 1.30.4 |\n| Preuves | [Fiche CVE-2026-1](https://example.org/1) |\n\n## Pourquoi {#pourquoi}\n\nVoir [le titre](#titre).\n"
	body := text + strings.Repeat("La vulnérabilité CVE-2026-1 figure au catalogue KEV de la CISA depuis le 21 juillet 2026.\n", 9)
	src, doc, err := build(t, []byte("---\ntitle: Alerte\nbulletin: alerte\nlang: fr\n---\n\n"+body))
	if err != nil {
		t.Fatal(err)
	}
	if len(doc.Pages) != 1 || len(doc.Warnings) > 0 {
		t.Errorf("%d pages, want 1; warnings %v", len(doc.Pages), doc.Warnings)
	}
	if l := lost(src, doc); len(l) > 0 {
		t.Errorf("lost: %q", l)
	}
	if _, bulletin, err := build(t, []byte("---\ntitle: Alerte\nbulletin: technique\nlang: fr\n---\n\n"+body)); err != nil || len(bulletin.Pages) < 3 {
		t.Errorf("a bulletin: %d pages, %v", len(bulletin.Pages), err)
	}
}
