package debian

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	deb "github.com/knqyf263/go-deb-version"

	"guette/collect"
	"guette/internal/lazyregexp"
	"guette/watch"
)

// maxVersions bounds the versions of a package; linux, the longest, has some
// sixty.
const maxVersions = 200

// suite is the name of a release or of its security archive. Proposed updates,
// backports and experimental are not what a machine gets by itself.
var suite = lazyregexp.New(`^[a-z]{2,20}(-security)?$`)

// document is an answer of the API. Source: sources.debian.org/doc/api.
type document struct {
	Package  string            `json:"package"`
	Error    json.RawMessage   `json:"error"`
	Versions []json.RawMessage `json:"versions"`
}

// Parse reads the versions of a source package: for each release the highest,
// releases in alphabetical order. bad are entries that were left out.
func Parse(data []byte, source string) (packages []*watch.Package, bad []error, err error) {
	var doc document
	if err := collect.JSON(data, &doc); err != nil {
		return nil, nil, err
	}
	if doc.Package == "" || doc.Versions == nil {
		return nil, nil, &collect.Error{Reason: "bad-json", Message: "no package and versions in the answer",
			Hint: "check the name of the source package in the catalogue"}
	}
	if len(doc.Versions) > maxVersions {
		return nil, nil, &collect.Error{Reason: "too-large", Message: fmt.Sprintf("%d versions, more than %d", len(doc.Versions), maxVersions)}
	}
	highest := map[string]deb.Version{}
	for i, raw := range doc.Versions {
		suites, v, err := entry(raw)
		if err != nil {
			bad = append(bad, fmt.Errorf("entry %d: %w", i, err))
			continue
		}
		for _, s := range suites {
			if old, ok := highest[s]; suite.Re().MatchString(s) && s != "experimental" && (!ok || v.GreaterThan(old)) {
				highest[s] = v
			}
		}
	}
	for s, v := range highest {
		packages = append(packages, &watch.Package{Distribution: "debian", Release: s, Source: source, Version: v.String()})
	}
	slices.SortFunc(packages, func(a, b *watch.Package) int { return strings.Compare(a.Release, b.Release) })
	return packages, bad, nil
}

// entry reads one version and the suites that have it.
func entry(raw json.RawMessage) ([]string, deb.Version, error) {
	var e struct {
		Version string   `json:"version"`
		Suites  []string `json:"suites"`
	}
	if err := json.Unmarshal(raw, &e); err != nil {
		return nil, deb.Version{}, err
	}
	v, err := deb.NewVersion(e.Version)
	if err != nil {
		return nil, deb.Version{}, fmt.Errorf("version %q: %w", e.Version, err)
	}
	return e.Suites, v, nil
}
