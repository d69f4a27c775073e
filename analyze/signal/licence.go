package signal

import (
	"slices"
	"strings"
	"time"

	"guette/analyze/licence"
	"guette/analyze/rootfile"
	"guette/internal/lazyregexp"
	"guette/watch"
)

// A grant is what the licence files at the root of a repository say together.
type grant struct {
	ids    []string // recognised, sorted, families only
	status licence.Status
	// unread are the files whose text was not recognised.
	unread []string
	files  []string
	texts  map[string]string
	named  []string // licences that unread files name, families only
	quote  string
	path   string
	since  rootfile.Change // the change that brought these licences
}

// String is the expression of SPDX for what the files say together.
func (g grant) String() string {
	if len(g.ids) == 1 {
		return g.ids[0]
	}
	parts := make([]string, len(g.ids))
	for i, id := range g.ids {
		if parts[i] = id; strings.Contains(id, " OR ") {
			parts[i] = "(" + id + ")"
		}
	}
	return strings.Join(parts, " AND ")
}

// licences compares the texts of the licence files before and after each
// commit: a licence changed only where both are recognised and differ. Years,
// names, layout, a moved or renamed file, the licence of a bundled library
// change nothing.
func licences(s *scene) {
	byRepo := map[string]rootfile.State{}
	last := map[string]grant{}
	history := map[string][]held{}
	for _, group := range byCommit(s.changes) {
		c := group[len(group)-1]
		state := byRepo[c.Repository]
		if state == nil {
			state = rootfile.State{}
			byRepo[c.Repository] = state
		}
		touched := false
		for _, c := range group {
			state.Apply(c)
			if c.Role == rootfile.Licence || rootfile.RoleOf(c.From) == rootfile.Licence && c.From != "" {
				touched = true
			}
		}
		if !touched {
			continue
		}
		now := grantOf(state.Of(rootfile.Licence))
		was, seen := last[c.Repository]
		if len(now.ids) == 0 && len(now.unread) == 0 {
			continue // gone for a while: a move in two commits
		}
		now.since = lastLicence(group)
		if seen && was.String() == now.String() {
			now.since = was.since
		}
		last[c.Repository] = now
		if !seen || c.Change == watch.ChangePresent {
			history[c.Repository] = append(history[c.Repository], held{now.String(), c.Committed})
			continue
		}
		s.compareGrants(was, now, lastLicence(group), history)
	}
	for _, url := range sortedKeys(last) {
		s.standingLicence(last[url], byRepo[url].Of(rootfile.Licence))
	}
	s.forgeLicences()
}

func lastLicence(group []rootfile.Change) rootfile.Change {
	for _, c := range slices.Backward(group) {
		if c.Role == rootfile.Licence && c.Change != watch.ChangeRemoved {
			return c
		}
	}
	return group[len(group)-1]
}

func grantOf(files []rootfile.Change) grant {
	g := grant{status: licence.Unknown, texts: map[string]string{}}
	first := true
	for _, f := range withoutCopyright(files) {
		if f.Change == watch.ChangeEmptied || f.Change == watch.ChangeLinked || strings.TrimSpace(f.After) == "" || f.Cut && f.After == "" {
			continue
		}
		t := licence.Identify(f.After)
		g.files = append(g.files, f.Path)
		g.texts[f.Path] = f.After
		if t.Status == licence.Unknown && t.ID == "" {
			g.unread = append(g.unread, f.Path)
			g.named = append(g.named, t.Named...)
			continue
		}
		for _, id := range strings.Split(t.ID, " AND ") {
			if id = licence.Base(id); !slices.Contains(g.ids, id) {
				g.ids = append(g.ids, id)
			}
		}
		if first || t.Status == licence.NotFree {
			g.status, g.path, g.quote = t.Status, f.Path, telltale(f.After)
			first = false
		}
	}
	slices.Sort(g.ids)
	return g
}

// withoutCopyright leaves out the file COPYRIGHT where another one is the
// licence: it then lists holders and parts.
func withoutCopyright(files []rootfile.Change) []rootfile.Change {
	holders := func(f rootfile.Change) bool { return strings.HasPrefix(strings.ToLower(f.Path), "copyright") }
	if !slices.ContainsFunc(files, func(f rootfile.Change) bool { return !holders(f) && strings.TrimSpace(f.After) != "" }) {
		return files
	}
	return slices.DeleteFunc(slices.Clone(files), holders)
}

