package feed

import (
	"testing"
	"time"
)

func TestDates(t *testing.T) {
	for _, tt := range []struct{ in, order, want string }{
		// the standards
		{in: "Mon, 06 Jul 2026 10:15:30 +0200", want: "2026-07-06T08:15:30Z"},
		{in: "Mon, 06 Jul 2026 10:15:30 GMT", want: "2026-07-06T10:15:30Z"},
		{in: "6 Jul 26 10:15 EST", want: "2026-07-06T15:15:00Z"},
		{in: "2026-07-06T10:15:30Z", want: "2026-07-06T10:15:30Z"},
		{in: "2026-07-06T10:15:30.123456+02:00", want: "2026-07-06T08:15:30.123456Z"},
		{in: "2026-07-06T10:15+0200", want: "2026-07-06T08:15:00Z"},
		{in: "2026-07-06", want: "2026-07-06T00:00:00Z"},
		{in: "2026-07", want: "2026-07-01T00:00:00Z"},
		{in: "20260706T101530Z", want: "2026-07-06T10:15:30Z"},
		{in: "20260706", want: "2026-07-06T00:00:00Z"},
		{in: "Mon Jul  6 10:15:30 2026", want: "2026-07-06T10:15:30Z"},
		{in: "Mon Jul 6 10:15:30 CEST 2026", want: "2026-07-06T08:15:30Z"},
		// what feeds write
		{in: " Wed Feb 06 2008 00:00:00 GMT ", want: "2008-02-06T00:00:00Z"},
		{in: "Mon, 06 Jul 2026 10:15:30 GMT+0200", want: "2026-07-06T08:15:30Z"},
		{in: "Mon, 06 Jul 2026 10:15:30 +02:00", want: "2026-07-06T08:15:30Z"},
		{in: "Mon, 06 Jul 2026 10:15:30 +0200 (CEST)", want: "2026-07-06T08:15:30Z"},
		{in: "Monday, July 6th, 2026 at 10:15 AM", want: "2026-07-06T10:15:00Z"},
		{in: "July 6, 2026, 12:05 a.m.", want: "2026-07-06T00:05:00Z"},
		{in: "06-Jul-2026", want: "2026-07-06T00:00:00Z"},
		{in: "2026/7/6 10:15:30", want: "2026-07-06T10:15:30Z"},
		{in: "2026-07-06 10:15:30 -0800", want: "2026-07-06T18:15:30Z"},
		{in: "2026-07-06 24:00:00", want: "2026-07-07T00:00:00Z"},
		{in: "Thu, 31 Dec 2026 23:59:60 GMT", want: "2026-12-31T23:59:59Z"},
		{in: "Mon, 06 Jul 2026 10:15:30 Europe/Paris", want: "2026-07-06T08:15:30Z"},
		{in: "2026-07-06T10:15:30+02:00[Europe/Paris]", want: "2026-07-06T08:15:30Z"},
		{in: "Mon, 06 Jul 2026 10:15:30 America/New_York", want: "2026-07-06T14:15:30Z"},
		{in: "Sat, 1 Aug 2026 8:5:3 +0200", want: "2026-08-01T06:05:03Z"},
		{in: "2026. 7. 6.", want: "2026-07-06T00:00:00Z"},
		{in: "Monday, 06-Jul-26 10:15:30 GMT", want: "2026-07-06T10:15:30Z"},
		{in: "1783332930", want: "2026-07-06T10:15:30Z"},
		{in: "1783332930000", want: "2026-07-06T10:15:30Z"},
		// languages
		{in: "lun., 06 juil. 2026 10:15:30 +0200", want: "2026-07-06T08:15:30Z"},
		{in: "lundi 6 juillet 2026 à 10h15", want: "2026-07-06T10:15:00Z"},
		{in: "mar., 07 juil. 2026 10:15:30 +0200", want: "2026-07-07T08:15:30Z"},
		{in: "mar. 3 mars 2026", want: "2026-03-03T00:00:00Z"},
		{in: "1er août 2026", want: "2026-08-01T00:00:00Z"},
		{in: "6 mars 2026", want: "2026-03-06T00:00:00Z"},
		{in: "Mo, 6. Juli 2026 10:15", want: "2026-07-06T10:15:00Z"},
		{in: "6. März 2026", want: "2026-03-06T00:00:00Z"},
		{in: "lunes, 6 de julio de 2026", want: "2026-07-06T00:00:00Z"},
		{in: "Seg, 24 Set 2018 19:42:40 -0300", want: "2018-09-24T22:42:40Z"},
		{in: "6 luglio 2026", want: "2026-07-06T00:00:00Z"},
		{in: "Пн, 06 июл 2026 10:15:30 +0300", want: "2026-07-06T07:15:30Z"},
		{in: "06 июля 2026 г.", want: "2026-07-06T00:00:00Z"},
		{in: "Lu, 06 Iul 2026", want: "2026-07-06T00:00:00Z"},
		{in: "6 Temmuz 2026", want: "2026-07-06T00:00:00Z"},
		{in: "2026년 7월 6일 10:15", want: "2026-07-06T10:15:00Z"},
		{in: "Publié le 6 juillet 2026", want: "2026-07-06T00:00:00Z"},
		{in: "2026年7月6日", want: "2026-07-06T00:00:00Z"},
		// day and month as numbers
		{in: "3.5.2026", want: "2026-05-03T00:00:00Z"},
		{in: "06/07/2026 10:00", order: "dmy", want: "2026-07-06T10:00:00Z"},
		{in: "07/06/2026 10:00 PM", order: "mdy", want: "2026-07-06T22:00:00Z"},
		{in: "31/07/2026", want: "2026-07-31T00:00:00Z"},
		{in: "07/31/2026", want: "2026-07-31T00:00:00Z"},
		{in: "07/07/2026", want: "2026-07-07T00:00:00Z"},
		{in: "06/07/2026", want: ""}, // two days are possible
		// none
		{in: ""}, {in: "yesterday"}, {in: "3 days ago"}, {in: "0000-00-00 00:00:00"}, {in: "0001-01-01T00:00:00Z"}, {in: "1970-01-01T00:00:00Z"},
		{in: "31 Feb 2026"}, {in: "2026-13-01"}, {in: "32 juin 2026"}, {in: "2026-07-06T25:00:00Z"}, {in: "2026-07-06T10:61:00Z"},
		{in: "9999-12-31T00:00:00Z"}, {in: "2026-07-06T10:15:30+99:00"}, {in: "12345"}, {in: "99999999999999999999"}, {in: "Mon, 06 Jul"},
	} {
		d := &dateReader{order: tt.order}
		got, ok := d.read(tt.in)
		text := ""
		if ok {
			text = got.Format(time.RFC3339Nano)
		}
		if text != tt.want || ok == got.IsZero() {
			t.Errorf("%q: %q, want %q", tt.in, text, tt.want)
		}
	}
}

