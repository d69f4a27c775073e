package layout

import (
	"fmt"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"guette/render/markdown"
)

// maxEntries is the headings of level 3 over which the contents list sections
// only: three pages of contents are read by nobody.
const maxEntries = 90

type entry struct {
	level    int
	text, id string
}

func (b *builder) contents() {
	b.newPage()
	root, c := b.doc.Root, b.theme.Accent
	b.page.title = b.words.contents
	b.draw(Op{Kind: OpRect, X: margin, Y: b.y - 4, W: 34, H: 3.2, Fill: &c})
	h := root.New("H2")
	b.text(h, b.fonts.Bold, 21, b.theme.Primary, margin, b.y+25, b.words.contents)
	b.doc.Outline = append(b.doc.Outline, Entry{Text: b.words.contents, Dest: Dest{Page: len(b.doc.Pages) - 1, Y: b.y - 10}, Elem: h})
	b.y += 48
	toc := root.New("TOC")
	var sub *Elem
	entries := b.entries()
	share := spread(entries, b.page.bottom()-b.y)
	for _, e := range entries {
		if e.level == 2 {
			sub = nil
			b.entry(e, toc, share)
			continue
		}
		if sub == nil {
			sub = toc.New("TOC")
		}
		b.entry(e, sub, share)
	}
	b.section = ""
}

func (b *builder) entries() []entry {
	var out []entry
	minor := 0
	links := false
	_ = ast.Walk(b.src.Root, func(n ast.Node, in bool) (ast.WalkStatus, error) {
		switch t := n.(type) {
		case *ast.Link:
			links = links || annexed(b.src.Text(t), markdown.Destination(t.Destination))
		case *ast.Heading:
			if text := b.src.Text(t); in && visible(text) && (t.Level == 2 || t.Level == 3) && t.Parent() == b.src.Root {
				out = append(out, entry{t.Level, text, markdown.HeadingID(t)})
				minor += t.Level - 2
			}
		case *east.FootnoteList:
			if in {
				out = append(out, entry{2, b.words.notes, notesID})
			}
		}
		return ast.WalkContinue, nil
	})
	if links {
		out = append(out, entry{2, b.words.addresses, addressesID})
	}
	if minor > maxEntries {
		var major []entry
		for _, e := range out {
			if e.level == 2 {
				major = append(major, e)
			}
		}
		return major
	}
	return out
}

// Leadings of the contents, in points, the least share of them that is still easy to
// read, and the most that still holds together.
const (
	majorLead, majorGap, minorLead = 18.0, 5.0, 15.5
	tightest, widest               = 0.8, 1.25
)

// spread is the share of the leadings in which the contents fill their page, 1 where
// they need another page anyway.
func spread(entries []entry, room float64) float64 {
	sum := 0.0
	for _, e := range entries {
		if e.level == 2 {
			sum += majorLead + majorGap
		} else {
			sum += minorLead
		}
	}
	switch share := (room - 6) / sum; {
	case share >= 1:
		return min(max(share*fillShare, 1), widest)
	case share >= tightest:
		return share
	}
	return 1
}

func (b *builder) entry(e entry, parent *Elem, share float64) {
	lead, f, size, color, x := majorLead*share, b.fonts.Semibold, 11.5, b.theme.Primary, margin
	if e.level == 3 {
		lead, f, size, color, x = minorLead*share, b.fonts.Regular, 10.5, ink, margin+16
	} else {
		b.y += majorGap * share
	}
	if !b.room(lead) {
		b.next()
		b.page.title = b.words.contents
	}
	right := margin + b.page.full()
	link := parent.New("TOCI").New("Reference").New("Link")
	y := b.y + lead*0.72
	st := style{face: f, size: size, color: color, elem: link}
	ls := breakLines(b.plain(b.typeset(e.text), st), right-x-40)
	if len(ls) > 1 {
		ls = breakLines([]span{{text: shorten(f, b.typeset(e.text), size, right-x-40), style: st}}, right-x)
	}
	goesOn(ls)
	b.setLine(ls[0], x, y)
	dots, w := rule, ls[0].width()
	if from, to := x+w+8, right-24; to > from {
		b.draw(Op{Kind: OpLine, Points: []Point{{from, y + 0.5}, {to, y + 0.5}}, LineWidth: 0.4, Stroke: &dots})
	}
	b.draw(Op{Kind: OpText, Elem: link, X: right, Y: y, Face: f, Size: size, Fill: &color, Late: func() string {
		if d, ok := b.doc.Dests[e.id]; ok {
			return fmt.Sprint(d.Page + 1)
		}
		return "–"
	}}, Op{Kind: OpLink, Elem: link, X: x, Y: b.y, W: right - x, H: lead, Dest: e.id, Contents: e.text})
	b.y += lead
}
