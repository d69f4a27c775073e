package layout

import "math"

// Measures of a table, in points.
const (
	cellPad  = 5.5
	cellSize = 9.4
	cellLead = 13.0
	rowPad   = 9.0 // above and below the text of a row
	barWidth = 3.0 // of the bar of a level
)

// widestWord bounds what one word may ask for: longer ones are cut.
const widestWord = 150.0

// wants are the widths that a column asks for, in points.
type wants struct{ word, whole float64 }

func (w *wants) probe(spans []span) {
	words := wordsIn(spans, 0)
	whole := 0.0
	for i, x := range words {
		w.word = max(w.word, x.width)
		whole += x.width
		if i < len(words)-1 {
			whole += x.space.spaceWidth()
		}
	}
	w.whole = max(w.whole, whole)
}

// least is the narrowest width in which no word is cut.
func least(cols []wants) float64 {
	sum := 0.0
	for _, c := range cols {
		sum += min(c.word, widestWord) + 2*cellPad + 0.5
	}
	return sum
}

// columnWidths shares a width as browsers do: no column under its widest word
// when that is possible, the rest by what the columns want.
func columnWidths(cols []wants, width float64) []float64 {
	low, high := make([]float64, len(cols)), make([]float64, len(cols))
	sumLow, sumHigh := 0.0, 0.0
	for i, c := range cols {
		low[i] = min(c.word, widestWord) + 2*cellPad + 0.5
		high[i] = max(min(c.whole, 900)+2*cellPad+0.5, low[i])
		sumLow, sumHigh = sumLow+low[i], sumHigh+high[i]
	}
	out := make([]float64, len(cols))
	switch {
	case sumHigh <= width:
		for i := range out {
			out[i] = high[i] + (width-sumHigh)*high[i]/sumHigh
		}
	case sumLow <= width:
		copy(out, low)
		share(out, high, width-sumLow)
	default:
		for i := range out {
			out[i] = width * low[i] / sumLow
		}
	}
	return out
}

// share gives what is left by the square root of what each column still wants: a
// column of long sentences does not starve the short ones, and none gets more
// than it wants.
func share(out, high []float64, left float64) {
	for turn := 0; turn < 4 && left > 0.5; turn++ {
		sum := 0.0
		for i := range out {
			sum += math.Sqrt(max(0, high[i]-out[i]))
		}
		if sum == 0 {
			return
		}
		spare := left
		for i := range out {
			more := min(spare*math.Sqrt(max(0, high[i]-out[i]))/sum, high[i]-out[i])
			out[i] += more
			left -= more
		}
	}
}
