package layout

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"golang.org/x/text/collate"
	tongue "golang.org/x/text/language"
)

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
	list := &Elem{Type: "L", Parent: root, Attr: []string{"/O/List/ListNumbering/None"}}
	rows := b.addressRows(list)
	b.needAnnex(rows)
	b.endHeading(id, b.words.addresses, root, margin)
	b.lines([]span{{text: b.words.addressesIntro, style: b.body(root.New("P"))}}, margin, textWidth, bodyLead)
	b.y += 7.5
	gap := b.addressGap(rows)
	for _, r := range rows {
		b.address(r, gap)
	}
}

// annexHead is the height of the title of the annex and of its sentence, in points.
const annexHead = 110.0

// needAnnex begins the annex on a page of its own where it fits on one, and would
// leave little here or little for the last page.
func (b *builder) needAnnex(rows []addressRow) {
	h, tight := annexHead, annexHead
	for _, r := range rows {
		h += r.height() + addressGaps[0]
		tight += r.height() + addressGaps[len(addressGaps)-1]
	}
	page, room := b.page.bottom()-top, b.page.bottom()-b.y
	if h <= page && tight > room && (h < page*wholeRow || room < page*wholeRow && h-room < page*wholeRow) {
		b.need(h)
	}
}

// Measures of the annex, in points.
const (
	addressSize  = 8.8
	addressLead  = 11.6
	addressLabel = 142.0 // most of the column of labels
)

// addressGaps are the spaces between the rows that may be tried, the usual first.
var addressGaps = []float64{2.6, 2, 1.4, 0.8}

type addressRow struct {
	label, url []line
	at         float64 // where the addresses begin
}

func (r addressRow) height() float64 {
	return float64(max(len(r.label), len(r.url))) * addressLead
}

// addressRows sets the labels and the addresses, by label.
func (b *builder) addressRows(list *Elem) []addressRow {
	column := 0.0
	var rows []addressRow
	var links []span
	for _, a := range sortAddresses(b.urls, b.src.Front.Lang) {
		body := list.New("LI").New("LBody")
		st := style{face: b.fonts.Semibold, size: addressSize, color: ink, elem: body, lang: b.src.Front.Lang}
		r := addressRow{label: breakLines(b.runs(b.typeset(a.label), st), addressLabel)}
		goesOn(r.label)
		for _, l := range r.label {
			column = max(column, l.width())
		}
		link := st.linked()
		link.face, link.color, link.uri, link.label, link.plain = b.fonts.Regular, linkBlue, a.url, a.url, true
		links = append(links, span{text: strings.TrimPrefix(a.url, "https://"), style: link})
		rows = append(rows, r)
	}
	for i := range rows {
		rows[i].at = margin + column + 12
		rows[i].url = breakLines(links[i:i+1], b.page.full()-column-12)
	}
	return rows
}

// runs parts a text by what the font has.
func (b *builder) runs(s string, st style) []span {
	var out []span
	for _, r := range st.face.Runs(s) {
		out = append(out, span{text: r.Text, style: st})
	}
	return out
}

// sortAddresses orders the addresses as a register, numbers by value, and leaves
// out labels that another says.
func sortAddresses(urls []address, lang string) []address {
	c := collate.New(tongue.Make(lang), collate.IgnoreCase, collate.Numeric)
	var buf collate.Buffer
	keys := make(map[address][]byte, len(urls))
	for _, a := range urls {
		keys[a] = c.KeyFromString(&buf, a.label)
	}
	out := slices.Clone(urls)
	slices.SortStableFunc(out, func(x, y address) int {
		return cmp.Or(bytes.Compare(keys[x], keys[y]), strings.Compare(x.url, y.url))
	})
	return slices.DeleteFunc(out, func(a address) bool { return slices.ContainsFunc(urls, a.saidBy) })
}

// saidBy tells whether another label of the same address says what the label of a
// says: "CVE-2026-1" for "Fiche CVE-2026-1", and of two that differ by their case
// the one that sorts first.
func (a address) saidBy(other address) bool {
	if a.url != other.url || a.label == other.label {
		return false
	}
	if strings.EqualFold(a.label, other.label) {
		return other.label < a.label
	}
	return strings.HasSuffix(a.label, " "+other.label)
}

// annexRemnant is the share of a page under which what the annex leaves for its last
// page is too little for one.
const annexRemnant = 0.5

// addressGap chooses the space between the rows so that no page is begun for a few
// of them.
func (b *builder) addressGap(rows []addressRow) float64 {
	page := b.page.bottom() - top
	over := func(gap float64) (pages int, last float64) {
		y := b.y - top
		for _, r := range rows {
			if y+r.height() > page {
				pages, y = pages+1, 0
			}
			y += r.height() + gap
		}
		return pages, y
	}
	pages, last := over(addressGaps[0])
	if pages > 0 && last < annexRemnant*page {
		for _, gap := range addressGaps[1:] {
			if n, _ := over(gap); n < pages {
				return gap
			}
		}
	}
	return addressGaps[0]
}

func (b *builder) address(r addressRow, gap float64) {
	b.need(r.height())
	for i, l := range r.label {
		b.setLine(l, margin, b.y+(float64(i)+baseline)*addressLead)
	}
	for i, l := range r.url {
		b.setLine(l, r.at, b.y+(float64(i)+baseline)*addressLead)
	}
	b.y += r.height() + gap
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
