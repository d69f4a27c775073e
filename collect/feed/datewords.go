package feed

import (
	"strings"
	"sync"
	"time"
	"unicode"

	"guette/internal/lazyregexp"
)

// englishMonths are the names that monthNames leads to, in order.
var englishMonths = strings.Fields("jan feb mar apr may jun jul aug sep oct nov dec")

var monthOf = func() map[string]int {
	m := map[string]int{}
	for i, name := range englishMonths {
		m[name] = i + 1
	}
	return m
}()

// monthNames leads from the names of months, without accents, to English ones.
// A line is a month: English, French, German, Spanish, Portuguese, Italian,
// Dutch, Polish, Czech, Swedish, Russian, Greek, Romanian, Turkish.
var monthNames = sync.OnceValue(func() map[string]string {
	return nameTable(`
january jan janvier janv januar janner enero ene janeiro gennaio gen januari stycznia sty ledna led января янв ιανουαριου ιαν ianuarie ian ocak oca
february feb fevrier fevr fev februar febrero fevereiro febbraio februari lutego lut unora uno февраля фев φεβρουαριου φεβ februarie subat sub
march mar mars marz mrz marzo marco maart mrt marca brezna bre marts марта мар μαρτιου μαρ martie mart
april apr avril avr abril abr aprile kwietnia kwi dubna dub апреля апр απριλιου απρ aprilie nisan nis
may mai mayo maio maggio mag mei maja maj kvetna kve мая μαιου μαι mayis
june jun juin juni junio junho giugno giu czerwca cze cervna июня июн ιουνιου ιουν iunie iun haziran haz
july jul juillet juil juli julio julho luglio lug lipca lip cervence июля июл ιουλιου ιουλ iulie iul temmuz tem
august aug aout aou agosto ago augustus sierpnia sie srpna srp augusti августа авг αυγουστου αυγ agustos agu
september sep sept septembre septiembre setiembre setembro set settembre wrzesnia wrz zari сентября сен σεπτεμβριου σεπ septembrie eylul eyl
october oct octobre oktober okt octubre outubro out ottobre ott pazdziernika paz rijna rij октября окт οκτωβριου οκτ octombrie ekim eki
november nov novembre noviembre novembro listopada lis ноября ноя νοεμβριου νοε noiembrie noi kasim kas
december dec decembre dezember dez diciembre dic dezembro dicembre grudnia gru prosince pro декабря дек δεκεμβριου δεκ decembrie aralik ara`)
})

func nameTable(lines string) map[string]string {
	table := map[string]string{}
	for i, line := range strings.Split(strings.TrimSpace(lines), "\n") {
		for _, name := range strings.Fields(line) {
			table[name] = englishMonths[i]
		}
	}
	return table
}

// weekdays are dropped from dates: they say nothing, and are often wrong.
// "mar" is left out: it is March more often than mardi; see tuesday.
var weekdays = sync.OnceValue(func() map[string]bool {
	return set(`
monday mon tuesday tue tues wednesday wed thursday thu thur thurs friday fri saturday sat sunday sun
lundi lun mardi mercredi mer jeudi jeu vendredi ven samedi sam dimanche dim
montag mo dienstag di mittwoch mi donnerstag do freitag fr samstag sa sonntag so die mit don fre son
lunes martes miercoles mie jueves jue viernes vie sabado sab domingo dom
segunda seg terca ter quarta qua quinta qui sexta sex feira
lunedi martedi mercoledi giovedi gio venerdi sabato domenica
maandag ma dinsdag woensdag wo donderdag vrijdag vr zaterdag za zondag zo
luni lu marti miercuri joi jo vineri vi sambata duminica du
pzt sal car per cum cmt paz pazartesi sali carsamba persembe cuma cumartesi pazar
пн вт ср чт пт сб вс`)
})

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// zones are the abbreviations that mean one offset, in hours. Others are
// ambiguous or unknown: the date is taken as UTC, at most a day off.
var zones = map[string]float64{
	"z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0,
	"west": 1, "bst": 1, "cet": 1, "met": 1, "mez": 1, "cest": 2, "mest": 2, "mesz": 2, "eet": 2, "sast": 2, "eest": 3, "msk": 3,
	"hkt": 8, "awst": 8, "jst": 9, "kst": 9, "acst": 9.5, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13,
	"nst": -3.5, "adt": -3, "art": -3, "brt": -3, "edt": -4, "est": -5, "cdt": -5, "cst": -6, "mdt": -6, "mst": -7, "pdt": -7, "pst": -8,
	"akdt": -8, "akst": -9, "hst": -10,
}

var offset = lazyregexp.New(`^(?:utc|gmt|ut)?\s*([+-])\s*(\d{1,2})(?::?(\d{2}))?$`)

// zoneOffset reads the zone of a date; ok is false for an offset that no place
// has.
func zoneOffset(s string) (time.Duration, bool) {
	s = strings.Trim(s, "[] ")
	if m := offset.Re().FindStringSubmatch(s); m != nil {
		d := time.Duration(number(m[2])) * time.Hour
		if m[3] != "" {
			d += time.Duration(number(m[3])) * time.Minute
		}
		if m[1] == "-" {
			d = -d
		}
		return d, d >= -14*time.Hour && d <= 15*time.Hour
	}
	return time.Duration(zones[s] * float64(time.Hour)), true
}

// place reads a zone by the name of its place, as "europe/paris"; nil is none.
func place(s string) *time.Location {
	if !strings.Contains(s, "/") {
		return nil
	}
	upper := true
	name := strings.Map(func(r rune) rune {
		if upper {
			r = unicode.ToUpper(r)
		}
		upper = r == '/' || r == '_' || r == '-'
		return r
	}, strings.Trim(s, "[] "))
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil
	}
	return zone
}
