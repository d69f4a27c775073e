package changelog

import (
	"regexp"
	"strings"
	"time"

	"guette/watch"
)

// A form is a way to write the heading of a section.
type form string

// The forms that projects use, by what marks the line as a heading.
const (
	formHash      form = "hash"      // ## 1.2.3
	formUnderline form = "underline" // the next line is ---- or ====
	formBold      form = "bold"      // **1.2.3**
	formComment   form = "comment"   // # Version 1.2.3, in a frame of #
	formDebian    form = "debian"    // name (1.2.3-1) unstable; urgency=medium
	formPlain     form = "plain"     // Changes with nginx 1.2.3, or 1.2.3 alone
)

// A heading is a line that may begin the section of a version.
type heading struct {
	line    int // of the text, from 0
	length  int // lines of the heading itself
	form    form
	prefix  string // words before the version, normalised
	version string // "" begins a section that is not a version's: unreleased, 1.25.x
	date    watch.Date
}

var (
	hashLine   = regexp.MustCompile(`^#{1,5}\s+(\S.*?)\s*#*\s*$`)
	boldLine   = regexp.MustCompile(`^\*\*(.+?)\*\*\s*$`)
	underline  = regexp.MustCompile("^\\s*(-{3,}|={3,}|~{3,}|\\^{3,}|\\*{3,}|`{3,})\\s*$")
	debianLine = regexp.MustCompile(`^[a-z0-9][a-z0-9+.-]+ \(([^()\s]+)\) [\w ,.-]+; *\w+=`)
	// plainLine is a line that tells a version and little else.
	plainLine = regexp.MustCompile(`(?i)^(?:\*\s+)?(?:noteworthy changes in|changes (?:with|in|for|since)|what's new in|release notes for|version|release|\d{4}[ -/]\d{2}[ -/]\d{2}|v?\d+\.\d)`)

	// versionText finds a version in a heading from which dates were taken out.
	versionText = regexp.MustCompile(`(?i)(?:^|[^\w.])((?:v|r|version[- ]?|release[- ]?)?\d+(?:\.\d+){1,5}(?:[ .]?[-_]?(?:alpha|beta|rc|pre|preview|dev|p|pl|sp|patch|a|b|m|cr|final|ga)[-. ]?\d*\b|[a-z])?(?:[-+][\w.]+)?)(?:$|[^\w.]|\.(?:\W|$))`)
	series      = regexp.MustCompile(`(?i)\d+\.(?:\d+\.)*x\b`)
	unreleased  = regexp.MustCompile(`(?i)\bun-?released\b|\bupcoming\b|\bx\.x(\.x)?\b|xx-xx|\bnext release\b|__\w+__|\bnot yet released\b|\bin development\b|\bTBD\b|\bTBA\b`)
	leadVersion = regexp.MustCompile(`(?i)^(?:version|release)[- ]?|^[vr](\d)`)
	// markup is what decorates headings and says nothing.
	markup = strings.NewReplacer("*", "", "`", "", `\_`, "_", "[", "", "]", "", "<", "", ">", "", "_", " ")
	words  = regexp.MustCompile(`[\pL\d'+.-]+`)
)

// links removes the targets of links and images, which may hold versions.
var links = regexp.MustCompile(`\]\([^)]*\)|\bhttps?://\S+|<[^>]*>`)

const (
	maxHeading = 200 // bytes; the longest real one, a slogan of pgbouncer, has 140
	maxBefore  = 5   // words before the version: "Noteworthy changes in release 3.1"
	maxAfter   = 12  // words after it: a date, a code name, a slogan
)

// headingAt reads the heading that begins at line i; ok is false for none.
func headingAt(lines []string, i int) (h heading, ok bool) {
	text, form, length := marked(lines, i)
	if form == "" || len(text) > maxHeading {
		return heading{}, false
	}
	h = heading{line: i, length: length, form: form}
	if form == formDebian {
		h.version = text
		return h, true
	}
	text = markup.Replace(links.ReplaceAllString(text, "]"))
	text, h.date = takeDate(text)
	m := versionText.FindStringSubmatchIndex(text)
	if unreleased.MatchString(text) {
		return h, true // a section of no version
	}
	if at := series.FindStringIndex(text); at != nil && (m == nil || at[0] <= m[2]) {
		h.prefix = strings.Join(words.FindAllString(strings.ToLower(text[:at[0]]), -1), " ")
		return h, true // of no version either
	}
	if m == nil {
		return heading{}, false
	}
	before := words.FindAllString(strings.ToLower(text[:m[2]]), -1)
	if after := words.FindAllString(text[m[3]:], -1); len(before) > maxBefore || len(after) > maxAfter {
		return heading{}, false
	}
	h.prefix = strings.Join(before, " ")
	h.version = strings.ReplaceAll(leadVersion.ReplaceAllString(text[m[2]:m[3]], "$1"), " ", "")
	return h, true
}

