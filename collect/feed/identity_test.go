package feed

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"
)

// entryOf makes an entry out of id, link, title and day of July.
func entryOf(id, link, title string, day int) Item {
	i := Item{ID: id, Link: link, Title: title}
	if day > 0 {
		i.Published = time.Date(2026, 7, day, 10, 0, 0, 0, time.UTC)
	}
	return i
}

// TestAnEntryKeepsItsFact reads a feed twice, as it was and as it became: same
// tells, for each entry of the second reading, which one of the first it is
// (0 is new).
func TestAnEntryKeepsItsFact(t *testing.T) {
	first := []Item{
		entryOf("tag:a.test,2026:1", "https://a.test/1", "One", 1),
		entryOf("tag:a.test,2026:2", "https://a.test/2", "Two", 2),
		entryOf("tag:a.test,2026:3", "https://a.test/3", "Three", 3),
	}
	change := func(f func(*Item)) []Item {
		list := slices.Clone(first)
		for n := range list {
			f(&list[n])
		}
		return list
	}
	for _, tt := range []struct {
		name   string
		first  []Item
		second []Item
		same   []int
	}{
		{"nothing changed", first, first, []int{1, 2, 3}},
		{"another order", first, []Item{first[2], first[0], first[1]}, []int{3, 1, 2}},
		{"one more, one gone", first, []Item{entryOf("tag:a.test,2026:4", "https://a.test/4", "Four", 4), first[1], first[2]}, []int{0, 2, 3}},
		{"new ids", first, change(func(i *Item) { i.ID = "urn:" + i.ID }), []int{1, 2, 3}},
		{"no ids any more", first, change(func(i *Item) { i.ID = "" }), []int{1, 2, 3}},
		{"from http to https, www and a slash", first, change(func(i *Item) { i.Link, i.ID = "http://www.a.test"+i.Link[len("https://a.test"):]+"/", i.Link }), []int{1, 2, 3}},
		{"another host, new ids", first, change(func(i *Item) { i.Link, i.ID = "https://b.test/x"+i.Link[15:], "" }), []int{1, 2, 3}},
		{"parameters that follow readers", first, change(func(i *Item) { i.Link += "?utm_source=rss&utm_medium=feed" }), []int{1, 2, 3}},
		{"titles corrected", first, change(func(i *Item) { i.Title += " (updated)" }), []int{1, 2, 3}},
		{"dates moved", first, change(func(i *Item) { i.Published = i.Published.AddDate(0, 0, 9) }), []int{1, 2, 3}},
		{"titles and dates moved", first, change(func(i *Item) { i.Title, i.Published = i.Title+"!", i.Published.AddDate(0, 0, 9) }), []int{1, 2, 3}},
		{"all moved but a strong id", first, change(func(i *Item) {
			i.Title, i.Published, i.Link = i.Title+"!", i.Published.AddDate(0, 0, 9), i.Link+"x"
		}), []int{1, 2, 3}},
		{"ids are places in the list",
			[]Item{entryOf("1", "https://a.test/b", "B", 2), entryOf("2", "https://a.test/a", "A", 1)},
			[]Item{entryOf("1", "https://a.test/c", "C", 3), entryOf("2", "https://a.test/b", "B", 2), entryOf("3", "https://a.test/a", "A", 1)},
			[]int{0, 1, 2}},
		{"one link for all",
			[]Item{entryOf("", "https://a.test/", "2.0", 2), entryOf("", "https://a.test/", "1.0", 1)},
			[]Item{entryOf("", "https://a.test/", "3.0", 3), entryOf("", "https://a.test/", "2.0", 2)},
			[]int{0, 1}},
		{"one id for all",
			[]Item{entryOf("x", "https://a.test/1", "1.0", 1)},
			[]Item{entryOf("x", "https://a.test/2", "2.0", 2), entryOf("x", "https://a.test/1", "1.0", 1)},
			[]int{0, 1}},
		{"the same title each week",
			[]Item{entryOf("", "https://a.test/w1", "This week", 1)},
			[]Item{entryOf("", "https://a.test/w2", "This week", 8), entryOf("", "https://a.test/w1", "This week", 1)},
			[]int{0, 1}},
		{"two entries with the same title and minute", first[:1],
			[]Item{first[0], entryOf("tag:a.test,2026:9", "https://a.test/9", "One", 1)}, []int{1, 0}},
		{"titles alone", []Item{entryOf("", "", "A", 0), entryOf("", "", "B", 0)}, []Item{entryOf("", "", "B", 0), entryOf("", "", "C", 0)}, []int{2, 0}},
		{"a date is found", []Item{entryOf("", "", "A", 0)}, []Item{entryOf("", "", "A", 5)}, []int{1}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := new(memory)
			before := m.identify(tt.first)
			data, err := json.Marshal(m) // as it is kept
			if err != nil {
				t.Fatal(err)
			}
			m = new(memory)
			if err := json.Unmarshal(data, m); err != nil {
				t.Fatal(err)
			}
			after := m.identify(tt.second)
			got := make([]int, len(after))
			for n, key := range after {
				got[n] = slices.Index(before, key) + 1
			}
			if fmt.Sprint(got) != fmt.Sprint(tt.same) {
				t.Errorf("%v, want %v", got, tt.same)
			}
			if slices.Sort(after); len(slices.Compact(slices.Clone(after))) != len(after) {
				t.Error("two entries with one key")
			}
		})
	}
}

func TestAnEntryThatComesTwiceIsOne(t *testing.T) {
	a := entryOf("1", "https://a.test/1", "A", 1)
	keys := new(memory).identify([]Item{a, a, entryOf("2", "https://a.test/2", "A", 1)})
	if keys[0] != keys[1] || keys[0] == keys[2] {
		t.Errorf("keys %q", keys)
	}
}

// An entry that leaves the feed and comes back is the one it was.
func TestAnEntryThatComesBackIsKnown(t *testing.T) {
	m := new(memory)
	a, b := entryOf("tag:a.test,2026:1", "https://a.test/1", "A", 1), entryOf("tag:a.test,2026:2", "https://a.test/2", "B", 2)
	first := m.identify([]Item{a})
	m.identify([]Item{b})
	if again := m.identify([]Item{b, a}); again[1] != first[0] {
		t.Errorf("key %q, want %q", again[1], first[0])
	}
}
