// Package licence identifies the text of a licence and tells whether it is
// recognised as free. It never says free when it is not sure: a text is
// recognised only where most of it is that of a known licence and where it
// holds none of the terms of the licences that restrict use.
package licence

import (
	_ "embed"
	"encoding/csv"
	"strings"
	"sync"

	"github.com/github/go-spdx/v2/spdxexp"
)

// ListDate is the day on which the embedded list was read, ListVersion its
// version; see SOURCES.
const (
	ListDate    = "2026-11-24"
	ListVersion = "3.29.0"
)

//go:embed spdx.csv
var listCSV string

// A Status is what the two lists say of a licence.
type Status string

// The statuses.
const (
	Free     Status = "free"     // approved by the OSI or listed as free by the FSF
	NotFree  Status = "not-free" // known, and restricts use
	Unlisted Status = "unlisted" // an SPDX licence that neither list approves
	Unknown  Status = "unknown"  // not identified: to be read by a person
)

// An entry is one licence of the SPDX list.
type entry struct {
	id, name   string
	deprecated bool
	osi, fsf   bool
}

// list is the SPDX list by id in lower case.
var list = sync.OnceValue(func() map[string]entry {
	lines, err := csv.NewReader(strings.NewReader(listCSV)).ReadAll()
	if err != nil {
		panic(err) // embedded: a programmer's mistake
	}
	out := map[string]entry{}
	for _, l := range lines[1:] {
		out[strings.ToLower(l[0])] = entry{l[0], l[1], l[2] == "1", l[3] == "1", l[4] == "1"}
	}
	return out
})

// restricted are the families of licences that restrict use or competition;
// ids are compared in lower case, by prefix.
var restricted = []string{"busl-", "bsl-1.1", "fsl-", "sspl-", "elastic-", "licenseref-rsal", "licenseref-commons-clause", "commons-clause",
	"polyform-", "cc-by-nc", "jpnic", "hippocratic", "licenseref-fsl", "licenseref-elastic", "licenseref-cockroachdb", "licenseref-confluent-community",
	"licenseref-timescale", "licenseref-sustainable-use", "licenseref-fair-core", "licenseref-polyform", "licenseref-source-available"}

// StatusOf tells what the lists say of an SPDX expression. With OR, one free
// choice is enough; with AND, each part must be free.
func StatusOf(expression string) Status {
	expression = strings.TrimSpace(expression)
	if expression == "" {
		return Unknown
	}
	if ids, err := spdxexp.ExtractLicenses(expression); err == nil && len(ids) == 1 && !strings.ContainsAny(expression, " ()") {
		return statusOfID(ids[0])
	}
	return statusOfTree(expression)
}

// statusOfTree reads OR of AND, the forms that catalogues hold.
func statusOfTree(expression string) Status {
	best := NotFree
	seen := false
	for _, choice := range splitWord(strings.NewReplacer("(", " ", ")", " ").Replace(expression), "OR") {
		worst := Free
		for _, id := range splitWord(choice, "AND") {
			base, _, _ := strings.Cut(id, " WITH ")
			worst = worse(worst, statusOfID(strings.TrimSpace(base)))
		}
		if !seen || better(worst, best) {
			best, seen = worst, true
		}
	}
	return best
}

func splitWord(s, word string) []string { return strings.Split(" "+s+" ", " "+word+" ") }

var order = map[Status]int{Free: 3, Unknown: 2, Unlisted: 1, NotFree: 0}

func better(a, b Status) bool { return order[a] > order[b] }

func worse(a, b Status) Status {
	if order[b] < order[a] {
		return b
	}
	return a
}

func statusOfID(id string) Status {
	key := strings.ToLower(strings.TrimSuffix(strings.TrimSpace(id), "+"))
	for _, p := range restricted {
		if strings.HasPrefix(key, p) {
			return NotFree
		}
	}
	e, ok := list()[key]
	switch {
	case !ok:
		return Unknown
	case e.osi || e.fsf:
		return Free
	}
	return Unlisted
}

// Name is the full name of an SPDX id; "" where the list has none.
func Name(id string) string { return list()[strings.ToLower(id)].name }
