// Package layout turns the tree of a draft into pages of drawing operations,
// each tied to a structure element of the future PDF, or to none: an artifact.
// Everything is placed before a byte is drawn, so page numbers are known.
//
// An element joins the structure tree when it is first drawn, never before:
// the order of the tree is then the order of drawing, which is the order of
// reading.
package layout

// An Elem is a structure element (standard types of PDF 1.7 only).
type Elem struct {
	Type   string
	Parent *Elem
	Kids   []Kid
	Alt    string // alternative text of a figure
	Actual string // text that the drawing stands for
	Expand string // expansion of an abbreviation
	Sum    string // summary of a table
	Lang   string
	ID     string
	Attr   []string // attribute dictionaries, without << >>
	Box    *Box     // place of a figure
	Ref    int      // object number, given by the writer

	attached bool
}

// A Box is a rectangle of a page in PDF coordinates (origin bottom left).
type Box struct {
	Page           int
	X0, Y0, X1, Y1 float64
}

// A Kid is a child of an element: another element, marked content, or a link.
type Kid struct {
	Elem       *Elem
	Page, MCID int
	Link       *Link
}

// A Link is a link annotation.
type Link struct {
	Box
	URI, Dest, Contents string
	Elem                *Elem
	Ref                 int
}

// New makes a child; it joins the tree only when something of it is drawn.
func (e *Elem) New(kind string) *Elem { return &Elem{Type: kind, Parent: e} }

// Attach puts the element and its ancestors in the tree.
func (e *Elem) Attach() {
	if e == nil || e.attached {
		return
	}
	e.attached = true
	if e.Parent != nil {
		e.Parent.Attach()
		e.Parent.Kids = append(e.Parent.Kids, Kid{Elem: e})
	}
}
