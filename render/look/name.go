package look

import "strings"

// names are what the heads of the columns that name a row begin with.
var names = []string{"logiciel", "program", "software"}

// NameColumn is the column whose cells name the rows, beside the first: where the
// first gives a level, the program stands behind it. 0 where the first names them.
func NameColumn(heads []string) int {
	if len(heads) < 2 || levelWords[strings.ToLower(heads[0])] == nil {
		return 0
	}
	word, _, _ := strings.Cut(strings.ToLower(heads[1]), ",")
	for _, n := range names {
		if word == n {
			return 1
		}
	}
	return 0
}
