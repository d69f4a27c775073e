package git

import (
	"bytes"
	"cmp"
	"regexp"
	"slices"
	"strings"

	"guette/collect"
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
	securityWord = regexp.MustCompile(`(?i)\bCVE-\d{4}-\d{4,7}\b|\bvulnerabilit|\bvuln\b|\bsecurity\b|\bXSS\b|\bCSRF\b|\bSSRF\b|\bSQLi\b|\bSQL injection\b|\bRCE\b|\bbuffer overflow\b|\bheap overflow\b|\bstack overflow\b|\buse[- ]after[- ]free\b|\bpath traversal\b`)
	notSecurity  = regexp.MustCompile(`(?i)\[security\]|\bsecurity\.(md|txt|rst)\b|\bsecurity[- ](policy|policies|contact|scan|scanner|scanning|warning|tab|page|section|team)|\bsuppress|\btypo\b`)
	// versionBump announces a version of the project itself; dependencyWord
	// speaks of another's.
	versionBump    = regexp.MustCompile(`(?i)^(?:[\w(),./ -]{0,24}: ?)?(?:bump|update|set|change|increase|prepare|release|releasing|tag|cut)?(?: to)?(?: (?:the )?(?:project |package |app )?)?(?:version|release|releasing)? ?(?:number )?(?:to |for |is )?v?(\d+\.\d+(?:\.\d+){0,3}(?:[-.]?(?:rc|beta|alpha)[-.]?\d*)?)\.?$`)
	dependencyWord = regexp.MustCompile(`(?i)\bdeps?\b|\bdependenc|\bfrom v?\d+\.\d.* to \b`)
	replacement    = regexp.MustCompile(`(?i)\b(?:use|using|switch(?:ed)? to|migrate(?:d)? to|move(?:d)? to) [\w.+-]{2,40} (?:instead of|rather than|in place of) [\w.+-]{2,40}\b|\breplaced? [\w.+-]{2,40} (?:with|by) [\w.+-]{2,40}\b`)
	// mergedBranch finds the branch in the subject of a merge, without the
	// name of the person whose fork it comes from.
	mergedBranch = regexp.MustCompile(`^Merge (?:pull request #\d+ from [^/\s]+/|(?:remote-tracking )?branch ')([^'\s]+)`)
)

// branchWords makes words of the name of a branch.
var branchWords = strings.NewReplacer("-", " ", "_", " ", "/", " ")

// traces are parts of all that notable finds. Nearly all commits have none of
// them, and cost no regular expression.
var traces = [][]byte{
	[]byte("cve-"), []byte("vuln"), []byte("secur"), []byte("xss"), []byte("csrf"), []byte("ssrf"), []byte("sql"), []byte("rce"),
	[]byte("overflow"), []byte("after"), []byte("traversal"), []byte(" instead "), []byte(" rather "), []byte(" place "), []byte("replace"),
	[]byte("version"), []byte("release"), []byte("bump"), []byte("releasing"), []byte("tag "), []byte("cut "), []byte("prepare"),
}

// hinted tells whether a subject is worth reading.
func hinted(line []byte) bool {
	if len(line) > 0 && (line[0] == 'v' || line[0] >= '0' && line[0] <= '9') {
		return true
	}
	var low [maxSubject]byte
	n := copy(low[:], line)
	for i := range low[:n] {
		if c := low[i]; c >= 'A' && c <= 'Z' {
			low[i] = c + 'a' - 'A'
		}
	}
	for _, h := range traces {
		if bytes.Contains(low[:n], h) {
			return true
		}
	}
	return false
}

// notable reads the message of a commit; ok is false for most.
func notable(message []byte, merge bool) (c watch.Commit, ok bool) {
	line, _, _ := bytes.Cut(bytes.TrimLeft(message, "\n"), []byte("\n"))
	if !hinted(line) {
		return c, false
	}
	c.Subject, _ = collect.Clip(strings.TrimSpace(string(line)), maxSubject)
	if merge {
		m := mergedBranch.FindStringSubmatch(c.Subject)
		if m == nil {
			return c, false
		}
		c.Subject, c.Merge = m[1], true
		// What stands before a slash may be a name of a person: alice/fix.
		if first, rest, cut := strings.Cut(m[1], "/"); cut && !securityWord.MatchString(first) {
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
	if securityWord.MatchString(text) && !notSecurity.MatchString(c.Subject) {
		c.Reasons = append(c.Reasons, watch.CommitSecurity)
	}
	if m := versionBump.FindStringSubmatch(c.Subject); m != nil && !merge && !dependencyWord.MatchString(c.Subject) {
		c.Reasons, c.Version = append(c.Reasons, watch.CommitVersion), m[1]
	}
	if !merge && replacement.MatchString(c.Subject) {
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
