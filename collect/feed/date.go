package feed

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"guette/internal/lazyregexp"
)

const (
	firstYear = 1990 // no feed is older than the web
	lastYear  = 2100
	maxDate   = 100 // bytes of a date
)

// A dateReader reads the dates of one feed, in whatever form and language.
type dateReader struct {
	// order of day and month in dates like 06/07/2026: "dmy", "mdy", or ""
	// when neither the dates of the feed nor its language tell.
	order string
}

// newDateReader learns from all the dates of a feed what a single one does not
// tell.
func newDateReader(lang string, raws []string) *dateReader {
	d := &dateReader{}
	for _, raw := range raws {
		m := slashed.Re().FindStringSubmatch(normalDate(raw))
		if m == nil {
			continue
		}
		switch a, b := number(m[1]), number(m[2]); {
		case a > 12 && b <= 12:
			d.order = "dmy"
			return d
		case b > 12 && a <= 12:
			d.order = "mdy"
			return d
		}
	}
	switch lang = strings.ToLower(lang); {
	case lang == "en-us":
		d.order = "mdy"
	case lang != "" && lang != "en":
		d.order = "dmy"
	}
	return d
}

// A dateForm is a way to write a date; its groups are named y, m, d, clock
// groups H, M, S, f (fraction) and p (am or pm), and z.
type dateForm struct {
	re *lazyregexp.Regexp
	// fix completes the fields that were read; false refuses the date.
	fix func(d *dateReader, f *dateFields) bool
}

const (
	clock = `(?:t|,|\bat\b|\ba\b|\bum\b|\s|-)*\s*(?P<H>\d{1,2})\s*[:h.]\s*(?P<M>\d{1,2})(?:[:.m]\s*(?P<S>\d{1,2}))?(?:[.,](?P<f>\d{1,9})\d*)?s?\s*(?P<p>[ap]\.?m\b\.?)?`
	zone  = `\s*(?P<z>z|(?:utc|gmt|ut)?\s*[+-]\s*\d{1,2}(?::?\d{2})?|[a-z]{1,5}|\[?[a-z]+/[a-z_]+\]?)?`
	tail  = `(?:` + clock + `)?` + zone + `\s*$`
)

var slashed = lazyregexp.New(`^(\d{1,2})/(\d{1,2})/(\d{2,4})\b`)

// dateForms are tried in order on a date without its weekday, with month names
// in English, in lower case.
var dateForms = []dateForm{
	{re: lazyregexp.New(`^(?P<y>\d{4})[-/.]\s*(?P<m>\d{1,2})[-/.]\s*(?P<d>\d{1,2})` + tail)},
	{re: lazyregexp.New(`^(?P<y>\d{4})-(?P<m>\d{2})$`), fix: firstDay},
	{re: lazyregexp.New(`^(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?:t?(?P<H>\d{2}):?(?P<M>\d{2}):?(?P<S>\d{2})?)?` + zone + `$`)},
	{re: lazyregexp.New(`^(?P<d>\d{1,2})[\s./-]*(?P<n>[a-z]{3,4})[\s./,-]*(?P<y>\d{4}|'?\d{2})` + tail), fix: byName},
	{re: lazyregexp.New(`^(?P<n>[a-z]{3,4})[\s./-]*(?P<d>\d{1,2})[\s./,-]+(?P<y>\d{4})` + tail), fix: byName},
	{re: lazyregexp.New(`^(?P<n>[a-z]{3,4})[\s./-]*(?P<d>\d{1,2})` + clock + zone + `\s+(?P<y>\d{4})$`), fix: byName},
	{re: lazyregexp.New(`^(?P<y>\d{4})[\s./,-]+(?P<n>[a-z]{3,4})[\s./,-]+(?P<d>\d{1,2})` + tail), fix: byName},
	{re: lazyregexp.New(`^(?P<d>\d{1,2})\.\s*(?P<m>\d{1,2})\.\s*(?P<y>\d{4})` + tail)},
	{re: lazyregexp.New(`^(?P<d>\d{1,2})-(?P<m>\d{1,2})-(?P<y>\d{4})` + tail), fix: ordered},
	{re: lazyregexp.New(`^(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4}|\d{2})` + tail), fix: ordered},
	{re: lazyregexp.New(`^(?P<y>\d{4})\s*nian\s*(?P<m>\d{1,2})\s*yue\s*(?P<d>\d{1,2})\s*ri` + tail)},
}

// dateFields are the parts of a date as they are written.
type dateFields struct {
	year, month, day, hour, minute, second, nanos int
	name, half, zone                              string
}

// read reads a date; ok is false when it is none, is impossible, or could mean
// two days.
func (d *dateReader) read(raw string) (t time.Time, ok bool) {
	s := normalDate(raw)
	if s == "" {
		return time.Time{}, false
	}
	if t, ok := unixDate(s); ok {
		return t, true
	}
	for _, form := range dateForms {
		m := form.re.Re().FindStringSubmatch(s)
		if m == nil {
			continue
		}
		f := fieldsOf(form.re.Re(), m)
		if form.fix != nil && !form.fix(d, &f) {
			return time.Time{}, false
		}
		return f.time()
	}
	return time.Time{}, false
}

