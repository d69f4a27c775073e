package markdown

import (
	"bytes"
	"fmt"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// tables refuses a row with more cells than its table has columns: GFM drops the
// cells too many, so text would be lost.
func (s *Source) tables() error {
	var err error
	_ = ast.Walk(s.Root, func(n ast.Node, in bool) (ast.WalkStatus, error) {
		row, ok := n.(*east.TableRow)
		if !ok || !in {
			return ast.WalkContinue, nil
		}
		head := row.Parent().FirstChild()
		pos := s.rowStart(row)
		if pos < 0 {
			return ast.WalkSkipChildren, nil
		}
		if got, want := s.cells(pos), head.ChildCount(); got > want {
			err = &Error{Line: s.lineAt(pos), Text: fmt.Sprintf("the row has %d cells, its table has %d columns: write \\| for a bar inside a cell", got, want)}
			return ast.WalkStop, nil
		}
		return ast.WalkSkipChildren, nil
	})
	return err
}

// rowStart is a place on the line of a row, or -1.
func (s *Source) rowStart(row ast.Node) int {
	for c := row.FirstChild(); c != nil; c = c.NextSibling() {
		if c.Lines().Len() > 0 {
			return c.Lines().At(0).Start
		}
	}
	return -1
}

// cells counts the cells of the line at a place, as GFM parts them: at each bar
// without a backslash, but for one at either end.
func (s *Source) cells(pos int) int {
	from := bytes.LastIndexByte(s.Body[:pos], '\n') + 1
	line := s.Body[from:]
	if i := bytes.IndexByte(line, '\n'); i >= 0 {
		line = line[:i]
	}
	line = bytes.Trim(line, " \t")
	for len(line) > 0 && (line[0] == '>' || line[0] == ' ') {
		line = line[1:]
	}
	line = bytes.TrimPrefix(line, []byte("|"))
	if bytes.HasSuffix(line, []byte("|")) && !bytes.HasSuffix(line, []byte(`\|`)) {
		line = line[:len(line)-1]
	}
	n := 1
	for i := range line {
		if line[i] == '|' && (i == 0 || line[i-1] != '\\') {
			n++
		}
	}
	return n
}
