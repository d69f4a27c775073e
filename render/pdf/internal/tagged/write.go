// Package tagged is the last pass: it reads the plain file that gofpdf wrote (its
// own regular form, not any PDF) and writes it again with the structure tree, the
// metadata and all that PDF/UA-1 and PDF/A ask for. Same input, same bytes.
//
// Sources: ISO 32000-1 (PDF 1.7), ISO 14289-1 (PDF/UA-1), ISO 19005-2 and -3
// (PDF/A-2, PDF/A-3).
package tagged

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"guette/render/pdf/internal/layout"
	"guette/render/pdf/internal/paint"
	"guette/render/pdf/signature"
)

// Producer is the name of the writer in the file.
const Producer = "Guette (gofpdf 1.16.2)"

// A File is an attachment (an associated file of PDF/A-3).
type File struct {
	Name     string
	Type     string // media type
	About    string // description
	Relation string // Source, Data, Alternative, Supplement
	Data     []byte
}

// Options are the metadata and attachments of a file.
type Options struct {
	Part                                      int // of PDF/A: 2 or 3; only 3 takes attachments
	Title, Author, Subject, Keywords, Creator string
	Date                                      time.Time
	Files                                     []File
	Plain                                     bool              // no object streams: larger, but readable
	Signer                                    *signature.Signer // nil: not signed
	Signed                                    time.Time         // when, as the signer claims
}

// Finish writes the final file.
func Finish(doc *layout.Document, d *paint.Drawing, o Options) ([]byte, error) {
	src, err := parse(d.Raw)
	if err != nil {
		return nil, err
	}
	w := &writer{doc: doc, drawing: d, opts: o, objs: src.objs, next: src.size}
	if err := w.findPages(src.size); err != nil {
		return nil, err
	}
	delete(w.objs, src.root)
	delete(w.objs, src.info)
	if err := w.fonts(); err != nil {
		return nil, err
	}
	w.images()
	w.addField()
	tree := w.structure()
	w.pageDicts()
	catalog := w.catalog(tree)
	return w.serialise(catalog, w.information())
}

type writer struct {
	doc      *layout.Document
	drawing  *paint.Drawing
	opts     Options
	objs     map[int]*object
	next     int
	pages    []int // object numbers
	contents []int
	annots   [][]int // page → annotations
	field    *field  // nil: not signed
}

func (w *writer) add(dict string) int {
	n := w.next
	w.next++
	w.objs[n] = &object{dict: dict}
	return n
}

// stream adds a stream; dict lacks its end, which the serialiser writes.
func (w *writer) stream(dict string, data []byte, plain bool) int {
	n := w.add(dict)
	w.objs[n].data, w.objs[n].stream, w.objs[n].plain = data, true, plain
	return n
}

func ref(n int) string { return strconv.Itoa(n) + " 0 R" }

// num writes a number with two decimals at most.
func num(v float64) string {
	s := strconv.FormatFloat(v, 'f', 2, 64)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

func text(s string) string { return layout.PDFText(s) }

func date(t time.Time) string { return t.UTC().Format("D:20060102150405Z") }

// dest writes where a place is.
func (w *writer) dest(d layout.Dest) string {
	return fmt.Sprintf("[%s/XYZ 0 %s null]", ref(w.pages[d.Page]), num(w.doc.Pages[d.Page].H-max(0, d.Y)))
}
