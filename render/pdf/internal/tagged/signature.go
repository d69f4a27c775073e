package tagged

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"guette/render/pdf/internal/layout"
)

// A field is the signature field: an annotation without extent on the last page,
// claimed by an element Form at the end of the tree, so that a screen reader
// tells that the document is signed (ISO 14289-1, 7.18.4).
type field struct {
	widget *layout.Link
	value  int // object number of the signature dictionary
}

func (w *writer) addField() {
	if w.opts.Signer == nil {
		return
	}
	form := w.doc.Root.New("Form")
	page := len(w.pages) - 1
	w.field = &field{widget: &layout.Link{Elem: form, Ref: w.add("")}, value: w.add("")}
	form.Kids = []layout.Kid{{Link: w.field.widget, Page: page}}
	w.doc.Root.Kids = append(w.doc.Root.Kids, layout.Kid{Elem: form})
}

// fieldDict writes the field, which is its own annotation.
func (w *writer) fieldDict(key int) {
	page, about := len(w.pages)-1, "Signature électronique de "
	if strings.HasPrefix(w.doc.Lang, "en") {
		about = "Electronic signature of "
	}
	about += w.opts.Signer.Name()
	n := w.field.widget.Ref
	w.objs[n].dict = fmt.Sprintf("<</Type/Annot/Subtype/Widget/FT/Sig/T(Signature)/TU%s/Contents%s/Rect[0 0 0 0]/F 132/P %s/StructParent %d/V %s>>",
		text(about), text(about), ref(w.pages[page]), key, ref(w.field.value))
	w.annots[page] = append(w.annots[page], n)
}

// hole is the room for the four numbers of the byte range.
const hole = 40

// signature writes the dictionary with room for the byte range and the CMS.
func (f *file) signature() {
	o, n := f.opts, f.field.value
	f.places[n] = place{offset: f.out.Len()}
	fmt.Fprintf(&f.out, "%d 0 obj\n<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/Name%s/M%s/ByteRange", n, text(o.Signer.Name()), text(date(o.Signed)))
	f.rangeAt = f.out.Len()
	f.out.WriteString(strings.Repeat(" ", hole) + "/Contents")
	f.contentsAt = f.out.Len()
	f.out.WriteString("<" + strings.Repeat("0", 2*o.Signer.Size()) + ">>>\nendobj\n")
}

// sign fills the room: everything but the CMS itself is signed.
func (f *file) sign(out []byte) ([]byte, error) {
	from := f.contentsAt
	to := from + 2*f.opts.Signer.Size() + 2
	written := fmt.Sprintf("[0 %d %d %d]", from, to, len(out)-to)
	copy(out[f.rangeAt:], written)
	h := sha256.New()
	h.Write(out[:from])
	h.Write(out[to:])
	cms, err := f.opts.Signer.CMS(h.Sum(nil))
	if err != nil {
		return nil, fmt.Errorf("signature: %w", err)
	}
	if len(written) > hole || len(cms) > f.opts.Signer.Size() {
		return nil, fmt.Errorf("signature of %d bytes: no room", len(cms))
	}
	copy(out[from+1:], bytes.ToUpper([]byte(hex.EncodeToString(cms))))
	return out, nil
}
