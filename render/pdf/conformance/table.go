package conformance

import (
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// table checks that rows span the same number of columns and that headers exist.
func (c *checker) table(n *node) {
	var rows []*node
	th := false
	for _, k := range n.kids {
		if k.s == "TR" {
			rows = append(rows, k)
		}
		for _, r := range k.kids {
			if r.s == "TR" {
				rows = append(rows, r)
			}
		}
	}
	grid := make([][]string, len(rows)) // scope of each header cell, "td" for data, "" where nothing is
	width := -1
	carry := map[int][]int{}
	for i, r := range rows {
		w := 0
		for _, v := range carry[i] {
			w += v
		}
		col := 0
		for _, cl := range r.kids {
			th = th || cl.s == "TH"
			cs, rs := 1, 1
			if v, ok := c.attr(cl, "Table", "ColSpan").(types.Integer); ok {
				cs = int(v)
			}
			if v, ok := c.attr(cl, "Table", "RowSpan").(types.Integer); ok {
				rs = int(v)
			}
			for col < len(grid[i]) && grid[i][col] != "" {
				col++
			}
			kind := "td"
			if cl.s == "TH" {
				sc, _ := c.attr(cl, "Table", "Scope").(types.Name)
				kind = string(sc) + "?"
			}
			for y := i; y < min(i+rs, len(grid)); y++ {
				for x := col; x < col+cs && x < 4096; x++ {
					for len(grid[y]) <= x {
						grid[y] = append(grid[y], "")
					}
					grid[y][x] = kind
				}
			}
			col += cs
			w += cs
			for j := 1; j < rs; j++ {
				carry[i+j] = append(carry[i+j], cs)
			}
		}
		if width < 0 {
			width = w
		}
		c.ok(w == width, "UA 15-005 / 7.5", "row %d: %d columns, want %d", i+1, w, width)
	}
	c.ok(th, "UA 15-003", "table without header cell (%d)", n.num)
	colHead := map[int]bool{}
	for _, g := range grid {
		for x, k := range g {
			colHead[x] = colHead[x] || k == "Column?" || k == "Both?"
		}
	}
	for y, g := range grid {
		row := false
		for _, k := range g {
			row = row || k == "Row?" || k == "Both?"
		}
		for x, k := range g {
			if k == "td" {
				c.ok(row || colHead[x], "UA 7.5 (TD)", "table %d: cell of row %d, column %d has no header", n.num, y+1, x+1)
			}
		}
	}
}
