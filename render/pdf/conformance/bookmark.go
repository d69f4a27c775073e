package conformance

import "github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

// maxBookmarks bounds the list that is followed.
const maxBookmarks = 100_000

// fewPages is a document that does without bookmarks.
const fewPages = 4

// outlines checks that the bookmarks have a title and lead to a page.
func (c *checker) outlines(cat types.Dict) {
	o := c.dict(cat["Outlines"])
	if !c.ok(o != nil || len(c.pages) < fewPages, "use", "no bookmarks") || o == nil {
		return
	}
	seen := map[int]bool{}
	c.bookmarks(o["First"], seen)
	c.ok(len(seen) > 0, "bookmarks", "empty list")
}

// bookmarks follows one level and those under it.
func (c *checker) bookmarks(x types.Object, seen map[int]bool) {
	for ; x != nil && len(seen) < maxBookmarks; x = c.dict(x)["Next"] {
		if k := num(x); seen[k] {
			c.fail("bookmarks", "loop")
			return
		}
		seen[num(x)] = true
		d := c.dict(x)
		c.ok(c.text(d["Title"]) != "", "bookmarks", "bookmark without title")
		c.ok(c.onPage(c.arr(d["Dest"])) || d["A"] != nil, "bookmarks", "bookmark %q without page", c.text(d["Title"]))
		c.bookmarks(d["First"], seen)
	}
}
