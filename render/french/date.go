package french

import (
	"strconv"
	"strings"

	"guette/watch"
)

var months = [...]string{"", "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"}

// MonthName returns "juillet".
func MonthName(m watch.Month) string { return months[m.Month] }

// Month returns "juillet 2026".
func Month(m watch.Month) string { return months[m.Month] + "\u00A0" + strconv.Itoa(m.Year) }

// shortMonths follow the usage of the Imprimerie nationale.
var shortMonths = [...]string{"", "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."}

// MonthShort returns "juil. 2026", for an axis.
func MonthShort(m watch.Month) string { return shortMonths[m.Month] + "\u00A0" + strconv.Itoa(m.Year) }

// OfMonth returns "de juillet 2026" or "d'août 2026".
func OfMonth(m watch.Month) string { return De(Month(m)) }

// DayMonth returns "15 juillet", "1ᵉʳ août".
func DayMonth(d watch.Date) string {
	if d.IsZero() {
		return NC
	}
	return ordinalDay(d.Day) + "\u00A0" + months[d.Month]
}

// Date returns "31 juillet 2026", "1ᵉʳ août 2026".
func Date(d watch.Date) string {
	if d.IsZero() {
		return NC
	}
	return DayMonth(d) + "\u00A0" + strconv.Itoa(d.Year)
}

// The returns "le 31 juillet 2026".
func The(d watch.Date) string { return "le " + Date(d) }

// From returns "du 31 juillet 2026".
func From(d watch.Date) string { return "du " + Date(d) }

// To returns "au 31 juillet 2026".
func To(d watch.Date) string { return "au " + Date(d) }

// Period returns "du 1ᵉʳ au 31 juillet 2026" and leaves out what both dates share.
func Period(from, to watch.Date) string {
	first := ordinalDay(from.Day)
	switch {
	case from.Year != to.Year:
		first = Date(from)
	case from.Month != to.Month:
		first = DayMonth(from)
	}
	return "du " + first + " au " + Date(to)
}

func ordinalDay(day int) string {
	if day == 1 {
		return "1ᵉʳ"
	}
	return strconv.Itoa(day)
}

// NC stands where the source is silent: "non communiqué".
const NC = "n. c."

// Upper begins a text with a capital. Names of programs keep their own form:
// do not pass them.
func Upper(s string) string {
	for i, r := range s {
		return s[:i] + strings.ToUpper(string(r)) + s[i+len(string(r)):]
	}
	return s
}
