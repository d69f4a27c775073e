package draft

import (
	"fmt"
	"strings"
	"text/template"

	"guette/render/english"
	"guette/render/french"
	"guette/render/markup"
	"guette/watch"
)

// shared are the functions of templates in any language.
var shared = template.FuncMap{
	"link":   markup.Link, // link TEXT ADDRESS
	"ref":    markup.Ref,  // ref TEXT ANCHOR
	"code":   markup.Code,
	"plain":  markup.Plain, // plain TEXT: inside a fenced block, behind a setting
	"bold":   markup.Bold,
	"span":   markup.Span,   // span LANG TEXT
	"src":    source,        // src ID EVIDENCE...
	"rows":   markup.Rows,   // rows ID: before a table or a list
	"row":    row,           // row KEY EVIDENCE...: at the start of each row
	"zone":   zone,          // zone PART...
	"todo":   markup.Todo,   // todo ID REASON
	"anchor": markup.Anchor, // anchor PART...
	"md":     markup.Of,     // a value as markup, escaped
	"concat": markup.Concat, // VALUES...
}

// ofLanguage are the functions that write one language.
var ofLanguage = map[string]template.FuncMap{
	"fr": {
		"quote":    quote(markup.Quote),
		"de":       elision(markup.Literal("de "), markup.Literal("d’")),
		"que":      elision(markup.Literal("que "), markup.Literal("qu’")),
		"et":       enumeration(markup.Literal(" et ")),
		"ou":       enumeration(markup.Literal(" ou ")),
		"liste":    enumeration(markup.Literal(", ")),
		"n":        count,
		"accord":   agree,
		"verbe":    french.Verb,
		"pluriel":  french.Plural,
		"nombre":   french.Number,
		"decimal":  func(v float64) string { return french.Decimal(v, 1) },
		"decimal3": func(v float64) string { return french.Decimal(v, 3) },
		"pourcent": french.Percent,
		"change":   french.Change,
		"le":       french.The,
		"du":       french.From,
		"au":       french.To,
		"jour":     french.Date,
		"jourMois": french.DayMonth,
		"mois":     french.Month,
		"nomMois":  french.MonthName,
		"moisAbr":  french.MonthShort,
		"deMois":   french.OfMonth,
		"periode":  french.Period,
		"maj":      french.Upper,
	},
	"en": {
		"quote":     quote(markup.EnglishQuote),
		"list":      enumeration(markup.Literal(" and ")),
		"orList":    enumeration(markup.Literal(" or ")),
		"commas":    enumeration(markup.Literal(", ")),
		"count":     english.Count,
		"plural":    english.Plural,
		"verb":      english.Verb,
		"number":    english.Number,
		"decimal":   func(v float64) string { return english.Decimal(v, 1) },
		"decimal3":  func(v float64) string { return english.Decimal(v, 3) },
		"percent":   english.Percent,
		"change":    english.Change,
		"date":      english.Date,
		"dayMonth":  english.DayMonth,
		"month":     english.Month,
		"monthName": english.MonthName,
		"monthAbbr": english.MonthShort,
		"period":    english.Period,
		"upper":     english.Upper,
	},
}

// quote quotes exact words of a source in the way of a language.
func quote(in func(watch.Quote) markup.Markdown) func(v any) (markup.Markdown, error) {
	return func(v any) (markup.Markdown, error) {
		switch q := v.(type) {
		case watch.Quote:
			return in(q), nil
		case *watch.Quote:
			if q == nil {
				return markup.Markdown{}, nil
			}
			return in(*q), nil
		}
		return markup.Markdown{}, fmt.Errorf("quote: want a watch.Quote, not %T", v)
	}
}

func source(id string, evidence ...any) (markup.Markdown, error) {
	ids, err := findingIDs(evidence)
	if err != nil {
		return markup.Markdown{}, fmt.Errorf("src %q: %w", id, err)
	}
	return markup.Source(id, ids...), nil
}

func findingIDs(evidence []any) ([]string, error) {
	var ids []string
	for _, e := range evidence {
		switch e := e.(type) {
		case string:
			ids = append(ids, e)
		case []string:
			ids = append(ids, e...)
		case watch.Finding:
			ids = append(ids, e.ID)
		case []watch.Finding:
			for _, f := range e {
				ids = append(ids, f.ID)
			}
		default:
			return nil, fmt.Errorf("want findings or their ids, not %T", e)
		}
	}
	return ids, nil
}

func row(key string, evidence ...any) (markup.Markdown, error) {
	ids, err := findingIDs(evidence)
	if err != nil {
		return markup.Markdown{}, fmt.Errorf("row %q: %w", key, err)
	}
	return markup.Row(key, ids...), nil
}

func zone(parts ...string) markup.Markdown {
	return markup.Zone(markup.Slug(strings.Join(parts, "-")))
}

// elision puts a word before text or markup, short before a vowel.
func elision(word, short markup.Markdown) func(v any) markup.Markdown {
	return func(v any) markup.Markdown {
		m := markup.Of(v)
		if french.Vowel(m.String()) {
			return markup.Concat(short, m)
		}
		return markup.Concat(word, m)
	}
}

// enumeration writes "a, b et c" of texts or of markup; last stands before the
// last element.
func enumeration(last markup.Markdown) func(list any) (markup.Markdown, error) {
	return func(list any) (markup.Markdown, error) {
		var parts []markup.Markdown
		switch list := list.(type) {
		case []string:
			parts = markup.Map(list, markup.Text)
		case []markup.Markdown:
			parts = list
		default:
			return markup.Markdown{}, fmt.Errorf("enumeration: want a list of strings or of markup, not %T", list)
		}
		k := len(parts) - 1
		if k < 1 {
			return markup.Join("", parts...), nil
		}
		return markup.Concat(markup.Join(", ", parts[:k]...), last, parts[k]), nil
	}
}

// count writes n and a noun; the gender "f" matters for none: "aucune version".
func count(n int, noun string, gender ...string) string {
	return french.Count(n, noun, feminine(gender))
}

// agree writes the form of a participle or adjective for n things.
func agree(n int, word string, gender ...string) string {
	return french.Agree(n, word, feminine(gender))
}

func feminine(gender []string) bool { return len(gender) > 0 && gender[0] == "f" }
