package changelog

import (
	"slices"
	"strings"

	"guette/internal/lazyregexp"
	"guette/watch"
)

// A heading is a line that may begin the section of a version.
type heading struct {
	line    int // of the text, from 0
	length  int // lines of the heading itself
	level   int // of a hash heading; 0 for other forms
	form    form
	prefix  string // words before the version that say something, normalised
	next    string // the version to come that an unreleased section names
	version string // "" begins a section that is not a version's: unreleased, 1.25.x
	date    watch.Date
	coming  bool // said to be unreleased
	title   bool // the words behind the version are those of a file: "7.2 release notes"
}

var (
	// versionText finds a version in a heading from which dates were taken out.
	versionText = lazyregexp.New(`(?i)(?:^|[^\w.]|\bv(?:er|ersion)?\.)((?:v|r|version[- ]?|release[- ]?)?\d+(?:\.\d+){1,5}(?:[ .]?[-_(]?(?:alpha|beta|rc|pre|preview|dev|p|pl|sp|patch|a|b|m|cr|final|ga)[-. ]?\d*\b\)?|[a-z])?(?:[-+][\w.]+)?)(?:$|[^\w.]|\.(?:\W|$))`)
	// loneNumber finds a version of one number, which needs a word before it.
	loneNumber  = lazyregexp.New(`(?i)^(?:\S+ )?(?:changes (?:with|in)|version|release|v)[ -]?(\d{1,5})(?:$|\s*[:;,(–—-])`)
	series      = lazyregexp.New(`(?i)\d+\.(?:\d+\.)*x\b`)
	unreleased  = lazyregexp.New(`(?i)\bun-?released\b|\bupcoming\b|\bx\.x(\.x)?\b|\bxx\b|\?\?|\bnext release\b|\bNEXT\b|\d[-.]?(?:dev|snapshot)(?:$|\W)|__\w+__|\bnot (?:yet )?(?:been )?released\b|\bnot in a release\b|\bin (?:development|progress)\b|\bTBD\b|\bTBA\b|\bnon publié|à venir\b|\ben (?:développement|cours)\b|\bunveröffentlicht\b|\bin Entwicklung\b`)
	leadVersion = lazyregexp.New(`(?i)^(?:version|release)[- ]?|^[vr](\d)`)
	// since are headings that name the version before theirs.
	since = lazyregexp.New(`(?i)\bchanges (?:since|from)\b`)
	// arrow leads from the version before to that of the section.
	arrow = lazyregexp.New(`(?i)^(?:.*\bfrom )?v?\d[\w.-]*\s*(?:→|to)\s*(v?\d)`)
	// fileTitle are the words of the title of a whole file.
	fileTitle = lazyregexp.New(`(?i)\b(?:release notes|change ?log|news|history|series|branch)\b`)
	// pkg is the name of a package of a repository that holds several.
	pkg = lazyregexp.New(`(?:^|\s)(@?[\w./-]+@v?\d[\w.+-]*)`)
	// markup is what decorates headings and says nothing.
	markup = strings.NewReplacer("*", "", "`", "", `\_`, "_", "[", "", "]", "", "<", "", ">", "", "_", " ")
	words  = lazyregexp.New(`[\pL\d'+.-]+`)
)

// links removes the targets of links and images, which may hold versions.
var links = lazyregexp.New(`\]\([^)]*\)|\bhttps?://\S+|<[^>]*>`)

const (
	maxHeading = 200 // bytes; the longest real one, a slogan of pgbouncer, has 140
	maxBefore  = 5   // words before the version: "Noteworthy changes in release 3.1"
	maxAfter   = 12  // words after it: a date, a code name, a slogan
)

// headingAt reads the heading that begins at line i; ok is false for none.
func headingAt(lines []string, i int, days dayReader) (h heading, ok bool) {
	text, form, length := marked(lines, i)
	if form == "" || len(text) > maxHeading {
		return heading{}, false
	}
	h = heading{line: i, length: length, form: form}
	if form == formDebian {
		h.version = text
		return h, true
	}
	if form == formHash {
		h.level = len(lines[i]) - len(strings.TrimLeft(lines[i], "#"))
	}
	raw := strings.NewReplacer("->", "→", "=>", "→").Replace(links.Re().ReplaceAllString(text, "]"))
	text, h.date = days.take(strings.Join(strings.Fields(markup.Replace(raw)), " "))
	if unreleased.Re().MatchString(text) {
		h.coming = true // a section of no version
		h.next = versionIn(text)
		return h, true
	}
	if m := pkg.Re().FindStringSubmatch(raw); m != nil && form == formHash {
		h.version = strings.TrimRight(m[1], ".")
		h.prefix = h.version[:strings.LastIndexByte(h.version, '@')]
		return h, true
	}
	if m := arrow.Re().FindStringSubmatchIndex(text); m != nil {
		text = text[m[2]:]
	}
	return h, h.read(text)
}

// read finds the version in the text of a heading; false where the text is no
// heading of a section.
func (h *heading) read(text string) bool {
	m := versionText.Re().FindStringSubmatchIndex(text)
	if at := series.Re().FindStringIndex(text); at != nil && (m == nil || at[0] <= m[2]) {
		h.prefix = telling(text[:at[0]])
		return true // of no version
	}
	if m == nil {
		m = loneNumber.Re().FindStringSubmatchIndex(text)
	}
	if m == nil {
		return false
	}
	before, after := words.Re().FindAllString(text[:m[2]], -1), words.Re().FindAllString(text[m[3]:], -1)
	if len(before) > maxBefore || len(after) > maxAfter || h.form.weak() && (len(before) > 2 || len(after) > 3) {
		return false
	}
	h.title = h.date.IsZero() && fileTitle.Re().MatchString(text[m[3]:])
	h.prefix = telling(text[:m[2]])
	if since.Re().MatchString(text[:m[2]]) {
		return true // the version before
	}
	h.version = strings.NewReplacer(" ", "", "(", "", ")", "").Replace(leadVersion.Re().ReplaceAllString(text[m[2]:m[3]], "$1"))
	return true
}

// versionIn is the first version in a text, "" for none.
func versionIn(text string) string {
	if m := versionText.Re().FindStringSubmatch(text); m != nil {
		return m[1]
	}
	return ""
}

// silent are the words before a version that tell nothing: a file that goes
// from "Version 8.1" to "Scheduled Release 8.2" has one series.
var silent = []string{"v", "v.", "ver", "ver.", "version", "release", "released", "scheduled", "stable", "changes", "changelog", "change", "log", "what's", "new",
	"noteworthy", "notable", "major", "notes", "overview", "of", "in", "with", "for", "to", "the"}

// telling normalises the words before a version.
func telling(text string) string {
	list := words.Re().FindAllString(strings.ReplaceAll(strings.ToLower(text), "-", " "), -1)
	list = slices.DeleteFunc(list, func(w string) bool { return slices.Contains(silent, w) })
	return strings.Trim(strings.Join(list, " "), " .-")
}
