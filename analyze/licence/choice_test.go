package licence

import (
	"strings"
	"testing"

	"guette/internal/gitfacts"
)

// The texts are made after the licence files of real projects.
func TestLicencesOfferedTogether(t *testing.T) {
	for _, tt := range []struct {
		name, text, id string
		status         Status
	}{
		{"a choice of two that restrict", "Contributions are subject to the user's choice of the Redis Source Available License v2 (RSALv2)\nor the Server Side Public License v1 (SSPLv1), as follows.", "LicenseRef-RSAL OR SSPL-1.0", NotFree},
		{"a choice with a free one", "The code is made available to you under your choice of:\n(i) Redis Source Available License 2.0 (RSALv2);\n(ii) the Server Side Public License v1; or\n(iii) the GNU Affero General Public License version 3 (AGPLv3).", "AGPL-3.0 OR LicenseRef-RSAL OR SSPL-1.0", Free},
		{"a choice that does not hold for all files", "The code is covered by a triple license under the \"GNU Affero General\nPublic License v3.0\", the \"Server Side Public License, v 1\" and the \"Elastic\nLicense 2.0\", or an Apache License 2.0 compatible license, or solely under the Elastic License 2.0.", "AGPL-3.0 OR Elastic-2.0 OR SSPL-1.0", Unknown},
		{"files that differ", "Source code is variously licensed under the Apache License\nVersion 2.0, or the Elastic License.", "Apache-2.0 AND LicenseRef-Elastic", NotFree},
		{"the first Elastic License is not the second", "Elastic License Agreement\n\nPlease read.", "LicenseRef-Elastic", NotFree},
		{"the second", "Elastic License 2.0\n\nAcceptance", "Elastic-2.0", NotFree},
		{"a licence of one vendor", "CockroachDB Software License\n\nPlease read.", "LicenseRef-CockroachDB", NotFree},
		{"another", "Confluent Community License Agreement\nVersion 1.0", "LicenseRef-Confluent-Community", NotFree},
		{"a family", "# PolyForm Shield License 1.0.0\n", "LicenseRef-PolyForm", NotFree},
		{"one that is named alone is not recognised", "You have the choice of the MIT License.", "", Unknown},
	} {
		got := Identify(tt.text)
		if got.ID != tt.id || got.Status != tt.status {
			t.Errorf("%s: got %q %s, want %q %s", tt.name, got.ID, got.Status, tt.id, tt.status)
		}
		if tt.status == NotFree && StatusOf(got.ID) != NotFree {
			t.Errorf("%s: the expression %q is %s", tt.name, got.ID, StatusOf(got.ID))
		}
	}
}

// A file that goes on to the licences of what a program bundles is under the
// first one: that of a library may change without the project's.
func TestLicencesOfPartsAreNotTheProjects(t *testing.T) {
	repo := gitfacts.Open(t, "kanboard")
	mit := repo.Git(t, "cat-file", "blob", repo.Head+":LICENSE")
	bsd := gitfacts.Open(t, "nginx")
	other := bsd.Git(t, "cat-file", "blob", bsd.Head+":LICENSE")
	for name, tt := range map[string]struct{ text, id string }{
		"with words on parts":    {mit + "\nThis product includes software of third-party projects:\n\n" + other, "MIT"},
		"without":                {mit + "\n" + other, "BSD-2-Clause AND MIT"},
		"words on parts before":  {"The program is under the first, with some exceptions listed below.\n\n" + mit + "\n" + other, "MIT"},
		"parts of the same name": {mit + "\nThe following files are by others:\n\n" + strings.ReplaceAll(mit, "20", "19"), "MIT"},
	} {
		if got := Identify(tt.text); got.ID != tt.id || got.Status != Free {
			t.Errorf("%s: got %q %s, want %q", name, got.ID, got.Status, tt.id)
		}
	}
}
