package conformance

// readingOrder warns when the tree's order leaves the order of drawing.
func (c *checker) readingOrder() {
	idx := map[int]int{}
	for i, p := range c.pages {
		idx[p] = i
	}
	last := [2]int{-1, -1}
	jumps := 0
	var walk func(n *node)
	walk = func(n *node) {
		for _, o := range n.order {
			switch v := o.(type) {
			case *node:
				walk(v)
			case kidRef:
				k := [2]int{idx[v.page], v.mcid}
				if k[0] < last[0] || (k[0] == last[0] && k[1] < last[1]) {
					jumps++
					if !inTable(n) {
						c.note("UA 09-001 (order)", "element %s (%d) is read after what follows: page %d, MCID %d", n.s, n.num, k[0]+1, k[1])
					}
				}
				last = k
			}
		}
	}
	for _, n := range c.roots {
		walk(n)
	}
	_ = jumps
}

func inTable(n *node) bool {
	for ; n != nil; n = n.parent {
		if n.s == "TR" {
			return true // a row cut by a page is read cell by cell, as it should be
		}
	}
	return false
}
