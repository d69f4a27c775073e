package signal

import (
	"html"
	"strings"

	"guette/internal/lazyregexp"
)

const (
	maxProse    = 256 << 10 // bytes of a file that are read
	maxSentence = 600       // characters; longer ones are lists and tables
	maxBadges   = 30        // of one paragraph
	topLines    = 40        // lines with text, from the first: where a project speaks of itself
)

// A sentence is a piece of prose of a root file, markup taken off.
type sentence struct {
	text    string
	heading bool   // a heading, or a line that stands alone in bold or capitals
	callout bool   // a quotation, an admonition, bold
	top     bool   // among the first lines
	title   bool   // the first heading
	under   string // the heading above, in lower case
	lines   int    // number of its first line
}

var (
	fence      = lazyregexp.New("^\\s*(```|~~~)")
	comment    = lazyregexp.New(`(?s)<!--.*?-->`)
	image      = lazyregexp.New(`!\[([^\]]*)\]\([^)]*\)`)
	link       = lazyregexp.New(`\[([^\]]+)\]\(([^)]*)\)`)
	refLink    = lazyregexp.New(`\[([^\]]+)\]\[[^\]]*\]`)
	rstLink    = lazyregexp.New("`([^`<]+)\\s*<[^>]*>`_+")
	tag        = lazyregexp.New(`</?[A-Za-z][^>]*>`)
	altText    = lazyregexp.New(`(?i)<img[^>]*\balt="([^"]*)"[^>]*>`)
	emphasis   = lazyregexp.New(`(\*\*|__|\*|~~|\x60)`)
	emoji      = lazyregexp.New(`:[a-z_]+:|[\x{2600}-\x{27BF}\x{1F300}-\x{1FAFF}\x{FE0F}]`)
	atx        = lazyregexp.New(`^#{1,6}\s*(.*?)\s*#*$`)
	listItem   = lazyregexp.New(`^\s*([-*+]|\d+[.)])\s+`)
	admonition = lazyregexp.New(`^\s*\.\.\s+(warning|note|attention|danger|important|caution|admonition)::\s*(.*)$`)
	alert      = lazyregexp.New(`(?i)^\[!(note|tip|important|warning|caution)\]\s*`)
	endOf      = lazyregexp.New(`([.!?])\s+`)
)

// prose reads a text in Markdown, reStructuredText or plain form. Code is left
// out. It works on any input in time linear in its length.
func prose(text string) []sentence {
	if len(text) > maxProse {
		text = text[:maxProse]
	}
	text = comment.Re().ReplaceAllString(strings.ReplaceAll(text, "\r\n", "\n"), "")
	r := reader{}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		next := ""
		if i+1 < len(lines) {
			next = lines[i+1]
		}
		r.line(line, next, i+1)
	}
	r.flush()
	return r.out
}

// reader gathers lines into paragraphs, and paragraphs into sentences.
type reader struct {
	out     []sentence
	para    []string
	first   int
	callout bool
	code    bool
	seen    int // lines with text so far
	under   string
	headed  int // line of the last underlined heading, and its bytes
	width   int
	status  bool // the heading above is on the state of the project
}

func (r *reader) line(line, next string, n int) {
	text := strings.TrimSpace(line)
	if text == "" {
		r.flush()
		r.callout = false
		return
	}
	switch {
	case (text[0] == '`' || text[0] == '~') && fence.Re().MatchString(line) && !r.underlines(text, n):
		r.flush()
		r.code = !r.code
		return
	case r.code, len(r.para) == 0 && line[0] == '\t':
		return
	}
	if strings.HasPrefix(text, "..") {
		if m := admonition.Re().FindStringSubmatch(line); m != nil {
			r.flush()
			r.callout = true
			if text = strings.TrimSpace(m[2]); text == "" {
				return
			}
		}
	}
	quoted := text != "" && text[0] == '>'
	strong := strings.HasPrefix(strings.TrimLeft(text, "> "), "**") || strings.HasPrefix(text, "__")
	body := strings.TrimSpace(strings.TrimLeft(text, "> "))
	if strings.HasPrefix(body, "[!") && alert.Re().MatchString(body) {
		r.flush()
		body = alert.Re().ReplaceAllString(body, "")
		r.callout = true
	}
	if strings.HasPrefix(body, "#") {
		if m := atx.Re().FindStringSubmatch(body); m != nil {
			r.flush()
			r.heading(m[1], n)
			return
		}
	}
	if ruled(text) {
		if len(r.para) == 0 {
			r.flush()
		}
		return
	}
	if body != "" && len(r.para) == 0 && body[0] != '|' && len(strings.TrimSpace(next)) >= 3 && ruled(strings.TrimSpace(next)) {
		r.heading(body, n)
		r.headed, r.width = n, len(body)
		return
	}
	if strings.ContainsRune("-*+0123456789", rune(text[0])) && listItem.Re().MatchString(line) {
		r.flush()
		body = listItem.Re().ReplaceAllString(line, "")
	}
	if body == "" {
		return
	}
	if len(r.para) == 0 {
		r.first = n
		r.callout = r.callout || quoted || strong
	}
	r.seen++
	r.para = append(r.para, body)
}

