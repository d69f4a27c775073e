package layout

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"guette/render/look"
	"guette/render/pdf/internal/face"
)

// A style is the look and the tag of a run of text.
type style struct {
	face      *face.Face
	size      float64
	color     Color
	elem      *Elem
	lang      string
	uri, dest string
	label     string // description of a link
	link      *Elem  // its element; elem may be one inside of it
	rise      float64
	code      bool
	plain     bool       // a link without a line under it
	level     look.Level // its badge is drawn around the text
	sign      look.Level // its sign is drawn in the place of a text
}

// A span is a run of one style.
type span struct {
	text string
	style
	hard bool // forced line break
}

type piece struct {
	text string
	style
	width float64
}

// A word is what no line break may cut.
type word struct {
	pieces []piece
	width  float64
	space  style // of the space after it
	glue   bool  // no space after: part of a word that was cut
	tied   bool  // a number behind a word: it better stays with it
	hard   bool  // a forced break follows
}

// A line is a set line.
type line struct {
	words []word
	last  bool
}

func (s style) spaceWidth() float64 {
	if s.face == nil {
		return 0
	}
	return s.face.Advance(' ') * s.size / 1000
}

func newPiece(text string, s style) piece {
	p := piece{text: text, style: s}
	p.width = s.face.Width(text, s.size) + badgeRoom(s.level, s.size)
	if s.sign != look.NoLevel {
		p.width = s.size * signRoom
	}
	return p
}

// wordsIn cuts spans at spaces; pieces without a space between them stay one word.
func wordsIn(spans []span, limit float64) []word {
	var out []word
	var cur word
	flush := func(space style, hard bool) {
		if len(cur.pieces) == 0 {
			if hard && len(out) > 0 {
				out[len(out)-1].hard = true
			}
			return
		}
		cur.space, cur.hard = space, hard
		if k := len(out); k > 0 && !out[k-1].hard {
			cur.tied = cur.startsWithDigit() && out[k-1].endsWithLetter()
		}
		out = append(out, cut(cur, limit)...)
		cur = word{}
	}
	for _, s := range spans {
		if s.hard {
			flush(s.style, true)
			continue
		}
		if s.level != look.NoLevel || s.sign != look.NoLevel {
			p := newPiece(s.text, s.style)
			cur.pieces, cur.width = append(cur.pieces, p), cur.width+p.width
			continue
		}
		start := 0
		for i, r := range s.text {
			if r == ' ' {
				cur.add(s.text[start:i], s.style)
				flush(s.style, false)
				start = i + utf8.RuneLen(r)
			}
		}
		cur.add(s.text[start:], s.style)
	}
	flush(style{}, false)
	return out
}

func (w *word) add(text string, s style) {
	if text == "" {
		return
	}
	p := newPiece(text, s)
	w.pieces, w.width = append(w.pieces, p), w.width+p.width
}

// tail is how far back a long word may be cut at a separator, in characters.
const tail = 18

// cut parts a word wider than limit, after a separator when there is one near.
func cut(w word, limit float64) []word {
	if w.width <= limit || limit <= 0 {
		return []word{w}
	}
	var out []word
	cur := word{glue: true}
	push := func() {
		if len(cur.pieces) > 0 {
			out = append(out, cur)
		}
		cur = word{glue: true}
	}
	for _, p := range w.pieces {
		if p.level != look.NoLevel || p.sign != look.NoLevel {
			cur.pieces, cur.width = append(cur.pieces, p), cur.width+p.width
			continue
		}
		cur.addCut(p, limit, push)
	}
	push()
	if n := len(out); n > 0 {
		out[n-1].glue, out[n-1].space, out[n-1].hard = false, w.space, w.hard
	}
	return out
}

// addCut adds a piece and pushes the word each time that it is full.
func (w *word) addCut(p piece, limit float64, push func()) {
	runes := []rune(p.text)
	start, acc, sep, base := 0, 0.0, -1, w.width
	for i := 0; i < len(runes); i++ {
		a := p.face.Advance(runes[i]) * p.size / 1000
		if base+acc+a > limit && (i > start || len(w.pieces) > 0) {
			at := i
			if sep > start && sep < i && i-sep < tail {
				at = sep
			}
			w.add(string(runes[start:at]), p.style)
			push()
			start, i = at, at-1
			acc, base, sep = 0, 0, -1
			continue
		}
		acc += a
		if strings.ContainsRune("/-_.?&=,:\u00a0\u202f", runes[i]) {
			sep = i + 1
		}
	}
	w.add(string(runes[start:]), p.style)
}

