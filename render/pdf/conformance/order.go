package conformance

// readingOrder warns where the order of the tree leaves the order of drawing.
func (c *checker) readingOrder() {
	o := &order{checker: c, index: map[int]int{}, page: -1, mcid: -1}
	for i, p := range c.pages {
		o.index[p] = i
	}
	for _, n := range c.roots {
		o.walk(n)
	}
}

type order struct {
	*checker
	index      map[int]int // object number of a page → its place
	page, mcid int         // the last content read
}

func (o *order) walk(n *node) {
	for _, k := range n.order {
		switch v := k.(type) {
		case *node:
			o.walk(v)
		case kidRef:
			page := o.index[v.page]
			if back := page < o.page || page == o.page && v.mcid < o.mcid; back && !inTable(n) {
				o.note("UA 09-001 (order)", "element %s (%d) is read after what follows: page %d, MCID %d", n.s, n.num, page+1, v.mcid)
			}
			o.page, o.mcid = page, v.mcid
		}
	}
}

// inTable tells the cells of a row: one cut by a page is read cell by cell, as it
// should be.
func inTable(n *node) bool {
	for ; n != nil; n = n.parent {
		if n.s == "TR" {
			return true
		}
	}
	return false
}
