package signal

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"guette/analyze/rootfile"
	"guette/internal/lazyregexp"
	"guette/watch"
)

// A notice is a claim that stands in a root file.
type notice struct {
	claim
	text  string
	path  string
	since rootfile.Change // the change that brought the claim
	here  rootfile.Change // the newest change of the file that holds these words
	known bool            // it was there when the file was first read
	id    string
}

// notices follows the claims of the project about itself through the changes of
// its root files. A claim that a change brings is dated by that change; one that
// goes away is a reversal, said as loudly.
func notices(s *scene) {
	ph := phrasesFor(s.in.Program)
	standing := map[string]map[claim]*notice{} // by repository, then claim
	for _, group := range byCommit(s.changes) {
		c := group[len(group)-1]
		now := claimsAfter(ph, s, group)
		old := standing[c.Repository]
		if old == nil {
			old = map[claim]*notice{}
			standing[c.Repository] = old
		}
		for _, k := range sortedClaims(now) {
			n := now[k]
			if prev := old[k]; prev != nil {
				prev.text, prev.path, prev.here = n.text, n.path, n.here
				continue
			}
			n.known = n.since.Change == watch.ChangePresent
			old[k] = n
		}
		for _, k := range sortedClaims(old) {
			if now[k] == nil && !stronger(now, k) {
				n := old[k]
				delete(old, k)
				n.id = s.noticeID(n)
				s.withdraw(n, c)
			}
		}
	}
	for _, url := range sortedKeys(standing) {
		for _, k := range sortedClaims(standing[url]) {
			s.announce(standing[url][k])
		}
	}
}

// stronger tells whether what remains still says the same or worse: a project
// that goes from "deprecated" to "archived" takes nothing back.
func stronger(now map[claim]*notice, gone claim) bool {
	for k := range now {
		if gravity[k.kind] >= gravity[gone.kind] && gravity[gone.kind] > 0 {
			return true
		}
	}
	return false
}

var gravity = map[watch.FindingKind]int{
	watch.FindingMaintenanceMode: 1, watch.FindingDeprecation: 2, watch.FindingEndOfLife: 3, watch.FindingAbandonment: 3,
}

// byCommit groups the changes of one commit, or of one month where the commit
// is not known.
func byCommit(changes []rootfile.Change) [][]rootfile.Change {
	var out [][]rootfile.Change
	for _, c := range changes {
		if n := len(out); n > 0 && same(out[n-1][0], c) {
			out[n-1] = append(out[n-1], c)
			continue
		}
		out = append(out, []rootfile.Change{c})
	}
	return out
}

func same(a, b rootfile.Change) bool {
	return a.Repository == b.Repository && a.Commit == b.Commit && a.Committed.Equal(b.Committed) && (a.Change == watch.ChangePresent) == (b.Change == watch.ChangePresent)
}

// spoken are the files in which a project speaks of itself.
var spoken = map[rootfile.Role]bool{rootfile.Readme: true, rootfile.Status: true, rootfile.Security: true, rootfile.Maintainers: true, rootfile.Governance: true}

// claimsAfter lists the claims of the root once the changes of group are made.
// The claims of files that did not change are kept.
func claimsAfter(ph phrases, s *scene, group []rootfile.Change) map[claim]*notice {
	c := group[0]
	root := s.roots[c.Repository]
	if root == nil {
		root = map[string][]*notice{}
		s.roots[c.Repository] = root
	}
	for _, c := range group {
		if !spoken[c.Role] {
			continue
		}
		if c.Change == watch.ChangeRenamed {
			delete(root, c.From)
		}
		delete(root, c.Path)
		if c.Change != watch.ChangeRemoved {
			root[c.Path] = claimsIn(ph, c)
		}
	}
	out := map[claim]*notice{}
	for _, path := range sortedKeys(root) {
		for _, n := range root[path] {
			if out[n.claim] == nil || rootfile.RoleOf(path) == rootfile.Readme && rootfile.RoleOf(out[n.claim].path) != rootfile.Readme {
				out[n.claim] = n
			}
		}
	}
	return out
}

