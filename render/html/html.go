// Package html renders a reviewed draft as one self-contained page that everyone
// can read: landmarks, headings, tables with their heads, alternatives of
// figures, sizes that follow the reader, a form for print (WCAG 2.2 AA, RGAA 4).
//
// The page needs nothing else: no script, no font, no request. All text is
// escaped; raw HTML of the draft is never passed on.
package html

import (
	"bytes"
	_ "embed"
	"encoding/base64"
	"fmt"
	"io/fs"

	"guette/render/look"
	"guette/render/markdown"
)

// Options say how a bulletin looks. The zero value is a bulletin in the colours
// of Guette, without publisher.
type Options struct {
	Publisher look.Publisher
	Images    fs.FS // where images named in the draft are read; nil: none
	Draft     bool  // the word Brouillon at the head of the page
}

// A Warning tells what was set otherwise than written.
type Warning struct {
	Line int // of the draft; 0 is the whole draft
	Text string
}

func (w Warning) String() string {
	if w.Line == 0 {
		return w.Text
	}
	return fmt.Sprintf("line %d: %s", w.Line, w.Text)
}

//go:embed style.css
var style string

// Render makes the page of a draft. Same draft and options, same bytes.
func Render(src []byte, o Options) (out []byte, warnings []Warning, err error) {
	draft, err := markdown.Parse(src)
	if err != nil {
		return nil, nil, err
	}
	theme, notes, err := o.Publisher.Theme()
	if err != nil {
		return nil, nil, err
	}
	w := &writer{src: draft, opts: o, theme: theme, words: wordsOf(draft.Front.Lang), lang: draft.Front.Lang, ids: map[string]bool{contentID: true, contentsID: true}}
	for _, n := range notes {
		w.warnings = append(w.warnings, Warning{Text: n})
	}
	if err := w.logo(); err != nil {
		return nil, nil, err
	}
	w.page()
	return w.out.Bytes(), w.warnings, nil
}

// Ids of the page itself. No heading of a draft has them: its ids are kebab-case.
const (
	contentID  = "_contenu"
	contentsID = "_sommaire"
)

type writer struct {
	out      bytes.Buffer
	src      *markdown.Source
	opts     Options
	theme    look.Theme
	words    words
	lang     string // of the text being written
	logoURI  string
	depth    int
	tables   int    // written
	cell     bool   // in a row of a table
	skip     int    // bytes of the next text that stand elsewhere
	level    int    // of the last heading
	anchor   string // its id
	ids      map[string]bool
	warnings []Warning
}

func (w *writer) logo() error {
	if len(w.opts.Publisher.Logo) == 0 {
		return nil
	}
	p, err := look.ReadPicture(w.opts.Publisher.Logo)
	if err != nil {
		return fmt.Errorf("publisher, logo: %w", err)
	}
	w.logoURI = dataURI(p)
	return nil
}

func dataURI(p look.Picture) string {
	return "data:image/" + p.Format + ";base64," + base64.StdEncoding.EncodeToString(p.Data)
}
