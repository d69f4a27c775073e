package kev

import (
	"encoding/json"
	"fmt"
	"iter"
	"time"

	"guette/collect"
	"guette/fetch"
	"guette/internal/lazyregexp"
	"guette/watch"
)

const (
	maxEntries = 20_000 // the catalogue has 1,662 after five years
	maxText    = 1000   // bytes; the longest required action has 520
)

type document struct {
	CatalogVersion  string            `json:"catalogVersion"`
	DateReleased    time.Time         `json:"dateReleased"`
	Vulnerabilities []json.RawMessage `json:"vulnerabilities"`
}

type entry struct {
	CVE        string     `json:"cveID"`
	Vendor     string     `json:"vendorProject"`
	Product    string     `json:"product"`
	Name       string     `json:"vulnerabilityName"`
	Added      watch.Date `json:"dateAdded"`
	Due        watch.Date `json:"dueDate"`
	Action     string     `json:"requiredAction"`
	Ransomware string     `json:"knownRansomwareCampaignUse"`
}

var cveForm = lazyregexp.New(`^CVE-\d{4}-\d{4,10}$`)

// Parse reads the entries of the catalogue, in its order. A pair with an error
// reports one bad entry, or, as the first and only pair, an answer that is not
// the catalogue.
func Parse(data []byte) iter.Seq2[*watch.Exploited, error] {
	return func(yield func(*watch.Exploited, error) bool) {
		var doc document
		if err := collect.JSON(data, &doc); err != nil {
			yield(nil, err)
			return
		}
		if len(doc.Vulnerabilities) == 0 || doc.DateReleased.IsZero() {
			yield(nil, &collect.Error{Reason: fetch.ReasonWrongType, Message: "JSON without dateReleased and vulnerabilities"})
			return
		}
		if n := len(doc.Vulnerabilities); n > maxEntries {
			doc.Vulnerabilities = doc.Vulnerabilities[:maxEntries]
			if !yield(nil, fmt.Errorf("%d entries: only the first %d are read", n, maxEntries)) {
				return
			}
		}
		day := watch.DateIn(doc.DateReleased, time.UTC)
		seen := map[string]bool{}
		for i, raw := range doc.Vulnerabilities {
			x, err := parseEntry(i, raw, day, seen)
			if !yield(x, err) {
				return
			}
		}
	}
}

func parseEntry(i int, raw json.RawMessage, day watch.Date, seen map[string]bool) (*watch.Exploited, error) {
	var e entry
	if err := json.Unmarshal(raw, &e); err != nil {
		return nil, fmt.Errorf("entry %d: %q: %w", i+1, clip(e.CVE), err)
	}
	switch {
	case !cveForm.Re().MatchString(e.CVE):
		return nil, fmt.Errorf("entry %d: %q: not a CVE id", i+1, clip(e.CVE))
	case e.Added.IsZero():
		return nil, fmt.Errorf("entry %d: %s: no date", i+1, e.CVE)
	case seen[e.CVE]:
		return nil, fmt.Errorf("entry %d: %s: twice", i+1, e.CVE)
	}
	seen[e.CVE] = true
	return &watch.Exploited{CVE: e.CVE, Vendor: clip(e.Vendor), Product: clip(e.Product), Name: clip(e.Name), Added: e.Added,
		Due: e.Due, Action: clip(e.Action), Ransomware: e.Ransomware == "Known", Catalogue: day}, nil
}

func clip(s string) string {
	s, _ = collect.Clip(s, maxText)
	return s
}
