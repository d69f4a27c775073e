package licence

import (
	"strings"
	"testing"

	"guette/internal/gitfacts"
)

func TestStatusOfExpressions(t *testing.T) {
	for expression, want := range map[string]Status{
		"MIT": Free, "GPL-3.0-only": Free, "GPL-2.0-or-later": Free, "AGPL-3.0": Free, "EUPL-1.2": Free, "CC0-1.0": Free, "PostgreSQL": Free,
		"BUSL-1.1": NotFree, "FSL-1.1-ALv2": NotFree, "FSL-1.1-Apache-2.0": NotFree, "SSPL-1.0": NotFree, "Elastic-2.0": NotFree,
		"etalab-2.0": Unlisted, "": Unknown, "Proprietary": Unknown, "LicenseRef-mine": Unknown,
		"MIT OR SSPL-1.0": Free, "MIT AND BUSL-1.1": NotFree, "LicenseRef-Commons-Clause AND Apache-2.0": NotFree,
		"GPL-2.0-only WITH Classpath-exception-2.0": Free, "(MIT OR Apache-2.0) AND Unicode-3.0": Free,
	} {
		if got := StatusOf(expression); got != want {
			t.Errorf("%q: got %s, want %s", expression, got, want)
		}
	}
}

func TestNeverFreeWhenUnsure(t *testing.T) {
	mit := gitfacts.Open(t, "kanboard")
	text := mit.Git(t, "cat-file", "blob", mit.Head+":LICENSE")
	for _, tt := range []struct {
		name, text, id string
		status         Status
	}{
		{"the text of the MIT licence", text, "MIT", Free},
		{"other years and holders", strings.ReplaceAll(text, "20", "19"), "MIT", Free},
		{"with the Commons Clause before", "\"Commons Clause\" License Condition v1.0\n\n" + text, "LicenseRef-Commons-Clause", NotFree},
		{"that only names a licence", "This program is licensed under the MIT License.", "", Unknown},
		{"nothing", "", "", Unknown},
		{"a business licence", "Business Source License 1.1\n\nParameters\n\nLicensor: X\n", "BUSL-1.1", NotFree},
		{"a functional licence and its future one", "# Functional Source License, Version 1.1\n\n## Abbreviation\n\nFSL-1.1-MIT\n\n" + text, "FSL-1.1-MIT", NotFree},
		{"not for trade", text + "\nFor non-commercial use only.", "LicenseRef-Non-Commercial", NotFree},
		{"half of a licence", text[:len(text)/3] + strings.Repeat("\nOur own words that no licence holds.", 60), "", Unknown},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Identify(tt.text); got.ID != tt.id || got.Status != tt.status {
				t.Errorf("got %s %s (%.0f %%), want %s %s", got.ID, got.Status, got.Percent, tt.id, tt.status)
			}
		})
	}
}

func TestLicencesOfTheCorpus(t *testing.T) {
	for name, want := range map[string]string{
		"nginx": "BSD-2-Clause", "memcached": "BSD-3-Clause", "openfisca-core": "AGPL-3.0", "ora2pg": "GPL-3.0", "nagioscore": "GPL-2.0",
		"self-hosted": "FSL-1.1-Apache-2.0", "kanboard": "MIT", "onyxia": "MIT",
	} {
		r := gitfacts.Open(t, name)
		file := "LICENSE"
		if name == "self-hosted" {
			file = "LICENSE.md"
		}
		if got := Identify(r.Git(t, "cat-file", "blob", r.Head+":"+file)); got.ID != want {
			t.Errorf("%s: got %s, want %s", name, got.ID, want)
		}
	}
}
