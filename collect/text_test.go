package collect_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"guette/collect"
	"guette/collect/collecttest"
	"guette/watch"
)

func TestWithoutAddresses(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"Thanks to Ann <ann.lee+git@example.org>.", "Thanks to Ann <[address at example.org]>."},
		{"mailto:élodie@mairie.example.fr", "mailto:[address at mairie.example.fr]"},
		{"vue@3.4.21, @scope/pkg@1.0.0 and actions/checkout@v4", "vue@3.4.21, @scope/pkg@1.0.0 and actions/checkout@v4"},
		{"git@github.com:owner/name.git", "git@github.com:owner/name.git"},
		{"by @octocat", "by @octocat"},
	} {
		if got := collect.WithoutAddresses(tt.in); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestNoAddressIsKept(t *testing.T) {
	store := collecttest.NewStore()
	job := (&collect.Collector{Name: "test"}).NewJob(collect.Job{Store: store, Source: collect.Source{URL: "https://x.test/"}})
	const text = "by a@b.example"
	err := job.Append(t.Context(),
		watch.Fact{Key: "1", Body: &watch.Release{Notes: text}},
		watch.Fact{Key: "2", Body: &watch.News{Summary: text}},
		watch.Fact{Key: "3", Body: &watch.Advisory{Details: text}})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range store.Facts() {
		for _, s := range []string{text} {
			switch b := f.Body.(type) {
			case *watch.Release:
				if b.Notes == s {
					t.Error("release notes keep an address")
				}
			case *watch.News:
				if b.Summary == s {
					t.Error("news keeps an address")
				}
			case *watch.Advisory:
				if b.Details == s {
					t.Error("advisory keeps an address")
				}
			}
		}
	}
}

func TestClipCutsAtACharacter(t *testing.T) {
	for _, tt := range []struct {
		in   string
		n    int
		want string
		cut  bool
	}{
		{"abc", 3, "abc", false},
		{"abcd", 3, "abc", true},
		{"aéb", 2, "a", true},
		{"a\x00b\xff", 10, "ab\ufffd", false},
		{"", 0, "", false},
	} {
		if got, cut := collect.Clip(tt.in, tt.n); got != tt.want || cut != tt.cut || !utf8.ValidString(got) {
			t.Errorf("%q to %d: %q, %v; want %q, %v", tt.in, tt.n, got, cut, tt.want, tt.cut)
		}
	}
}

func TestJSONIsBoundedAndTellsWhatIsWrong(t *testing.T) {
	for _, tt := range []struct{ name, in, reason string }{
		{"an object", "{\"a\":[1]}", ""},
		{"a byte order mark", "\ufeff{}", ""},
		{"brackets in strings", `{"a":"` + strings.Repeat("[", 1000) + `\"["}`, ""},
		{"nothing", " ", "empty"},
		{"a page", "<html>", "html-instead"},
		{"too deep", strings.Repeat("[", 65), "too-deep"},
		{"cut", `{"a":[1`, "truncated"},
		{"cut in a string", `{"a":"b`, "truncated"},
		{"two documents", "{}{}", "bad-json"},
		{"words", "not json", "bad-json"},
		{"another type", `{"a":1}`, "wrong-type"},
	} {
		var v struct{ A any }
		var typed struct{ A []int }
		err := collect.JSON([]byte(tt.in), &v)
		if tt.name == "another type" {
			err = collect.JSON([]byte(tt.in), &typed)
		}
		reason := ""
		if e, ok := err.(*collect.Error); ok {
			reason = e.Reason
		}
		if reason != tt.reason || (err == nil) != (tt.reason == "") {
			t.Errorf("%s: %v, want reason %q", tt.name, err, tt.reason)
		}
	}
}
