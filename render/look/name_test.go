package look

import "testing"

func TestNameColumn(t *testing.T) {
	for _, tt := range []struct {
		heads []string
		want  int
	}{
		{[]string{"Priorité", "Logiciel, version déclarée", "Fait"}, 1},
		{[]string{"Priority", "Program, declared version", "Fact"}, 1},
		{[]string{"Logiciel", "Santé"}, 0},
		{[]string{"Fragilité", "Logiciels"}, 0}, // a list of them names nothing
		{[]string{"Priorité"}, 0},
		{nil, 0},
	} {
		if got := NameColumn(tt.heads); got != tt.want {
			t.Errorf("%q: got %d, want %d", tt.heads, got, tt.want)
		}
	}
}
