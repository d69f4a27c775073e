package git

import (
	"bytes"
	"cmp"
	"crypto/sha1"
	"encoding/json"
	"maps"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"guette/watch"
)

func TestPackedMonths(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.Int32Min(0)
		shares := rapid.SliceOfDistinct(rapid.Custom(func(t *rapid.T) authorState {
			return authorState{number.Draw(t, "alias"), number.Draw(t, "commits"), number.Draw(t, "plain"), rapid.Int32Range(1, 31).Draw(t, "day")}
		}), func(s authorState) int32 { return s.Alias }).Draw(t, "shares")
		counts := rapid.MapOf(rapid.String(), rapid.IntRange(0, 1<<40)).Draw(t, "domains")
		want := monthState{Month: watch.Month{Year: 2026, Month: 7}, Authors: packAuthors(slices.Clone(shares)), Domains: packDomains(counts)}
		slices.SortFunc(shares, func(a, b authorState) int { return cmp.Compare(a.Alias, b.Alias) })
		if got := slices.Collect(want.Authors.all()); !slices.Equal(got, shares) {
			t.Fatalf("shares %v, want %v", got, shares)
		}
		if got := maps.Collect(want.Domains.all()); !maps.Equal(got, counts) {
			t.Fatalf("domains %v, want %v", got, counts)
		}
		data, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var got monthState
		if err := json.Unmarshal(data, &got); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(slices.Collect(got.Authors.all()), shares) {
			t.Fatalf("shares of %s are %v", data, slices.Collect(got.Authors.all()))
		}
	})
}

// TestStateInParts writes and reads a mark that is longer than a part, and one
// of one part as they were first written.
func TestStateInParts(t *testing.T) {
	h := keyer{[]byte("key")}.hasher()
	want := &state{Version: stateVersion, Key: "k", Head: nameOfNumber(1), Tags: map[string]tagState{"v1": {Object: nameOfNumber(2)}}}
	for i := range int64(2*partPeople + 1) {
		want.People = append(want.People, alias{Mail: h.hash("mail", string(rune(i))), Any: h.any(string(rune(i))), First: i})
	}
	for m := range 12 {
		want.Months = append(want.Months, monthState{
			Month: watch.Month{Year: 2026, Month: 1}.Add(m), Commits: m, Authors: packAuthors([]authorState{{Alias: int32(m), Commits: 3, LastDay: 1}}),
			Domains: packDomains(map[string]int{"example.org": m}),
		})
	}
	whole, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var parts bytes.Buffer
	written := *want
	written.Months = slices.Clone(want.Months) // they are let go
	if err := written.write(json.NewEncoder(&parts)); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"in parts": parts.Bytes(), "as a whole": whole} {
		got, err := readState(bytes.NewReader(data))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if diff := gocmp.Diff(want, got, gocmp.AllowUnexported(tagState{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if _, err := readState(bytes.NewReader(data[:len(data)-3])); err == nil {
			t.Errorf("%s: a mark that is cut is read", name)
		}
	}
}

// TestLeading sums up a pack that comes in pieces.
func TestLeading(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pieces := rapid.SliceOfN(rapid.SliceOfN(rapid.Byte(), 0, 50), 0, 9).Draw(t, "pieces")
		l := &leading{sum: sha1.New()}
		for _, p := range pieces {
			l.Write(p)
		}
		all := slices.Concat(pieces...)
		cut := max(0, len(all)-sha1.Size)
		if want := sha1.Sum(all[:cut]); !bytes.Equal(l.sum.Sum(nil), want[:]) || !bytes.Equal(l.last, all[cut:]) {
			t.Fatalf("the sum of %x, in %d pieces", all, len(pieces))
		}
	})
}
