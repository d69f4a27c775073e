package changelog

import (
	"strings"

	"guette/internal/lazyregexp"
)

// A form is a way to write the heading of a section.
type form string

// The forms that projects use, by what marks the line as a heading.
const (
	formHash      form = "hash"      // ## 1.2.3, or == 1.2.3 of AsciiDoc and wikis
	formUnderline form = "underline" // the next line is ---- or ====
	formBold      form = "bold"      // **1.2.3**
	formComment   form = "comment"   // # Version 1.2.3, in a frame of #
	formDebian    form = "debian"    // name (1.2.3-1) unstable; urgency=medium
	formFrame     form = "frame"     // ***** ChangeLog for 1.2.3 *****
	formPlain     form = "plain"     // Changes with nginx 1.2.3, or 1.2.3 alone
	formBullet    form = "bullet"    // - 1.2.3 - 2026-07-08
	formName      form = "name"      // PostGIS 3.7.0, alone on its line
)

// weak tells whether only its shortness makes a line a heading.
func (f form) weak() bool { return f == formBullet || f == formName }

// forms are in the order in which they win where as many headings have them.
var forms = []form{formDebian, formComment, formHash, formUnderline, formFrame, formBold, formPlain, formBullet, formName}

var (
	hashLine   = lazyregexp.New(`^#{1,5}\s+(\S.*?)\s*#*\s*$`)
	equalsLine = lazyregexp.New(`^={1,4}\s+(\S.*?)\s*=*\s*$`)
	boldLine   = lazyregexp.New(`^\*\*(.+?)\*\*\s*$`)
	frameLine  = lazyregexp.New(`^[*=~-]{3,}\s*(\w.*?)\s*[*=~-]{3,}\s*$`)
	underline  = lazyregexp.New("^\\s*(-{3,}|={3,}|~{3,}|\\^{3,}|\\*{3,}|`{3,})\\s*$")
	debianLine = lazyregexp.New(`^[a-z0-9][a-z0-9+.-]+ \(([^()\s]+)\) [\w ,.-]+; *\w+=`)
	// plainLine is a line that tells a version and little else.
	plainLine = lazyregexp.New(`(?i)^(?:\*\s+)?(?:noteworthy changes in|changes (?:with|in|for|since)|what's new in|release notes for|(?:scheduled |stable )?(?:version|release)|\d{4}[ -/]\d{2}[ -/]\d{2}|v?\d+\.\d)`)
	// bulletLine is a version and a day as an item of a list.
	bulletLine = lazyregexp.New(`^[-*]\s+(v?\d+(?:\.\d+)+\S*(?:\s+\S+){1,4})\s*$`)
	// nameLine is a name and a version, and a day or a word at most.
	nameLine = lazyregexp.New(`^[A-Za-z][\w+.-]*(?: [A-Z][\w+.-]*)?[ -]v?\d+(?:\.\d+)+\S*(?:\s+\S+){0,8}$`)
	// modeline tells an editor what the file is.
	modeline = lazyregexp.New(`-\*-.*-\*-|\bvim?:`)
)

// marked returns the text of a line that is written as a heading, how, and how
// many lines it takes.
func marked(lines []string, i int) (text string, f form, length int) {
	line := strings.TrimRight(lines[i], " \t")
	next := ""
	if i+1 < len(lines) {
		next = lines[i+1]
	}
	if m := debianLine.Re().FindStringSubmatch(line); m != nil {
		return m[1], formDebian, 1
	}
	if strings.HasPrefix(line, "# ") && framed(lines, i) {
		return strings.TrimPrefix(line, "# "), formComment, 2
	}
	if m := hashLine.Re().FindStringSubmatch(line); m != nil {
		return m[1], formHash, 1
	}
	if m := equalsLine.Re().FindStringSubmatch(line); m != nil {
		return m[1], formHash, 1
	}
	if m := bulletLine.Re().FindStringSubmatch(line); m != nil {
		return m[1], formBullet, 1
	}
	if m := frameLine.Re().FindStringSubmatch(line); m != nil {
		return m[1], formFrame, 1
	}
	if line == "" || line[0] == ' ' || line[0] == '\t' || line[0] == '-' {
		return "", "", 0
	}
	if underline.Re().MatchString(next) && len(strings.TrimSpace(next)) >= min(len(line)/2, 8) {
		return line, formUnderline, 2
	}
	if m := boldLine.Re().FindStringSubmatch(line); m != nil {
		return m[1], formBold, 1
	}
	if !alone(lines, i) {
		return "", "", 0
	}
	if plainLine.Re().MatchString(line) {
		return strings.TrimSuffix(line, ":"), formPlain, 1
	}
	if nameLine.Re().MatchString(line) && !strings.HasSuffix(line, ".") {
		return strings.TrimSuffix(line, ":"), formName, 1
	}
	return "", "", 0
}

// alone tells whether a line begins a paragraph.
func alone(lines []string, i int) bool {
	if i == 0 {
		return true
	}
	above := lines[i-1]
	return strings.TrimSpace(above) == "" || underline.Re().MatchString(above) || modeline.Re().MatchString(above)
}

// framed tells whether a comment line stands between lines of # and dashes.
func framed(lines []string, i int) bool {
	frame := func(j int) bool {
		return j >= 0 && j < len(lines) && len(lines[j]) > 10 && strings.Trim(lines[j], "#-= ") == "" && lines[j][0] == '#'
	}
	return frame(i-1) && frame(i+1) || frame(i-2) && frame(i+1)
}
