package layout

import "math"

// Measures of a table, in points.
const (
	cellPad  = 5.2
	cellSize = 9.0
	cellLead = 12.6
	rowPad   = 8.6 // above and below the text of a row
	barWidth = 3.0 // of the bar of a level
)

// widestWord bounds what one word may ask for: longer ones are cut.
const widestWord = 150.0

// wants are the widths that a column asks for, in points: of its widest word, of
// its widest text on one line, of its head, of each cell.
type wants struct {
	word, whole float64
	cells       []float64
}

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
	w.cells = append(w.cells, whole)
}

func (w *wants) least() float64 { return min(w.word, widestWord) + 2*cellPad + 0.5 }

// least is the narrowest width in which no word is cut.
func least(cols []wants) float64 {
	sum := 0.0
	for _, c := range cols {
		sum += c.least()
	}
	return sum
}

// columnWidths shares a width. No column goes under its widest word when that is
// possible; what is left goes, little by little, where it shortens the rows most.
func columnWidths(cols []wants, width float64) []float64 {
	out := make([]float64, len(cols))
	sumLow, sumHigh := least(cols), 0.0
	high := make([]float64, len(cols))
	for i, c := range cols {
		out[i] = c.least()
		high[i] = max(min(c.whole, 900)+2*cellPad+0.5, out[i])
		sumHigh += high[i]
	}
	switch {
	case sumHigh <= width:
		for i := range out {
			out[i] = high[i] + (width-sumHigh)*high[i]/sumHigh
		}
	case sumLow <= width:
		spend(cols, out, high, width-sumLow)
	default:
		for i := range out {
			out[i] *= width / sumLow
		}
	}
	return out
}

// grain is the width that is given at a time, in points.
const grain = 5.0

// spend gives a width in grains, each to the column where it lowers the height of
// the rows most.
func spend(cols []wants, out, high []float64, left float64) {
	for left > 0.01 {
		g := min(grain, left)
		best, gain := -1, 0.0
		for i := range out {
			if out[i]+g > high[i]+grain {
				continue
			}
			out[i] += g
			if h := heights(cols, out); best < 0 || h < gain {
				best, gain = i, h
			}
			out[i] -= g
		}
		if best < 0 {
			break
		}
		out[best] += g
		left -= g
	}
	for i := range out {
		out[i] += left / float64(len(out))
	}
}

// heights estimates the lines of all rows, smoothly: a row is as high as its
// highest cell, and a little as its others (a norm of order four), so that two
// equal columns do not stop each other.
func heights(cols []wants, widths []float64) float64 {
	sum := 0.0
	for r := range cols[0].cells {
		norm := 0.0
		for i, c := range cols {
			if r >= len(c.cells) {
				continue
			}
			n := max(c.cells[r]/(widths[i]-2*cellPad), 1)
			norm += n * n * n * n
		}
		sum += math.Sqrt(math.Sqrt(norm))
	}
	return sum
}
