package inventory

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"guette/catalog"
)

// TestFilesOfRealTools reads files as cyclonedx-py, npm and cyclonedx-gomod
// write them. The Redis of the catalogue is a server: clients of its name are
// not it.
func TestFilesOfRealTools(t *testing.T) {
	const (
		npm       = 13
		goModules = 4
	)
	for _, tt := range []struct {
		file      string
		format    Format
		want      []hit
		unmatched int
	}{
		{"environment.cdx.json", CycloneDX, []hit{{"Django", "4.2.16", "django", Probable, "osv"}}, 5},
		{"npm.cdx.json", CycloneDX, nil, npm},
		{"npm.spdx.json", SPDX, nil, npm},
		{"module.cdx.xml", CycloneDX, nil, goModules},
	} {
		t.Run(tt.file, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join("testdata", tt.file))
			if err != nil {
				t.Fatal(err)
			}
			_, format, _, err := Read(tt.file, data)
			if err != nil || format != tt.format {
				t.Fatalf("format %s, %v: want %s", format, err, tt.format)
			}
			hits, unmatched := match(t, tt.file, string(data))
			if diff := cmp.Diff(tt.want, hits); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if len(unmatched) != tt.unmatched {
				t.Errorf("%d entries are not in the catalogue, want %d: %q", len(unmatched), tt.unmatched, unmatched)
			}
		})
	}
}

// TestBothFormsOfOneProjectSayTheSame compares the packages that npm writes as
// CycloneDX and as SPDX.
func TestBothFormsOfOneProjectSayTheSame(t *testing.T) {
	var purls [2][]string
	for i, name := range []string{"npm.cdx.json", "npm.spdx.json"} {
		data, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		items, _, _, err := Read(name, data)
		if err != nil {
			t.Fatal(err)
		}
		_, rest := Find(items, catalog.New(nil))
		for _, item := range rest {
			purls[i] = append(purls[i], item.PURL)
		}
	}
	if diff := cmp.Diff(purls[0], purls[1]); diff != "" {
		t.Errorf("(-CycloneDX +SPDX):\n%s", diff)
	}
}
