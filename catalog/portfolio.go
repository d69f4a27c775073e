package catalog

import (
	"fmt"
	"slices"

	"guette/catalog/strict"
	"guette/watch"
)

// LoadPortfolio reads a portfolio file and checks it against the catalogue. An
// empty path is a portfolio without entities. An error of type strict.Problems
// tells all that is wrong.
func LoadPortfolio(path string, programs *Catalog) (watch.Portfolio, error) {
	r := portfolioReader{programs: programs, out: watch.Portfolio{Policy: defaultPolicy()}}
	if path == "" {
		return r.out, nil
	}
	doc, root, err := strict.Open(path)
	if err != nil {
		return r.out, missing(path, "portfolios", err)
	}
	if root.Null() {
		doc.Problems = append(doc.Problems, strict.Problem{File: path, Text: "the file is empty",
			Hint: "write entities: [], or leave \"portfolios\" empty in the configuration"})
	}
	r.file(root)
	return r.out, doc.Problems.Err()
}

// defaultPolicy holds where a portfolio says nothing: the deadlines of the
// editorial guide (§4).
func defaultPolicy() watch.Policy {
	return watch.Policy{
		Deadlines: map[watch.Level]watch.Delay{
			watch.Immediate: {WorkingDays: 2}, watch.Urgent: {Days: 7}, watch.Plan: {Days: 30}, watch.Check: {Days: 30},
		},
		HorizonsMonths:       []int{3, 6, 12},
		Holidays:             "france-metropole",
		StaleObservationDays: 45,
	}
}

type portfolioReader struct {
	programs *Catalog
	out      watch.Portfolio
	domains  []string
	late     []func() // checks that need the whole file
}

func (r *portfolioReader) file(root strict.Node) {
	var schema, kind bool
	root.Map("the portfolio", strict.Fields{
		"schema": func(n strict.Node) { n.Int("schema", 1, 1); schema = true },
		"kind": func(n strict.Node) {
			r.out.Kind, kind = n.Word("kind", "example", "production"), true
		},
		"updated":          func(n strict.Node) { r.out.Updated = n.Date("updated") },
		"policy":           r.policy,
		"roles_default":    func(n strict.Node) { readRoles(n) },
		"domains":          r.readDomains,
		"entities":         r.entities,
		"perimeter_labels": func(n strict.Node) { n.Texts("perimeter_labels") },
	})
	for _, f := range r.late {
		f()
	}
	if !root.Null() && !schema {
		root.Fail("write schema: 1", "the portfolio: no schema")
	}
	if !root.Null() && !kind {
		root.Fail("write kind: production, or kind: example", "the portfolio: no kind")
	}
}

func (r *portfolioReader) policy(n strict.Node) {
	p := &r.out.Policy
	n.Map("policy", strict.Fields{
		"deadlines": func(n strict.Node) {
			fields := strict.Fields{}
			for _, l := range []watch.Level{watch.Immediate, watch.Urgent, watch.Plan, watch.Check} {
				fields[string(l)] = func(n strict.Node) { p.Deadlines[l] = readDelay(n) }
			}
			n.Map("deadlines", fields)
		},
		"horizons_months": func(n strict.Node) {
			p.HorizonsMonths = nil
			n.List("horizons_months", func(n strict.Node) {
				p.HorizonsMonths = append(p.HorizonsMonths, n.Int("horizons_months", 1, 60))
			})
			if !slices.IsSorted(p.HorizonsMonths) {
				n.Fail("write the nearest first", "horizons_months: not in order")
			}
		},
		"holidays":               func(n strict.Node) { p.Holidays = n.Word("holidays", "france-metropole", "none") },
		"free_extended_support":  func(n strict.Node) { p.FreeExtendedSupport = n.Texts("free_extended_support") },
		"stale_observation_days": func(n strict.Node) { p.StaleObservationDays = n.Int("stale_observation_days", 1, 365) },
		"urgent_cvss":            func(n strict.Node) { p.UrgentCVSS = n.Float("urgent_cvss", 0.1, 10) },
		"urgent_epss":            func(n strict.Node) { p.UrgentEPSS = n.Float("urgent_epss", 0.001, 1) },
		"soon_days":              func(n strict.Node) { p.SoonDays = n.Int("soon_days", 1, 366) },
	})
}