// breakLines sets spans in lines of a width, ragged right.
func breakLines(spans []span, width float64) []line {
	words := wordsIn(spans, width)
	var lines []line
	var cur []word
	w := 0.0
	for i, x := range words {
		gap := 0.0
		if len(cur) > 0 && !cur[len(cur)-1].glue {
			gap = cur[len(cur)-1].space.spaceWidth()
		}
		if len(cur) > 0 && w+gap+x.width > width+0.01 {
			kept := len(cur)
			if x.staysWith(cur, w, gap, width) {
				kept--
			}
			lines = append(lines, line{words: cur[:kept:kept]})
			if cur = cur[kept:]; len(cur) > 0 {
				w = cur[0].width
			} else {
				w, gap = 0, 0
			}
		}
		cur = append(cur, x)
		w += gap + x.width
		if x.hard && i < len(words)-1 {
			lines = append(lines, line{words: cur})
			cur, w = nil, 0
		}
	}
	if len(cur) > 0 {
		lines = append(lines, line{words: cur})
	}
	if len(lines) > 0 {
		unrunt(lines, width)
		lines[len(lines)-1].last = true
	}
	return lines
}

// tiedShare is the share of the width that a line must keep to give its last word to
// the number behind it.
const tiedShare = 0.72

// staysWith tells whether the last word of a line of width w goes over with x, a
// number that does not fit.
func (x word) staysWith(cur []word, w, gap, width float64) bool {
	k := len(cur) - 1
	if !x.tied || k < 2 || cur[k-1].glue {
		return false
	}
	rest := w - cur[k].width - cur[k-1].space.spaceWidth()
	return rest >= tiedShare*width && cur[k].width+gap+x.width <= width+0.01
}

// runt is the share of the width under which a last line is too little.
const runt = 0.12

// mostLent is how many words the line before gives to a last line.
const mostLent = 3

// unrunt gives a last line that is too short words of the line before; a number alone
// gets its noun.
func unrunt(lines []line, width float64) {
	for range mostLent {
		if !lend(lines, width) {
			return
		}
	}
}

// lend moves a word to the last line, where that is too short.
func lend(lines []line, width float64) bool {
	n := len(lines)
	if n < 2 {
		return false
	}
	last, prev := lines[n-1], lines[n-2].words
	number := len(last.words) == 1 && last.words[0].startsWithDigit()
	k := len(prev) - 1
	switch {
	case k < 1 || prev[k].hard || prev[k].glue || prev[k-1].glue:
		return false
	case last.width() > runt*width && !number, k < 3 && !number:
		return false
	}
	words := append([]word{prev[k]}, last.words...)
	if l := (line{words: words}); l.width() > width {
		return false
	}
	lines[n-2].words, lines[n-1].words = prev[:k:k], words
	return true
}

func (w word) startsWithDigit() bool {
	return len(w.pieces) > 0 && w.pieces[0].text != "" && w.pieces[0].text[0] >= '0' && w.pieces[0].text[0] <= '9'
}

func (w word) endsWithLetter() bool {
	r, _ := utf8.DecodeLastRuneInString(w.pieces[len(w.pieces)-1].text)
	return unicode.IsLetter(r)
}

func (l line) width() float64 {
	w := 0.0
	for i, x := range l.words {
		w += x.width
		if i < len(l.words)-1 && !x.glue {
			w += x.space.spaceWidth()
		}
	}
	return w
}

// goesOn ends the last of the lines with a space: other text follows elsewhere on
// the page.
func goesOn(lines []line) {
	if len(lines) == 0 {
		return
	}
	l := &lines[len(lines)-1]
	w := &l.words[len(l.words)-1]
	l.last, w.space = false, w.pieces[len(w.pieces)-1].style
}
