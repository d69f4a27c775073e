package changelog

import (
	"strings"
	"time"

	"guette/internal/lazyregexp"
	"guette/watch"
)

// A dayForm is a way to write a day in a heading.
type dayForm struct {
	find  *lazyregexp.Regexp
	order string // of the groups: y, m, d
}

const monthWord = `(\pL{3,12})`

// dayForms are tried in order. A month may be a word of English, French,
// German, Spanish or Italian.
var dayForms = []dayForm{
	{lazyregexp.New(`\b(\d{4})[-/ ](\d{2})[-/ ](\d{2})\b`), "ymd"},
	{lazyregexp.New(`\b(\d{4})[-/](\d{1,2})[-/](\d{1,2})\b`), "ymd"},
	{lazyregexp.New(`\(((?:19|20)\d{2})(\d{2})(\d{2})\)`), "ymd"},
	{lazyregexp.New(`(?i)\b(\d{1,2})(?:st|nd|rd|th|er|\.)?[ .-](?:de |of )?` + monthWord + `\.?,?[ .-](?:de |of )?(\d{4})\b`), "dmy"},
	{lazyregexp.New(`(?i)\b` + monthWord + `\.?[ -](\d{1,2})(?:st|nd|rd|th)?,?[ -](?:\d{2}:\d{2}:\d{2} (?:[A-Z]{3,4} )?)?(\d{4})\b`), "mdy"},
	{lazyregexp.New(`\b(\d{2})\.(\d{2})\.(\d{4})\b`), "dmy"},
}

// slashForm is a day whose order the file must tell: 03/04/2026.
var slashForm = lazyregexp.New(`\b(\d{1,2})/(\d{1,2})/(\d{4})\b`)

// months are the beginnings of names of months, without accents.
var months = []struct {
	month time.Month
	names []string
}{
	{1, []string{"jan", "gen", "ene"}}, {2, []string{"feb", "fev"}}, {3, []string{"mar", "mrz"}}, {4, []string{"apr", "avr", "abr"}},
	{5, []string{"may", "mai", "mag"}}, {6, []string{"jun", "juin", "giu"}}, {7, []string{"jul", "juil", "lug"}}, {8, []string{"aug", "aou", "ago"}},
	{9, []string{"sep", "set"}}, {10, []string{"oct", "okt", "ott"}}, {11, []string{"nov"}}, {12, []string{"dec", "dez", "dic"}},
}

var accents = strings.NewReplacer("é", "e", "û", "u", "ä", "a")

func monthOf(word string) (time.Month, bool) {
	word = accents.Replace(strings.ToLower(word))
	if strings.HasPrefix(word, "juin") {
		return 6, true
	}
	for _, m := range months {
		for _, name := range m.names {
			if strings.HasPrefix(word, name) {
				return m.month, true
			}
		}
	}
	return 0, false
}

// A dayReader reads days as one file writes them: slash is the order of
// 03/04/2026, "" where the file does not tell it.
type dayReader struct{ slash string }

// dayReaderOf reads the order of days and months from the days of a file that
// can be read in one way only.
func dayReaderOf(lines []string) dayReader {
	dmy, mdy := false, false
	for _, line := range lines {
		if len(line) > maxHeading || !strings.Contains(line, "/") {
			continue
		}
		if m := slashForm.Re().FindStringSubmatch(line); m != nil {
			a, b := number(m[1]), number(m[2])
			dmy = dmy || a > 12 && b <= 12
			mdy = mdy || b > 12 && a <= 12
		}
	}
	switch {
	case dmy && !mdy:
		return dayReader{"dmy"}
	case mdy && !dmy:
		return dayReader{"mdy"}
	}
	return dayReader{}
}

func number(s string) (n int) {
	for _, r := range s {
		n = 10*n + int(r-'0')
	}
	return n
}

// take takes the first day out of a heading. A day of the calendar that a file
// writes in no order is left.
func (r dayReader) take(text string) (rest string, d watch.Date) {
	list := dayForms
	if r.slash != "" {
		list = append(list[:len(list):len(list)], dayForm{slashForm, r.slash})
	}
	for _, f := range list {
		for _, at := range f.find.Re().FindAllStringSubmatchIndex(text, 4) {
			if d, ok := f.day(text, at); ok {
				return text[:at[0]] + " " + text[at[1]:], d
			}
		}
	}
	return text, watch.Date{}
}

func (f dayForm) day(text string, at []int) (watch.Date, bool) {
	var y, d int
	var m time.Month
	for i, part := range f.order {
		group := text[at[2*i+2]:at[2*i+3]]
		switch {
		case part == 'y':
			y = number(group)
		case part == 'd':
			d = number(group)
		case group[0] >= '0' && group[0] <= '9':
			m = time.Month(number(group))
		default:
			var ok bool
			if m, ok = monthOf(group); !ok {
				return watch.Date{}, false
			}
		}
	}
	t := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	return watch.DateOf(t), t.Year() == y && t.Month() == m && t.Day() == d
}

// below reads the day that stands alone on the first line under a heading.
func (r dayReader) below(lines []string) watch.Date {
	for _, line := range lines {
		if strings.TrimSpace(line) == "" {
			continue
		}
		rest, d := r.take(strings.Join(strings.Fields(markup.Replace(line)), " "))
		if !d.IsZero() && len(words.Re().FindAllString(rest, -1)) <= 3 {
			return d
		}
		break
	}
	return watch.Date{}
}

// signed reads the day of a signature at the end: "— Berlin, 2017-12-14".
func (r dayReader) signed(lines []string) watch.Date {
	for i := len(lines) - 1; i >= 0; i-- {
		line := strings.TrimSpace(lines[i])
		if line == "" {
			continue
		}
		rest, d := r.take(line)
		if strings.HasPrefix(line, "—") && len(words.Re().FindAllString(rest, -1)) <= 2 {
			return d
		}
		break
	}
	return watch.Date{}
}
