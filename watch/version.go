package watch

import (
	"cmp"
	"slices"
	"strings"

	"guette/internal/lazyregexp"
)

// A Version is a version number read from a tag, a title or a record, whatever
// its scheme: semantic, calendar, letters of OpenSSL, underscores, prefixes of
// a project or of a component, epochs and Debian revisions. The zero Version is
// no version.
type Version struct {
	Raw    string // as the source writes it
	text   string // without prefix, underscores read as dots
	prefix string // what comes before the version, separators trimmed
	epoch  string // "0" unless written as "1:2.0"
	nums   []string
	rest   []part
}

// A part is a number or a word after the leading numbers of a version.
type part struct {
	num   string // digits without leading zeros; "" for a word
	word  string // lower case
	tilde bool   // a Debian "~" comes before: lower than nothing
}

// maxVersion bounds the length of a version in bytes; the longest real tag of
// the corpus has 34.
const maxVersion = 128

var (
	// A number that begins a token is where a version starts.
	versionStart = lazyregexp.New(`(?:^|[-_/@ .:(]|(?:^|[-_/@ .])(?:[vVrRnN]|[vV]er|REL|rel)[-_.]?)(\d)`)
	anyDigit     = lazyregexp.New(`\d`)
	// The name of a program may hold digits: log4j-2.17, python3-1.2, 7zip-25.01.
	digitName = lazyregexp.New(`^(?:[A-Za-z]{2,}\d+[A-Za-z]*|[A-Za-z]\d+[A-Za-z]+|\d+[A-Za-z]{3,})[-_/@]+[vV]?\d+[._]\d`)
	hexName   = lazyregexp.New(`^[0-9a-f]{7,64}$`)
	epochText = lazyregexp.New(`^(\d{1,4}):(\d)`)
	dashed    = lazyregexp.New(`^\d{1,3}(?:-\d+)+$`)
	token     = lazyregexp.New(`\d+|[A-Za-z]+|~`)
	// The revision of another system behind a version: v0.1-alpha@1499.
	revision = lazyregexp.New(`^(.*\d\.\d.*)@\d+$`)
	// After a space only the mark of a pre-release belongs to the version: 19 beta 4.
	spacedMark = lazyregexp.New(`(?i)^\d[\w.]*( (?:alpha|beta|rc|preview|milestone) ?\d*)?`)
)

// ParseVersion reads a version. ok is false for what names none, as "master",
// "assets" or a commit hash: "not a version" is an answer.
func ParseVersion(raw string) (v Version, ok bool) {
	v = Version{Raw: raw}
	s := revision.Re().ReplaceAllString(strings.TrimSpace(raw), "$1")
	if len(s) > maxVersion {
		return v, false
	}
	i := startOfVersion(s)
	if i < 0 || marksWork(s[:i], s[i:]) {
		return v, false
	}
	v.prefix = strings.Trim(s[:i], "-_/@ .:(")
	v.text = cleanText(s[i:])
	v.read()
	if len(v.nums) == 0 || isHash(s) || isHash(v.text) || v.loneNumber() && !separated(s[:i], len(v.text)) {
		return v, false
	}
	return v, true
}

// isHash tells whether s looks like the name of a commit.
func isHash(s string) bool {
	return hexName.Re().MatchString(s) && strings.ContainsAny(s, "abcdef")
}

func startOfVersion(s string) int {
	from := 0
	if digitName.Re().MatchString(s) {
		from = strings.IndexAny(s, "-_/@")
	}
	if slash := strings.LastIndexByte(s, '/'); slash >= 0 && anyDigit.Re().MatchString(s[slash:]) {
		from = max(from, slash+1)
	}
	if at := strings.LastIndexByte(s, '@'); at >= 0 && anyDigit.Re().MatchString(s[at:]) {
		from = max(from, at+1) // @scope/package@1.2.3
	}
	first := anyDigit.Re().FindStringIndex(s[from:])
	if first == nil {
		return -1
	}
	if m := versionStart.Re().FindStringSubmatchIndex(s[from:]); m != nil && cutAllowed(s[from+first[0]:from+m[2]]) {
		return from + m[2]
	}
	return from + first[0]
}

// cutAllowed tells whether what is skipped may be the end of a name: digits
// followed by letters (log4j-), not a number with a dot.
func cutAllowed(skipped string) bool { return !strings.ContainsAny(skipped, "._") }

