package signal

import (
	"cmp"
	"net/url"
	"path"
	"slices"
	"strings"

	"guette/watch"
)

// sorted are the states of repositories in the order of their days.
func (s *scene) sorted() []watch.Fact {
	var out []watch.Fact
	for f := range watch.Of[*watch.Repository](s.in.Facts) {
		out = append(out, f)
	}
	slices.SortStableFunc(out, func(a, b watch.Fact) int {
		x, y := a.Body.(*watch.Repository), b.Body.(*watch.Repository)
		return cmp.Or(cmp.Compare(x.URL, y.URL), x.AsOf.Compare(y.AsOf), cmp.Compare(a.Collector, b.Collector))
	})
	return out
}

// repositories follows the states that forges and servers tell: archived,
// moved, renamed, forked, mirrored.
func repositories(s *scene) {
	last := map[string]*watch.Repository{}
	for f, r := range watch.Of[*watch.Repository](s.sorted()) {
		if s.in.Edition.Before(r.AsOf) && last[r.URL+"\x00"+f.Collector] != nil {
			continue
		}
		key := r.URL + "\x00" + f.Collector
		before := last[key]
		s.archived(f, before, r)
		s.moved(f, before, r)
		s.parent(f, before, r)
		last[key] = r
	}
}

// archived says that the forge shows a repository as archived; the day is that
// of the first state that says so.
func (s *scene) archived(f watch.Fact, before, r *watch.Repository) {
	was := before != nil && before.Archived != nil && *before.Archived
	is := r.Archived != nil && *r.Archived
	switch {
	case is && !was:
		d := &watch.SignalDetail{Theme: themeRepository, Note: "archived-flag"}
		s.raise(watch.FindingAbandonment, "archived-flag:"+r.URL, r.AsOf, watch.Certain, d, f.Evidence)
		if before == nil || before.Archived == nil {
			d.New = false // archived when it was first read: since when is not known
		}
	case was && r.Archived != nil && !is:
		d := &watch.SignalDetail{Theme: themeRepository, Note: "unarchived", From: string(watch.FindingAbandonment),
			Cancels: s.in.Program.ID + ":" + string(watch.FindingAbandonment) + ":archived-flag:" + r.URL}
		s.raise(watch.FindingReversal, "unarchived:"+r.AsOf.String(), r.AsOf, watch.Certain, d, f.Evidence)
	}
}

// moved says that the server sends to another address: another owner or host
// is a move, another name alone a renaming.
func (s *scene) moved(f watch.Fact, before, r *watch.Repository) {
	if r.MovedTo == "" || sameAddress(r.MovedTo, r.URL) || before != nil && sameAddress(before.MovedTo, r.MovedTo) {
		return
	}
	kind, note := watch.FindingMove, "redirect"
	if owner(r.URL) == owner(r.MovedTo) {
		kind, note = watch.FindingRename, "redirect"
	}
	d := &watch.SignalDetail{Theme: themeRepository, From: r.URL, To: r.MovedTo, Other: r.MovedTo, Note: note}
	s.raise(kind, "redirect:"+r.MovedTo, r.AsOf, watch.Certain, d, f.Evidence)
	if before == nil {
		d.New = false // it was so when it was first read
	}
}

// parent says that the forge shows a repository as a fork of another.
func (s *scene) parent(f watch.Fact, before, r *watch.Repository) {
	if r.Fork == nil || !*r.Fork || r.Parent == "" || before == nil || before.Parent == r.Parent {
		return
	}
	d := &watch.SignalDetail{Theme: themeRepository, From: before.Parent, To: r.Parent, Other: r.Parent, Note: "parent"}
	s.raise(watch.FindingFork, "parent:"+r.Parent, r.AsOf, watch.Certain, d, f.Evidence)
}

func sameAddress(a, b string) bool { return plainAddress(a) == plainAddress(b) }

func plainAddress(s string) string {
	s = strings.ToLower(strings.TrimSuffix(strings.TrimSuffix(s, "/"), ".git"))
	_, rest, _ := strings.Cut(s, "://")
	return strings.TrimPrefix(cmp.Or(rest, s), "www.")
}

// owner is the host and the folder of a repository.
func owner(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return strings.ToLower(u.Host + path.Dir(strings.TrimSuffix(u.Path, "/")))
}
