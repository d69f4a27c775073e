package chart

import (
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"guette/render/look"
)

// A Table is the text of a table of a draft, and where it stands.
type Table struct {
	Section string // id of the heading above it
	Heads   []string
	Rows    [][]string
	AsOf    string // day of the data, YYYY-MM-DD
	Lang    string // of the draft
}

// minRows is the rows under which a table needs no chart.
const minRows = 3

// FromTable draws the chart that belongs to a table of the bulletins: the chart
// and its table then always agree. It returns nil where none belongs.
func FromTable(t Table) *Chart {
	var c *Chart
	w := wordsOf(t.Lang)
	switch t.Section {
	case "sante":
		c = t.distribution(w.healthColumn, w.health, w.healthTitle)
	case "vulnerabilites-versions-declarees":
		c = t.distribution(w.severityColumn, w.severity, w.severityEntity)
	case "vulnerabilites-du-mois":
		c = t.distribution(w.severityColumn, w.severity, w.severityMonth)
	case "fins-de-support-vos-branches", "fins-de-support-branches":
		c = t.ends()
	case "matrice":
		c = t.cross()
	}
	if c == nil || c.check() != nil {
		return nil
	}
	c.Lang = t.Lang
	return c
}

// column finds the column whose head holds a word.
func (t Table) column(word string) int {
	for i, h := range t.Heads {
		if strings.Contains(strings.ToLower(h), word) {
			return i
		}
	}
	return -1
}

// distribution counts the words of a column, in a fixed order.
func (t Table) distribution(column string, order []string, title string) *Chart {
	col := t.column(column)
	if col < 0 || len(t.Rows) < minRows {
		return nil
	}
	count := map[string]int{}
	for _, r := range t.Rows {
		if col < len(r) {
			words := strings.Split(r[col], ", ") // "9,8 (v3.1), critique"
			count[strings.ToLower(strings.TrimSpace(words[len(words)-1]))]++
		}
	}
	c := &Chart{Kind: "repartition", Title: title}
	for _, w := range order {
		if n := count[strings.ToLower(w)]; n > 0 {
			c.Rows = append(c.Rows, Row{w, strconv.Itoa(n), column})
		}
	}
	return c
}

var writtenDay = regexp.MustCompile(`(\d{1,2})(?:er|ᵉʳ)?[ \x{00a0}\x{202f}](\p{L}+)[ \x{00a0}\x{202f}](\d{4})`)

// read reads the first day that a text names.
func (w *words) read(s string) (time.Time, bool) {
	m := writtenDay.FindStringSubmatch(s)
	if m == nil {
		return time.Time{}, false
	}
	for i, name := range w.months {
		if strings.EqualFold(name, m[2]) {
			d, _ := strconv.Atoi(m[1])
			y, _ := strconv.Atoi(m[3])
			return time.Date(y, time.Month(i+1), d, 0, 0, 0, 0, time.UTC), true
		}
	}
	return time.Time{}, false
}

// mostEnds bounds the calendar: the ends around the day of the data are what it
// is for.
const mostEnds = 15

// pastEnds are the ends before that day that the calendar keeps when it is full.
const pastEnds = 5

func (t Table) ends() *Chart {
	w := wordsOf(t.Lang)
	col := t.column(w.endColumn)
	if col < 0 || len(t.Rows) < minRows {
		return nil
	}
	c := &Chart{Kind: "calendrier", Title: w.ends, Day: t.AsOf}
	for _, r := range t.Rows {
		if col >= len(r) {
			continue
		}
		if d, ok := w.read(r[col]); ok {
			c.Rows = append(c.Rows, Row{r[0], d.Format(time.DateOnly)})
		}
	}
	slices.SortStableFunc(c.Rows, func(a, b Row) int { return strings.Compare(a[1], b[1]) })
	if len(c.Rows) < minRows {
		return nil
	}
	if n := len(c.Rows); n > mostEnds {
		past := sort.Search(n, func(i int) bool { return c.Rows[i][1] >= t.AsOf })
		from := min(max(past-pastEnds, 0), n-mostEnds)
		c.Rows = c.Rows[from : from+mostEnds]
		c.Title = w.part(w.ends, mostEnds, n)
	}
	return c
}

// cross reads a table of counts, criticality by fragility: "3 : names".
func (t Table) cross() *Chart {
	if len(t.Heads) < 3 || len(t.Heads) > 6 || len(t.Rows) < 2 || len(t.Rows) > 6 {
		return nil
	}
	c := &Chart{Kind: "croisement", Title: wordsOf(t.Lang).crossing, X: t.Heads[1:]}
	for _, r := range t.Rows {
		row := Row{r[0]}
		for _, cell := range r[1:] {
			n, _, _ := strings.Cut(cell, ":")
			n = strings.Trim(n, " \u00a0\u202f")
			if _, err := strconv.Atoi(n); err != nil {
				return nil
			}
			row = append(row, n)
		}
		c.Rows = append(c.Rows, row)
	}
	return c
}

// weights of criticality and of fragility in the matrix.
var (
	criticality = map[string]int{"vitale": 4, "forte": 3, "moyenne": 2, "faible": 1, "vital": 4, "high": 3, "medium": 2, "low": 1}
	fragility   = map[string]int{"forte": 4, "modérée": 2, "faible": 1, "strong": 4, "moderate": 2, "weak": 1}
)

// crossing draws the matrix of criticality and fragility: the number of programs
// Heights of a row of a crossing, in points.
const (
	crossingStep  = 34.0
	crossingLeast = 25.0
)

// in each cell, on the colour of its level.
func (v *canvas) crossing(c *Chart) {
	const left, head = 108.0, 20.0
	h := c.rowHeight()
	w := min((v.W-left)/float64(len(c.X)), 104)
	for k, name := range c.X {
		v.text(left+float64(k)*w+w/2, 12, 9.3, true, Middle, look.Grey, v.fit(name, 9.3, true, w-4))
	}
	for i, r := range c.Rows {
		y := head + float64(i)*h
		v.text(left-10, y+h/2+3.5, 9.8, true, End, look.Ink, v.fit(r.At(0), 9.8, true, left-12))
		for k := range c.X {
			v.crossCell(left+float64(k)*w, y, w, h, r.At(0), c.X[k], r.At(k+1))
		}
	}
	v.H = head + float64(len(c.Rows))*h + 4
}

func (v *canvas) crossCell(x, y, w, h float64, row, column, n string) {
	p, i := weight(fragility, column), weight(criticality, row)
	l := look.LevelOpen
	if p > 0 && i > 0 {
		l, _ = v.words.product(p, i)
	}
	fill, text, edge := l.Colors()
	if n == "0" {
		fill, text, edge = v.theme.Mist, look.Grey, v.theme.Mist2
	}
	v.Shapes = append(v.Shapes, Shape{Kind: Rect, X: x + 1, Y: y + 1, W: w - 2, H: h - 2, Fill: &fill, Stroke: &edge, LineWidth: 0.6})
	if n == "0" {
		v.text(x+w/2, y+h/2+4, 11, false, Middle, text, n)
		return
	}
	v.sign(l, x+w/2-12, y+h/2, 4, text)
	v.text(x+w/2+6, y+h/2+5, 15, true, Middle, text, n)
}

// weight finds the word of a label that has a weight; 0 for none.
func weight(of map[string]int, label string) int {
	for _, w := range strings.Fields(strings.ToLower(label)) {
		if n := of[w]; n > 0 {
			return n
		}
	}
	return 0
}
