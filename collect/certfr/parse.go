package certfr

import (
	"bytes"
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/html"

	"guette/collect"
	"guette/collect/feed"
	"guette/fetch"
	"guette/internal/lazyregexp"
	"guette/watch"
)

// Bounds of a publication, with the largest seen in 257 of them.
const (
	maxCVEs    = 3000 // seen 526
	maxSystems = 300  // seen 32
	maxLinks   = 100  // seen 18
	maxRisks   = 30   // seen 6
	maxSummary = 2000 // bytes; seen 335
	maxText    = 600  // bytes of a title, system or risk; seen 231
)

var (
	referenceForm = lazyregexp.New(`^(?:CERTFR|CERTA)-\d{4}-(AVI|ALE)-\d{3,5}$`)
	referenceLink = lazyregexp.New(`/(?:avis|alerte)/((?:CERTFR|CERTA)-\d{4}-(?:AVI|ALE)-\d{3,5})/?$`)
	cveForm       = lazyregexp.New(`CVE-\d{4}-\d{4,10}`)
	pageNumber    = lazyregexp.New(`page[=/](\d{1,4})`)
)

// document is the JSON form of a publication.
type document struct {
	Reference string `json:"reference"`
	Title     string `json:"title"`
	Summary   string `json:"summary"`
	Systems   []struct {
		Description string `json:"description"`
		Product     struct {
			Name   string `json:"name"`
			Vendor struct {
				Name string `json:"name"`
			} `json:"vendor"`
		} `json:"product"`
	} `json:"affected_systems"`
	SystemsText *string `json:"affected_systems_content"`
	CVEs        []struct {
		Name string `json:"name"`
	} `json:"cves"`
	Risks []struct {
		Description string `json:"description"`
	} `json:"risks"`
	Revisions []struct {
		Date moment `json:"revision_date"`
	} `json:"revisions"`
	Advisories []struct {
		URL string `json:"url"`
	} `json:"vendor_advisories"`
	Closed moment `json:"closed_at"`
}

// A moment is a date that the site writes without a zone: it is that of Paris.
type moment string

func (m moment) in(zone *time.Location) (time.Time, error) {
	if m == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999", time.DateOnly} {
		if t, err := time.ParseInLocation(layout, string(m), zone); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("date %q: want YYYY-MM-DDTHH:MM:SS", clip(string(m), maxText))
}

// Parse reads a publication; zone is that of dates without one.
func Parse(data []byte, zone *time.Location) (*watch.Advisory, error) {
	var d document
	if err := collect.JSON(data, &d); err != nil {
		return nil, err
	}
	kind := kindOf(d.Reference)
	if kind == "" {
		return nil, &collect.Error{Reason: fetch.ReasonWrongType, Message: fmt.Sprintf("reference %q", clip(d.Reference, maxText))}
	}
	a := &watch.Advisory{ID: d.Reference, Publisher: "cert-fr", Type: kind,
		Summary: oneLine(d.Title, maxText), Details: clip(d.Summary, maxSummary), Aliases: d.cves()}
	var err error
	for _, r := range d.Revisions {
		at, bad := r.Date.in(zone)
		if err = cmp.Or(err, bad); at.IsZero() {
			continue
		}
		if a.Published.IsZero() || at.Before(a.Published) {
			a.Published = at
		}
		if at.After(a.Modified) {
			a.Modified = at
		}
	}
	if err == nil {
		a.Closed, err = d.Closed.in(zone)
	}
	if err != nil {
		return nil, &collect.Error{Reason: fetch.ReasonWrongType, Message: d.Reference, Err: err}
	}
	for _, r := range d.Risks[:min(len(d.Risks), maxRisks)] {
		a.Risks = append(a.Risks, oneLine(r.Description, maxText))
	}
	for _, v := range d.Advisories[:min(len(d.Advisories), maxLinks)] {
		a.References = append(a.References, watch.Reference{Type: "ADVISORY", URL: clip(v.URL, maxText)})
	}
	a.Systems = d.systems()
	return a, nil
}

func (d *document) cves() (ids []string) {
	for _, c := range d.CVEs[:min(len(d.CVEs), maxCVEs)] {
		if id := strings.ToUpper(strings.TrimSpace(c.Name)); cveForm.Re().FindString(id) == id && id != "" {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// systems lists the affected systems: entries, then lines of free text.
func (d *document) systems() (list []watch.System) {
	for _, s := range d.Systems {
		list = append(list, watch.System{Vendor: named(s.Product.Vendor.Name), Product: named(s.Product.Name), Text: s.Description})
	}
	if d.SystemsText != nil {
		for line := range strings.Lines(*d.SystemsText) {
			list = append(list, watch.System{Text: strings.TrimLeft(line, "-*• \t")})
		}
	}
	for i := range list {
		list[i].Text = oneLine(list[i].Text, maxText)
	}
	list = slices.DeleteFunc(list, func(s watch.System) bool { return s.Text == "" })
	return list[:min(len(list), maxSystems)]
}

// named is a name of a publication; "N/A" is none.
func named(s string) string {
	if s = oneLine(s, maxText); s == "N/A" {
		return ""
	}
	return s
}

// fromItem is what a feed says of a publication that has no JSON form.
func fromItem(reference string, it feed.Item) *watch.Advisory {
	ids := cveForm.Re().FindAllString(it.Title+" "+it.Summary+" "+it.Content, maxCVEs)
	slices.Sort(ids)
	return &watch.Advisory{ID: reference, Publisher: "cert-fr", Type: kindOf(reference), Summary: oneLine(it.Title, maxText),
		Aliases: slices.Compact(ids), Published: it.Published.UTC(), Modified: it.Published.UTC()}
}

// kindOf is "avis" or "alerte", "" for what is no reference.
func kindOf(reference string) string {
	switch m := referenceForm.Re().FindStringSubmatch(reference); {
	case m == nil:
		return ""
	case m[1] == "ALE":
		return "alerte"
	}
	return "avis"
}

// referenceIn returns the reference that an address ends with, "" for none.
func referenceIn(address string) string {
	if m := referenceLink.Re().FindStringSubmatch(address); m != nil {
		return m[1]
	}
	return ""
}

// listing reads a page of the site's list: references in order, each once, and
// the address of the page after this one, "" for none.
func listing(body []byte, base *url.URL) (references []string, next string) {
	seen := map[string]bool{}
	current := page(base)
	z := html.NewTokenizer(bytes.NewReader(body))
	for z.Next() != html.ErrorToken {
		t := z.Token()
		if t.Data != "a" {
			continue
		}
		for _, a := range t.Attr {
			u, err := base.Parse(a.Val)
			if a.Key != "href" || err != nil || u.Host != base.Host {
				continue
			}
			if r := referenceIn(u.Path); r != "" && !seen[r] {
				seen[r] = true
				references = append(references, r)
			}
			if next == "" && strings.HasPrefix(u.Path, base.Path[:strings.Index(base.Path[1:]+"/", "/")+1]) && page(u) == current+1 {
				next = u.String()
			}
		}
	}
	return references, next
}

// page is the number of a page of a list, 1 for the first.
func page(u *url.URL) int {
	if m := pageNumber.Re().FindStringSubmatch(u.Path + "?" + u.RawQuery); m != nil {
		n, _ := strconv.Atoi(m[1]) // digits, by the expression
		return n
	}
	return 1
}

func oneLine(s string, n int) string { return clip(strings.Join(strings.Fields(s), " "), n) }

func clip(s string, n int) string {
	s, _ = collect.Clip(s, n)
	return s
}
