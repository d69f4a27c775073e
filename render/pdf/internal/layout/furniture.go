package layout

import (
	"fmt"
	"strings"

	"guette/render/pdf/internal/face"
)

// Property lists of what stands on every page.
const (
	headerArtifact = "/Type/Pagination/Subtype/Header/Attached[/Top]"
	footerArtifact = "/Type/Pagination/Subtype/Footer/Attached[/Bottom]"
)

const furnitureSize = 8.8

// furniture draws running heads and feet, when the number of pages is known.
func (b *builder) furniture() {
	left := b.typeset(b.recipient())
	footer := b.typeset(b.doc.Title)
	if b.opts.Publisher != "" {
		footer += " · " + b.typeset(b.opts.Publisher)
	}
	for i, p := range b.doc.Pages {
		if p.cover {
			continue
		}
		line, right := rule, p.W-margin
		if !p.banner {
			b.runningHead(p, left)
		}
		p.Ops = append(p.Ops, Op{Kind: OpLine, Artifact: footerArtifact, Points: []Point{{margin, p.H - 50}, {right, p.H - 50}}, LineWidth: 0.6, Stroke: &line})
		p.furnish(footerArtifact, b.fonts.Regular, footer, margin, p.H-35, false)
		p.furnish(footerArtifact, b.fonts.Semibold, fmt.Sprintf("%s %d %s %d", b.words.page, i+1, b.words.of, len(b.doc.Pages)), right, p.H-35, true)
	}
}

// runningHead draws the recipient, the section and the word of a draft.
func (b *builder) runningHead(p *Page, left string) {
	accent, line, right := b.theme.Accent, rule, p.W-margin
	p.Ops = append(p.Ops, Op{Kind: OpRect, Artifact: headerArtifact, X: margin, Y: 34.6, W: 6, H: 6, Fill: &accent})
	p.furnish(headerArtifact, b.fonts.Semibold, left, margin+12, 41, false)
	end := right
	if b.opts.Draft {
		end = b.draftMark(p, right)
	}
	p.furnish(headerArtifact, b.fonts.Regular, p.title, end, 41, true)
	p.Ops = append(p.Ops, Op{Kind: OpLine, Artifact: headerArtifact, Points: []Point{{margin, 50}, {right, 50}}, LineWidth: 0.6, Stroke: &line})
}

func (p *Page) furnish(artifact string, f *face.Face, text string, x, y float64, right bool) {
	text = shorten(f, text, furnitureSize, p.full()*0.6)
	if right {
		x -= f.Width(text, furnitureSize)
	}
	c := grey
	p.Ops = append(p.Ops, Op{Kind: OpText, Artifact: artifact, X: x, Y: y, Text: text, Face: f, Size: furnitureSize, Fill: &c})
}

// draftMark draws the word that a draft bears, and returns where it begins.
func (b *builder) draftMark(p *Page, right float64) float64 {
	f, size := b.fonts.Bold, 9.5
	w := f.Width(b.words.draft, size) + 14
	ground, text := draftGround, white
	x := right - w
	p.Ops = append(p.Ops,
		Op{Kind: OpRound, Artifact: headerArtifact, X: x, Y: 28.5, W: w, H: 16.5, R: 3, Fill: &ground},
		Op{Kind: OpText, Artifact: headerArtifact, X: x + 7, Y: 40, Text: b.words.draft, Face: f, Size: size, Fill: &text})
	return x - 10
}

// shorten cuts s with an ellipsis to a width.
func shorten(f *face.Face, s string, size, width float64) string {
	s = f.Clean(s)
	if len(s) < 4096 && f.Width(s, size) <= width {
		return s
	}
	w, room := 0.0, width-f.Advance('…')*size/1000
	for i, r := range s {
		if w += f.Advance(r) * size / 1000; w > room {
			return strings.TrimRight(s[:i], " ") + "…"
		}
	}
	return s
}
