package backtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// A Report is the quality of the model beside simple baselines, on the rows
// whose outcome is known.
type Report struct {
	Rows     int `json:"rows"`
	Projects int `json:"projects"`
	Positive int `json:"positive"`
	// Shipped is the model with the weights of docs/method.md. On the histories
	// that these were fitted on it is no proof.
	Shipped     Quality   `json:"shipped"`
	Calibration []Bin     `json:"calibration"`
	Levels      []Alarms  `json:"alarms"` // of the shipped model at other levels
	Crossed     []Quality `json:"cross_validated"`
}

var errNoOutcome = errors.New("no row has both activity and an outcome")

// Measure compares predictions with outcomes. Everything but Shipped is
// predicted by what was fitted on other families of projects.
func Measure(projects []Project, o *Outcomes) (*Report, error) {
	rows := samples(projects, o)
	if len(rows) == 0 {
		return nil, errNoOutcome
	}
	r := &Report{Rows: len(rows), Projects: len(byProject(rows))}
	p := make([]float64, len(rows))
	for i, s := range rows {
		p[i] = s.p12
		r.Positive += s.y
	}
	r.Shipped = measure("this model, as shipped", rows, p)
	r.Calibration = calibration(rows, p)
	for _, level := range []float64{.15, .20, .30, .40, .50} {
		r.Levels = append(r.Levels, alarms(rows, p, level))
	}
	r.Crossed = append(r.Crossed, measure("this model, fitted anew", rows, crossed(rows, fitModel)))
	r.Crossed = append(r.Crossed, measure("boosted trees on activity", rows, crossed(rows, fitTrees)))
	for _, b := range baselines {
		r.Crossed = append(r.Crossed, measure(b.name, rows, crossed(rows, b.fit)))
	}
	return r, nil
}

// WriteJSON writes the report.
func (r *Report) WriteJSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(r)
}

// WriteText writes the report for a terminal.
func (r *Report) WriteText(w io.Writer) error {
	out := &printer{w: w}
	out.line("rows %d, projects %d, positive %d (%.1f %%)", r.Rows, r.Projects, r.Positive, 100*float64(r.Positive)/float64(r.Rows))
	out.line("")
	out.line("%-36s %5s %5s %6s %6s %8s %5s %8s", "", "AUC", "AP", "Brier", "skill", "caught", "lead", "false/y")
	out.quality(r.Shipped)
	out.line("")
	out.line("cross-validated: %d folds, a family of projects is never cut", folds)
	for _, q := range r.Crossed {
		out.quality(q)
	}
	out.line("")
	out.line("calibration of the shipped model: band, rows, mean predicted, observed")
	for _, b := range r.Calibration {
		out.line("  %.2f-%.2f %6d  %.3f  %.3f", b.From, b.To, b.Rows, b.Predicted, b.Observed)
	}
	out.line("")
	out.line("alarms of the shipped model: level, events caught, median lead in months, false a healthy project-year, healthy months under alarm")
	for _, a := range r.Levels {
		out.line("  %.2f  %d/%d  %d  %.3f  %.1f %%", a.Level, a.Caught, a.Events, a.Lead, a.PerYear, 100*a.Under)
	}
	return out.err
}

// printer keeps the first error of a sequence of lines.
type printer struct {
	w   io.Writer
	err error
}

func (p *printer) line(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format+"\n", args...)
	}
}

func (p *printer) quality(q Quality) {
	p.line("%-36s %.3f %.3f %.4f %+.3f %8s %5d %8.3f", q.Name, q.AUC, q.AP, q.Brier, q.Skill,
		fmt.Sprintf("%d/%d", q.Alarms.Caught, q.Alarms.Events), q.Alarms.Lead, q.Alarms.PerYear)
}
