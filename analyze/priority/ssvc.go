package priority

import "guette/watch"

// ssvc says the decision in the words of CISA, for the worst vulnerability that
// affects the declared version; nil where none does. An unknown vector counts
// as the worse value and is marked as assumed.
// Source: github.com/CERTCC/SSVC, data/csv/cisa/cisa_coordinator_2_0_3.csv.
func ssvc(s *situation) *watch.SSVC {
	var worst *watch.SSVC
	for _, h := range s.hits {
		if !h.sure() {
			continue
		}
		v := point(h.detail, s.decl)
		if worst == nil || rank(v.Decision) > rank(worst.Decision) {
			worst = v
		}
	}
	return worst
}

func point(d *watch.VulnerabilityDetail, decl watch.Declaration) *watch.SSVC {
	v := &watch.SSVC{Exploitation: "none", Automatable: "no", TechnicalImpact: "partial", Mission: "medium"}
	if exploited(d) {
		v.Exploitation = "active"
	}
	if d.CVSS == nil {
		v.Automatable, v.TechnicalImpact, v.Assumed = "yes", "total", true
	} else {
		m := d.CVSS.Metrics()
		if m["AV"] == "N" && m["AC"] == "L" && (m["PR"] == "N" || m["Au"] == "N") && (m["UI"] == "N" || m["UI"] == "") && m["AT"] != "P" {
			v.Automatable = "yes"
		}
		if high(m["C"]+m["VC"]) && high(m["I"]+m["VI"]) {
			v.TechnicalImpact = "total"
		}
	}
	switch decl.Criticality {
	case watch.Vital, watch.High:
		v.Mission = "high"
	case watch.Low:
		v.Mission = "low"
	}
	v.Decision = decision(v)
	return v
}

func high(s string) bool { return s == "H" || s == "C" }

// table is the tree of CISA for exploitation none and active, by automatable and
// technical impact; columns are low, medium and high mission.
var table = map[string][3]string{
	"none no partial":    {"Track", "Track", "Track"},
	"none no total":      {"Track", "Track", "Track*"},
	"none yes partial":   {"Track", "Track", "Attend"},
	"none yes total":     {"Track", "Track", "Attend"},
	"active no partial":  {"Track", "Track", "Attend"},
	"active no total":    {"Track", "Attend", "Act"},
	"active yes partial": {"Attend", "Attend", "Act"},
	"active yes total":   {"Attend", "Act", "Act"},
}

func decision(v *watch.SSVC) string {
	row := table[v.Exploitation+" "+v.Automatable+" "+v.TechnicalImpact]
	switch v.Mission {
	case "low":
		return row[0]
	case "high":
		return row[2]
	}
	return row[1]
}

func rank(decision string) int {
	for i, d := range []string{"Track", "Track*", "Attend", "Act"} {
		if d == decision {
			return i + 1
		}
	}
	return 0
}
