package arch

import (
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// computed tells which test compiles the expressions of a file that are not
// written in it as they are.
var computed = map[string]string{
	"analyze/signal/lexicon.go":   "TestClaimsOfRootFiles: sentences, with the name of a program",
	"render/french/fault.go":      "TestFaults: all rules",
	"render/french/typography.go": "TestTypeset: what is protected, in one expression",
}

// TestExpressions compiles what the program compiles late: a wrong expression
// does not wait for the month that needs it.
func TestExpressions(t *testing.T) {
	packages := map[string][]string{}
	for _, path := range sources(t) {
		if !strings.HasSuffix(path, "_test.go") {
			packages[filepath.Dir(path)] = append(packages[filepath.Dir(path)], path)
		}
	}
	n := 0
	for _, files := range packages {
		n += compileAll(t, files)
	}
	if n < 300 {
		t.Errorf("%d expressions found in the sources, want all", n)
	}
}

// compileAll compiles the expressions of a package and counts them.
func compileAll(t *testing.T, paths []string) (n int) {
	set, late := token.NewFileSet(), map[ast.Expr]bool{}
	var files []*ast.File
	for _, path := range paths {
		f, err := parser.ParseFile(set, path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
		ast.Inspect(f, func(node ast.Node) bool {
			if call, ok := node.(*ast.CallExpr); ok && types.ExprString(call.Fun) == "lazyregexp.New" {
				late[call.Args[0]] = true
			}
			return true
		})
	}
	if len(late) == 0 {
		return 0
	}
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}}
	here := types.Config{Importer: nothing{}, Error: func(error) {}} // constants of the package are enough
	here.Check("", set, files, info)
	for text := range late {
		at := set.Position(text.Pos())
		file, err := filepath.Rel(root, at.Filename)
		if err != nil {
			t.Fatal(err)
		}
		switch v := info.Types[text].Value; {
		case v != nil:
			n++
			if _, err := regexp.Compile(constant.StringVal(v)); err != nil {
				t.Errorf("%s:%d: %v", file, at.Line, err)
			}
		case computed[filepath.ToSlash(file)] == "":
			t.Errorf("%s:%d: the expression is not a constant: name the test that compiles it in the table", file, at.Line)
		}
	}
	return n
}

// nothing imports packages that are empty.
type nothing struct{}

// Import implements types.Importer.
func (nothing) Import(path string) (*types.Package, error) {
	return types.NewPackage(path, filepath.Base(path)), nil
}
