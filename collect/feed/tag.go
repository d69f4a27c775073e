package feed

import (
	"html"
	"strings"
)

// A tag is a start tag as it was written.
type tag struct {
	name  string
	attrs []attribute
	empty bool // ends with "/>"
	size  int  // bytes
}

type attribute struct{ name, value string }

func nameStart(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= 0x80
}

func nameByte(c byte) bool {
	return nameStart(c) || c >= '0' && c <= '9' || c == '-' || c == '.' || c == ':'
}

func space(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// localName is a name without its prefix.
func localName(name string) string { return name[strings.LastIndexByte(name, ':')+1:] }

// endName is the name at the start of an end tag.
func endName(s string) string {
	n := 0
	for n < len(s) && nameByte(s[n]) {
		n++
	}
	return plainName(s[:n])
}

// plainName is a name without characters that some readers of XML refuse in
// names: no feed needs them there.
func plainName(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 0x80 {
			return '_'
		}
		return r
	}, s)
}

// parseTag reads a start tag, with or without quotes around its values; ok is
// false when it has no end, and so is text.
func parseTag(s string) (t tag, ok bool) {
	i := 1
	for i < len(s) && nameByte(s[i]) {
		i++
	}
	if t.name = plainName(strings.Trim(s[1:i], ":")); t.name == "" || strings.Count(t.name, ":") > 1 {
		return t, false
	}
	for i < len(s) && i < maxTag {
		switch c := s[i]; {
		case c == '>':
			t.size = i + 1
			return t, true
		case c == '/':
			t.empty = i+1 < len(s) && s[i+1] == '>'
			i++
		case c == '<':
			return t, false
		case nameStart(c):
			i = t.attribute(s, i)
		default:
			i++
		}
	}
	return t, false
}

// attribute reads one attribute and returns where it ends.
func (t *tag) attribute(s string, i int) int {
	start := i
	for i < len(s) && nameByte(s[i]) {
		i++
	}
	a := attribute{name: s[start:i]}
	j := skipSpace(s, i)
	if j >= len(s) || s[j] != '=' {
		t.add(a)
		return i
	}
	j = skipSpace(s, j+1)
	if j < len(s) && (s[j] == '"' || s[j] == '\'') {
		if end := strings.IndexByte(s[j+1:], s[j]); end >= 0 && end < maxTag {
			a.value = s[j+1 : j+1+end]
			t.add(a)
			return j + end + 2
		}
		j++ // a quote without its twin
	}
	end := j
	for end < len(s) && !space(s[end]) && s[end] != '>' {
		end++
	}
	if end > j && s[end-1] == '/' && end < len(s) && s[end] == '>' {
		end--
	}
	a.value = s[j:end]
	t.add(a)
	return end
}

func skipSpace(s string, i int) int {
	for i < len(s) && space(s[i]) {
		i++
	}
	return i
}

// add keeps the first of attributes with the same name.
func (t *tag) add(a attribute) {
	a.name = plainName(strings.Trim(a.name, ":"))
	if a.name == "" || strings.Count(a.name, ":") > 1 {
		return
	}
	for _, b := range t.attrs {
		if b.name == a.name {
			return
		}
	}
	t.attrs = append(t.attrs, a)
}

// write writes the tag with quotes and known entities.
func (t tag) write(r *repairer, empty bool) {
	r.out.WriteString("<" + t.name)
	for _, a := range t.attrs {
		r.out.WriteString(" " + a.name + `="` + html.EscapeString(html.UnescapeString(a.value)) + `"`)
	}
	if empty {
		r.out.WriteByte('/')
	}
	r.out.WriteByte('>')
}