func readDelay(n strict.Node) (d watch.Delay) {
	n.Map("a deadline", strict.Fields{
		"days":         func(n strict.Node) { d.Days = n.Int("days", 1, 365) },
		"working_days": func(n strict.Node) { d.WorkingDays = n.Int("working_days", 1, 250) },
	})
	if (d.Days == 0) == (d.WorkingDays == 0) {
		n.Fail("write {days: 7} or {working_days: 2}", "a deadline: want one of days and working_days")
	}
	return d
}

func readRoles(n strict.Node) (roles []watch.Role) {
	n.Each("roles", func(id string, n strict.Node) {
		role := watch.Role{ID: id}
		n.Map("role "+id, strict.Fields{"label": func(n strict.Node) { role.Label = n.Text("label") }})
		if role.Label == "" {
			n.Fail(`write {label: "…"}: a function, never a person`, "role %q: no label", id)
		}
		roles = append(roles, role)
	})
	return roles
}

func (r *portfolioReader) readDomains(n strict.Node) {
	n.List("domains", func(n strict.Node) {
		var d watch.Domain
		n.Map("a domain", strict.Fields{
			"id":    func(n strict.Node) { d.ID = readID(n, "domain") },
			"label": func(n strict.Node) { d.Label = n.Text("label") },
		})
		if slices.Contains(r.domains, d.ID) {
			n.Fail("keep one of them", "domain %q is there twice", d.ID)
		}
		r.domains = append(r.domains, d.ID)
		r.out.Domains = append(r.out.Domains, d)
	})
}

func readID(n strict.Node, what string) string {
	id := n.Text(what)
	if !idForm.Re().MatchString(id) {
		n.Fail(fmt.Sprintf("write %q: small letters, digits, single hyphens", makeID(id)), "%s: id %q", what, id)
	}
	return id
}

func (r *portfolioReader) entities(n strict.Node) {
	lines := map[string]int{}
	n.List("entities", func(n strict.Node) {
		e := r.entity(n)
		if line, twice := lines[e.ID]; twice {
			n.Fail("give it another id", "entity %q is already on line %d", e.ID, line)
		}
		lines[e.ID] = n.Line()
		r.out.Entities = append(r.out.Entities, e)
	})
}

func (r *portfolioReader) entity(n strict.Node) watch.Entity {
	e := watch.Entity{Locale: "fr"}
	var contact, security strict.Node
	var programs strict.Node
	n.Map("an entity", strict.Fields{
		"id":               func(n strict.Node) { e.ID = readID(n, "entity") },
		"name":             func(n strict.Node) { e.Name = n.Text("name") },
		"name_in_sentence": func(n strict.Node) { e.NameInSentence = n.Text("name_in_sentence") },
		"locale":           func(n strict.Node) { e.Locale = n.Word("locale", "fr", "en") },
		"contact_role":     func(n strict.Node) { e.ContactRole, contact = n.Text("contact_role"), n },
		"security_role":    func(n strict.Node) { e.SecurityRole, security = n.Text("security_role"), n },
		"diffusion":        func(n strict.Node) { e.Diffusion = n.Text("diffusion") },
		"roles":            func(n strict.Node) { e.Roles = readRoles(n) },
		"programs":         func(n strict.Node) { programs = n },
	})
	if e.ID == "" {
		n.Fail("write an id: file names use it", "an entity: no id")
	}
	if e.Name == "" {
		n.Fail("write the name that the title of the bulletin shows", "entity %q: no name", e.ID)
	}
	if e.NameInSentence == "" {
		e.NameInSentence = e.Name
	}
	checkRole(contact, e, "contact_role", e.ContactRole)
	checkRole(security, e, "security_role", e.SecurityRole)
	e.Programs = r.declarations(programs, e)
	return e
}

