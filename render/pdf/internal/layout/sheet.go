package layout

// alertKind is the bulletin of the front matter that is set on a sheet: an alert.
const alertKind = "alerte"

// Measures of the title of a sheet, in points.
const (
	sheetTitle = 21.0
	sheetLead  = 25.0
)

// sheet sets a draft without a cover, contents and addresses: an alert is one
// page, and what it links to is named in its text.
func (b *builder) sheet() {
	title, _ := b.titleBlock()
	text := b.name(title)
	b.newPage()
	h := b.doc.Root.New("H1")
	st := style{face: b.fonts.Bold, size: sheetTitle, color: b.theme.Primary, elem: h}
	b.lines(b.plain(b.typeset(text), st), margin, b.page.full(), sheetLead)
	b.y += sheetLead / 2
	b.level = 1
	b.sections(title, nil)
}
