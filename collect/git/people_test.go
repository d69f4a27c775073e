package git

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// who lists, for each author in order, the number of the first that is the same
// person.
func who(mailmap string, authors ...signature) (same []int) {
	k := keyer{[]byte("key")}
	p := newPeople(k, nil)
	var numbers []int32
	for _, a := range authors {
		i := p.addSignature(a)
		p.saw(i, a.when)
		numbers = append(numbers, i)
	}
	ids := p.persons(newMailmap(parseMailmap([]byte(mailmap), k)))
	for _, n := range numbers {
		same = append(same, slices.IndexFunc(numbers, func(m int32) bool { return ids[m] == ids[n] }))
	}
	return same
}

func TestPersons(t *testing.T) {
	by := func(name, mail string) signature { return signature{name: name, mail: mail, when: 1} }
	for _, tt := range []struct {
		name    string
		mailmap string
		authors []signature
		want    []int
	}{
		{name: "the same address in another case", authors: []signature{by("Ada", "ada@x.test"), by("A. L.", "ADA@x.test")}, want: []int{0, 0}},
		{name: "the same full name", authors: []signature{by("Ada Exemple", "a@x.test"), by("ada  exemple", "b@x.test")}, want: []int{0, 0}},
		{name: "the same word is not a full name", authors: []signature{by("root", "a@x.test"), by("root", "b@x.test")}, want: []int{0, 1}},
		{name: "joined by a third", authors: []signature{by("Ada Exemple", "a@x.test"), by("ada", "b@x.test"), by("Ada Exemple", "b@x.test")}, want: []int{0, 0, 0}},
		{name: "mailmap: address to name", mailmap: "Ada Exemple <b@x.test>\n", authors: []signature{by("Ada Exemple", "a@x.test"), by("ada", "b@x.test")}, want: []int{0, 0}},
		{name: "mailmap: address to address", mailmap: "# who is who\n<a@x.test> <b@x.test>\n", authors: []signature{by("ada", "a@x.test"), by("lovelace", "B@x.test")}, want: []int{0, 0}},
		{name: "mailmap: one of two behind an address", mailmap: "Ada Exemple <a@x.test> ada <root@x.test>\nBob Martin <b@x.test> bob <root@x.test>\n",
			authors: []signature{by("ada", "root@x.test"), by("bob", "root@x.test"), by("A", "a@x.test"), by("B", "b@x.test")}, want: []int{0, 1, 0, 1}},
		{name: "mailmap: nonsense", mailmap: "<<<>>\nno address\n<>\n", authors: []signature{by("ada", "a@x.test"), by("bob", "b@x.test")}, want: []int{0, 1}},
		{name: "no address is nobody's", authors: []signature{by("ada", ""), by("bob", "")}, want: []int{0, 1}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, who(tt.mailmap, tt.authors...)); diff != "" {
				t.Errorf("who is who (-want +got):\n%s", diff)
			}
		})
	}
}

// TestPersonsInAnyOrder checks that ids do not depend on the order in which
// commits come, nor on how many readings it takes.
func TestPersonsInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all []signature
		for i := range rapid.IntRange(1, 12).Draw(t, "n") {
			all = append(all, signature{
				name: fmt.Sprintf("Person %d", rapid.IntRange(0, 4).Draw(t, "name")),
				mail: fmt.Sprintf("m%d@x.test", rapid.IntRange(0, 6).Draw(t, "mail")), when: int64(i + 1),
			})
		}
		ids := func(parts ...[]signature) map[string]string {
			k := keyer{[]byte("key")}
			st := &state{}
			for _, part := range parts {
				p := newPeople(k, st.People)
				for _, s := range part {
					p.saw(p.addSignature(s), s.when)
				}
				st.People = p.list
			}
			p := newPeople(k, st.People)
			list, out := p.persons(nil), map[string]string{}
			for _, s := range all {
				out[s.name+s.mail] = list[p.addSignature(s)]
			}
			return out
		}
		want := ids(all)
		mixed := rapid.Permutation(all).Draw(t, "order")
		cut := rapid.IntRange(0, len(all)).Draw(t, "cut")
		if diff := cmp.Diff(want, ids(mixed[:cut], mixed[cut:])); diff != "" {
			t.Fatalf("ids differ:\n%s", diff)
		}
	})
}

func TestBots(t *testing.T) {
	for _, tt := range []struct {
		name, mail string
		want       bool
	}{
		{"dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com", true},
		{"renovate", "29139614+renovate@users.noreply.github.com", true},
		{"Weblate", "noreply@weblate.org", true},
		{"Nextcloud bot", "bot@nextcloud.com", true},
		{"release-bot", "x@example.org", true},
		{"actions", "actions@github.com", true},
		{"Actions Speak", "speak@example.org", false},
		{"Abbot Smith", "abbot@example.org", false},
		{"Robot Chicken", "chicken@example.org", false},
	} {
		if got := isBot(signature{name: tt.name, mail: tt.mail}); got != tt.want {
			t.Errorf("%s <%s>: bot %v, want %v", tt.name, tt.mail, got, tt.want)
		}
	}
}

func TestWithoutAddresses(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"write to Ada <ada.l@example.org>.", "write to Ada <[address at example.org]>."},
		{"pkg@1.2.3 and @scope/pkg@2.0.0", "pkg@1.2.3 and @scope/pkg@2.0.0"},
		{"git@github.com:a/b.git", "[address at github.com]:a/b.git"},
		{"nothing here", "nothing here"},
		{"ada@example.org", "[address at example.org]"},
		{"a@b@example.org, c@d.example.", "a@[address at example.org], [address at d.example]."},
		{"@media (min-width) x@localhost", "@media (min-width) x@localhost"},
		{"pkg@v1.2.alpha", "[address at v1.2.alpha]"},
		{"ada@example.org.1", "[address at example.org].1"},
		{"Élodie.Évêque@exemple.fr", "[address at exemple.fr]"},
	} {
		if got := withoutAddresses(tt.text); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}
