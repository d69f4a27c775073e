package layout

import "guette/render/pdf/internal/face"

// A Document is a draft set in pages.
type Document struct {
	Pages    []*Page
	Root     *Elem
	Outline  []Entry
	Dests    map[string]Dest
	Links    []*Link  // filled while drawing
	Images   []*Image // in order of first use
	Faces    []*face.Face
	Title    string // for the metadata
	Subject  string
	Lang     string
	Warnings []Warning
}

// A Warning tells the editor what could not be set as written.
type Warning struct {
	Line int // of the draft; 0 is the whole draft
	Text string
}

// A Page is a list of operations in the order of reading.
type Page struct {
	W, H   float64 // points
	Ops    []Op
	cover  bool
	banner bool   // its head is drawn by the page itself
	title  string // running title
}

// A Dest is a named place, Y from the top of the page.
type Dest struct {
	Page int
	Y    float64
}

// An Entry is a bookmark.
type Entry struct {
	Level int
	Text  string
	Dest
	Elem *Elem
}

// An Op is one drawing operation, in points from the top left of the page. With
// Elem nil it is an artifact.
type Op struct {
	Kind          Kind
	Elem          *Elem
	Artifact      string // property list of an artifact other than plain layout
	X, Y, W, H, R float64
	Points        []Point
	Fill, Stroke  *Color
	LineWidth     float64
	Face          *face.Face
	Size, Track   float64 // of text; Track is letter spacing in points
	Text          string
	Late          func() string // text known after the layout, set to end at X
	URI, Dest     string
	Contents      string
	Image         *Image
}

// Kind is what an operation draws.
type Kind int

// The kinds of operations.
const (
	OpText    Kind = iota
	OpRect         // X, Y, W, H
	OpRound        // a rectangle with corners of radius R
	OpLine         // along Points
	OpPolygon      // through Points
	OpCircle       // centre X, Y, radius R
	OpImage        // X, Y, W, H
	OpTouch        // puts Elem in the tree, draws nothing
	OpLink         // a link over X, Y, W, H
)

// A Point is a place on a page.
type Point struct{ X, Y float64 }

// Sizes of the paper and of the text on it, in points.
const (
	paperShort = 595.28 // A4
	paperLong  = 841.89
	margin     = 52.0 // 18 mm
	top        = 76.0
	foot       = 68.0
	textWidth  = 412.0 // about 78 characters of 11 points
)

func (p *Page) bottom() float64 { return p.H - foot }
func (p *Page) full() float64   { return p.W - 2*margin }
