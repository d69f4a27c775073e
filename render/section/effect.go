package section

import (
	"strings"

	"guette/render/french"
	"guette/watch"
)

// An effect is what a CVSS vector says of a vulnerability, for the words of
// templates.
type effect struct {
	Confidentiality, Integrity, Availability string // "high", "low"; "" is none
	Access                                   string // AV: N, A, L, P
	Privileges                               string // PR: N, L, H
	Complex, Conditions, Victim              bool
}

// effectOf reads a vector of any version; ok is false without one.
func effectOf(c *watch.CVSS) (e effect, ok bool) {
	if c == nil {
		return effect{}, false
	}
	m := c.Metrics()
	if c.Version == "2.0" {
		levels := map[string]string{"C": "high", "P": "low"}
		privileges := map[string]string{"N": "N", "S": "L", "M": "L"}
		return effect{levels[m["C"]], levels[m["I"]], levels[m["A"]], m["AV"], privileges[m["Au"]], m["AC"] == "H", false, false}, true
	}
	levels := map[string]string{"H": "high", "L": "low"}
	impact := func(names ...string) string {
		for _, n := range names {
			if l := levels[m[n]]; l != "" {
				return l
			}
		}
		return ""
	}
	return effect{
		Confidentiality: impact("C", "VC"), Integrity: impact("I", "VI"), Availability: impact("A", "VA"),
		Access: m["AV"], Privileges: m["PR"], Complex: m["AC"] == "H", Conditions: m["AT"] == "P", Victim: m["UI"] != "N" && m["UI"] != "",
	}, true
}

// A proof is the page that decided a row: what it is, how it calls itself.
type proof struct {
	Kind string // "alert", "notice", "advisory", "record", "calendar", "notes"
	Text string
	URL  string
}

// Of is the text with "de" before it, in French.
func (p proof) Of() string { return french.De(p.Text) }

// kevCatalogue is the page of KEV for people; what is read is its data.
const kevCatalogue = "https://www.cisa.gov/known-exploited-vulnerabilities-catalog"

// pageOf is the page of a vulnerability.
func pageOf(d *watch.VulnerabilityDetail) proof {
	for _, n := range d.CERTFR {
		if n.Type == "alerte" && !n.Closed {
			return proof{"alert", n.Reference, n.URL}
		}
	}
	own := d.PageTitle != d.CVE && d.PageTitle != "" && !strings.HasPrefix(d.Page, "https://osv.dev/")
	if !own && !strings.HasPrefix(d.CVE, "CERTFR-") {
		return proof{"record", d.CVE, d.Page}
	}
	return proof{"advisory", d.PageTitle, d.Page}
}