// claimsIn lists the claims of one file, the first of each.
func claimsIn(ph phrases, c rootfile.Change) []*notice {
	var out []*notice
	for _, st := range prose(c.After) {
		k, ok := ph.claimOf(st)
		if !ok || slices.ContainsFunc(out, func(n *notice) bool { return n.claim == k }) {
			continue
		}
		if c.Role != rootfile.Readme && !serious[k.kind] {
			continue
		}
		out = append(out, &notice{claim: k, text: st.text, path: c.Path, since: c, here: c})
	}
	return out
}

// serious are the claims that files other than the README may make.
var serious = map[watch.FindingKind]bool{watch.FindingAbandonment: true, watch.FindingEndOfLife: true, watch.FindingMaintenanceMode: true, watch.FindingDeprecation: true}

func (s *scene) noticeID(n *notice) string {
	return fmt.Sprintf("%s:%s:%s", s.in.Program.ID, n.kind, noticeKey(n))
}

func noticeKey(n *notice) string { return n.note + ":" + short(n.since) }

// announce raises a claim that stands. One that stood already when the file was
// first read is old, unless it is a state that lasts.
func (s *scene) announce(n *notice) {
	date := s.in.Day(n.since.Committed)
	if n.known || date.In() != s.in.Month {
		if !lasting[n.kind] {
			return
		}
	}
	d := &watch.SignalDetail{Theme: themeOf(n.claim), Quote: quoteOf(n.text), Path: n.path, Commit: n.here.Commit, Note: n.note, Other: addressIn(n)}
	confidence := watch.Certain
	id := s.raise(n.kind, noticeKey(n), date, confidence, d, evidenceOf(n.here, n.text))
	if n.known {
		d.New = false
	}
	if n.here.Cut {
		s.todo(id, "the file was not read whole")
	}
}

// lasting are the claims that hold from month to month.
var lasting = map[watch.FindingKind]bool{watch.FindingAbandonment: true, watch.FindingEndOfLife: true, watch.FindingDeprecation: true, watch.FindingMaintenanceMode: true}

// withdraw raises the reversal of a claim in the month in which it goes away.
func (s *scene) withdraw(n *notice, by rootfile.Change) {
	date := s.in.Day(by.Committed)
	if date.In() == s.in.Day(n.since.Committed).In() {
		return // it came and went within a month: no bulletin said it
	}
	if date.In() != s.in.Month || !lasting[n.kind] && n.kind != watch.FindingCompromise && n.note != "wanted" && n.note != "funding" {
		return
	}
	d := &watch.SignalDetail{Theme: themeOf(n.claim), Quote: quoteOf(n.text), Path: by.Path, Commit: by.Commit, Note: "notice-removed", From: string(n.kind), Cancels: n.id}
	s.raise(watch.FindingReversal, n.note+":"+short(by), date, watch.Certain, d, evidenceOf(by, n.text))
}

func themeOf(k claim) string {
	switch {
	case k.note == "funding":
		return themeFunding
	case k.kind == watch.FindingMove, k.kind == watch.FindingRename, k.kind == watch.FindingFork:
		return themeRepository
	case k.kind == watch.FindingMaintainerChange, k.kind == watch.FindingGovernance:
		return themeGovernance
	case k.kind == watch.FindingDistribution:
		return themePublication
	case k.kind == watch.FindingCompromise:
		return themeSecurity
	}
	return themeStop
}

var address = lazyregexp.New(`https?://[^\s<>()\[\]"'` + "`" + `]+`)

// addressIn is the first address on the line of a move or a deprecation.
func addressIn(n *notice) string {
	if n.kind != watch.FindingMove && n.kind != watch.FindingRename && n.kind != watch.FindingDeprecation && n.kind != watch.FindingFork {
		return ""
	}
	key := firstWords(n.text)
	for _, line := range strings.Split(n.here.After, "\n") {
		if strings.Contains(plainText(line), key) {
			if m := address.Re().FindString(line); m != "" && len(m) < 200 {
				return strings.TrimRight(m, ".,;")
			}
		}
	}
	return ""
}

// firstWords are enough of a sentence to find its line again.
func firstWords(text string) string {
	words := strings.Fields(text)
	return strings.Join(words[:min(4, len(words))], " ")
}

func sortedClaims(m map[claim]*notice) []claim {
	var out []claim
	for k := range m {
		out = append(out, k)
	}
	slices.SortFunc(out, func(a, b claim) int {
		return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.note, b.note))
	})
	return out
}

func sortedKeys[V any](m map[string]V) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