func TestAFeedTellsTheOrderOfDayAndMonth(t *testing.T) {
	for _, tt := range []struct {
		name, lang string
		raws       []string
		want       string
	}{
		{name: "a day after the twelfth tells", lang: "en-us", raws: []string{"06/07/2026", "31/07/2026"}, want: "2026-07-06"},
		{name: "a month after the twelfth is a day", lang: "fr", raws: []string{"06/07/2026", "06/30/2026"}, want: "2026-06-07"},
		{name: "French puts the day first", lang: "fr", want: "2026-07-06"},
		{name: "American puts the month first", lang: "en-US", want: "2026-06-07"},
		{name: "English alone does not tell", lang: "en", want: ""},
		{name: "no language does not tell", want: ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := newDateReader(tt.lang, tt.raws).read("06/07/2026")
			text := ""
			if ok {
				text = got.Format(time.DateOnly)
			}
			if text != tt.want {
				t.Errorf("%q, want %q", text, tt.want)
			}
		})
	}
}

// FuzzDate: a date is read within the years of the web, in UTC, or not at all;
// and what we write is read back.
func FuzzDate(f *testing.F) {
	for _, s := range []string{"Mon, 06 Jul 2026 10:15:30 +0200", "lun., 06 juil. 2026", "06/07/2026 10:00", "2026-07-06T10:15:30Z", "1783332930", "mar. 3 mars 2026", "2026年7月6日"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		d := &dateReader{order: "dmy"}
		got, ok := d.read(raw)
		if ok == got.IsZero() {
			t.Fatalf("%q: %v, %v", raw, got, ok)
		}
		if !ok {
			return
		}
		if y := got.Year(); y < firstYear-1 || y > lastYear+1 || got.Location() != time.UTC {
			t.Fatalf("%q: %v", raw, got)
		}
		if again, ok := d.read(got.Format(time.RFC3339Nano)); got.Year() >= firstYear && got.Year() <= lastYear && (!ok || !again.Equal(got)) {
			t.Fatalf("%q: %v, read back as %v", raw, got, again)
		}
	})
}
