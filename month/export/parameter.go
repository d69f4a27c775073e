package export

import (
	"strconv"
	"strings"

	"guette/watch"
)

// parameters are the last cells of a finding: branch, version, until, aliases,
// cvss, epss, kev, fixed. An empty cell is not known, or has no sense for the
// kind. until is a day, or "unannounced" or "over"; kev is the day of the entry.
func parameters(f watch.Finding) []string {
	cells := make([]string, 8)
	switch d := f.Detail.(type) {
	case *watch.ReleaseDetail:
		cells[0], cells[1], cells[3] = d.Branch, d.Version, strings.Join(d.Fixes, " ")
	case *watch.LifecycleDetail:
		cells[0], cells[2] = d.Branch, string(d.Until.State)
		if d.Until.State == watch.Dated {
			cells[2] = d.Until.Date.String()
		}
	case *watch.VulnerabilityDetail:
		cells[3] = strings.Join(append([]string{d.CVE}, d.Aliases...), " ")
		if d.CVSS != nil {
			cells[4] = strconv.FormatFloat(d.CVSS.Score, 'f', 1, 64)
		}
		if d.EPSS != nil {
			cells[5] = strconv.FormatFloat(d.EPSS.Score, 'f', -1, 64)
		}
		if d.KEV != nil {
			cells[6] = d.KEV.Added.String()
		}
		var fixed []string
		for _, x := range d.Fixed {
			fixed = append(fixed, x.Version)
		}
		cells[7] = strings.Join(fixed, " ")
	}
	return cells
}
