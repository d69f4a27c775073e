package endoflife

import (
	"encoding/json"
	"fmt"
	"iter"
	"time"

	"guette/collect"
	"guette/fetch"
	"guette/watch"
)

const (
	maxCycles = 500 // of a product; the longest list, chrome, has 144
	maxText   = 300 // bytes of a name or label; the longest has 60
)

// document is an answer of the API. Source: openapi.yml of endoflife.date,
// version 1.2.
type document struct {
	GeneratedAt  time.Time `json:"generated_at"`
	LastModified time.Time `json:"last_modified"`
	Result       struct {
		Name        string `json:"name"`
		Label       string `json:"label"`
		Identifiers []struct {
			Type string `json:"type"`
			ID   string `json:"id"`
		} `json:"identifiers"`
		Labels struct {
			EOAS *string `json:"eoas"`
			EOL  *string `json:"eol"`
			EOES *string `json:"eoes"`
		} `json:"labels"`
		Links struct {
			HTML string `json:"html"`
		} `json:"links"`
		Releases []json.RawMessage `json:"releases"`
	} `json:"result"`
}

// cycle is an entry of releases. The API has several silences: a missing isX
// means that there is no such phase, a null isX that this cycle has no right
// to it, a null xFrom that the date is not announced.
type cycle struct {
	Name           string   `json:"name"`
	Codename       *string  `json:"codename"`
	Label          string   `json:"label"`
	ReleaseDate    day      `json:"releaseDate"`
	IsLTS          bool     `json:"isLts"`
	IsEOAS         *bool    `json:"isEoas"`
	EOASFrom       day      `json:"eoasFrom"`
	IsEOL          *bool    `json:"isEol"`
	EOLFrom        day      `json:"eolFrom"`
	IsEOES         *bool    `json:"isEoes"`
	EOESFrom       day      `json:"eoesFrom"`
	IsDiscontinued *bool    `json:"isDiscontinued"`
	DiscontinuedOn day      `json:"discontinuedFrom"`
	IsMaintained   bool     `json:"isMaintained"`
	Latest         *version `json:"latest"`
}

type version struct {
	Name string  `json:"name"`
	Date day     `json:"date"`
	Link *string `json:"link"`
}

// A day is a date that may be null.
type day struct{ watch.Date }

// UnmarshalJSON refuses all but a date and null.
func (d *day) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		return nil
	}
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	date, err := watch.ParseDate(s)
	d.Date = date
	return err
}

// Parse reads the cycles of a product, newest first as the calendar lists
// them. A pair with an error reports one bad cycle, or, as the first and only
// pair, an answer that is no calendar.
func Parse(data []byte, retrieved time.Time) iter.Seq2[*watch.Lifecycle, error] {
	return func(yield func(*watch.Lifecycle, error) bool) {
		var doc document
		if err := collect.JSON(data, &doc); err != nil {
			yield(nil, err)
			return
		}
		if doc.Result.Name == "" || len(doc.Result.Releases) == 0 {
			yield(nil, &collect.Error{Reason: fetch.ReasonWrongType, Message: "JSON without result.name and result.releases",
				Hint: "use the product's name as in https://endoflife.date/NAME"})
			return
		}
		if n := len(doc.Result.Releases); n > maxCycles {
			doc.Result.Releases = doc.Result.Releases[:maxCycles]
			if !yield(nil, fmt.Errorf("%d cycles: only the first %d are read", n, maxCycles)) {
				return
			}
		}
		product := doc.product(retrieved)
		seen := map[string]bool{}
		for i, raw := range doc.Result.Releases {
			l, err := product.with(i, raw)
			if err == nil && seen[l.Cycle] {
				l, err = nil, fmt.Errorf("cycle %d: name %q: twice", i+1, l.Cycle)
			}
			if err == nil {
				seen[l.Cycle] = true
			}
			if !yield(l, err) {
				return
			}
		}
	}
}

// product is what all cycles of a product have in common.
type product watch.Lifecycle

func (d *document) product(retrieved time.Time) product {
	r := d.Result
	p := product{
		Product: clip(r.Name), Label: clip(r.Label), Page: clip(r.Links.HTML),
		EOASWord: word(r.Labels.EOAS), EOLWord: word(r.Labels.EOL), EOESWord: word(r.Labels.EOES),
	}
	for _, state := range []time.Time{d.GeneratedAt, d.LastModified, retrieved} {
		if !state.IsZero() {
			p.AsOf = watch.DateIn(state, time.UTC)
			break
		}
	}
	for _, id := range r.Identifiers {
		switch {
		case id.Type == "cpe" && p.CPE == "":
			p.CPE = clip(id.ID)
		case id.Type == "purl" && p.PURL == "":
			p.PURL = clip(id.ID)
		}
	}
	return p
}

// with adds what one cycle says.
func (p product) with(i int, raw json.RawMessage) (*watch.Lifecycle, error) {
	var c cycle
	if err := json.Unmarshal(raw, &c); err != nil {
		return nil, fmt.Errorf("cycle %d: name %q: %w", i+1, c.Name, err)
	}
	if c.Name == "" {
		return nil, fmt.Errorf("cycle %d: no name", i+1)
	}
	l := watch.Lifecycle(p)
	l.Cycle, l.CycleLabel, l.Codename, l.Order = clip(c.Name), clip(c.Label), word(c.Codename), i
	l.Released, l.LTS, l.Maintained = c.ReleaseDate.Date, c.IsLTS, c.IsMaintained
	l.EOAS = until(c.IsEOAS, c.EOASFrom)
	l.EOL = until(c.IsEOL, c.EOLFrom)
	l.EOES = until(c.IsEOES, c.EOESFrom)
	l.Discontinued = until(c.IsDiscontinued, c.DiscontinuedOn)
	if c.Latest != nil {
		l.Latest, l.LatestDate, l.LatestLink = clip(c.Latest.Name), c.Latest.Date.Date, word(c.Latest.Link)
	}
	return &l, nil
}

func until(over *bool, from day) watch.Until {
	switch {
	case !from.IsZero():
		return watch.Until{State: watch.Dated, Date: from.Date}
	case over == nil:
		return watch.Until{}
	case *over:
		return watch.Until{State: watch.Over}
	}
	return watch.Until{State: watch.Unannounced}
}

func word(s *string) string {
	if s == nil {
		return ""
	}
	return clip(*s)
}

func clip(s string) string {
	s, _ = collect.Clip(s, maxText)
	return s
}
