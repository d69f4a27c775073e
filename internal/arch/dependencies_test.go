package arch

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// row finds the module of a line of the table of dependencies.
var row = regexp.MustCompile(`(?m)^\| ([a-z][^ |]*[./][^ |]*) \|`)

func TestDependenciesAreWrittenDown(t *testing.T) {
	mod, err := os.ReadFile(filepath.Join("..", "..", "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := os.ReadFile(filepath.Join("..", "..", "docs", "dependencies.md"))
	if err != nil {
		t.Fatal(err)
	}
	var written, required []string
	for _, m := range row.FindAllStringSubmatch(string(doc), -1) {
		written = append(written, m[1])
	}
	for line := range strings.Lines(string(mod)) {
		fields := strings.Fields(strings.TrimPrefix(strings.TrimSpace(line), "require "))
		if len(fields) == 2 && strings.HasPrefix(fields[1], "v") && strings.Contains(fields[0], ".") {
			required = append(required, fields[0])
		}
	}
	for _, module := range required {
		if !slices.Contains(written, module) {
			t.Errorf("go.mod requires %s: give it a line in docs/dependencies.md", module)
		}
	}
	for _, module := range written {
		if !slices.Contains(required, module) {
			t.Errorf("docs/dependencies.md has %s, which go.mod does not require", module)
		}
	}
}
