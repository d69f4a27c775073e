// Package english writes the English of the bulletins: counts, dates, numbers
// and lists, in British usage.
package english

import (
	"fmt"
	"strconv"
	"strings"

	"guette/watch"
)

// Count writes how many there are: "no vulnerabilities", "1 vulnerability",
// "2 vulnerabilities".
func Count(n int, noun string) string {
	if n == 0 {
		return "no " + Plural(0, noun)
	}
	return Number(n) + "\u00A0" + Plural(n, noun)
}

// Plural returns the form of a noun for n things; a plural of its own follows
// "|": "branch in use|branches in use".
func Plural(n int, noun string) string {
	one, many, own := strings.Cut(noun, "|")
	switch {
	case n == 1:
		return one
	case own:
		return many
	case strings.HasSuffix(one, "y") && len(one) > 1 && !strings.ContainsRune("aeiou", rune(one[len(one)-2])):
		return one[:len(one)-1] + "ies"
	case strings.HasSuffix(one, "s"), strings.HasSuffix(one, "x"), strings.HasSuffix(one, "ch"), strings.HasSuffix(one, "sh"):
		return one + "es"
	}
	return one + "s"
}

// Verb chooses the form of a verb for n subjects: Verb(n, "is", "are").
func Verb(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// Number writes a count with a narrow no-break space between thousands.
func Number(n int) string {
	sign := ""
	if n < 0 {
		sign, n = "\u2212", -n
	}
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "\u202F" + s[i:]
	}
	return sign + s
}

// Decimal writes a measure: "9.8".
func Decimal(v float64, decimals int) string {
	return strings.Replace(strconv.FormatFloat(v, 'f', decimals, 64), "-", "\u2212", 1)
}

// Percent writes a share between 0 and 1: "84%".
func Percent(share float64) string { return Decimal(share*100, 0) + "%" }

// Change writes a relative change with its sign: "+25%", "−69%".
func Change(from, to int) string {
	p := 100 * float64(to-from) / float64(from)
	if p < 0 {
		return "\u2212" + Decimal(-p, 0) + "%"
	}
	return "+" + Decimal(p, 0) + "%"
}

// NA stands where the source is silent.
const NA = "n/a"

// Date writes "31 July 2026".
func Date(d watch.Date) string {
	if d.IsZero() {
		return NA
	}
	return fmt.Sprintf("%d\u00A0%s\u00A0%d", d.Day, d.Month, d.Year)
}

// DayMonth writes "31 July".
func DayMonth(d watch.Date) string {
	if d.IsZero() {
		return NA
	}
	return fmt.Sprintf("%d\u00A0%s", d.Day, d.Month)
}

// Month writes "July 2026".
func Month(m watch.Month) string { return fmt.Sprintf("%s\u00A0%d", m.Month, m.Year) }

// MonthName writes "July".
func MonthName(m watch.Month) string { return m.Month.String() }

// MonthShort writes "Jul 2026", for an axis.
func MonthShort(m watch.Month) string { return fmt.Sprintf("%.3s\u00A0%d", m.Month, m.Year) }

// Period writes "from 1 to 31 July 2026" and leaves out what both days share.
func Period(from, to watch.Date) string {
	first := strconv.Itoa(from.Day)
	switch {
	case from.Year != to.Year:
		first = Date(from)
	case from.Month != to.Month:
		first = DayMonth(from)
	}
	return "from " + first + " to " + Date(to)
}

// Upper begins a text with a capital. Names of programs keep their own form: do
// not pass them.
func Upper(s string) string {
	for i, r := range s {
		return s[:i] + strings.ToUpper(string(r)) + s[i+len(string(r)):]
	}
	return s
}
