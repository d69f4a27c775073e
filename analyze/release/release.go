// Package release finds the versions published in the month: one finding for
// each release, whatever the number of places that announce it.
package release

import (
	"cmp"
	"slices"
	"strings"

	"guette/analyze"
	"guette/analyze/history"
	"guette/analyze/notes"
	"guette/watch"
)

// Analyzer makes findings of kinds release and security-release, and the newest
// release of the profile. It reads what vulnerability and lifecycle found.
var Analyzer = &analyze.Analyzer{
	Name: "release",
	Doc: `Releases of the month

One finding for each version whose tag has a date in the month, in the
publisher's zone; without a tag, the dates of forge, feed, changelog and
calendar decide, in this order. Tags that write the same version on the same
commit are one release. Nature, the first that is proved: security (fixed
version of a vulnerability record, identifier repaired or heading Security in
the notes), major, minor, patch by the program's own scheme; a keyword alone is
"security-unconfirmed". Pre-releases, nightly builds, withdrawn, re-tagged and
mistaken versions are told apart and are not stable.`,
	Run: run,
}

func run(in *analyze.Input, out *analyze.Output) error {
	h := history.Of(in)
	a := analysis{in: in, h: h, fixes: fixes(out.Findings), ids: map[string]int{}, wrong: mistaken(h),
		said: map[*history.Release][]watch.Mention{}, named: map[*history.Release][]string{}}
	a.mentions()
	for _, r := range h.Releases {
		if in.In(r.When) {
			out.Findings = append(out.Findings, a.finding(r))
		}
	}
	out.Findings = append(out.Findings, a.untagged()...)
	out.Profile.Last = a.last()
	return nil
}

type analysis struct {
	in    *analyze.Input
	h     *history.History
	fixes []fix
	ids   map[string]int
	wrong map[*history.Release]bool // mistaken versions
	said  map[*history.Release][]watch.Mention
	named map[*history.Release][]string // identifiers in the subjects of commits
	loose []watch.Fact                  // commits on security that no version of the month holds
}

func (a *analysis) finding(r *history.Release) watch.Finding {
	d := &watch.ReleaseDetail{
		Version: r.Version.String(), Tag: r.Tag, Branch: a.h.Branch(r.Version), Published: r.When, Dates: r.Dates,
		Repository: r.Repository, Origins: origins(r), Mark: a.mark(r),
	}
	if r.Series != a.h.Main {
		d.Series = cmp.Or(r.Series, "main")
	}
	d.Stable = !r.Prerelease && d.Mark != "nightly" && d.Mark != "mistaken" && d.Mark != "yanked" && d.Mark != "not-a-release"
	a.readNotes(r, d)
	d.Fixes = a.fixed(r, d.Notes)
	d.Backport, d.NewBranch = a.place(r)
	d.Nature = a.nature(r, d)
	f := watch.Finding{
		ID: a.id(r), Program: a.in.Program.ID, Kind: watch.FindingRelease, Date: r.Day, Severity: watch.SeverityNone,
		Confidence: watch.Certain, Detail: d, Evidence: evidence(r),
	}
	if d.Nature == watch.NatureSecurity {
		f.Kind, f.Severity = watch.FindingSecurityRelease, a.severity(d.Fixes)
	}
	a.quote(r, d, &f)
	a.doubts(r, d, &f)
	return f
}

// doubts lowers the confidence, and asks the editor, where sources disagree or
// a rule rests on little.
func (a *analysis) doubts(r *history.Release, d *watch.ReleaseDetail, f *watch.Finding) {
	switch {
	case d.Mark == "mistaken":
		f.Confidence, f.Todo = watch.Probable, "mistaken-version"
	case len(d.Dates) > 1:
		f.Todo = "dates-disagree"
	case d.Nature == watch.NatureUnconfirmed:
		f.Confidence, f.Todo = watch.Uncertain, "keyword-only"
	case r.Opening:
		f.Confidence = watch.Probable
	}
}