func cleanText(s string) string {
	if i := strings.IndexAny(s, " \t\n"); i >= 0 {
		s = spacedMark.Re().FindString(s)
		s = strings.ReplaceAll(s, " ", "")
	}
	if i := strings.IndexFunc(s, notOfVersion); i >= 0 {
		s = s[:i]
	}
	s = strings.TrimRight(s, "-_.~+:")
	if strings.Contains(s, ".") {
		return s
	}
	if dashed.Re().MatchString(s) {
		return strings.ReplaceAll(s, "-", ".")
	}
	if !strings.Contains(s, "_") {
		return s
	}
	words := strings.Split(strings.ToLower(s), "_")
	text := words[0]
	for _, w := range words[1:] {
		switch {
		case w == "":
		case isDigit(w[0]):
			text += "."
		case text != "" && !isDigit(text[len(text)-1]):
			text += "-" // two words stay two
		}
		text += w
	}
	return text
}

// notOfVersion tells whether a version cannot hold r: the text of a version is
// safe in any output but for these marks.
func notOfVersion(r rune) bool {
	return !(r < 128 && (isDigit(byte(r)) || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || strings.ContainsRune("-_.~+:", r)))
}

func (v *Version) read() {
	v.epoch = "0"
	s := v.text
	if m := epochText.Re().FindStringSubmatch(s); m != nil {
		v.epoch = trimZeros(m[1])
		s = s[len(m[1])+1:]
	}
	tokens := token.Re().FindAllStringIndex(s, -1)
	tilde := false
	for i, t := range tokens {
		word := s[t[0]:t[1]]
		switch {
		case word == "~":
			tilde = true
			continue
		case isDigit(word[0]) && len(v.rest) == 0 && !tilde:
			v.nums = append(v.nums, trimZeros(word))
		case isDigit(word[0]):
			v.rest = append(v.rest, part{num: trimZeros(word), tilde: tilde})
		default:
			digit := i+1 < len(tokens) && isDigit(s[tokens[i+1][0]]) && (tokens[i+1][0] == t[1] ||
				t[0] > 0 && isDigit(s[t[0]-1]) && s[t[1]:tokens[i+1][0]] == ".") // 1.0b2, 6.2.17b.1
			if w := canonical(strings.ToLower(word), digit); w != "" {
				v.rest = append(v.rest, part{word: w, tilde: tilde})
			}
		}
		tilde = false
	}
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

func trimZeros(num string) string { return cmp.Or(strings.TrimLeft(num, "0"), "0") }

// loneNumber tells whether the version is one number and nothing else.
func (v Version) loneNumber() bool { return len(v.nums) == 1 && len(v.rest) == 0 }

// separated tells whether what comes before a lone number lets it be a version:
// nothing, generic words, or one word and a separator (less-643), not jinja2. A
// build number of three to five digits may stand behind two (jitsi-meet_9584).
func separated(before string, digits int) bool {
	words := strings.FieldsFunc(before, isSeparator)
	words = slices.DeleteFunc(words, func(w string) bool { return generic[strings.ToLower(w)] })
	if len(words) == 0 {
		return true
	}
	work := slices.ContainsFunc(words, func(w string) bool { return marksBehind[strings.ToLower(w)] })
	return !work && isSeparator(rune(before[len(before)-1])) && (len(words) == 1 || len(words) == 2 && digits >= 3 && digits <= 5)
}

func isSeparator(r rune) bool { return strings.ContainsRune("-_/@ .:(", r) }

// String returns the version without prefix.
func (v Version) String() string { return v.text }

// Compare orders two versions of one program: -1, 0 or 1. It is a total order
// of what versions mean: 1.2, 1.2.0 and v1.2.0.Final are equal.
func (v Version) Compare(w Version) int {
	if c := cmp.Or(compareNum(v.epoch, w.epoch), compareNums(v.nums, w.nums)); c != 0 {
		return c
	}
	for i := range max(len(v.rest), len(w.rest)) {
		var a, b part
		if i < len(v.rest) {
			a = v.rest[i]
		}
		if i < len(w.rest) {
			b = w.rest[i]
		}
		if c := cmp.Or(cmp.Compare(a.rank(), b.rank()), compareNum(a.num, b.num), cmp.Compare(a.word, b.word)); c != 0 {
			return c
		}
	}
	return 0
}

// compareNums compares lists of numbers; a missing number is zero.
func compareNums(a, b []string) int {
	for i := range max(len(a), len(b)) {
		x, y := "0", "0"
		if i < len(a) {
			x = a[i]
		}
		if i < len(b) {
			y = b[i]
		}
		if c := compareNum(x, y); c != 0 {
			return c
		}
	}
	return 0
}

// compareNum compares numbers of any length, written without leading zeros.
func compareNum(a, b string) int {
	return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
}

// rank orders kinds of parts: below zero what comes before the final version,
// 0 the end of the version, then words, then numbers.
func (p part) rank() int {
	switch {
	case p.tilde:
		return -100
	case p.num != "":
		return 2
	case p.word == "":
		return 0
	case prerelease[p.word] > 0:
		return prerelease[p.word] - 50
	}
	return 1
}

// Same tells whether v and w are the same version.
func (v Version) Same(w Version) bool { return v.Compare(w) == 0 }

// Key is equal for versions that are the same, and only for them.
func (v Version) Key() string {
	nums := v.nums
	for len(nums) > 1 && nums[len(nums)-1] == "0" {
		nums = nums[:len(nums)-1]
	}
	key := v.epoch + ":" + strings.Join(nums, ".")
	for _, p := range v.rest {
		if p.tilde {
			key += "~"
		}
		key += "-" + p.num + p.word
	}
	return key
}

// Prerelease tells whether the version itself says that it is not final.
func (v Version) Prerelease() bool {
	for _, p := range v.rest {
		if prerelease[p.word] > 0 {
			return true
		}
	}
	return slices.ContainsFunc(v.words(), func(w string) bool { return prerelease[w] > 1 }) || v.Nightly()
}

// Nightly tells whether the version says that it is an automatic build.
func (v Version) Nightly() bool {
	is := func(w string) bool { return prerelease[w] == 1 }
	return slices.ContainsFunc(v.rest, func(p part) bool { return is(p.word) }) || slices.ContainsFunc(v.words(), is)
}

func (v Version) words() []string {
	return strings.FieldsFunc(strings.ToLower(v.prefix), isSeparator)
}

// Branch returns the first n numbers of the version: Branch(2) of 1.30.4 is
// "1.30".
func (v Version) Branch(n int) string {
	return strings.Join(v.nums[:min(n, len(v.nums))], ".")
}

// Numbers counts the leading numbers of the version: 3 for 1.30.4-rc1.
func (v Version) Numbers() int { return len(v.nums) }

// Number returns the i-th leading number, without leading zeros; "0" where the
// version has fewer.
func (v Version) Number(i int) string {
	if i < len(v.nums) {
		return v.nums[i]
	}
	return "0"
}

// ParseCycle reads the name of a release cycle: "1.30", "3.x", "2024.1".
func ParseCycle(name string) (Version, bool) {
	return ParseVersion(strings.TrimSuffix(strings.ToLower(name), ".x"))
}

// In tells whether the version belongs to a release cycle: its leading numbers
// begin with those of the cycle. 1.30.4 is in 1.30 and in 1. Of a cycle that
// says more than numbers, only the version that says the same is in it.
func (v Version) In(cycle Version) bool {
	if len(cycle.rest) > 0 {
		return cycle.Same(v)
	}
	return len(cycle.nums) > 0 && len(cycle.nums) <= len(v.nums) && slices.Equal(cycle.nums, v.nums[:len(cycle.nums)])
}

// Series returns the name of the component that the prefix names, in lower
// case; "" for the main series: no prefix, a generic word as "v" or "release",
// or a name of the project itself, given in names.
func (v Version) Series(names ...string) string {
	words := slices.DeleteFunc(v.words(), func(w string) bool { return generic[w] || prerelease[w] > 0 })
	series := strings.Join(words, "-")
	if len(words) == 0 || len(series) == 1 {
		return ""
	}
	flat := flatten(series)
	for _, name := range names {
		if n := flatten(name); n != "" && (n == flat || len(flat) >= 4 && strings.HasPrefix(n, flat)) {
			return ""
		}
	}
	return series
}

// flatten keeps the letters and digits of a name, in lower case.
func flatten(name string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.ToLower(name))
}
