package merge

import (
	"strings"

	udiff "github.com/aymanbagabas/go-udiff"

	"guette/internal/lazyregexp"
)

var token = lazyregexp.New(`\S+|\n`)

// mergeWords applies to other the change of words from base to edited. ok is
// false where both changed the same or touching words to different ones.
func mergeWords(base, edited, other string) (merged string, ok bool) {
	b := tokens(base)
	mine, theirs := udiff.Lines(b, tokens(edited)), udiff.Lines(b, tokens(other))
	for _, m := range mine {
		for _, t := range theirs {
			if m != t && m.Start <= t.End && t.Start <= m.End {
				return "", false
			}
		}
	}
	all := append(append([]udiff.Edit(nil), theirs...), without(mine, theirs)...)
	out, err := udiff.Apply(b, all)
	if err != nil {
		return "", false
	}
	words := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
	text := strings.Join(words, " ")
	return strings.NewReplacer(" "+lineBreak+" ", "\n", lineBreak, "\n").Replace(text), true
}

// lineBreak stands for the end of a line among tokens.
const lineBreak = "\uE005"

// tokens writes each word on a line of its own, as udiff compares lines.
func tokens(s string) string {
	list := token.Re().FindAllString(s, -1)
	for i, t := range list {
		if t == "\n" {
			list[i] = lineBreak
		}
	}
	return strings.Join(list, "\n") + "\n"
}

func without(list, others []udiff.Edit) []udiff.Edit {
	var out []udiff.Edit
	for _, e := range list {
		same := false
		for _, o := range others {
			same = same || e == o
		}
		if !same {
			out = append(out, e)
		}
	}
	return out
}
