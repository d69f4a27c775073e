package layout

import "maps"

// endless is the height of the page of a trial, in points.
const endless = 1e6

// trial is the height of what set draws, when no page ends in it. Nothing of it
// stays: neither pages nor warnings nor addresses.
func (b *builder) trial(set func(t *builder)) float64 {
	t := *b
	t.doc = &Document{Root: &Elem{Type: "Document", attached: true}, Dests: map[string]Dest{}, Faces: b.doc.Faces, Lang: b.doc.Lang}
	t.urls, t.seenURL, t.images = nil, map[string]bool{}, maps.Clone(b.images)
	t.pending = nil
	t.addPage(b.page.W, endless)
	set(&t)
	return t.y - top
}
