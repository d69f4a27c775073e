// Package strict reads YAML files that people write by hand, and tells all
// that is wrong with one at once: file, line, what, and what to write instead.
// It is bounded: a file of anchors that multiply is refused.
package strict

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A Problem is one thing wrong in a file.
type Problem struct {
	File string
	Line int // from 1; 0 is the whole file
	Text string
	Hint string // what to write instead; "" says nothing
}

// Error tells file, line and what is wrong.
func (p Problem) Error() string {
	if p.Line == 0 {
		return p.File + ": " + p.Text
	}
	return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Text)
}

// Problems is an error that tells several problems, one a line.
type Problems []Problem

// maxTold bounds the problems of one message: a file in another format has one
// on each line.
const maxTold = 20

// Error lists the problems in the order of the file, with their hints.
func (ps Problems) Error() string {
	var b strings.Builder
	for i, p := range ps {
		if i == maxTold {
			fmt.Fprintf(&b, "\n… and %d more", len(ps)-maxTold)
			break
		}
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(p.Error())
		if p.Hint != "" {
			b.WriteString("\n\thint: " + p.Hint)
		}
	}
	return b.String()
}

// Err returns the problems as an error, by file and line, each once; nil when
// there are none.
func (ps Problems) Err() error {
	if len(ps) == 0 {
		return nil
	}
	return ps.Sorted()
}

// Sorted returns the problems by file and line, each once.
func (ps Problems) Sorted() Problems {
	out := slices.Clone(ps)
	slices.SortStableFunc(out, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	return slices.Compact(out)
}

// Nearest returns the word that a person may have meant, "" when none is near.
func Nearest(word string, words []string) string {
	best, least := "", min(max(2, len(word)/3), len(word)-1)+1
	for _, w := range words {
		if d := distance(strings.ToLower(word), strings.ToLower(w)); d < least {
			best, least = w, d
		}
	}
	return best
}

// OneOf names the nearest word, or all of them.
func OneOf(word string, words []string) string {
	if near := Nearest(word, words); near != "" {
		return fmt.Sprintf("did you mean %q? known: %s", near, strings.Join(words, ", "))
	}
	return "known: " + strings.Join(words, ", ")
}

// distance counts the edits between two words, a swap of neighbours being one
// (restricted Damerau-Levenshtein distance). Long words are cut: they are far.
func distance(a, b string) int {
	const longest = 64
	x, y := []rune(a), []rune(b)
	x, y = x[:min(len(x), longest)], y[:min(len(y), longest)]
	d := make([][]int, len(x)+1)
	for i := range d {
		d[i] = make([]int, len(y)+1)
		d[i][0] = i
	}
	for j := range y {
		d[0][j+1] = j + 1
	}
	for i := 1; i <= len(x); i++ {
		for j := 1; j <= len(y); j++ {
			change := 1
			if x[i-1] == y[j-1] {
				change = 0
			}
			d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+change)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(x)][len(y)]
}
