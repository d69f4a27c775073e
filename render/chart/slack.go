package chart

// rowHeights are the usual and the least height of a row of the charts that give way,
// in points.
var rowHeights = map[string]struct{ usual, least float64 }{
	"calendrier": {calendarStep, calendarLeast},
	"croisement": {crossingStep, crossingLeast},
}

// Slack is how much lower a chart may be drawn, by a negative Higher.
func (c *Chart) Slack() float64 {
	h := rowHeights[c.Kind]
	return float64(len(c.Rows)) * (h.usual - h.least)
}

// rowHeight is the height of a row, with what the chart gives.
func (c *Chart) rowHeight() float64 {
	h := rowHeights[c.Kind]
	return max(h.usual+min(c.Higher, 0)/float64(max(len(c.Rows), 1)), h.least)
}
