package review

import (
	"fmt"
	"regexp"
	"strings"

	"guette/render/french"
	"guette/render/merge"
)

var (
	headingLine = regexp.MustCompile(`^(#{1,6})\s+(.*)$`)
	anchor      = regexp.MustCompile(`\{#([^}]*)\}\s*$`)
	goodAnchor  = regexp.MustCompile(`^[a-z0-9]+(?:-[a-z0-9]+)*$`)
	linkText    = regexp.MustCompile(`\[((?:[^\[\]\\]|\\.)*)\]\(([^()\s]*)\)`)
	vagueText   = regexp.MustCompile(`(?i)^(?:ici|lien|cliquez.*|ce lien|voir|https?:.*|www\..*)$`)
	delimiter   = regexp.MustCompile(`^\|(?:\s*:?-+:?\s*\|)+\s*$`)
	langField   = regexp.MustCompile(`(?m)^lang:\s*"?([a-z]+)`)
)

// lang is the language of a draft, French where it does not say.
func lang(doc string) string {
	if fields, _, ok := merge.Front(doc); ok {
		if m := langField.FindStringSubmatch(fields); m != nil {
			return m[1]
		}
	}
	return "fr"
}

// maxColumns is rule A4: a wider table cannot be read on a page.
const maxColumns = 7

// structure checks the rules on headings (M2, M3, A2), tables (M5, A4) and
// links (A5).
func structure(doc string) []Item {
	s := structureCheck{anchors: map[string]int{}, targets: map[string]string{}}
	code, comment := false, false
	lines := strings.Split(strings.ReplaceAll(doc, "\r\n", "\n"), "\n")
	for i, line := range lines {
		switch {
		case strings.HasPrefix(line, "```") || strings.HasPrefix(line, "~~~"):
			code = !code
		case !comment && strings.HasPrefix(line, "<!--"):
			comment = !strings.Contains(line, "-->")
		case comment:
			comment = !strings.Contains(line, "-->")
		case !code:
			s.line(lines, i)
		}
	}
	s.close(len(lines))
	return s.items
}

type structureCheck struct {
	items   []Item
	level   int
	titles  int
	anchors map[string]int
	targets map[string]string
	section int // line of the last heading, 0 when it has text
	heading string
	depth   int
}

func (s *structureCheck) add(line int, what What, id, text, hint string) {
	s.items = append(s.items, Item{Line: line, What: what, ID: id, Text: text, Hint: hint})
}

func (s *structureCheck) line(lines []string, i int) {
	line, n := lines[i], i+1
	if m := headingLine.FindStringSubmatch(line); m != nil {
		s.headingLine(m, n)
		return
	}
	if strings.TrimSpace(line) != "" {
		s.section = 0
	}
	if delimiter.MatchString(line) && strings.Count(line, "|")-1 > maxColumns {
		s.add(n, Structure, "A4", line, "sept colonnes au plus")
	}
	if strings.HasPrefix(line, "|") && i > 0 && strings.HasPrefix(lines[i-1], "|") && !delimiter.MatchString(line) && emptyCell(line) {
		s.add(n, Structure, "M5", line, "pas de cellule vide : écrire « Aucune », « n. c. » ou « 0 »")
	}
	for _, m := range linkText.FindAllStringSubmatch(line, -1) {
		switch target, known := s.targets[m[1]]; {
		case vagueText.MatchString(strings.TrimSpace(m[1])):
			s.add(n, Structure, "A5", m[0], "le texte du lien dit seul sa cible")
		case known && target != m[2]:
			s.add(n, Structure, "A5", m[1], "deux liens de même texte ont la même cible")
		default:
			s.targets[m[1]] = m[2]
		}
	}
}

func emptyCell(line string) bool {
	cells := strings.Split(strings.ReplaceAll(strings.Trim(strings.TrimSpace(line), "|"), `\|`, ""), "|")
	for _, c := range cells {
		if strings.TrimSpace(c) == "" {
			return true
		}
	}
	return false
}

