package layout

// plannedRows bounds the rows that are read before the first is drawn: a table of
// 10,000 stays cheap.
const plannedRows = 400

// streamedRow is the room for the first row of a table that is not planned.
const streamedRow = 90.0

// fewRows is how many rows stay together at the begin and at the end of a table.
const fewRows = 2

// remnant is the height under which what a table leaves for its last page is too
// little for a page, in points.
const remnant = 110.0

// pads are the paddings of rows that may be tried, the usual one first.
var pads = []float64{rowPad, 7.4, 6.2, 5.2}

// ready reads the rows of a table that is short enough to be planned.
func (t *table) ready() [][]cell {
	t.above = ""
	if len(t.rows) > plannedRows {
		return nil
	}
	rows := make([][]cell, 0, len(t.rows))
	for _, r := range t.rows {
		rows = append(rows, t.readRow(r))
	}
	return rows
}

// highRow is the height from which one row is enough to begin a table, in points.
const highRow = 50.0

// opening is the height of the rows that a table begins with.
func (t *table) opening(rows [][]cell) float64 {
	page := t.b.page.bottom() - top
	if t.b.page.H >= endless {
		page = paperLong - foot - top
	}
	n := min(len(rows), fewRows)
	for k := 1; k < n; k++ {
		if t.height(rows[:k], t.pad) >= highRow {
			n = k
		}
	}
	return min(t.height(rows[:n], t.pad), page*wholeRow)
}

func (t *table) height(rows [][]cell, pad float64) float64 {
	h := 0.0
	for _, r := range rows {
		h += float64(linesOf(r))*cellLead + pad
	}
	return h
}

// plan chooses the padding of the rows and those that end the table together, so
// that no page is begun for a remnant.
func (t *table) plan(rows [][]cell) {
	t.pad, t.hold = rowPad, len(rows)
	pages, last := t.try(rows, rowPad)
	if pages == 0 {
		return
	}
	if t.height(rows[last:], rowPad) < remnant {
		for _, pad := range pads[1:] {
			if n, at := t.try(rows, pad); n < pages {
				t.pad, last = pad, at
				break
			}
		}
	}
	if hold := len(rows) - fewRows; last > hold && hold >= fewRows {
		t.hold = hold
	}
}

// try counts the pages that the rows go over to, and the first row on the last.
func (t *table) try(rows [][]cell, pad float64) (pages, last int) {
	p := t.b.page
	y := t.b.y + t.headH + headRule
	for i, r := range rows {
		h := float64(linesOf(r))*cellLead + pad
		if y+h > p.bottom() {
			pages, last, y = pages+1, i, top+t.headH+headRule
		}
		y += h
	}
	return pages, last
}
