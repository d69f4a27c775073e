package month

import (
	"context"
	"fmt"
	"strings"
	"time"

	"guette/render/french"
	"guette/watch"
)

// corrections tells what became known of the last closed month before m since
// its bulletins were published: the same analysis, of the same month, on what
// was known then and on what is known now. A month that was never closed has
// said nothing yet.
func (d *Desk) corrections(ctx context.Context, m watch.Month, known time.Time) ([]watch.Finding, error) {
	kept, ok, err := d.Store.MonthBefore(ctx, m)
	if err != nil || !ok || kept.Closed.IsZero() {
		return nil, err
	}
	then, err := d.frozen(ctx, kept.Month, kept.Closed)
	if err != nil {
		return nil, err
	}
	now, err := d.analysis(ctx, kept.Month, known)
	if err != nil {
		return nil, err
	}
	return d.compare(kept.Month, then.Findings, now.Findings), nil
}

// compare makes a correction of each event of a month that appeared, went or
// changed.
func (d *Desk) compare(m watch.Month, then, now []watch.Finding) []watch.Finding {
	said := map[string]watch.Finding{}
	for _, f := range then {
		said[f.ID] = f
	}
	var out []watch.Finding
	for _, f := range now {
		old, was := said[f.ID]
		delete(said, f.ID)
		switch {
		case !was && eventOf(f, m):
			out = append(out, d.correction(m, f, watch.CorrectionDetail{Field: "late", Now: d.said(f), Late: true}))
		case was && eventOf(f, m):
			for _, c := range d.changes(old, f) {
				out = append(out, d.correction(m, f, c))
			}
		}
	}
	for _, f := range then {
		if _, gone := said[f.ID]; gone && eventOf(f, m) {
			out = append(out, d.correction(m, f, watch.CorrectionDetail{Field: "withdrawn", Was: d.said(f)}))
		}
	}
	return out
}

// eventOf tells whether a finding is an event of a month that a reader acts
// on. States (health, silence) and news are told anew each month.
func eventOf(f watch.Finding, m watch.Month) bool {
	switch f.Kind {
	case watch.FindingRelease, watch.FindingSecurityRelease, watch.FindingVulnerability, watch.FindingExploited,
		watch.FindingLicenceChange, watch.FindingCompromise, watch.FindingEndOfLife, watch.FindingDeprecation, watch.FindingMove:
		return f.Date.In() == m && f.Program != ""
	}
	return false
}

func (d *Desk) correction(m watch.Month, f watch.Finding, c watch.CorrectionDetail) watch.Finding {
	c.Month, c.Finding = m, f.ID
	return watch.Finding{
		ID: "correction-" + f.ID + "-" + c.Field, Program: f.Program, Kind: watch.FindingCorrection, Date: f.Date,
		Severity: f.Severity, Confidence: f.Confidence, Rule: "correction", Detail: &c, Evidence: f.Evidence,
	}
}

// changes lists what a reader was told otherwise.
func (d *Desk) changes(old, now watch.Finding) (out []watch.CorrectionDetail) {
	add := func(field, was, is string) {
		if was != is {
			out = append(out, watch.CorrectionDetail{Field: field, Was: was, Now: is})
		}
	}
	if old.Kind != now.Kind {
		add("kind", d.said(old), d.said(now))
	}
	add("date", french.Date(old.Date), french.Date(now.Date))
	was, ok := old.Detail.(*watch.VulnerabilityDetail)
	is, both := now.Detail.(*watch.VulnerabilityDetail)
	if ok && both {
		add("cvss", score(was), score(is))
		add("fixed", fixes(was), fixes(is))
	}
	return out
}

// said is the sentence of a finding, to be put inside another.
func (d *Desk) said(f watch.Finding) string { return strings.TrimSuffix(d.Statement(f), ".") }

func score(v *watch.VulnerabilityDetail) string {
	if v.CVSS == nil {
		return "CVSS n. c."
	}
	return strings.Replace(fmt.Sprintf("CVSS %.1f", v.CVSS.Score), ".", ",", 1)
}

func fixes(v *watch.VulnerabilityDetail) string {
	if len(v.Fixed) == 0 {
		return "aucune version corrigée"
	}
	versions := make([]string, len(v.Fixed))
	for i, f := range v.Fixed {
		versions[i] = f.Version
	}
	return "corrigée en " + strings.Join(versions, ", ")
}
