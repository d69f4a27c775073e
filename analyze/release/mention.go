package release

import (
	"cmp"
	"slices"
	"time"

	"guette/analyze/history"
	"guette/analyze/notes"
	"guette/internal/lazyregexp"
	"guette/watch"
)

// maxMentions is how many commits a release quotes.
const maxMentions = 3

// mentions gives the commits of the month on security to the first stable
// version of the month that holds them.
func (a *analysis) mentions() {
	var tagged []*history.Release
	for _, r := range a.h.Releases {
		if a.h.InMain(r) && r.Tag != "" && r.Stable() && a.in.In(r.When) {
			tagged = append(tagged, r)
		}
	}
	for f, c := range watch.Of[*watch.Commit](a.in.Facts) {
		if !c.Says(watch.CommitSecurity) || !a.in.In(c.Committed) || a.foreign(c.Subject) || written(c.Subject) {
			continue
		}
		i := slices.IndexFunc(tagged, func(r *history.Release) bool { return r.Repository == c.Repository && holds(r, c) })
		if i >= 0 {
			a.said[tagged[i]] = append(a.said[tagged[i]], mention(a, f, c))
			a.named[tagged[i]] = append(a.named[tagged[i]], notes.Identifiers(c.Subject)...)
		} else {
			a.loose = append(a.loose, f)
		}
	}
}

// holds tells whether one of the tags of a release holds a commit.
func holds(r *history.Release, c *watch.Commit) bool {
	return slices.ContainsFunc(r.Places, func(p history.Place) bool {
		t, ok := p.Fact.Body.(*watch.Tag)
		return ok && slices.Contains(c.Tags, t.Name)
	})
}

// dependency are the words of a commit that raises the version of another
// program.
var dependency = lazyregexp.New(`(?i)\b(bump|upgrade|update|constrain|pin|deps?|dependenc\w+|require)\b|[<>=]=`)

// foreign tells whether a subject names vulnerabilities of a dependency: ids of
// which no record is about the program, and a word of dependencies.
func (a *analysis) foreign(subject string) bool {
	ids := notes.Identifiers(subject)
	return len(ids) > 0 && dependency.Re().MatchString(subject) && !slices.ContainsFunc(ids, func(id string) bool {
		return slices.ContainsFunc(a.fixes, func(f fix) bool { return slices.Contains(f.ids, id) })
	})
}

// document begins a subject on texts and tests, not on what runs.
var document = lazyregexp.New(`(?i)^(?:(?:docs?|documentation|change-?log|readme|tests?)\b[^:]{0,40}:|[\w./-]+\.(?:md|rst|txt|adoc)\b)`)

// written tells whether a commit changes documents alone, as its subject says,
// and names no vulnerability.
func written(subject string) bool {
	return document.Re().MatchString(subject) && len(notes.Identifiers(subject)) == 0
}

// repair is a word of a commit that repairs.
var repair = lazyregexp.New(`(?i)\b(?:fix(?:e[sd])?|prevent(?:s|ed)?|patch(?:e[sd])?|mitigate[sd]?|sanitize[sd]?|escape[sd]?|reject(?:s|ed)?)\b`)

// rank puts commits that repair first.
func rank(m watch.Mention) int {
	if repair.Re().MatchString(m.Subject) {
		return 0
	}
	return 1
}

func mention(a *analysis, f watch.Fact, c *watch.Commit) watch.Mention {
	return watch.Mention{Subject: watch.Shorten(notes.Plain(c.Subject)), Merge: c.Merge, Commit: c.Hash, Date: a.in.Day(c.Committed), URL: f.Evidence.URL}
}

// quiet is how long a project has to be without a tag before a commit that
// announces a version counts as its release: others write the number of the
// next version long before they tag it.
const quiet = 12

// untagged finds the versions that commits of the month announce in a project
// that has not tagged for a year and whose number is above the last tag. They
// are no releases: what changes is how the project distributes.
func (a *analysis) untagged() []watch.Finding {
	var last *history.Release
	for _, r := range a.h.Releases {
		if a.h.InMain(r) && r.Stable() && !r.When.IsZero() && (last == nil || r.When.After(last.When)) {
			last = r
		}
	}
	if last == nil || !last.When.Before(a.in.Month.Add(-quiet).Start(a.in.Zone)) {
		return nil
	}
	var list []watch.Finding
	for f, c := range watch.Of[*watch.Commit](a.in.Facts) {
		v, ok := watch.ParseVersion(c.Version)
		if !c.Says(watch.CommitVersion) || !a.in.In(c.Committed) || !ok || v.Compare(last.Version) <= 0 || v.Prerelease() {
			continue
		}
		if !slices.ContainsFunc(list, func(o watch.Finding) bool { return o.Detail.(*watch.ReleaseDetail).Version == v.String() }) {
			list = append(list, a.announced(f, c, v))
		}
	}
	return list
}

func (a *analysis) announced(f watch.Fact, c *watch.Commit, v watch.Version) watch.Finding {
	d := &watch.ReleaseDetail{Version: v.String(), Branch: a.h.Branch(v), Published: c.Committed, Mark: "untagged", Nature: watch.NatureOther,
		Repository: c.Repository}
	finding := watch.Finding{ID: Slug("release " + a.in.Program.ID + " " + v.String() + " untagged"), Program: a.in.Program.ID, Kind: watch.FindingDistribution,
		Date: a.in.Day(c.Committed), Severity: watch.SeverityNone, Confidence: watch.Uncertain, Todo: "untagged-version", Detail: d, Evidence: []watch.Evidence{f.Evidence}}
	for _, l := range a.loose {
		if commit := l.Body.(*watch.Commit); !commit.Committed.After(c.Committed.Add(time.Minute)) && len(d.Mentions) < maxMentions {
			d.Mentions = append(d.Mentions, mention(a, l, commit))
			finding.Evidence = append(finding.Evidence, l.Evidence)
		}
	}
	if len(d.Mentions) > 0 {
		d.Nature = watch.NatureUnconfirmed
	}
	return finding
}

// quote adds what commits say of security to a release whose notes are not
// collected: where the project wrote notes, they tell what it holds.
func (a *analysis) quote(r *history.Release, d *watch.ReleaseDetail, f *watch.Finding) {
	if d.Notes != nil {
		return
	}
	list := a.said[r]
	slices.SortStableFunc(list, func(x, y watch.Mention) int {
		return cmp.Or(cmp.Compare(rank(x), rank(y)), x.Date.Compare(y.Date), cmp.Compare(x.Commit, y.Commit))
	})
	d.Mentions = list[:min(len(list), maxMentions)]
	for _, m := range d.Mentions {
		f.Evidence = append(f.Evidence, watch.Evidence{URL: m.URL, Commit: m.Commit, Quote: m.Subject})
	}
	plain := d.Nature == watch.NatureMajor || d.Nature == watch.NatureMinor || d.Nature == watch.NaturePatch || d.Nature == watch.NatureOther
	if plain && len(d.Mentions) > 0 {
		d.Nature = watch.NatureUnconfirmed
	}
}