// id depends on program, series and version; where two tags write the same
// version, on the tag.
func (a *analysis) id(r *history.Release) string {
	id := Slug("release " + a.in.Program.ID + " " + r.Series + " " + r.Version.String())
	a.ids[id]++
	if a.ids[id] > 1 {
		id = Slug("release " + a.in.Program.ID + " tag " + history.Base(r.Repository) + " " + r.Tag)
		a.ids[id]++
		if n := a.ids[id]; n > 1 { // the same words in another case or with other marks
			id += strings.Repeat("-x", n-1)
		}
	}
	return id
}

// Slug makes an identifier of a text: lower case letters, digits, dots and
// single dashes.
func Slug(text string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(text) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '.':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return strings.Trim(b.String(), "-")
}

func origins(r *history.Release) []watch.Origin {
	var list []watch.Origin
	for _, p := range r.Places {
		if p.Origin != "" && !slices.Contains(list, p.Origin) {
			list = append(list, p.Origin)
		}
	}
	return list
}

// evidence gives the evidence of every place, each address once.
func evidence(r *history.Release) []watch.Evidence {
	var list []watch.Evidence
	for _, p := range r.Places {
		e := p.Fact.Evidence
		if t, ok := p.Fact.Body.(*watch.Tag); ok {
			e.Commit = cmp.Or(e.Commit, t.Commit, t.Object)
		}
		if c, ok := p.Fact.Body.(*watch.Lifecycle); ok {
			e.URL, e.Title = cmp.Or(c.Page, e.URL), cmp.Or(e.Title, c.Label)
		}
		if !slices.ContainsFunc(list, func(o watch.Evidence) bool { return o.URL == e.URL && o.Commit == e.Commit && o.Path == e.Path }) {
			list = append(list, e)
		}
	}
	return list
}

// last is the newest stable release of the main series at the end of the month,
// of one day the highest version.
func (a *analysis) last() *watch.LastRelease {
	var best *history.Release
	for _, r := range a.h.Releases {
		if !a.in.Past(r.When) || !r.Stable() || !a.h.InMain(r) || a.mark(r) == "mistaken" || a.mark(r) == "nightly" || a.mark(r) == "not-a-release" {
			continue
		}
		if best == nil || !r.Day.Before(best.Day) {
			best = r
		}
	}
	if best == nil {
		return nil
	}
	return &watch.LastRelease{Version: best.Version.String(), Date: best.Day, Evidence: evidence(best)[0]}
}

// readNotes takes the notes of the first place that has entries: the changelog
// as it was at the tag, then the forge, feeds, and the message of the tag.
func (a *analysis) readNotes(r *history.Release, d *watch.ReleaseDetail) {
	places := slices.Clone(r.Places)
	rank := map[watch.Origin]int{watch.OriginChangelog: 0, watch.OriginForge: 1, watch.OriginFeed: 2, "": 3, watch.OriginDistribution: 4, watch.OriginLifecycle: 5}
	slices.SortStableFunc(places, func(x, y history.Place) int { return cmp.Compare(rank[x.Origin], rank[y.Origin]) })
	for _, p := range places {
		if d.NotesURL == "" {
			d.NotesURL = p.Link
		}
		if d.Notes == nil && p.Notes != "" {
			if d.Notes = notes.Read(p.Notes); d.Notes != nil {
				d.Notes.Cut = d.Notes.Cut || p.Cut
				d.NotesURL = cmp.Or(p.Link, d.NotesURL)
			}
		}
		if len(d.Embedded) == 0 {
			d.Embedded = a.embedded(p.Notes)
		}
	}
}

// embedded lists the catalogue's programs that notes say to be bumped.
func (a *analysis) embedded(text string) []watch.Bump {
	if a.in.Programs == nil {
		return nil
	}
	var list []watch.Bump
	for _, c := range notes.Bumps(text) {
		id, ok := a.in.Programs.Named(c.Name)
		if !ok {
			id, ok = a.in.Programs.Named(history.Base(c.Name))
		}
		if ok && id != a.in.Program.ID {
			list = append(list, watch.Bump{Program: id, From: c.From, To: c.To})
		}
	}
	return list
}
