package merge

import (
	"strings"
	"testing"
)

// asked is a draft with a question on versions; "" asks nothing.
func asked(versions string) string {
	todo := ""
	if versions != "" {
		todo = "<!-- guette:todo id=nginx.keyword-only reason=\"nginx " + versions + " : un mot-clé seul parle de sécurité\" -->\n\n"
	}
	return "# V {#titre}\n\n" + todo + "<!-- src: versions.web ; f -->\nUne phrase.\n"
}

func TestAQuestionThatWasSettled(t *testing.T) {
	for _, tt := range []struct{ name, base, edited, fresh, want string }{
		{"stays settled", "1.31.2", "", "1.31.2", ""},
		{"comes back with a new version", "1.31.2", "", "1.31.2 et 1.31.3", "1.31.2 et 1.31.3"},
		{"stays settled when it asks less", "1.31.2 et 1.31.3", "", "1.31.3", ""},
		{"is asked again in other words when it was left", "1.31.2", "1.31.2", "1.31.2 et 1.31.3", "1.31.2 et 1.31.3"},
		{"goes with its facts", "1.31.2", "1.31.2", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			edited := strings.Replace(asked(tt.edited), "Une phrase.", "Une phrase à moi.", 1)
			want := strings.Replace(asked(tt.want), "Une phrase.", "Une phrase à moi.", 1)
			got, _ := Merge([]byte(asked(tt.base)), []byte(edited), []byte(asked(tt.fresh)))
			if string(got) != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

func TestAQuestionSettledInTheGeneralEdition(t *testing.T) {
	for _, tt := range []struct{ name, general, entity, want string }{
		{"is settled for an administration", "1.31.2 et 1.31.3", "1.31.3", ""},
		{"is asked where it asks more", "1.31.2", "1.31.2 et 1.30.4", "1.31.2 et 1.30.4"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, _ := Carry([]byte(asked(tt.general)), []byte(asked("")), []byte(asked(tt.entity)), Reader{Allowed: anyText, Program: anyProgram})
			if squeeze(string(got)) != squeeze(asked(tt.want)) {
				t.Errorf("got\n%s\nwant\n%s", got, asked(tt.want))
			}
		})
	}
}
