package section

import "testing"

func TestATermIsAWordOfItsOwn(t *testing.T) {
	for _, tt := range []struct {
		term term
		text string
		want bool
	}{
		{acronym("CVE"), "la fiche CVE-2026-1", true},
		{acronym("CVE"), "des CVEs", false},
		{acronym("CVE"), "des CVEs et une CVE", true},
		{acronym("SQL"), "SQLi", false},
		{word("depot", "Dépôt", "[Dd]épôts?"), "deux dépôts.", true},
		{word("depot", "Dépôt", "[Dd]épôts?"), "entredépôts", false},
		{word("osi", "OSI", "OSI|Open Source Initiative"), "l’Open Source Initiative", true},
	} {
		if got := tt.term.in(tt.text); got != tt.want {
			t.Errorf("%s in %q: got %v", tt.term.Label, tt.text, got)
		}
	}
}
