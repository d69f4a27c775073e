package osv

import (
	"encoding/json"
	"fmt"
	"time"

	"guette/collect"
	"guette/internal/lazyregexp"
	"guette/watch"
)

// Bounds of a record, with the largest seen in 1,076 records of five databases.
const (
	maxSummary    = 500     // bytes; seen 225
	maxDetails    = 8 << 10 // bytes; seen 2,036
	maxAliases    = 50      // seen 4
	maxReferences = 60      // seen 179, the first ones are the advisories
	maxAffected   = 100     // seen 11
	maxRanges     = 100     // seen 6
	maxEvents     = 1000    // seen 50
	maxVersions   = 5000    // seen 720
	maxWord       = 200     // bytes of a name, version or vector
)

// record is an OSV record. Source: OSV schema 1.7.
type record struct {
	ID         string            `json:"id"`
	Aliases    []string          `json:"aliases"`
	Related    []string          `json:"related"`
	Upstream   []string          `json:"upstream"`
	Summary    string            `json:"summary"`
	Details    string            `json:"details"`
	Published  time.Time         `json:"published"`
	Modified   time.Time         `json:"modified"`
	Withdrawn  time.Time         `json:"withdrawn"`
	Severity   []watch.Vector    `json:"severity"`
	Affected   []affected        `json:"affected"`
	References []watch.Reference `json:"references"`
	Database   specific          `json:"database_specific"`
}

type affected struct {
	Package struct {
		Ecosystem string `json:"ecosystem"`
		Name      string `json:"name"`
		PURL      string `json:"purl"`
	} `json:"package"`
	Severity  []watch.Vector `json:"severity"`
	Ranges    []watch.Range  `json:"ranges"`
	Versions  []string       `json:"versions"`
	Ecosystem specific       `json:"ecosystem_specific"`
	Database  specific       `json:"database_specific"`
}

// specific is what a database adds to a record; anything may be there.
type specific struct {
	Severity string
	CPEs     []string
}

// UnmarshalJSON reads the two fields when they have the type that Bitnami and
// GitHub give them; every other form is no error, as the schema leaves it open.
func (s *specific) UnmarshalJSON(b []byte) error {
	var raw struct{ Severity, CPEs json.RawMessage }
	if json.Unmarshal(b, &raw) != nil {
		return nil
	}
	_ = json.Unmarshal(raw.Severity, &s.Severity)
	_ = json.Unmarshal(raw.CPEs, &s.CPEs)
	return nil
}

var idForm = lazyregexp.New(`^[A-Za-z0-9][A-Za-z0-9_.:+-]{2,99}$`)

// Parse reads one record, bounded. Of the affected packages it keeps those of
// packages; all of them when none is named.
func Parse(data []byte, packages []watch.OSVPackage) (*watch.Advisory, error) {
	var r record
	if err := collect.JSON(data, &r); err != nil {
		return nil, fmt.Errorf("record %q: %w", r.ID, err)
	}
	if !idForm.Re().MatchString(r.ID) {
		return nil, fmt.Errorf("record %q: not an identifier", r.ID)
	}
	a := &watch.Advisory{
		ID: r.ID, Publisher: "osv",
		Aliases: words(r.Aliases, maxAliases), Related: words(append(r.Related, r.Upstream...), maxAliases),
		Summary: clip(r.Summary, maxSummary), Details: clip(r.Details, maxDetails),
		Published: r.Published.UTC(), Modified: r.Modified.UTC(), Withdrawn: r.Withdrawn.UTC(),
		Severity: vectors(r.Severity), Word: clip(r.Database.Severity, maxWord),
	}
	for _, ref := range bounded(r.References, maxReferences) {
		a.References = append(a.References, watch.Reference{Type: clip(ref.Type, maxWord), URL: clip(ref.URL, 4*maxWord)})
	}
	named := false
	for _, f := range r.Affected {
		named = named || f.of(packages)
	}
	for _, f := range r.Affected {
		if len(a.Affected) == maxAffected || named && !f.of(packages) {
			continue
		}
		a.Affected = append(a.Affected, f.bounded(r.Database.CPEs))
		if a.Word == "" {
			a.Word = clip(f.word(), maxWord)
		}
	}
	return a, nil
}

// of tells whether the entry is about one of the packages.
func (f affected) of(packages []watch.OSVPackage) bool {
	for _, p := range packages {
		if same(watch.OSVPackage{Ecosystem: f.Package.Ecosystem, Name: f.Package.Name}, p) {
			return true
		}
		if base(p.Ecosystem) != "GIT" {
			continue
		}
		for _, r := range f.Ranges {
			if r.Repo != "" && repository(r.Repo) == repository(p.Name) {
				return true
			}
		}
	}
	return false
}

func (f affected) word() string {
	if f.Ecosystem.Severity != "" {
		return f.Ecosystem.Severity
	}
	return f.Database.Severity
}

func (f affected) bounded(cpes []string) watch.Affected {
	out := watch.Affected{
		Ecosystem: clip(f.Package.Ecosystem, maxWord), Package: clip(f.Package.Name, maxWord), PURL: clip(f.Package.PURL, maxWord),
		CPEs: words(append(f.Database.CPEs, cpes...), maxAliases), Severity: vectors(f.Severity), Versions: words(f.Versions, maxVersions),
	}
	for _, r := range bounded(f.Ranges, maxRanges) {
		kept := watch.Range{Type: clip(r.Type, maxWord), Repo: clip(r.Repo, 4*maxWord), Events: []watch.Event{}}
		for _, e := range bounded(r.Events, maxEvents) {
			kept.Events = append(kept.Events, single(e)...)
		}
		out.Ranges = append(out.Ranges, kept)
	}
	return out
}

// single gives an event a field: the schema wants exactly one in each.
func single(e watch.Event) (out []watch.Event) {
	if e.Introduced != "" {
		out = append(out, watch.Event{Introduced: clip(e.Introduced, maxWord)})
	}
	if e.Fixed != "" {
		out = append(out, watch.Event{Fixed: clip(e.Fixed, maxWord)})
	}
	if e.LastAffected != "" {
		out = append(out, watch.Event{LastAffected: clip(e.LastAffected, maxWord)})
	}
	if e.Limit != "" {
		out = append(out, watch.Event{Limit: clip(e.Limit, maxWord)})
	}
	return out
}

func vectors(list []watch.Vector) (out []watch.Vector) {
	for _, v := range bounded(list, maxAliases) {
		out = append(out, watch.Vector{Type: clip(v.Type, maxWord), Score: clip(v.Score, maxWord)})
	}
	return out
}

func words(list []string, n int) (out []string) {
	for _, s := range bounded(list, n) {
		if s != "" {
			out = append(out, clip(s, maxWord))
		}
	}
	return out
}

func bounded[T any](list []T, n int) []T { return list[:min(len(list), n)] }

func clip(s string, n int) string {
	s, _ = collect.Clip(s, n)
	return s
}
