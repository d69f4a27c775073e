// Package markup writes Markdown. A value is text until it has become
// [Markdown]: only that type passes unescaped, and it can only be made by the
// functions of this package, which neutralise the foreign text they are given,
// or from a constant of our own code.
package markup

import (
	"fmt"
	"strings"

	"guette/watch"
)

// Markdown is text in which markup acts. Its zero value is empty.
type Markdown struct{ s string }

// String returns the markup.
func (m Markdown) String() string { return m.s }

// IsZero tells whether there is no markup.
func (m Markdown) IsZero() bool { return m.s == "" }

// constant cannot be named elsewhere, so that only constants convert to it.
type constant string

// Literal is markup written in our own code.
func Literal(s constant) Markdown { return Markdown{string(s)} }

// Of turns a value into markup: Markdown stays as it is, everything else is
// printed as text and escaped.
func Of(v any) Markdown {
	switch v := v.(type) {
	case Markdown:
		return v
	case *Markdown:
		if v == nil {
			return Markdown{}
		}
		return *v
	case []Markdown:
		return Join(" ", v...)
	case string:
		return Text(v)
	case nil:
		return Markdown{}
	}
	return Text(fmt.Sprint(v))
}

// Concat joins values without anything between them; see [Of].
func Concat(values ...any) Markdown {
	var b strings.Builder
	for _, v := range values {
		b.WriteString(Of(v).s)
	}
	return Markdown{b.String()}
}

// Join joins markup with a constant between.
func Join(sep constant, parts ...Markdown) Markdown {
	texts := make([]string, 0, len(parts))
	for _, p := range parts {
		texts = append(texts, p.s)
	}
	return Markdown{strings.Join(texts, string(sep))}
}

// Map turns each element into markup.
func Map[T any](list []T, of func(T) Markdown) []Markdown {
	out := make([]Markdown, 0, len(list))
	for _, v := range list {
		out = append(out, of(v))
	}
	return out
}

// Bold stresses a value.
func Bold(v any) Markdown {
	m := Of(v)
	if m.IsZero() {
		return m
	}
	return Markdown{"**" + m.s + "**"}
}

// Code shows text as code: a file name, a command.
func Code(s string) Markdown {
	s = Clean(s)
	if s == "" {
		return Markdown{}
	}
	fence := "`"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	if s[0] == '`' || s[len(s)-1] == '`' {
		s = " " + s + " "
	}
	return Markdown{fence + strings.ReplaceAll(s, "|", `\|`) + fence}
}

// Plain is text where no markup acts, inside a fenced block: one line, cleaned.
func Plain(s string) Markdown { return Markdown{strings.ReplaceAll(Clean(s), "`", "'")} }

// Link links a text to an address of the web. An address that is not http or
// https gives the text alone.
func Link(text any, address string) Markdown {
	m := Of(text)
	u, ok := Address(address)
	if !ok || m.IsZero() {
		return m
	}
	return Markdown{"[" + m.s + "](" + u + ")"}
}

// Ref links a text to a heading of the same bulletin.
func Ref(text any, anchor string) Markdown {
	return Markdown{"[" + Of(text).s + "](#" + Slug(anchor) + ")"}
}

// Span marks text of another language than the bulletin's.
func Span(lang, text string) Markdown {
	return Markdown{`<span lang="` + langTag(lang) + `">` + Text(text).s + "</span>"}
}

// Quote puts exact words of a source between French quotation marks.
func Quote(q watch.Quote) Markdown {
	if Clean(q.Text) == "" {
		return Markdown{}
	}
	if q.Lang == "" || q.Lang == "fr" {
		return Markdown{"« " + Text(q.Text).s + " »"}
	}
	return Markdown{"« " + Span(q.Lang, q.Text).s + " »"}
}

// EnglishQuote puts exact words of a source between English quotation marks.
func EnglishQuote(q watch.Quote) Markdown {
	if Clean(q.Text) == "" {
		return Markdown{}
	}
	if q.Lang == "" || q.Lang == "en" {
		return Markdown{"“" + Text(q.Text).s + "”"}
	}
	return Markdown{"“" + Span(q.Lang, q.Text).s + "”"}
}

func langTag(s string) string {
	ok := s != "" && len(s) <= 35
	for _, r := range s {
		ok = ok && (r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-')
	}
	if !ok {
		return "und"
	}
	return s
}
