package catalog

import (
	"guette/catalog/strict"
	"guette/watch"
)

// LoadCurations reads what people know better. An empty path is none. An error
// of type strict.Problems tells all that is wrong.
func LoadCurations(path string, programs *Catalog, portfolio watch.Portfolio) ([]watch.Curation, error) {
	if path == "" {
		return nil, nil
	}
	doc, root, err := strict.Open(path)
	if err != nil {
		return nil, missing(path, "curations", err)
	}
	var all []watch.Curation
	r := portfolioReader{programs: programs}
	root.Map("the curations", strict.Fields{
		"schema": func(n strict.Node) { n.Int("schema", 1, 1) },
		"curations": func(n strict.Node) {
			n.List("curations", func(n strict.Node) { all = append(all, readCuration(n, r, portfolio)) })
		},
	})
	return all, doc.Problems.Err()
}

func readCuration(n strict.Node, r portfolioReader, portfolio watch.Portfolio) (c watch.Curation) {
	n.Map("a curation", strict.Fields{
		"program": func(n strict.Node) { c.Program = n.Text("program"); r.known(n, c.Program) },
		"what": func(n strict.Node) {
			c.What = n.Word("what", "health", "tag", "release", "vulnerability", "address", "successor", "edition")
		},
		"subject": func(n strict.Node) { c.Subject = n.Text("subject") },
		"decision": func(n strict.Node) {
			c.Decision = n.Word("decision", "finished", "not-assessed", "not-a-release", "not-affected", "mistaken", "use")
		},
		"value":  func(n strict.Node) { c.Value = n.Text("value") },
		"reason": func(n strict.Node) { c.Reason = n.Text("reason") },
		"who":    func(n strict.Node) { c.Who = n.Text("who") },
		"until":  func(n strict.Node) { c.Until = n.Date("until") },
		"entity": func(n strict.Node) { c.Entity = n.Text("entity"); checkEntity(n, c.Entity, portfolio) },
	})
	for _, f := range []struct{ key, value, hint string }{
		{"program", c.Program, "write the id of a program of the catalogue"},
		{"what", c.What, "write what it is about: health, tag, release, vulnerability, address, successor, edition"},
		{"decision", c.Decision, "write what was decided: finished, not-assessed, not-a-release, not-affected, mistaken, use"},
		{"reason", c.Reason, "write one sentence: the bulletin prints it"},
		{"who", c.Who, "write the role of who decided, never a person"},
	} {
		if f.value == "" {
			n.Fail(f.hint, "a curation of %q: no %s", c.Program, f.key)
		}
	}
	if c.Decision == "use" && c.Value == "" {
		n.Fail("write the value to use instead", "a curation of %q: decision \"use\" without value", c.Program)
	}
	return c
}

func checkEntity(n strict.Node, id string, portfolio watch.Portfolio) {
	ids := make([]string, len(portfolio.Entities))
	for i, e := range portfolio.Entities {
		if ids[i] = e.ID; e.ID == id {
			return
		}
	}
	if id != "" {
		n.Fail(strict.OneOf(id, ids), "entity %q is not in the portfolios", id)
	}
}