// underlines tells whether a row of ~ is under a heading of reStructuredText,
// at least as long, and opens no code.
func (r *reader) underlines(row string, n int) bool {
	return !r.code && ruled(row) && n == r.headed+1 && len(row) >= r.width
}

// ruled tells whether a line is a row of one sign, under a heading or between
// two parts.
func ruled(text string) bool {
	return text != "" && strings.IndexByte("=-~^*+", text[0]) >= 0 && strings.Trim(text, text[:1]) == ""
}

func (r *reader) heading(text string, n int) {
	r.seen++
	r.callout = false
	clean := plainText(text)
	if clean != "" {
		r.out = append(r.out, sentence{text: clean, heading: true, title: r.under == "", top: r.seen <= topLines, lines: n})
	}
	r.under = strings.ToLower(clean)
	r.status = statusHeading.Re().MatchString(clean)
}

func (r *reader) flush() {
	if len(r.para) == 0 {
		return
	}
	if !r.callout && !r.status && r.seen-len(r.para) >= topLines {
		r.para = nil // nothing that a project says of itself stands there
		return
	}
	raw := strings.Join(r.para, " ")
	if !telling(raw) {
		r.para = nil
		return
	}
	if r.seen-len(r.para) < topLines {
		for _, m := range image.Re().FindAllStringSubmatch(raw, maxBadges) {
			r.out = append(r.out, sentence{text: plainText(m[1]), callout: true, top: true, under: r.under, lines: r.first})
		}
	}
	text := plainText(raw)
	for _, s := range splitSentences(text) {
		if len(s) <= maxSentence {
			r.out = append(r.out, sentence{text: s, callout: r.callout, top: r.seen-len(r.para) < topLines, under: r.under, lines: r.first})
		}
	}
	r.para = nil
}

// tellings are pieces of words without which no pattern can match: most
// paragraphs have none and need no further reading.
var tellings = []string{"maint", "deprec", "archiv", "abandon", "discontinu", "end of", "end-of", "eol", "supported", "retir", "sunset",
	"supersed", "replaced", "succeeded", "obsolet", "fork", "moved", "migrat", "transfer", "relocat", "renamed", "source", "foundation", "cncf",
	"conservancy", "commonhaus", "public interest", "fund", "sponsor", "financial", "compromis", "backdoor", "tamper", "hijack", "read-only",
	"read only", "lecture seule", "fin de", "obsol", "dépréci", "remplac", "déplac", "migré", "poursuit", "arrêté", "interrompu", "mis à jour", "mise à jour",
	"cherch", "accept", "nicht", "eingestellt", "veraltet", "inactive", "adoption", "longer", "dead", "fixes", "feature", "life support", "decommission", "developed", "developing"}

func telling(text string) bool {
	lower := strings.ToLower(text)
	for _, t := range tellings {
		if strings.Contains(lower, t) {
			return true
		}
	}
	return false
}

func splitSentences(text string) []string {
	var out []string
	for _, s := range strings.Split(endOf.Re().ReplaceAllString(text, "$1\x00"), "\x00") {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// plainText takes off markup and keeps the words, those of images (badges)
// among them.
func plainText(s string) string {
	s = altText.Re().ReplaceAllString(s, " $1 ")
	s = image.Re().ReplaceAllString(s, "$1")
	s = link.Re().ReplaceAllString(s, "$1")
	s = link.Re().ReplaceAllString(s, "$1") // a linked image
	s = refLink.Re().ReplaceAllString(s, "$1")
	s = rstLink.Re().ReplaceAllString(s, "$1")
	s = tag.Re().ReplaceAllString(s, " ")
	s = emphasis.Re().ReplaceAllString(s, "")
	s = emoji.Re().ReplaceAllString(s, " ")
	return strings.Join(strings.Fields(html.UnescapeString(s)), " ")
}
