package layout

import "slices"

const addressesID = "adresses"

// annex lists where the links lead, for readers of the printed page.
func (b *builder) annex() {
	if len(b.urls) == 0 {
		return
	}
	id := addressesID
	if b.src.IDs[id] {
		id = "adresses-des-liens"
	}
	root := b.doc.Root
	b.endHeading(id, b.words.addresses, root, margin)
	b.lines([]span{{text: b.words.addressesIntro, style: b.body(root.New("P"))}}, margin, textWidth, bodyLead)
	b.y += 7.5
	list := root.New("L")
	list.Attr = append(list.Attr, "/O/List/ListNumbering/None")
	for _, a := range b.urls {
		li := list.New("LI").New("LBody")
		st := style{face: b.fonts.Semibold, size: 9, color: ink, elem: li, lang: b.src.Front.Lang}
		var sp []span
		for _, r := range st.face.Runs(b.typeset(a.label) + " ") {
			sp = append(sp, span{text: r.Text, style: st})
		}
		link := st.linked()
		link.face, link.color = b.fonts.Regular, linkBlue
		link.uri, link.label = a.url, a.url
		sp = append(sp, span{text: a.url, style: link})
		b.need(2 * 12.4)
		b.lines(sp, margin, b.page.full(), 12.4)
		b.y += 2
	}
}

// SortedDests lists the names of places in the order that a name tree wants.
func (d *Document) SortedDests() []string {
	names := make([]string, 0, len(d.Dests))
	for k := range d.Dests {
		names = append(names, k)
	}
	slices.Sort(names)
	return names
}
