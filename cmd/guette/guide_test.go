package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestTheOperatorsGuideIsComplete checks that the guide names every key of the
// configuration, every reason of the run report and every command.
func TestTheOperatorsGuideIsComplete(t *testing.T) {
	root := filepath.Join("..", "..")
	data, err := os.ReadFile(filepath.Join(root, "docs", "operator.md"))
	if err != nil {
		t.Fatal(err)
	}
	guide := string(data)
	for _, s := range settings {
		if !strings.Contains(guide, "`"+s.key+"`") {
			t.Errorf("key %s is not in docs/operator.md", s.key)
		}
	}
	for reason := range reasons(t, root) {
		if !strings.Contains(guide, "`"+reason+"`") {
			t.Errorf("reason %s is not in docs/operator.md", reason)
		}
	}
	a := &app{}
	for _, c := range a.root().Commands() {
		if !strings.Contains(guide, "guette "+c.Name()) && !strings.Contains(guide, "`"+c.Name()+"`") {
			t.Errorf("command %s is not in docs/operator.md", c.Name())
		}
	}
}

var reasonForm = regexp.MustCompile(`(?:\bReason\w*\s*=\s*|\bReason: |\bSkip: )"([a-z0-9-]+)"`)

// reasons collects the codes that collectors and the door to the network give.
func reasons(t *testing.T, root string) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	for _, room := range []string{"collect", "fetch"} {
		err := filepath.WalkDir(filepath.Join(root, room), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.Contains(path, "collecttest") {
				return err
			}
			data, err := os.ReadFile(path)
			for _, m := range reasonForm.FindAllStringSubmatch(string(data), -1) {
				found[m[1]] = true
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(found) < 30 {
		t.Fatalf("%d reasons found: the test shows nothing", len(found))
	}
	return found
}
