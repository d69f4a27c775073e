package month

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestPlainTextOnlyShows(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"honest text stays", "Été à l’œuvre, 日本語, 🎉 👩‍💻, نسخة", "Été à l’œuvre, 日本語, 🎉 👩‍💻, نسخة"},
		{"a terminal sequence", "a\x1b[31mred\x1b]0;title\x07", "a\uFFFD[31mred\uFFFD]0;title\uFFFD"},
		{"a C1 control", "a\u009b31m", "a\uFFFD31m"},
		{"lines become one", "a\r\nb\tc\u2028d", "a  b c d"},
		{"text turned around", "exe.\u202Etxt.\u2066x\u2069", "exe.\uFFFDtxt.\uFFFDx\uFFFD"},
		{"invisible characters", "a\u200Bb\uFEFFc\U000E0041", "a\uFFFDb\uFFFDc\uFFFD"},
		{"broken UTF-8", "a\xffb", "a\uFFFDb"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Plain(tt.in); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestNoCellIsAFormula(t *testing.T) {
	for in, want := range map[string]string{
		`=HYPERLINK("http://a.test")`: `'=HYPERLINK("http://a.test")`,
		"+1":                          "'+1", "-1": "'-1", "@SUM(1)": "'@SUM(1)", "  =1": "'  =1", "\t=1": "' =1", "1-2": "1-2", "": "", "v1.0": "v1.0",
	} {
		if got := Cell(in); got != want {
			t.Errorf("Cell(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzPlain(f *testing.F) {
	for _, s := range []string{"", "a\x1b[0m", "=1", "\u202E", "\U000E0001", "é", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, out := range []string{Plain(s), Cell(s)} {
			if !utf8.ValidString(out) || strings.ContainsFunc(out, acts) {
				t.Errorf("%q acts", out)
			}
		}
		if c := Cell(s); c != "" && strings.ContainsRune("=+-@", rune(c[0])) {
			t.Errorf("%q is a formula", c)
		}
		data, err := JSON(s)
		if err != nil {
			t.Fatal(err)
		}
		var back string
		if err := json.Unmarshal(data, &back); err != nil || back != strings.ToValidUTF8(s, "\uFFFD") && utf8.ValidString(s) {
			t.Errorf("JSON of %q reads %q, %v", s, back, err)
		}
		if text := strings.TrimSuffix(string(data), "\n"); strings.ContainsFunc(text, acts) {
			t.Errorf("JSON %q acts", text)
		}
	})
}
