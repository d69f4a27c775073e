package export

import (
	"encoding/xml"
	"io"
	"time"

	ics "github.com/arran4/golang-ical"

	"guette/month"
	"guette/watch"
)

// atom is a feed as RFC 4287 says.
type atom struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"xml:lang,attr"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Author  atomAuthor  `xml:"author"`
	Entries []atomEntry `xml:"entry"`
}

type atomAuthor struct {
	Name string `xml:"name"`
}

type atomEntry struct {
	ID       string       `xml:"id"`
	Title    string       `xml:"title"`
	Updated  string       `xml:"updated"`
	Links    []atomLink   `xml:"link"`
	Category atomCategory `xml:"category"`
	Summary  string       `xml:"summary"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Href string `xml:"href,attr"`
}

type atomCategory struct {
	Term string `xml:"term,attr"`
}

// Atom writes the findings of a month as a feed, newest first. Ids are tag
// URIs (RFC 4151) that stay the same from run to run.
func Atom(w io.Writer, m watch.Month, edition watch.Date, publisher string, findings []watch.Finding, statement func(watch.Finding) string, name func(string) string) error {
	base := "tag:guette," + m.FirstDay().String() + ":"
	feed := atom{Lang: "fr", ID: base + "findings", Title: "Constats de " + m.String(), Updated: midnight(edition),
		Author: atomAuthor{month.Plain(publisher)}}
	for _, f := range ByDate(findings) {
		e := atomEntry{ID: base + f.ID, Title: month.Plain(name(f.Program) + " : " + string(f.Kind)), Updated: midnight(f.Date),
			Category: atomCategory{string(f.Kind)}, Summary: month.Plain(statement(f))}
		for i, ev := range f.Evidence {
			rel := "related"
			if i == 0 {
				rel = "alternate"
			}
			if safe(ev.URL) {
				e.Links = append(e.Links, atomLink{rel, ev.URL})
			}
		}
		feed.Entries = append(feed.Entries, e)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", " ")
	if err := enc.Encode(feed); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

// Calendar writes the ends of support among the findings as all-day events.
func Calendar(w io.Writer, edition watch.Date, findings []watch.Finding, statement func(watch.Finding) string, name func(string) string) error {
	cal := ics.NewCalendarFor("Guette")
	cal.SetMethod(ics.MethodPublish)
	cal.SetXWRCalName("Fins de support")
	for f, d := range watch.DetailOf[*watch.LifecycleDetail](findings) {
		if d.Until.State != watch.Dated {
			continue
		}
		e := cal.AddEvent(f.ID + "@guette")
		e.SetDtStampTime(edition.Time(time.UTC))
		e.SetAllDayStartAt(d.Until.Date.Time(time.UTC))
		e.SetAllDayEndAt(d.Until.Date.AddDays(1).Time(time.UTC))
		e.SetSummary(month.Plain(name(f.Program) + " " + d.Branch + " : fin de support"))
		e.SetDescription(month.Plain(statement(f)))
		if len(f.Evidence) > 0 && safe(f.Evidence[0].URL) {
			e.SetURL(f.Evidence[0].URL)
		}
	}
	return cal.SerializeTo(w)
}

func midnight(d watch.Date) string {
	if d.IsZero() {
		d = watch.Date{Year: 1970, Month: 1, Day: 1} // the form wants a date: this one says that there is none
	}
	return d.Time(time.UTC).Format(time.RFC3339)
}
