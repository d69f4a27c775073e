package git

import (
	"strings"
	"testing"
)

func TestTrailers(t *testing.T) {
	for _, tt := range []struct {
		name, message string
		signed        bool
		want          string
	}{
		{name: "none", message: "Title\n\nText: with a colon\n"},
		{name: "signed and one", message: "Title\n\nSigned-off-by: A B <a@x.test>\nCo-authored-by: C D <c@x.test>\n", signed: true, want: "C D <c@x.test>"},
		{name: "several on a line", message: "Title\n\nco-authored-by: A B <a@x.test>, Jean-Luc É <b@x.test>\n", want: "A B <a@x.test>|Jean-Luc É <b@x.test>"},
		{name: "more than fifty", message: "Title\n\n" + strings.Repeat("Co-authored-by: A <a@x.test>\n", 60), want: strings.TrimSuffix(strings.Repeat("A <a@x.test>|", 60), "|")},
		{name: "without an address", message: "Title\n\nCo-authored-by: Somebody\nCo-authored-by: Other <>\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			signed, list := trailers([]byte(tt.message))
			var got []string
			for _, s := range list {
				got = append(got, s.name+" <"+s.mail+">")
			}
			if text := strings.Join(got, "|"); signed != tt.signed || text != tt.want {
				t.Errorf("got %v %q, want %v %q", signed, text, tt.signed, tt.want)
			}
		})
	}
}