// telltales are the words of restricted licences that a bulletin quotes, the
// one that says most first.
var telltales = []*lazyregexp.Regexp{
	lazyregexp.New(`any purpose other than a Competing Use`),
	lazyregexp.New(`(?i)you may not provide the software to third parties as a hosted or managed service`),
	lazyregexp.New(`(?i)the License does not grant to you,? the right to Sell the Software`),
	lazyregexp.New(`(?i)the right to copy, modify, create derivative works, redistribute, and make non-production use`),
	lazyregexp.New(`(?i)available to third parties as a service`),
}

// telltale is the quote of a licence that is not free; else its title.
func telltale(text string) string {
	one := strings.Join(strings.Fields(text), " ")
	for _, re := range telltales {
		if m := re.Re().FindString(one); m != "" {
			return m
		}
	}
	return titleOf(text)
}

func (s *scene) compareGrants(was, now grant, c rootfile.Change, history map[string][]held) {
	date := s.in.Day(c.Committed)
	before := history[c.Repository]
	if now.String() == was.String() && len(now.unread) <= len(was.unread) {
		return
	}
	if len(now.ids) == 0 || len(was.ids) == 0 {
		s.unreadLicence(was, now, c, date)
		return
	}
	history[c.Repository] = append(before, held{now.String(), c.Committed})
	if now.String() == was.String() || date.In() != s.in.Month {
		return
	}
	d := &watch.SignalDetail{Theme: themeLicence, From: was.String(), To: now.String(), Path: c.Path, Commit: c.Commit, Note: noteOf(was, now)}
	if now.status == licence.Free || now.status == licence.NotFree {
		free := now.status == licence.Free
		d.Free = &free
	}
	d.Quote = quoteOf(now.quote)
	d.Version = s.firstVersionOf(c.Repository, c.Committed)
	ev := evidenceOf(c, "")
	if d.Quote != nil {
		ev.Quote = d.Quote.Text
	}
	if takenBack(before, now.String(), c.Committed) {
		d.Note = "reverted"
		s.raise(watch.FindingReversal, "licence:"+short(c), date, watch.Certain, d, ev)
		return
	}
	s.raise(watch.FindingLicenceChange, short(c), date, watch.Certain, d, ev)
}

// held is a licence from a time on.
type held struct {
	licence string
	since   time.Time
}

// reversal is how long a licence may last that is then said to be taken back;
// after that a project has simply changed it once more.
const reversal = 2 * 365 * 24 * time.Hour

// takenBack tells whether a licence is the one before the last, which did not
// last long.
func takenBack(before []held, now string, at time.Time) bool {
	n := len(before)
	return n > 1 && before[n-2].licence == now && at.Sub(before[n-1].since) < reversal
}

// noteOf tells a licence that is added or dropped beside another from one that
// replaces it.
func noteOf(was, now grant) string {
	has := func(g grant, id string) bool { return slices.Contains(g.ids, id) }
	added := slices.ContainsFunc(now.ids, func(id string) bool { return !has(was, id) })
	dropped := slices.ContainsFunc(was.ids, func(id string) bool { return !has(now, id) })
	switch {
	case added && !dropped:
		return "added"
	case dropped && !added:
		return "dropped"
	}
	return "changed"
}

// titleOf is the first line of a licence.
func titleOf(text string) string {
	for _, line := range strings.Split(text, "\n") {
		if line = strings.Trim(strings.TrimSpace(line), "#=* "); line != "" {
			return line
		}
	}
	return ""
}

// unreadLicence leaves to a person a text that is not recognised and that is
// not the former one with small changes.
func (s *scene) unreadLicence(was, now grant, c rootfile.Change, date watch.Date) {
	if date.In() != s.in.Month || alike(c.Before, c.After) {
		return
	}
	if len(was.ids) == 0 && len(now.unread) == 0 && len(was.named) > 0 && slices.Equal(was.named, now.ids) {
		return // the text was a notice, and is now the licence that it named
	}
	for path, text := range now.texts {
		if old, ok := was.texts[path]; ok && alike(old, text) && len(now.texts) == len(was.texts) {
			return
		}
	}
	d := &watch.SignalDetail{Theme: themeLicence, From: was.String(), To: now.String(), Path: c.Path, Commit: c.Commit, Note: "unread", Quote: quoteOf(titleOf(c.After))}
	id := s.raise(watch.FindingLicenceChange, short(c), date, watch.Uncertain, d, evidenceOf(c, titleOf(c.After)))
	s.todo(id, "the text of the licence is not recognised: a person has to read it")
}

