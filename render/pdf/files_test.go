package pdf_test

import (
	"os"
	"strings"
	"testing"

	"guette/render/pdf/conformance"
)

// TestFilesConform checks the files that a list names, one path a line, for
// .ci/pdfcheck.
func TestFilesConform(t *testing.T) {
	list := os.Getenv("PDF_LIST")
	if list == "" {
		t.Skip("PDF_LIST is not set: run .ci/pdfcheck FILE...")
	}
	names, err := os.ReadFile(list)
	if err != nil {
		t.Fatal(err)
	}
	files, checks, faults := strings.Split(strings.TrimSpace(string(names)), "\n"), 0, 0
	for _, name := range files {
		file, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		r := conformance.Check(file)
		checks += r.Checks
		if len(r.Findings) > 0 {
			faults++
		}
		for _, f := range r.Findings {
			t.Errorf("%s: %s %s: %.200s", name, f.Level, f.Rule, f.Text)
		}
	}
	t.Logf("files %d, checks %d, faults %d", len(files), checks, faults)
}
