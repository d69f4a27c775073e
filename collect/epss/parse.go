package epss

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"guette/collect"
	"guette/fetch"
	"guette/internal/lazyregexp"
	"guette/watch"
)

const (
	maxRows = 2_000_000 // CVE ids of a day; 2026 has about 350,000
	maxBad  = 20        // bad rows that are told
)

var scoreDate = lazyregexp.New(`score_date:(\d{4}-\d\d-\d\d)`)

// ParseCSV reads the scores of one day and keeps those of wanted. The first
// line is a comment that tells the day. bad are rows that could not be read;
// err is that of a file that is no table of scores, or that was cut.
func ParseCSV(r io.Reader, wanted map[string]bool) (scores []watch.EPSS, bad []error, err error) {
	table := csv.NewReader(r)
	table.FieldsPerRecord, table.ReuseRecord, table.LazyQuotes = -1, true, true
	first, err := table.Read()
	if err != nil {
		return nil, nil, notScores(err)
	}
	found := scoreDate.Re().FindStringSubmatch(strings.Join(first, ","))
	if found == nil {
		return nil, nil, notScores(fmt.Errorf("first line %q has no score_date", short(strings.Join(first, ","))))
	}
	day, err := watch.ParseDate(found[1])
	if err != nil {
		return nil, nil, notScores(err)
	}
	for n := 2; ; n++ {
		row, err := table.Read()
		switch {
		case errors.Is(err, io.EOF):
			return scores, bad, nil
		case err != nil:
			return scores, bad, notScores(err)
		case n > maxRows:
			return scores, bad, &collect.Error{Reason: fetch.ReasonTooMany, Message: fmt.Sprintf("more than %d rows", maxRows)}
		case len(row) == 0 || !wanted[row[0]]:
			continue
		}
		s, err := score(row, day)
		if err != nil {
			if len(bad) < maxBad {
				bad = append(bad, fmt.Errorf("line %d: %w", n, err))
			}
			continue
		}
		scores = append(scores, s)
	}
}

func notScores(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return &collect.Error{Reason: fetch.ReasonTruncated, Message: "the table of scores was cut", Err: err}
	}
	return &collect.Error{Reason: fetch.ReasonWrongType, Message: "not a table of EPSS scores", Err: err}
}

func score(row []string, day watch.Date) (watch.EPSS, error) {
	if len(row) < 3 {
		return watch.EPSS{}, fmt.Errorf("%s: %d columns, want 3", short(row[0]), len(row))
	}
	p, err := share(row[1])
	if err != nil {
		return watch.EPSS{}, fmt.Errorf("%s: score: %w", short(row[0]), err)
	}
	rank, err := share(row[2])
	if err != nil {
		return watch.EPSS{}, fmt.Errorf("%s: percentile: %w", short(row[0]), err)
	}
	return watch.EPSS{CVE: strings.Clone(row[0]), Score: p, Percentile: rank, Date: day}, nil
}

// share reads a number from 0 to 1.
func share(s string) (float64, error) {
	v, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	if err != nil || !(v >= 0 && v <= 1) {
		return 0, fmt.Errorf("%q is not a number from 0 to 1", short(s))
	}
	return v, nil
}

// ParseAPI reads an answer of the API of FIRST.
func ParseAPI(data []byte, wanted map[string]bool) (scores []watch.EPSS, bad []error, err error) {
	var doc struct {
		Data []json.RawMessage `json:"data"`
	}
	if err := collect.JSON(data, &doc); err != nil {
		return nil, nil, err
	}
	if doc.Data == nil {
		return nil, nil, &collect.Error{Reason: fetch.ReasonWrongType, Message: "JSON without data"}
	}
	for i, raw := range doc.Data[:min(len(doc.Data), maxRows)] {
		var row struct{ CVE, EPSS, Percentile, Date string }
		var day watch.Date
		err := json.Unmarshal(raw, &row)
		if err == nil && !wanted[row.CVE] {
			continue
		}
		if err == nil {
			day, err = watch.ParseDate(row.Date)
		}
		var s watch.EPSS
		if err == nil {
			s, err = score([]string{row.CVE, row.EPSS, row.Percentile}, day)
		}
		if err != nil {
			if len(bad) < maxBad {
				bad = append(bad, fmt.Errorf("entry %d: %w", i+1, err))
			}
			continue
		}
		scores = append(scores, s)
	}
	return scores, bad, nil
}

func short(s string) string {
	s, _ = collect.Clip(s, 80)
	return s
}

// fact keeps the score of one CVE on one day.
func fact(s watch.EPSS, ev watch.Evidence) watch.Fact {
	return watch.Fact{Key: s.CVE + "@" + s.Date.String(), At: s.Date.Time(time.UTC), Evidence: ev, Body: &s}
}
