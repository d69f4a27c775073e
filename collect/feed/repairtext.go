package feed

import (
	"html"
	"strings"

	"guette/internal/lazyregexp"
)

// literal writes a character of the text that only looked like markup.
func (r *repairer) literal(s string) {
	r.note("there are stray characters of markup in its texts")
	r.text(s)
	r.at += len(s)
}

// text writes character data. Outside the root it is dropped.
func (r *repairer) text(s string) {
	if len(r.open) == 0 {
		if strings.TrimSpace(s) != "" {
			r.note("there is something else after the feed")
		}
		return
	}
	for s != "" {
		i := strings.IndexAny(s, "&<>")
		if i < 0 {
			r.out.WriteString(s)
			return
		}
		r.out.WriteString(s[:i])
		if s[i] != '&' {
			r.out.WriteString(html.EscapeString(s[i : i+1]))
			s = s[i+1:]
			continue
		}
		s = s[i+r.entity(s[i:]):]
	}
}

// entity writes what a reference stands for and returns its length; an unknown
// one is text.
func (r *repairer) entity(s string) int {
	end := strings.IndexByte(s[:min(len(s), 40)], ';')
	if end < 2 || strings.ContainsAny(s[1:end], " \t\r\n&<>") {
		r.note("there are stray characters of markup in its texts")
		r.out.WriteString("&amp;")
		return 1
	}
	ref := s[:end+1]
	switch ref {
	case "&amp;", "&lt;", "&gt;", "&quot;", "&apos;":
		r.out.WriteString(ref)
		return end + 1
	}
	value, known := r.entities[s[1:end]]
	if !known {
		value = html.UnescapeString(ref)
	}
	switch {
	case value == ref || value == strings.TrimSuffix(ref, ";")+";":
		r.note("it uses entities that it does not declare")
		r.out.WriteString("&amp;")
		return 1
	case s[1] != '#' && !known:
		r.note("it uses entities that it does not declare")
	}
	value = strings.ReplaceAll(clean(value), "\uFFFD", "")
	if value == "" {
		r.note("it has characters that XML forbids")
	}
	r.out.WriteString(html.EscapeString(value))
	return end + 1
}

// cdata copies a section; one without an end ends with its element.
func (r *repairer) cdata(rest string) {
	const mark = "<![CDATA["
	body := rest[len(mark):]
	n := r.find("]]>", r.at+len(mark))
	if n >= 0 {
		n -= r.at + len(mark)
	}
	if n >= 0 && (len(r.open) == 0 || !strings.Contains(body[:n], mark) || !strings.Contains(body[:n], "</"+r.open[len(r.open)-1]+">")) {
		if len(r.open) > 0 {
			r.out.WriteString(rest[:len(mark)+n+3])
		}
		r.at += len(mark) + n + 3
		return
	}
	r.note("a CDATA section has no end")
	n = len(body)
	if len(r.open) > 0 {
		if i := strings.Index(body, "</"+r.open[len(r.open)-1]); i >= 0 {
			n = i
		}
		r.out.WriteString(html.EscapeString(body[:n]))
	}
	r.at += len(mark) + n
}

// entitiesOf reads the plain entities that a document type declares.
func entitiesOf(head string) map[string]string {
	m := map[string]string{}
	for _, d := range entityDeclaration.Re().FindAllStringSubmatch(head, 300) {
		value := html.UnescapeString(d[2] + d[3])
		if !strings.Contains(strings.ReplaceAll(d[2]+d[3], "&#", ""), "&") {
			m[d[1]] = value
		}
	}
	return m
}

// entityDeclaration is an entity with a short value; longer ones are attacks.
var entityDeclaration = lazyregexp.New(`<!ENTITY\s+(\w{1,30})\s+(?:"([^"]{0,64})"|'([^']{0,64})')\s*>`)
