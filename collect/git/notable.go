package git

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"guette/collect"
	"guette/internal/lazyregexp"
	"guette/watch"
)

const (
	maxSubject = 200 // bytes; git itself advises 50 characters
	maxNotable = 300 // commits kept of one reading of a repository, the newest
	// heldNotable bounds what is held of the commits received, the newest, of
	// which not all need be of the window.
	heldNotable = 1000
)

var (
	// securityWord is a word of security; what stands in notSecurity is not.
	securityWord = lazyregexp.New(`(?i)\bCVE-\d{4}-\d{4,7}\b|\bvulnerabilit|\bvuln\b|\bsecurity\b|\bXSS\b|\bCSRF\b|\bSSRF\b|\bSQLi\b|\bSQL injection\b|\bRCE\b|\bbuffer overflow\b|\bheap overflow\b|\bstack overflow\b|\buse[- ]after[- ]free\b|\bpath traversal\b`)
	notSecurity  = lazyregexp.New(`(?i)\[security\]|\bsecurity\.(md|txt|rst)\b|\bsecurity[- ](policy|policies|contact|scan|scanner|scanning|warning|tab|page|section|team)|\bsuppress|\btypo\b`)
	// versionBump announces a version of the project itself; dependencyWord
	// speaks of another's.
	versionBump    = lazyregexp.New(`(?i)^(?:[\w(),./ -]{0,24}: ?)?(?:bump|update|set|change|increase|prepare|release|releasing|tag|cut)?(?: to)?(?: (?:the )?(?:project |package |app )?)?(?:version|release|releasing)? ?(?:number )?(?:to |for |is )?v?(\d+\.\d+(?:\.\d+){0,3}(?:[-.]?(?:rc|beta|alpha)[-.]?\d*)?)\.?$`)
	dependencyWord = lazyregexp.New(`(?i)\bdeps?\b|\bdependenc|\bfrom v?\d+\.\d.* to \b`)
	replacement    = lazyregexp.New(`(?i)\b(?:use|using|switch(?:ed)? to|migrate(?:d)? to|move(?:d)? to) [\w.+-]{2,40} (?:instead of|rather than|in place of) [\w.+-]{2,40}\b|\breplaced? [\w.+-]{2,40} (?:with|by) [\w.+-]{2,40}\b`)
	// mergedBranch finds the branch in the subject of a merge, without the
	// name of the person whose fork it comes from.
	mergedBranch = lazyregexp.New(`^Merge (?:pull request #\d+ from [^/\s]+/|(?:remote-tracking )?branch ')([^'\s]+)`)
)

// branchWords makes words of the name of a branch.
var branchWords = strings.NewReplacer("-", " ", "_", " ", "/", " ")

// Traces are parts of all that a regular expression finds, in small letters.
// Nearly all subjects have none, and cost no regular expression.
type traces [][]byte

func tracesOf(words ...string) (t traces) {
	for _, w := range words {
		t = append(t, []byte(w))
	}
	return t
}

var (
	securityTraces    = tracesOf("cve-", "vuln", "secur", "xss", "csrf", "ssrf", "sql", "rce", "overflow", "after", "traversal")
	replacementTraces = tracesOf(" instead ", " rather ", " place ", "replace")
	versionTraces     = tracesOf("version", "release", "bump", "releasing", "tag ", "cut ", "prepare")
)

// in tells whether one of the traces is in a subject.
func (t traces) in(low []byte) bool {
	for _, trace := range t {
		if bytes.Contains(low, trace) {
			return true
		}
	}
	return false
}

// A hint tells which regular expressions are worth trying on a subject.
type hint struct{ security, version, replacement bool }

// hintOf looks at a subject; ok is false for most.
func hintOf(line []byte) (h hint, ok bool) {
	var all [maxSubject]byte
	low := all[:copy(all[:], line)]
	var number bool // a digit, a dot and a digit, as versions have
	for i, c := range low {
		if c >= 'A' && c <= 'Z' {
			low[i] = c + 'a' - 'A'
		}
		number = number || c == '.' && i > 0 && i+1 < len(low) && isDigit(low[i-1]) && isDigit(low[i+1])
	}
	h = hint{security: securityTraces.in(low), version: number, replacement: replacementTraces.in(low)}
	first := len(low) > 0 && (line[0] == 'v' || isDigit(line[0]))
	return h, h.security || h.replacement || number && (first || versionTraces.in(low))
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// notable reads the message of a commit; ok is false for most.
func notable(message []byte, merge bool) (c watch.Commit, ok bool) {
	line, _, _ := bytes.Cut(bytes.TrimLeft(message, "\n"), []byte("\n"))
	h, ok := hintOf(line)
	if !ok {
		return c, false
	}
	c.Subject, _ = collect.Clip(strings.TrimSpace(string(line)), maxSubject)
	if merge {
		m := mergedBranch.Re().FindStringSubmatch(c.Subject)
		if m == nil {
			return c, false
		}
		c.Subject, c.Merge = m[1], true
		// What stands before a slash may be a name of a person: alice/fix.
		if first, rest, cut := strings.Cut(m[1], "/"); cut && !securityWord.Re().MatchString(first) {
			c.Subject = rest
		}
	}
	if strings.Contains(c.Subject, "@") {
		return c, false // it may be the address of a person
	}
	text := c.Subject
	if merge {
		text = branchWords.Replace(text)
	}
	if h.security && securityWord.Re().MatchString(text) && !notSecurity.Re().MatchString(c.Subject) {
		c.Reasons = append(c.Reasons, watch.CommitSecurity)
	}
	if h.version && !merge {
		if m := versionBump.Re().FindStringSubmatch(c.Subject); m != nil && !dependencyWord.Re().MatchString(c.Subject) {
			c.Reasons, c.Version = append(c.Reasons, watch.CommitVersion), m[1]
		}
	}
	if h.replacement && !merge && replacement.Re().MatchString(c.Subject) {
		c.Reasons = append(c.Reasons, watch.CommitReplace)
	}
	return c, len(c.Reasons) > 0
}

// A said is a commit that says something, as received.
type said struct {
	commit int32
	when   int64
	watch.Commit
}

// Notables holds the newest of the commits that say something.
type notables []said

// add reads the message of a commit.
func (l *notables) add(message []byte, merge bool, commit int32, when int64) {
	c, ok := notable(message, merge)
	if !ok {
		return
	}
	if *l = append(*l, said{commit, when, c}); len(*l) == 2*heldNotable {
		slices.SortFunc(*l, func(a, b said) int { return cmp.Or(cmp.Compare(b.when, a.when), cmp.Compare(a.commit, b.commit)) })
		clear((*l)[heldNotable:])
		*l = (*l)[:heldNotable]
	}
}

// said lists those of a set of commits that say something, newest first.
func (g *graph) said(among set, repository string) (commits []*watch.Commit) {
	for _, s := range g.notable {
		if among.has(s.commit) {
			c := s.Commit
			c.Repository, c.Hash, c.Committed = repository, g.id(s.commit).String(), date(s.when)
			commits = append(commits, &c)
		}
	}
	slices.SortFunc(commits, func(a, b *watch.Commit) int {
		return cmp.Or(b.Committed.Compare(a.Committed), cmp.Compare(a.Hash, b.Hash))
	})
	return commits[:min(len(commits), maxNotable)]
}
