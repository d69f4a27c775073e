package watch

import (
	"cmp"
	"regexp"
	"strings"
)

// A Version is a version number read from a tag, a title or a record, whatever
// its scheme. The zero Version is no version.
type Version struct {
	Raw   string // as the source writes it
	text  string // without the project's prefix
	parts []part
}

// A part is a number or a word of a version.
type part struct {
	num  string // digits without leading zeros; "" for a word
	word string // lower case
}

var versionStart = regexp.MustCompile(`\d`)

// ParseVersion reads a version. ok is false when there is no digit in it: "not
// a version" is an answer.
func ParseVersion(raw string) (v Version, ok bool) {
	i := versionStart.FindStringIndex(raw)
	if i == nil {
		return Version{Raw: raw}, false
	}
	text := strings.ReplaceAll(raw[i[0]:], "_", ".")
	v = Version{Raw: raw, text: text}
	for s := text; s != ""; {
		n := strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' })
		switch {
		case n < 0:
			n = len(s)
			fallthrough
		case n > 0:
			num := strings.TrimLeft(s[:n], "0")
			v.parts = append(v.parts, part{num: cmp.Or(num, "0")})
			s = s[n:]
		default:
			n = strings.IndexAny(s, "0123456789.-+~:")
			if n == 0 {
				s = s[1:]
				continue
			}
			if n < 0 {
				n = len(s)
			}
			v.parts = append(v.parts, part{word: strings.ToLower(s[:n])})
			s = s[n:]
		}
	}
	return v, true
}

// String returns the version without the project's prefix.
func (v Version) String() string { return v.text }

// Compare orders two versions of one program: -1, 0 or 1.
func (v Version) Compare(w Version) int {
	for i := range max(len(v.parts), len(w.parts)) {
		var a, b part
		if i < len(v.parts) {
			a = v.parts[i]
		}
		if i < len(w.parts) {
			b = w.parts[i]
		}
		if c := cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(len(a.num), len(b.num)),
			cmp.Compare(a.num, b.num), cmp.Compare(a.word, b.word)); c != 0 {
			return c
		}
	}
	return 0
}

func rank(p part) int {
	switch {
	case p.num != "":
		return 2
	case p.word == "":
		return 0
	case prerelease[p.word]:
		return -1
	}
	return 1
}

var prerelease = map[string]bool{"alpha": true, "a": true, "beta": true, "b": true, "rc": true, "pre": true, "dev": true, "preview": true, "m": true, "cr": true, "snapshot": true, "preprod": true}

// Prerelease tells whether the version itself says that it is not final.
func (v Version) Prerelease() bool {
	for _, p := range v.parts {
		if prerelease[p.word] {
			return true
		}
	}
	return false
}

// Branch returns the first n numbers of the version: Branch(2) of 1.30.4 is
// "1.30".
func (v Version) Branch(n int) string {
	var nums []string
	for _, p := range v.parts {
		if p.num == "" || len(nums) == n {
			break
		}
		nums = append(nums, p.num)
	}
	return strings.Join(nums, ".")
}
