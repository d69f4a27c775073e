package conformance

import "github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

// maxColumns bounds the columns that a span may claim.
const maxColumns = 4096

// Kinds of the cells of a grid; a header has the word of its scope.
const (
	dataCell   = "data"
	columnHead = "Column"
	rowHead    = "Row"
	bothHead   = "Both"
)

// table checks that rows have the same number of columns, and that each cell of
// data has a header in its row or in its column.
func (c *checker) table(n *node) {
	grid := c.grid(rows(n))
	heads, byColumn := false, map[int]bool{}
	for y, g := range grid {
		c.ok(len(g) == len(grid[0]), "UA 15-005 / 7.5", "row %d: %d columns, want %d", y+1, len(g), len(grid[0]))
		for x, kind := range g {
			heads = heads || kind != dataCell && kind != ""
			byColumn[x] = byColumn[x] || kind == columnHead || kind == bothHead
		}
	}
	c.ok(heads, "UA 15-003", "table without header cell (%d)", n.num)
	for y, g := range grid {
		byRow := false
		for _, kind := range g {
			byRow = byRow || kind == rowHead || kind == bothHead
		}
		for x, kind := range g {
			if kind == dataCell {
				c.ok(byRow || byColumn[x], "UA 7.5 (TD)", "table %d: cell of row %d, column %d has no header", n.num, y+1, x+1)
			}
		}
	}
}

// rows lists the rows of a table, in its groups or alone.
func rows(n *node) []*node {
	var out []*node
	for _, k := range n.kids {
		if k.s == "TR" {
			out = append(out, k)
		}
		for _, r := range k.kids {
			if r.s == "TR" {
				out = append(out, r)
			}
		}
	}
	return out
}

// grid lays the cells out, spans included: the kind of what stands in each place.
func (c *checker) grid(rows []*node) [][]string {
	grid := make([][]string, len(rows))
	for y, r := range rows {
		x := 0
		for _, cell := range r.kids {
			for x < len(grid[y]) && grid[y][x] != "" {
				x++
			}
			wide, high := c.span(cell, "ColSpan"), c.span(cell, "RowSpan")
			for i := y; i < min(y+high, len(grid)); i++ {
				for len(grid[i]) < min(x+wide, maxColumns) {
					grid[i] = append(grid[i], "")
				}
				for k := x; k < min(x+wide, maxColumns); k++ {
					grid[i][k] = c.kind(cell)
				}
			}
			x += wide
		}
	}
	return grid
}

func (c *checker) span(cell *node, key string) int {
	if v, ok := c.attr(cell, "Table", key).(types.Integer); ok && v > 0 {
		return int(v)
	}
	return 1
}

func (c *checker) kind(cell *node) string {
	if cell.s != "TH" {
		return dataCell
	}
	scope, _ := c.attr(cell, "Table", "Scope").(types.Name)
	if scope == "" {
		return "none"
	}
	return string(scope)
}
