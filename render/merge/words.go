package merge

import (
	"math"
	"strings"
)

// A wordWeight weighs words by their rarity among some texts: the name of a
// program or the number of a CVE says more of which row it is than "version".
type wordWeight struct {
	weight map[string]float64
	bags   map[string]map[string]int // words of each text
}

// weigh uses the inverse document frequency.
func weigh(rows []row) wordWeight {
	w := wordWeight{map[string]float64{}, map[string]map[string]int{}}
	in := map[string]int{}
	for _, r := range rows {
		for word := range w.bag(r.text) {
			in[word]++
		}
	}
	for word, n := range in {
		w.weight[word] = math.Log(1+float64(len(rows))/float64(n)) + 0.1
	}
	return w
}

func (w wordWeight) bag(text string) map[string]int {
	if b, ok := w.bags[text]; ok {
		return b
	}
	b := map[string]int{}
	for word := range strings.FieldsFuncSeq(normal(text), func(r rune) bool {
		return r == ' ' || r == '|' || r == '(' || r == ')' || r == '[' || r == ']' || r == '*'
	}) {
		b[strings.Trim(word, ".,;:")]++
	}
	w.bags[text] = b
	return b
}

// overlap is the weight of the words that two texts share, over that of the
// lighter one: from 0 to 1. An addition does not lower it.
func (w wordWeight) overlap(a, b string) float64 {
	ba, bb := w.bag(a), w.bag(b)
	common := 0.0
	for word, n := range ba {
		common += float64(min(n, bb[word])) * w.weight[word]
	}
	if least := min(w.sum(ba), w.sum(bb)); least > 0 {
		return common / least
	}
	return 0
}

func (w wordWeight) sum(bag map[string]int) float64 {
	total := 0.0
	for word, n := range bag {
		total += float64(n) * w.weight[word]
	}
	return total
}
