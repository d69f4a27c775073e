package layout

import (
	"math"
	"slices"
)

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
	cells       []want
	halves      float64 // of the widest word, cut once after a sign
	low         float64 // answer of least, where it was asked
}

// A want is what one cell asks for: its width on one line, and its words, each
// with the space after it.
type want struct {
	whole, word float64
	words       []gapped
}

type gapped struct {
	width, gap float64
	tied       bool
}

func (w *wants) probe(spans []span) {
	var c want
	words := wordsIn(spans, 0)
	for i, x := range words {
		g := gapped{width: x.width, tied: x.tied}
		if i < len(words)-1 {
			g.gap = x.space.spaceWidth()
		}
		if x.width > w.word {
			w.word, w.halves = x.width, x.halves()
		}
		c.word = max(c.word, x.width)
		c.whole += g.width + g.gap
		c.words = append(c.words, g)
	}
	w.whole = max(w.whole, c.whole)
	w.cells, w.low = append(w.cells, c), 0
}

// halves is the width that a word needs when it is cut once, after a sign.
func (w word) halves() float64 {
	best, at := w.width, 0.0
	for _, p := range w.pieces {
		for _, r := range p.text {
			at += p.face.Advance(r) * p.size / 1000
			if r == '-' || r == '/' {
				best = min(best, max(at, w.width-at))
			}
		}
	}
	return best
}

// lines is how many lines the cell has in a width.
func (c want) lines(width float64) int {
	if c.whole <= width {
		return 1
	}
	n, at, end, before, count := 1, 0.0, 0.0, 0.0, 0 // before: end of the line without its last word
	for i, g := range c.words {
		if at > 0 && at+g.width > width+0.01 {
			n++
			p := c.words[max(i-1, 0)]
			if g.tied && count > 2 && before >= tiedShare*width && p.width+p.gap+g.width <= width+0.01 {
				at, end, count = p.width+p.gap, p.width, 1
			} else {
				at, end, count = 0, 0, 0
			}
		}
		before, end, count = end, at+g.width, count+1
		at += g.width + g.gap
	}
	return n
}

// rarity is the share of the cells of a column that may have their widest word cut,
// so that two identifiers do not widen a column for forty cells without one.
const rarity = 0.2

// rareWidth is the share of the widest word that the usual words must stay under
// for it to be cut.
const rareWidth = 0.7

// least is the narrowest width of the column in which no word is cut, but for a
// word that is rare in it and can be cut after a sign.
func (w *wants) least() float64 {
	if w.low > 0 {
		return w.low
	}
	word := w.word
	if n := len(w.cells); n > fewCells {
		widths := make([]float64, n)
		for i, c := range w.cells {
			widths[i] = c.word
		}
		slices.Sort(widths)
		if usual := widths[n-1-int(rarity*float64(n))]; usual < rareWidth*word {
			word = max(usual, w.halves)
		}
	}
	w.low = min(word, widestWord) + 2*cellPad + 0.5
	return w.low
}

// fewCells is the number of cells under which no word is rare.
const fewCells = 10

// least is the narrowest width in which no word is cut.
func least(cols []wants) float64 {
	sum := 0.0
	for i := range cols {
		sum += cols[i].least()
	}
	return sum
}

// columnWidths shares a width. No column goes under its widest word when that is
// possible; what is left goes, little by little, where it shortens the rows most.
func columnWidths(cols []wants, width float64) []float64 {
	out := make([]float64, len(cols))
	sumLow, sumHigh := least(cols), 0.0
	high := make([]float64, len(cols))
	for i := range cols {
		c := &cols[i]
		out[i] = c.least()
		high[i] = max(min(c.whole, 900)+2*cellPad+0.5, out[i])
		sumHigh += high[i]
	}
	switch {
	case sumHigh <= width:
		for i := range out {
			out[i] = high[i] + (width-sumHigh)/float64(len(out))
		}
	case sumLow <= width:
		spend(cols, out, high, width-sumLow)
		trade(cols, out)
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
			n := max(c.cells[r].whole/(widths[i]-2*cellPad), 1)
			norm += n * n * n * n
		}
		sum += math.Sqrt(math.Sqrt(norm))
	}
	return sum
}
