package demo

import "time"

// A calendar is a product of endoflife.date.
type calendar struct {
	product, label string
	cycles         []cycle
}

// A cycle is a branch of a product: its first day, its end of support ("" is
// not announced), and what changes on a day.
type cycle struct {
	name, from, end, later string
	laterSince             string // day from which the end is later instead
	latest                 []tagging
}

var calendars = []calendar{
	{"beffroi", "Beffroi", []cycle{
		{name: "2.4", from: "2026-07-02", latest: []tagging{{name: "2.4.0", at: "2026-07-02"}, {name: "2.4.1", at: "2026-07-16"}}},
		{name: "2.3", from: "2025-09-04", end: "2026-10-31", latest: []tagging{{name: "2.3.0", at: "2025-09-04"}, {name: "2.3.6", at: "2026-02-17"}, {name: "2.3.7", at: "2026-05-12"}, {name: "2.3.8", at: "2026-07-16"}}},
		{name: "2.2", from: "2025-02-10", end: "2026-07-15", latest: []tagging{{name: "2.2.0", at: "2025-02-10"}}},
	}},
	{"estuaire", "Estuaire", []cycle{
		{name: "5.0", from: "2026-07-09", latest: []tagging{{name: "5.0.0", at: "2026-07-09"}}},
		{name: "4.2", from: "2026-01-20", end: "2026-12-31", later: "2027-03-31", laterSince: "2026-07-11", latest: []tagging{{name: "4.2.0", at: "2026-01-20"}, {name: "4.2.1", at: "2026-06-09"}}},
		{name: "4.1", from: "2025-07-22", end: "2026-06-30", latest: []tagging{{name: "4.1.0", at: "2025-07-22"}}},
	}},
	{"balise", "Balise", []cycle{
		{name: "7", from: "2025-10-07", end: "2027-10-07", latest: []tagging{{name: "7.0.0", at: "2025-10-07"}, {name: "7.1.0", at: "2026-06-16"}, {name: "7.2.0", at: "2026-07-27"}}},
	}},
}

// answer is the product as the calendar's site gives it at asOf.
func (c calendar) answer(asOf time.Time) []byte {
	today := asOf.Format(time.DateOnly)
	releases := []map[string]any{}
	for _, cy := range c.cycles {
		if cy.from > today {
			continue
		}
		end := cy.end
		if cy.laterSince != "" && cy.laterSince <= today {
			end = cy.later
		}
		var latest map[string]any
		for _, l := range cy.latest {
			if l.at <= today {
				latest = map[string]any{"name": l.name, "date": l.at, "link": "https://" + Forge + "/" + c.product}
			}
		}
		over := end != "" && end <= today
		release := map[string]any{
			"name": cy.name, "codename": nil, "label": cy.name, "releaseDate": cy.from, "isLts": false, "ltsFrom": nil,
			"isEol": over, "eolFrom": nil, "isMaintained": !over, "latest": latest, "custom": nil,
		}
		if end != "" {
			release["eolFrom"] = end
		}
		releases = append(releases, release)
	}
	return encode(map[string]any{
		"schema_version": "1.2.1", "generated_at": asOf.Format(time.RFC3339), "last_modified": asOf.Format(time.RFC3339),
		"result": map[string]any{
			"name": c.product, "aliases": []string{}, "label": c.label, "category": "server-app", "tags": []string{"server-app"},
			"identifiers": []map[string]string{{"type": "purl", "id": "pkg:bitnami/" + c.product}},
			"labels":      map[string]any{"eoas": nil, "discontinued": nil, "eol": "Security Support", "eoes": nil},
			"links":       map[string]any{"icon": nil, "html": "https://endoflife.date/" + c.product, "releasePolicy": nil},
			"releases":    releases,
		},
	})
}
