package render

import (
	"testing"

	"guette/watch"
)

func TestARoleThatNobodyNamed(t *testing.T) {
	for lang, want := range map[string]string{"fr": "à désigner", "en": "to be named"} {
		b := Bulletin{Language: lang, Entity: &watch.Entity{ID: "a"}}
		if got := b.RoleLabels([]string{""}); len(got) != 1 || got[0] != want {
			t.Errorf("%s: got %q, want %q", lang, got, want)
		}
	}
}