// alike tells whether most lines of two texts are the same.
func alike(a, b string) bool {
	if a == "" || b == "" {
		return false
	}
	lines := map[string]int{}
	n := 0
	for _, l := range strings.Split(a, "\n") {
		if l = strings.Join(strings.Fields(l), " "); l != "" {
			lines[l]++
			n++
		}
	}
	common, m := 0, 0
	for _, l := range strings.Split(b, "\n") {
		if l = strings.Join(strings.Fields(l), " "); l != "" {
			m++
			if lines[l] > 0 {
				lines[l]--
				common++
			}
		}
	}
	return 10*common >= 7*min(n, m)
}

// firstVersionOf is the version of the first final tag of a repository after a
// time; "" when there is none yet.
func (s *scene) firstVersionOf(repository string, after time.Time) string {
	var best *watch.Tag
	for _, t := range watch.Of[*watch.Tag](s.in.Facts) {
		v, ok := watch.ParseVersion(t.Name)
		if !ok || v.Prerelease() || t.Repository != repository || t.State == watch.TagDeleted || !s.in.Past(t.When()) || t.When().Before(after) {
			continue
		}
		if best == nil || t.When().Before(best.When()) || t.When().Equal(best.When()) && t.Name < best.Name {
			best = t
		}
	}
	if best == nil {
		return ""
	}
	v, _ := watch.ParseVersion(best.Name)
	return v.String()
}

// standingLicence says what holds from month to month: a licence that is not
// free, sources that disagree.
func (s *scene) standingLicence(g grant, files []rootfile.Change) {
	if len(files) == 0 || len(g.ids) == 0 {
		return
	}
	f := g.since
	date := s.in.Day(f.Committed)
	if g.status == licence.NotFree {
		free := false
		d := &watch.SignalDetail{Theme: themeLicence, To: g.String(), Path: f.Path, Commit: f.Commit, Free: &free, Note: "not-free", Quote: quoteOf(g.quote)}
		s.raise(watch.FindingLicenceChange, "not-free:"+g.String(), date, watch.Certain, d, evidenceOf(f, g.quote))
		d.New = false
	}
	if c := s.in.Program.Licence; c != "" && g.status == licence.Free && disagree(c, g.ids) && len(g.unread) == 0 {
		d := &watch.SignalDetail{Theme: themeLicence, From: c, To: g.String(), Path: f.Path, Commit: f.Commit, Note: "conflict"}
		id := s.raise(watch.FindingLicenceChange, "conflict:"+g.String(), date, watch.Uncertain, d, evidenceOf(f, ""))
		d.New = false
		s.todo(id, "the catalogue and the licence file disagree")
	}
}

// disagree tells whether none of the licences of a file is named by an
// expression of the catalogue.
func disagree(expression string, ids []string) bool {
	clean := strings.NewReplacer("(", " ", ")", " ").Replace(expression)
	for _, word := range strings.Fields(clean) {
		if slices.ContainsFunc(ids, func(id string) bool { return slices.Contains(strings.Split(id, " OR "), licence.Base(word)) }) {
			return false
		}
	}
	return true
}

// forgeLicences compares the licence that the forge tells from one state of the
// repository to the next.
func (s *scene) forgeLicences() {
	var before *watch.Repository
	for f, r := range watch.Of[*watch.Repository](s.sorted()) {
		if r.Licence == "" || r.Licence == "NOASSERTION" || s.in.AsOf.Before(r.AsOf) {
			continue
		}
		if before != nil && before.URL == r.URL && before.Licence != r.Licence && r.AsOf.In() == s.in.Month && !s.raised(watch.FindingLicenceChange) {
			d := &watch.SignalDetail{Theme: themeLicence, From: before.Licence, To: r.Licence, Note: "forge"}
			st := licence.StatusOf(r.Licence)
			if free := st == licence.Free; free || st == licence.NotFree {
				d.Free = &free
			}
			s.raise(watch.FindingLicenceChange, "forge:"+r.AsOf.String(), r.AsOf, watch.Probable, d, f.Evidence)
		}
		before = r
	}
}

func (s *scene) raised(kind watch.FindingKind) bool {
	for f, d := range watch.DetailOf[*watch.SignalDetail](s.out.Findings) {
		if f.Kind == kind && d.New {
			return true
		}
	}
	return false
}
