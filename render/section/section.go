// Package section chooses what enters each section of the bulletins and in
// which order; templates/LANGUAGE/NAME.md.tmpl has the words.
//
// To add a section: write its file here (a view: what the template needs,
// already chosen, sorted and cut), its template, and its line in [Technical]
// or [Strategic].
//
//   - A view holds values. A string is text and is escaped when it is printed;
//     only [markup.Markdown] acts. Foreign text never needs care, links are made
//     with [markup.Link], quotes with [markup.Quote].
//   - The template writes the heading with its anchor, {#id}, one sentence a
//     line, ordinary spaces and straight apostrophes: typography comes after.
//   - Before each paragraph, table or list that says facts, it prints a mark:
//     {{src "suivi.phrase" .Findings}} before a paragraph, {{rows "suivi.tableau"}}
//     before a table or a list, with {{row .Key .Findings}} at the very start of
//     each row or item (findings, or their ids). The id of the mark and the keys
//     of the rows are how an editor's change finds its place again next time:
//     they depend on what is spoken of (a program, a CVE), never on counts, dates
//     or places. The same row has the same id, key and words in the general
//     edition and in an entity's, so that what an editor changes there is changed
//     everywhere.
//   - An empty section keeps its heading and prints its empty sentence.
package section

import (
	"slices"

	"guette/render"
)

// A Section is one part of a bulletin.
type Section struct {
	ID       string // anchor of its heading
	Template string // name of the template, without language and ending
	// Build makes the view of the template; nil drops the section.
	Build func(b *render.Bulletin) any
	// Gloss makes it from the text of all other sections instead.
	Gloss func(b *render.Bulletin, text string) any
}

// Of lists the sections of a bulletin in reading order.
func Of(kind render.Kind) []Section {
	switch kind {
	case render.Strategic:
		return slices.Clone(Strategic)
	case render.Alert:
		return slices.Clone(Alert)
	}
	return slices.Clone(Technical)
}
