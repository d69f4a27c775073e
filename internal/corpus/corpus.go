// Package corpus finds the corpus of real data for tests.
package corpus

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// Dir returns the folder of the corpus: the environment variable TEST_CORPUS,
// else ../shared/corpus beside the module. It skips the test aloud when there
// is none.
func Dir(t testing.TB) string {
	t.Helper()
	if dir := os.Getenv("TEST_CORPUS"); dir != "" {
		if _, err := os.Stat(dir); err != nil {
			t.Fatalf("TEST_CORPUS: %v", err)
		}
		return dir
	}
	_, file, _, _ := runtime.Caller(0)
	dir := filepath.Join(filepath.Dir(file), "..", "..", "..", "shared", "corpus")
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("no corpus of real data at %s: set TEST_CORPUS to its folder to run this test", dir)
	}
	return dir
}

// File returns the path of a file of the corpus, or skips the test.
func File(t testing.TB, elem ...string) string {
	t.Helper()
	return filepath.Join(append([]string{Dir(t)}, elem...)...)
}
