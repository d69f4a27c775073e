package month

import (
	"encoding/json"
	"fmt"

	"guette/render/sentence"
	"guette/watch"
)

// A finding in findings.json: the fields of all kinds, then the parameters of
// its own.
type jsonFinding struct {
	ID         string            `json:"id"`
	Program    string            `json:"program"`
	Kind       watch.FindingKind `json:"kind"`
	Date       watch.Date        `json:"date"`
	Severity   watch.Severity    `json:"severity"`
	Confidence watch.Confidence  `json:"confidence"`
	Rule       string            `json:"rule"`
	Statement  string            `json:"statement"`
	Todo       string            `json:"todo,omitempty"`
	Evidence   []jsonEvidence    `json:"evidence"`
}

// Evidence in findings.json: the day of collection without its time, so that
// two runs of a day give the same bytes.
type jsonEvidence struct {
	URL      string     `json:"url"`
	Commit   string     `json:"commit,omitempty"`
	Path     string     `json:"path,omitempty"`
	Line     int        `json:"line,omitempty"`
	Observed watch.Date `json:"observed"`
	Title    string     `json:"title,omitempty"`
	Quote    string     `json:"quote,omitempty"`
	SHA256   string     `json:"sha256,omitempty"`
}

func newJSONFinding(f watch.Finding, statement string) jsonFinding {
	j := jsonFinding{ID: f.ID, Program: f.Program, Kind: f.Kind, Date: f.Date, Severity: f.Severity,
		Confidence: f.Confidence, Rule: f.Rule, Statement: statement, Todo: f.Todo, Evidence: []jsonEvidence{}}
	for _, e := range f.Evidence {
		j.Evidence = append(j.Evidence, jsonEvidence{URL: e.URL, Commit: e.Commit, Path: e.Path, Line: e.Line,
			Observed: e.Observed(), Title: e.Title, Quote: e.Quote, SHA256: e.SHA256})
	}
	return j
}

// withParameters joins the parameters of the kind to the fields of all kinds:
// one flat object. A vulnerability names the programs' packages under
// "affected", the versions that repair it under "fixed".
func withParameters(f jsonFinding, detail watch.Detail) (json.RawMessage, error) {
	head, err := json.Marshal(f)
	if err != nil || detail == nil {
		return head, err
	}
	tail, err := parameters(detail)
	if err != nil {
		return nil, fmt.Errorf("finding %s: %w", f.ID, err)
	}
	if string(tail) == "{}" || string(tail) == "null" {
		return head, nil
	}
	return append(append(head[:len(head)-1:len(head)-1], ','), tail[1:]...), nil
}

// parameters writes the parameters of a kind. The end of a support is a day, or
// null where none is announced, with what the calendar says of it beside.
func parameters(detail watch.Detail) ([]byte, error) {
	d, ok := detail.(*watch.LifecycleDetail)
	if !ok {
		return json.Marshal(detail)
	}
	type plain watch.LifecycleDetail
	j := struct {
		plain
		Until    *watch.Date      `json:"until"`
		State    watch.UntilState `json:"until_state"`
		Previous *watch.Date      `json:"previous,omitempty"`
		Extended *watch.Date      `json:"extended"`
	}{plain: plain(*d), Until: dayOf(&d.Until), State: d.Until.State, Previous: dayOf(d.Previous), Extended: dayOf(&d.Extended)}
	return json.Marshal(j)
}

func dayOf(u *watch.Until) *watch.Date {
	if u == nil || u.State != watch.Dated {
		return nil
	}
	return &u.Date
}

// FindingsJSON writes findings in the form of findings.json.
func (d *Desk) FindingsJSON(findings []watch.Finding) ([]byte, error) {
	list := make([]json.RawMessage, 0, len(findings))
	for _, f := range findings {
		j, err := withParameters(newJSONFinding(f, d.Statement(f)), f.Detail)
		if err != nil {
			return nil, err
		}
		list = append(list, j)
	}
	return JSON(struct {
		Month    watch.Month       `json:"month"`
		Findings []json.RawMessage `json:"findings"`
	}{d.Month, list})
}

// writeFindings writes findings.json.
func (d *Desk) writeFindings(a *watch.Analysis) error {
	data, err := d.FindingsJSON(a.Findings)
	if err != nil {
		return err
	}
	return d.write("findings.json", data)
}

// writeDecisions writes decisions.json.
func (d *Desk) writeDecisions(a *watch.Analysis) error {
	entities := a.Entities
	if entities == nil {
		entities = []watch.EntityDecisions{}
	}
	for i := range entities {
		if entities[i].Decisions == nil {
			entities[i].Decisions = []watch.Decision{}
		}
	}
	return d.writeJSON("decisions.json", struct {
		Month    watch.Month             `json:"month"`
		Entities []watch.EntityDecisions `json:"entities"`
	}{a.Month, entities})
}

// Statement says a finding in one sentence.
func (d *Desk) Statement(f watch.Finding) string { return sentence.Statement(f, d.Name) }

// Name is the name of a program for people.
func (d *Desk) Name(id string) string {
	if p, ok := d.Catalog.Program(id); ok && p.Name != "" {
		return p.Name
	}
	return id
}