func (s *structureCheck) headingLine(m []string, n int) {
	level := len(m[1])
	if s.section > 0 && level <= s.depth {
		s.add(s.section, Empty, "S7", s.heading, "écrire la phrase de la section vide")
	}
	s.section, s.heading, s.depth = n, m[2], level
	if level == 1 {
		if s.titles++; s.titles > 1 {
			s.add(n, Structure, "M2", m[2], "un seul titre de niveau 1")
		}
	}
	if level > s.level+1 && s.level > 0 {
		s.add(n, Structure, "A2", m[2], "pas de niveau de titre sauté")
	}
	s.level = level
	a := anchor.FindStringSubmatch(m[2])
	switch {
	case a == nil:
		s.add(n, Structure, "M3", m[2], "remettre l’ancre {#…} à la fin du titre")
	case !goodAnchor.MatchString(a[1]):
		s.add(n, Structure, "M3", a[1], "ancre en minuscules sans accent, séparées par des tirets")
	case s.anchors[a[1]] > 0:
		s.add(n, Structure, "M3", a[1], fmt.Sprintf("ancre déjà employée à la ligne %d", s.anchors[a[1]]))
	default:
		s.anchors[a[1]] = n
	}
}

func (s *structureCheck) close(lines int) {
	if s.section > 0 && lines > 0 {
		s.add(s.section, Empty, "S7", s.heading, "écrire la phrase de la section vide")
	}
}

// maxQuote is the number of words of a quotation.
const maxQuote = 15

var quotation = regexp.MustCompile(`«[\s\x{A0}\x{202F}]*((?s:.*?))[\s\x{A0}\x{202F}]*»`)

// quotes finds quotations of more than [maxQuote] words.
func quotes(doc string) []Item {
	var list []Item
	for i, line := range strings.Split(doc, "\n") {
		if strings.HasPrefix(line, "<!--") {
			continue
		}
		for _, m := range quotation.FindAllStringSubmatch(line, -1) {
			text := htmlTag.ReplaceAllString(m[1], "")
			if n := len(strings.Fields(text)); n > maxQuote {
				list = append(list, Item{Line: i + 1, What: LongQuote, ID: "§9", Text: text, Hint: fmt.Sprintf("%d mots : quinze au plus, coupe marquée […]", n)})
			}
		}
	}
	return list
}

var htmlTag = regexp.MustCompile(`<[^>]*>`)

// budgets are the largest numbers of words of a bulletin.
var budgets = map[string]int{"technique": 4500, "strategique": 3800}

var bulletinField = regexp.MustCompile(`(?m)^bulletin:\s*"?([a-z]+)`)

// budget compares the length of a draft with the guide's.
func budget(doc string) []Item {
	fields, _, _ := merge.Front(doc)
	m := bulletinField.FindStringSubmatch(fields)
	if m == nil || budgets[m[1]] == 0 {
		return nil
	}
	if n := Words(withoutRegister(doc)); n > budgets[m[1]] {
		return []Item{{What: Length, ID: "§1", Text: fmt.Sprintf("%d mots", n), Hint: fmt.Sprintf("%d au plus : couper la fin du tableau le plus long", budgets[m[1]])}}
	}
	return nil
}

// register is where a large perimeter is listed to be looked up, up to the next
// section: the body is what is measured.
var register = regexp.MustCompile(`(?ms)^### [^\n]*\{#versions-registre\}.*?(?:^## |\z)`)

func withoutRegister(doc string) string { return register.ReplaceAllString(doc, "") }

// Words counts the words that a reader sees.
func Words(doc string) int {
	n := 0
	for w := range strings.FieldsSeq(htmlTag.ReplaceAllString(french.Prose(doc), " ")) {
		if strings.ContainsFunc(w, func(r rune) bool { return r > '0' && r != '|' }) {
			n++
		}
	}
	return n
}
