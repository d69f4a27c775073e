package section

import (
	"slices"

	"guette/render"
	"guette/watch"
)

// Alert lists the sections of an alert out of cycle: one page on one program.
var Alert = []Section{
	{ID: "titre", Template: "alerte-titre", Build: alert},
	{ID: "agir", Template: "alerte", Build: alert},
}

// maxProofs keeps an alert on one page.
const maxProofs = 5

// alertView is the block of the technical bulletin on a page of its own.
type alertView struct {
	titleView
	Block  priorityBlock
	Proofs []proof
	More   int // proofs left out
}

func alert(b *render.Bulletin) any {
	d, decided := b.Decision(b.Alerted)
	c, covered := b.Program(b.Alerted)
	if !decided || !covered {
		return nil
	}
	m := newMonth(b)
	v := alertView{titleView: title(b).(titleView), Block: m.block(m.row(d, c))}
	v.Proofs = m.proofs(d)
	if len(v.Proofs) > maxProofs {
		v.Proofs, v.More = v.Proofs[:maxProofs], len(v.Proofs)-maxProofs
	}
	return v
}

// proofs are the pages behind a decision, the one that decided first, each once.
func (m *month) proofs(d watch.Decision) []proof {
	var list []proof
	for _, id := range d.Findings {
		f, _ := m.b.Finding(id)
		v, ok := f.Detail.(*watch.VulnerabilityDetail)
		if !ok {
			continue
		}
		for _, p := range []proof{pageOf(v), {"record", v.CVE, v.Page}} {
			same := func(o proof) bool { return o.URL == p.URL }
			if p.URL != "" && !slices.ContainsFunc(list, same) {
				list = append(list, p)
			}
		}
	}
	return list
}

// alerted lists the programs of which an alert goes with the bulletin, by name,
// and the findings behind.
func (m *month) alerted() (names, findings []string) {
	for _, d := range m.b.Decisions() {
		if c, ok := m.b.Program(d.Program); ok && d.Level == watch.Immediate {
			names, findings = append(names, c.Name), append(findings, d.Findings...)
		}
	}
	return names, findings
}
