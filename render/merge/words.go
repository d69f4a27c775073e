package merge

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// A wordWeight weighs words by their rarity among some texts: the name of a
// program or the number of a CVE says more of which row it is than "version".
type wordWeight struct {
	weight map[string]float64
	bags   map[string][]counted // words of each text, in their order
}

// counted is a word and how often it stands in a text.
type counted struct {
	word string
	n    int
}

// weigh uses the inverse document frequency.
func weigh(rows []row) wordWeight {
	w := wordWeight{map[string]float64{}, map[string][]counted{}}
	in := map[string]int{}
	for _, r := range rows {
		for _, c := range w.bag(r.text) {
			in[c.word]++
		}
	}
	for word, n := range in {
		w.weight[word] = math.Log(1+float64(len(rows))/float64(n)) + 0.1
	}
	return w
}

// bag counts the words of a text, sorted: sums come out the same each time.
func (w wordWeight) bag(text string) []counted {
	if b, ok := w.bags[text]; ok {
		return b
	}
	words := strings.FieldsFunc(normal(text), func(r rune) bool { return strings.ContainsRune(" |()[]*", r) })
	for i, word := range words {
		words[i] = strings.Trim(word, ".,;:")
	}
	slices.Sort(words)
	var b []counted
	for _, word := range words {
		if len(b) > 0 && b[len(b)-1].word == word {
			b[len(b)-1].n++
			continue
		}
		b = append(b, counted{word, 1})
	}
	w.bags[text] = b
	return b
}

// overlap is the weight of the words that two texts share, over that of the
// lighter one: from 0 to 1. An addition does not lower it.
func (w wordWeight) overlap(a, b string) float64 {
	ba, bb := w.bag(a), w.bag(b)
	common := 0.0
	for _, c := range ba {
		if i, ok := slices.BinarySearchFunc(bb, c.word, func(x counted, s string) int { return cmp.Compare(x.word, s) }); ok {
			common += float64(min(c.n, bb[i].n)) * w.weight[c.word]
		}
	}
	if least := min(w.sum(ba), w.sum(bb)); least > 0 {
		return common / least
	}
	return 0
}

func (w wordWeight) sum(bag []counted) float64 {
	total := 0.0
	for _, c := range bag {
		total += float64(c.n) * w.weight[c.word]
	}
	return total
}

// labels finds what names a row: a cell of a table, or the bold words at the
// head of an item.
func labels(text string) []string {
	if strings.HasPrefix(strings.TrimSpace(text), "|") {
		return strings.Split(normal(text), "|")
	}
	if name := lead(text); name != "" {
		return []string{name}
	}
	return nil
}

// lead is the bold words at the head of an item.
func lead(text string) string {
	if before, rest, ok := strings.Cut(normal(text), "**"); ok && len(before) < 4 {
		name, _, _ := strings.Cut(rest, "**")
		return name
	}
	return ""
}

// otherLead tells whether two rows speak of two things; byFirst tells that the
// first cells of the tables name their rows.
func otherLead(a, b string, byFirst bool) bool {
	la, lb := lead(a), lead(b)
	if byFirst {
		la, lb = labels(a)[0], labels(b)[0]
	}
	return la != "" && lb != "" && la != lb
}

// firstNames tells whether the first cell of each row of a table is its own.
func firstNames(rows []row) bool {
	seen := map[string]bool{}
	for _, r := range rows {
		if !strings.HasPrefix(strings.TrimSpace(r.text), "|") {
			return false
		}
		first := labels(r.text)[0]
		if seen[first] {
			return false
		}
		seen[first] = true
	}
	return len(rows) > 0
}

// only finds the labels that name a single row.
func only(rows []row) map[string]int {
	at := map[string]int{}
	for i, r := range rows {
		own := labels(r.text)
		slices.Sort(own)
		for _, l := range slices.Compact(own) {
			if _, taken := at[l]; taken {
				at[l] = none
				continue
			}
			at[l] = i
		}
	}
	return at
}
