package html

import (
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"guette/render/chart"
)

// chartWidth is the width of a chart in the units of its drawing.
const chartWidth = 492.0

// fence sets a fenced block: a chart, or code. A chart that cannot be read is set
// as it is written, so that nothing is lost.
func (w *writer) fence(t *ast.FencedCodeBlock) {
	kind := string(t.Language(w.src.Body))
	if !chart.Is(kind) {
		w.code(w.src.Lines(t))
		return
	}
	c, err := chart.Parse(kind, w.src.Lines(t), w.typeset)
	if err != nil {
		w.warn(t, "chart %q is set as text: %v", kind, err)
		w.code(w.src.Lines(t))
		return
	}
	c.Lang = w.src.Front.Lang
	w.chart(c)
}

// tableChart sets the chart that belongs to a table, where one does.
func (w *writer) tableChart(t *east.Table) {
	if prev, ok := t.PreviousSibling().(*ast.FencedCodeBlock); ok && chart.Is(string(prev.Language(w.src.Body))) {
		return // the draft draws it
	}
	data := chart.Table{Section: w.anchor, AsOf: w.src.Front.DataAsOf, Lang: w.src.Front.Lang}
	for r := t.FirstChild(); r != nil; r = r.NextSibling() {
		var cells []string
		for c := r.FirstChild(); c != nil; c = c.NextSibling() {
			cells = append(cells, w.src.Text(c))
		}
		if data.Heads == nil {
			data.Heads = cells
			continue
		}
		data.Rows = append(data.Rows, cells)
	}
	if c := chart.FromTable(data); c != nil {
		w.chart(c)
	}
}

func (w *writer) chart(c *chart.Chart) {
	d := c.Draw(w.theme, chartWidth, measure)
	if d.Title == "" {
		w.put("<figure>\n")
	} else { // RGAA 1.9: the label of a figure is its caption
		w.put(`<figure role="figure" aria-label="`, esc(d.Title), `">`, "\n<figcaption>", esc(d.Title), "</figcaption>\n")
	}
	w.put(`<div class="scroll" role="group" tabindex="0" aria-label="`, w.words.chart, `">`, d.SVG(), "</div>\n</figure>\n")
}

// measure estimates the width of a text: the page takes the fonts of its reader,
// so it leaves room.
func measure(text string, size float64, bold bool) float64 {
	em := 0.53
	if bold {
		em = 0.57
	}
	return float64(utf8.RuneCountInString(text)) * size * em
}
