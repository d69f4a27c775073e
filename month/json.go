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
	tail, err := json.Marshal(detail)
	if err != nil {
		return nil, fmt.Errorf("finding %s: %w", f.ID, err)
	}
	if string(tail) == "{}" || string(tail) == "null" {
		return head, nil
	}
	return append(append(head[:len(head)-1:len(head)-1], ','), tail[1:]...), nil
}

// writeFindings writes findings.json.
func (d *Desk) writeFindings(a *watch.Analysis) error {
	list := make([]json.RawMessage, 0, len(a.Findings))
	for _, f := range a.Findings {
		j, err := withParameters(newJSONFinding(f, d.statement(f)), f.Detail)
		if err != nil {
			return err
		}
		list = append(list, j)
	}
	return d.writeJSON("findings.json", map[string]any{"month": a.Month, "findings": list})
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
	return d.writeJSON("decisions.json", map[string]any{"month": a.Month, "entities": entities})
}

// statement says a finding in one sentence.
func (d *Desk) statement(f watch.Finding) string { return sentence.Statement(f, d.name) }

// name is the name of a program for people.
func (d *Desk) name(id string) string {
	if p, ok := d.Catalog.Program(id); ok && p.Name != "" {
		return p.Name
	}
	return id
}
