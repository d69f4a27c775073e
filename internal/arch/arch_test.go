// Package arch holds the house rules that a compiler cannot check: which room
// may import which, and behind which door each heavy library stays.
package arch

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// rooms tells what each room may import of ours, besides itself.
var rooms = map[string][]string{
	"watch":     {},
	"catalog":   {"watch"},
	"fetch":     {"watch"},
	"collect":   {"watch", "fetch"},
	"store":     {"watch"},
	"analyze":   {"watch"},
	"render":    {"watch", "templates"},
	"templates": {},
	"month":     {"watch", "catalog", "fetch", "collect", "store", "analyze", "render", "templates"},
	"cmd":       {"watch", "catalog", "fetch", "collect", "store", "analyze", "render", "templates", "month"},
	"internal":  {"watch"},
}

// tool is what every room may import; the rest of internal is for tests.
const tool = "internal/lazyregexp"

// doors tells in which folders a library may be imported.
var doors = map[string][]string{
	"github.com/spf13/viper":       {"cmd/guette"},
	"github.com/spf13/cobra":       {"cmd/guette"},
	"github.com/mmcdole/gofeed":    {"collect/feed"},
	"github.com/go-git/go-git/v5":  {"collect/git", "cmd/guette/demo"},
	"github.com/jung-kurt/gofpdf":  {"render/pdf"},
	"github.com/pdfcpu/pdfcpu":     {"render/pdf"},
	"modernc.org/sqlite":           {"store"},
	"github.com/xuri/excelize/v2":  {"cmd/guette", "month", "catalog"},
	"github.com/vbauerster/mpb/v8": {"cmd/guette"},
	"net/http":                     {"fetch", "collect", "cmd/guette/demo"},
}

// pure rooms have no door to the outside.
var pure = []string{"watch", "analyze", "render"}

// outside lists what a pure room may not import.
var outside = []string{"os", "net", "net/http", "log", "log/slog", "math/rand", "math/rand/v2", "os/exec"}

func TestRooms(t *testing.T) {
	for _, path := range sources(t) {
		check(t, root, path)
	}
}

var root = filepath.Join("..", "..")

// sources lists the Go files of the tree, by folder.
func sources(t *testing.T) (list []string) {
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() && path != root && (strings.HasPrefix(name, ".") || name == "testdata" || name == "reports") {
			return filepath.SkipDir
		}
		if !d.IsDir() && strings.HasSuffix(name, ".go") {
			list = append(list, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// check reads the imports of one file.
func check(t *testing.T, root, path string) {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
	if err != nil {
		t.Error(err)
		return
	}
	rel, err := filepath.Rel(root, path)
	if err != nil {
		t.Fatal(err)
	}
	folder := filepath.ToSlash(filepath.Dir(rel))
	room, _, _ := strings.Cut(folder, "/")
	test := strings.HasSuffix(path, "_test.go")
	allowed, known := rooms[room]
	if !known {
		t.Errorf("%s: folder %q is not a room: add it to the table", rel, room)
	}
	for _, spec := range file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		if test {
			continue
		}
		if ours, is := strings.CutPrefix(imported, "guette/"); is && ours != tool {
			other, _, _ := strings.Cut(ours, "/")
			if other != room && !slices.Contains(allowed, other) {
				t.Errorf("%s: room %q may not import %q", rel, room, imported)
			}
			if room != "internal" && other == "internal" && !testSupport(folder) {
				t.Errorf("%s: %q is for tests", rel, imported)
			}
		}
		if slices.Contains(pure, room) && slices.Contains(outside, imported) {
			t.Errorf("%s: the room %q is pure: %q is outside", rel, room, imported)
		}
		for library, folders := range doors {
			if (imported == library || strings.HasPrefix(imported, library+"/")) && !slices.ContainsFunc(folders, func(f string) bool { return folder == f || strings.HasPrefix(folder, f+"/") }) {
				t.Errorf("%s: %q belongs in %s", rel, imported, strings.Join(folders, ", "))
			}
		}
	}
}

// testSupport tells whether a folder holds what tests share.
func testSupport(folder string) bool { return strings.HasSuffix(folder, "test") }
