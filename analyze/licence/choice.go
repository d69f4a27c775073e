package licence

import (
	"regexp"
	"slices"
	"strings"

	"guette/internal/lazyregexp"
)

// A name is how texts call a licence that they offer beside others.
type name struct {
	id string
	re *lazyregexp.Regexp
}

// names come longest first: what one matches is not read again.
var names = []name{
	{"AGPL-3.0", lazyregexp.New(`(?i)(?:GNU\s+)?Affero\s+General\s+Public\s+License(?:,?\s+v(?:ersion)?\.?\s*3(?:\.0)?)?|\bAGPL(?:-?v?3(?:\.0)?)?\b`)},
	{"LGPL-3.0", lazyregexp.New(`(?i)Lesser\s+General\s+Public\s+License,?\s+v(?:ersion)?\.?\s*3(?:\.0)?|\bLGPL-?v?3(?:\.0)?\b`)},
	{"GPL-3.0", lazyregexp.New(`(?i)General\s+Public\s+License,?\s+v(?:ersion)?\.?\s*3(?:\.0)?|\bGPL-?v?3(?:\.0)?\b`)},
	{"GPL-2.0", lazyregexp.New(`(?i)General\s+Public\s+License,?\s+v(?:ersion)?\.?\s*2(?:\.0)?|\bGPL-?v?2(?:\.0)?\b`)},
	{"SSPL-1.0", lazyregexp.New(`(?i)Server\s+Side\s+Public\s+License|\bSSPL(?:v1)?\b`)},
	{"LicenseRef-RSAL", lazyregexp.New(`(?i)Redis\s+Source\s+Available\s+License|\bRSALv[12]\b`)},
	{"Elastic-2.0", lazyregexp.New(`(?i)Elastic\s+License,?\s+(?:v(?:ersion)?\.?\s*)?2(?:\.0)?\b|\bELv2\b`)},
	{"LicenseRef-Elastic", lazyregexp.New(`(?i)Elastic\s+License`)},
	{"BUSL-1.1", lazyregexp.New(`(?i)Business\s+Source\s+License`)},
	{"MPL-2.0", lazyregexp.New(`(?i)Mozilla\s+Public\s+License`)},
	{"Apache-2.0", lazyregexp.New(`(?i)Apache\s+License,?\s*(?:Version\s*)?2(?:\.0)?\b`)},
	{"MIT", lazyregexp.New(`\bMIT\s+[Ll]icense`)},
}

var (
	// choice are the words of a text that leaves one of several licences to
	// whoever receives the program.
	choice = lazyregexp.New(`(?i)\b(?:your|user'?s|the)\s+choice\s+(?:of|between)\b|\b(?:dual|tri|triple|multi)[-\s]+licens(?:ed?|ing)\b`)
	// shared are those of a text that gives some files one licence and some another.
	shared = lazyregexp.New(`(?i)\bvariously\s+licensed\s+under\b`)
	// parted are those of a text whose choice does not hold for all files.
	parted = lazyregexp.New(`(?i)\b(?:solely\s+under|default\s+throughout|outside\s+(?:of\s+)?the|within\s+the|only\s+in\s+the)\b`)
)

// stated is how far after the words of a choice its licences are named, in bytes.
const stated = 420

// offers reads the licences that a text offers together; "" where it offers
// none. The expression is of SPDX: OR for a choice, AND for files that differ.
func offers(text string) (expression string, whole bool) {
	for _, s := range []struct {
		words *regexp.Regexp
		join  string
	}{{choice.Re(), " OR "}, {shared.Re(), " AND "}} {
		at := s.words.FindStringIndex(text)
		if at == nil {
			continue
		}
		part := text[at[0]:min(len(text), at[0]+stated)]
		if ids := namedIn(part); len(ids) > 1 {
			return strings.Join(ids, s.join), s.join == " OR " && !parted.Re().MatchString(text[:min(len(text), at[0]+4*stated)])
		}
	}
	return "", false
}

// namedIn lists the licences that a text names, sorted. "Apache License 2.0
// compatible" names another one.
func namedIn(text string) (ids []string) {
	for _, n := range names {
		for _, at := range n.re.Re().FindAllStringIndex(text, -1) {
			if strings.HasPrefix(strings.TrimLeft(text[at[1]:], " \n\t\"”"), "compatible") || slices.Contains(ids, n.id) {
				continue
			}
			ids = append(ids, n.id)
		}
		text = n.re.Re().ReplaceAllStringFunc(text, func(m string) string { return strings.Repeat("#", len(m)) })
	}
	slices.Sort(ids)
	return ids
}
