package news

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

const (
	// storyDays is how far apart two items of one story may be.
	storyDays = 10
	// alike and alikeMarked are the shares of trigrams in common from which two
	// titles tell one story, and with the same versions or CVE.
	alike, alikeMarked = .60, .35
)

// unite keeps one item a story: the one of the program's own feed, else the
// first. The others are counted and their addresses kept.
func unite(items []item) []item {
	slices.SortStableFunc(items, func(a, b item) int {
		own := 0
		if a.own != b.own {
			own = 1
			if a.own {
				own = -1
			}
		}
		return cmp.Or(own, a.date.Compare(b.date), cmp.Compare(a.Link, b.Link), cmp.Compare(a.News.ID, b.News.ID))
	})
	var out []item
	for _, it := range items {
		i := slices.IndexFunc(out, func(kept item) bool { return sameStory(kept, it) })
		if i < 0 {
			out = append(out, it)
			continue
		}
		if it.Link != "" && it.Link != out[i].Link && !slices.Contains(out[i].others, it.Link) {
			out[i].others = append(out[i].others, it.Link)
		}
		for _, p := range it.programs {
			if !slices.Contains(out[i].programs, p) {
				out[i].programs = append(out[i].programs, p)
			}
		}
	}
	return out
}

func sameStory(a, b item) bool {
	if a.Link != "" && a.Link == b.Link {
		return true
	}
	if d := a.date.DaysUntil(b.date); d > storyDays || d < -storyDays {
		return false
	}
	share := similar(a.grams, b.grams)
	if len(a.marks) > 0 && slices.Equal(a.marks, b.marks) {
		return share >= alikeMarked
	}
	if len(a.marks) > 0 && len(b.marks) > 0 {
		return false // two versions are two stories, however alike the titles
	}
	return share >= alike
}

// trigrams are the pieces of three letters of a title, without case or signs.
func trigrams(title string) map[string]bool {
	var clean []rune
	for _, r := range strings.ToLower(title) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			clean = append(clean, r)
		case len(clean) > 0 && clean[len(clean)-1] != ' ':
			clean = append(clean, ' ')
		}
	}
	out := map[string]bool{}
	for i := 0; i+3 <= len(clean); i++ {
		out[string(clean[i:i+3])] = true
	}
	return out
}

// similar is the share of trigrams in common (Jaccard index).
func similar(a, b map[string]bool) float64 {
	common := 0
	for g := range a {
		if b[g] {
			common++
		}
	}
	if all := len(a) + len(b) - common; all > 0 {
		return float64(common) / float64(all)
	}
	return 0
}