// marked returns the text of a line that is written as a heading, how, and how
// many lines it takes.
func marked(lines []string, i int) (text string, f form, length int) {
	line := strings.TrimRight(lines[i], " \t")
	next := ""
	if i+1 < len(lines) {
		next = lines[i+1]
	}
	if m := debianLine.FindStringSubmatch(line); m != nil {
		return m[1], formDebian, 1
	}
	if strings.HasPrefix(line, "# ") && framed(lines, i) {
		return strings.TrimPrefix(line, "# "), formComment, 2
	}
	if m := hashLine.FindStringSubmatch(line); m != nil {
		return m[1], formHash, 1
	}
	if line == "" || line[0] == ' ' || line[0] == '\t' || line[0] == '-' {
		return "", "", 0
	}
	if underline.MatchString(next) && len(strings.TrimSpace(next)) >= min(len(line)/2, 8) {
		return line, formUnderline, 2
	}
	if m := boldLine.FindStringSubmatch(line); m != nil {
		return m[1], formBold, 1
	}
	if plainLine.MatchString(line) && (i == 0 || strings.TrimSpace(lines[i-1]) == "" || underline.MatchString(lines[i-1])) {
		return strings.TrimSuffix(line, ":"), formPlain, 1
	}
	return "", "", 0
}

// framed tells whether a comment line stands between lines of # and dashes.
func framed(lines []string, i int) bool {
	frame := func(j int) bool {
		return j >= 0 && j < len(lines) && len(lines[j]) > 10 && strings.Trim(lines[j], "#-= ") == "" && lines[j][0] == '#'
	}
	return frame(i-1) && frame(i+1) || frame(i-2) && frame(i+1)
}

// A dateForm is a way to write a day in a heading.
type dateForm struct {
	find   *regexp.Regexp
	layout string
}

var dateForms = []dateForm{
	{regexp.MustCompile(`\b\d{4}-\d{2}-\d{2}\b`), "2006-01-02"},
	{regexp.MustCompile(`\b\d{4}/\d{2}/\d{2}\b`), "2006/01/02"},
	{regexp.MustCompile(`\b\d{4} \d{2} \d{2}\b`), "2006 01 02"},
	{regexp.MustCompile(`(?i)\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2},? \d{4}\b`), "Jan 2 2006"},
	{regexp.MustCompile(`(?i)\b\d{1,2}(?:st|nd|rd|th)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*,? \d{4}\b`), "2 Jan 2006"},
	{regexp.MustCompile(`\b\d{2}/\d{2}/\d{4}\b`), "02/01/2006"},
	{regexp.MustCompile(`\b\d{2}\.\d{2}\.\d{4}\b`), "02.01.2006"},
}

var (
	monthName = regexp.MustCompile(`(?i)\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?`)
	ordinal   = regexp.MustCompile(`(\d)(?:st|nd|rd|th)\b`)
)

// takeDate takes the first day out of a heading.
func takeDate(text string) (rest string, d watch.Date) {
	for _, f := range dateForms {
		at := f.find.FindStringIndex(text)
		if at == nil {
			continue
		}
		raw := monthName.ReplaceAllStringFunc(ordinal.ReplaceAllString(strings.ReplaceAll(text[at[0]:at[1]], ",", ""), "$1"),
			func(m string) string { return strings.ToUpper(m[:1]) + strings.ToLower(m[1:3]) })
		t, err := time.Parse(f.layout, raw)
		if err != nil || f.layout == "02/01/2006" && t.Day() <= 12 {
			continue // no day of the calendar, or a day and a month that could change places
		}
		return text[:at[0]] + " " + text[at[1]:], watch.DateOf(t)
	}
	return text, watch.Date{}
}
