package edition

import (
	"testing"

	"guette/watch"
)

func TestThatTheGeneralEditionIsPublishedSaysNothingOfAnother(t *testing.T) {
	const head = "---\nstatus: relu\nlang: fr\n---\n\n| Rubrique | Valeur |\n|---|---|\n"
	generated := []byte(head + "| État | Brouillon à relire |\n\nTexte.\n")
	published := Publish([]byte(head+"| État | Brouillon à relire |\n\nTexte revu.\n"), watch.Date{Year: 2026, Month: 8, Day: 7})
	got := string(stateOf(published, generated))
	want := "---\nstatus: diffusé\nlang: fr\npublished: 2026-08-07\n---\n\n| Rubrique | Valeur |\n|---|---|\n| État | Brouillon à relire |\n\nTexte revu.\n"
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