func fieldsOf(re *regexp.Regexp, m []string) (f dateFields) {
	for i, name := range re.SubexpNames() {
		v := m[i]
		if v == "" {
			continue
		}
		switch name {
		case "y":
			f.year = year(v)
		case "m":
			f.month = number(v)
		case "d":
			f.day = number(v)
		case "H":
			f.hour = number(v)
		case "M":
			f.minute = number(v)
		case "S":
			f.second = number(v)
		case "f":
			f.nanos = number((v + "000000000")[:9])
		case "n":
			f.name = v
		case "p":
			f.half = v
		case "z":
			f.zone = v
		}
	}
	return f
}

// time checks the fields and makes the date, in UTC.
func (f dateFields) time() (time.Time, bool) {
	switch {
	case strings.HasPrefix(f.half, "p") && f.hour < 12:
		f.hour += 12
	case strings.HasPrefix(f.half, "a") && f.hour == 12:
		f.hour = 0
	}
	day := time.Date(f.year, time.Month(f.month), f.day, 0, 0, 0, 0, time.UTC)
	midnight := f.hour == 24 && f.minute == 0 && f.second == 0
	if f.year < firstYear || f.year > lastYear || day.Day() != f.day || int(day.Month()) != f.month ||
		f.hour > 23 && !midnight || f.minute > 59 || f.second > 60 {
		return time.Time{}, false
	}
	offset, ok := zoneOffset(f.zone)
	if !ok {
		return time.Time{}, false
	}
	f.second = min(f.second, 59)
	if zone := place(f.zone); zone != nil {
		return time.Date(f.year, time.Month(f.month), f.day, f.hour, f.minute, f.second, f.nanos, zone).UTC(), true
	}
	return time.Date(f.year, time.Month(f.month), f.day, f.hour, f.minute, f.second, f.nanos, time.UTC).Add(-offset), true
}

func firstDay(_ *dateReader, f *dateFields) bool {
	f.day = 1
	return true
}

func byName(_ *dateReader, f *dateFields) bool {
	f.month = monthOf[f.name]
	return f.month > 0
}

// ordered settles which of two numbers is the day. It refuses to guess.
func ordered(d *dateReader, f *dateFields) bool {
	switch {
	case f.day > 12, f.day == f.month:
		return true
	case f.month > 12, d.order == "mdy":
		f.day, f.month = f.month, f.day
		return true
	}
	return d.order == "dmy"
}

// unixDate reads seconds or milliseconds since 1970.
func unixDate(s string) (time.Time, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	switch {
	case err != nil:
		return time.Time{}, false
	case len(s) == 10:
		n *= 1000
	case len(s) != 13:
		return time.Time{}, false
	}
	t := time.UnixMilli(n).UTC()
	return t, t.Year() >= firstYear && t.Year() <= lastYear
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return -1
	}
	return n
}

// year reads a year of four digits or two: 69 and more are of the last century,
// as in RFC 2822 and POSIX.
func year(s string) int {
	s = strings.TrimPrefix(s, "'")
	n := number(s)
	switch {
	case len(s) != 2:
		return n
	case n < 69:
		return 2000 + n
	}
	return 1900 + n
}

var (
	parenthesis = lazyregexp.New(`\s*\([^()]*\)\s*$`)
	ordinal     = lazyregexp.New(`\b(\d{1,2})(?:st|nd|rd|th|er|º|ª)\b`)
	particle    = lazyregexp.New(`\b(?:de|del|of|le|den|the|el|on|posted|published|updated|publie|date)\b:?`)
	placeAfter  = lazyregexp.New(`([+-]\d\d:?\d\d|z)\[[^\[\]]*\]$`) // Java: the offset says it all
	// tuesday is « mar. » before a date that has its month: mardi, martes, martedi.
	tuesday = lazyregexp.New(`^mar[ ,.]+(\d{1,2}[ .-]*(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\b)`)
	words   = lazyregexp.New(`\p{L}+\.?`)
)

// normalDate brings a date into one form: lower case, no accents, no weekday,
// month names of three letters in English.
func normalDate(raw string) string {
	raw = strings.TrimSpace(raw)
	if raw == "" || len(raw) > maxDate {
		return ""
	}
	s := strings.ToLower(unaccent(raw))
	s = placeAfter.Re().ReplaceAllString(s, "$1")
	s = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "年", " nian ", "月", " yue ", "日", " ri ", "년", " nian ", "월", " yue ", "일", " ri ", "−", "-", "–", "-").Replace(s)
	s = parenthesis.Re().ReplaceAllString(s, "")
	s = ordinal.Re().ReplaceAllString(s, "$1")
	s = particle.Re().ReplaceAllString(s, " ")
	s = words.Re().ReplaceAllStringFunc(s, func(w string) string {
		bare := strings.TrimSuffix(w, ".")
		if m := monthNames()[bare]; m != "" {
			return m
		}
		if weekdays()[bare] || bare == "г" {
			return " "
		}
		return w
	})
	s = strings.Trim(strings.Join(strings.Fields(s), " "), " ,;.")
	return tuesday.Re().ReplaceAllString(s, "$1")
}

var accents = runes.Remove(runes.In(unicode.Mn))

func unaccent(s string) string {
	out, _, err := transform.String(transform.Chain(norm.NFD, accents, norm.NFC), s)
	if err != nil {
		return s
	}
	return out
}