func checkRole(n strict.Node, e watch.Entity, key, id string) {
	ids := make([]string, len(e.Roles))
	for i, role := range e.Roles {
		ids[i] = role.ID
	}
	if id != "" && !slices.Contains(ids, id) {
		n.Fail(strict.OneOf(id, ids), "entity %q: %s %q is not one of its roles", e.ID, key, id)
	}
}

func (r *portfolioReader) declarations(n strict.Node, e watch.Entity) (all []watch.Declaration) {
	lines := map[string]int{}
	n.List("programs", func(n strict.Node) {
		d := r.declaration(n, e)
		if line, twice := lines[d.Program]; twice {
			n.Fail("keep the line of the version that is most behind", "entity %q: program %q is already on line %d", e.ID, d.Program, line)
			return
		}
		lines[d.Program] = n.Line()
		all = append(all, d)
	})
	return all
}

func (r *portfolioReader) declaration(n strict.Node, e watch.Entity) watch.Declaration {
	d := watch.Declaration{Exposure: watch.ExposureUnknown, Packaging: watch.PackagingUpstream}
	n.Map("a program of "+e.ID, strict.Fields{
		"program": func(n strict.Node) { d.Program = n.Text("program"); r.known(n, d.Program) },
		"version": func(n strict.Node) { d.Version = readVersion(n) },
		"branch":  func(n strict.Node) { d.Branch = readVersion(n) },
		"edition": func(n strict.Node) { d.Edition = n.Text("edition") },
		"packaging": func(n strict.Node) {
			d.Packaging = watch.Packaging(n.Word("packaging", "upstream", "debian", "container", "other"))
		},
		"criticality": func(n strict.Node) {
			d.Criticality = watch.Criticality(n.Word("criticality", "vital", "high", "medium", "low"))
		},
		"exposure": func(n strict.Node) {
			d.Exposure = watch.Exposure(n.Word("exposure", "internet", "internal", "isolated", "unknown"))
		},
		"domain": func(n strict.Node) {
			d.Domain = n.Text("domain")
			r.late = append(r.late, func() {
				if d.Domain != "" && !slices.Contains(r.domains, d.Domain) {
					n.Fail(strict.OneOf(d.Domain, r.domains), "entity %q: domain %q is not one of the file's", e.ID, d.Domain)
				}
			})
		},
		"owner": func(n strict.Node) { d.Owner = n.Text("owner"); checkRole(n, e, "owner", d.Owner) },
		"label": func(n strict.Node) { d.Label = n.Text("label") },
	})
	if d.Program == "" {
		n.Fail("write the id of a program of the catalogue", "entity %q: a line without program", e.ID)
	}
	return d
}

// readVersion reads a version as it is written; null and "" are not declared.
func readVersion(n strict.Node) string {
	s := n.Text("version")
	if s == "" {
		return ""
	}
	if _, ok := watch.ParseVersion(s); !ok || !validText(s) {
		n.Fail(`write the exact version in quotes, or null where it is not known`, "version %q is no version", s)
	}
	return s
}

// known checks that the catalogue has a program.
func (r *portfolioReader) known(n strict.Node, id string) {
	if _, ok := r.programs.Program(id); ok || id == "" {
		return
	}
	if named, ok := r.programs.Named(id); ok {
		n.Fail(fmt.Sprintf("write its id: %s", named), "program %q is a name, not an id", id)
		return
	}
	ids := make([]string, 0, len(r.programs.Programs))
	for _, p := range r.programs.Programs {
		ids = append(ids, p.ID)
	}
	hint := "add it to the catalogue, or take the line out"
	if near := strict.Nearest(id, ids); near != "" {
		hint = fmt.Sprintf("did you mean %q? if not, %s", near, hint)
	}
	n.Fail(hint, "program %q is not in the catalogue", id)
}
