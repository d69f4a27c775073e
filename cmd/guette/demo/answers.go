package demo

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// routes lists what the demo's world answers besides git.
func (u *Upstream) routes() {
	for _, c := range calendars {
		u.handle("endoflife.date/api/v1/products/"+c.product, "application/json", c.answer(u.asOf))
	}
	u.mux.HandleFunc("POST api.osv.dev/v1/querybatch", u.osvBatch)
	u.mux.HandleFunc("POST api.osv.dev/v1/query", u.osvQuery)
	for _, a := range u.advisories() {
		u.handle("api.osv.dev/v1/vulns/"+a.ID, "application/json", encode(a))
	}
	u.handle("www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json", "application/json", u.kev())
	u.mux.HandleFunc("GET api.first.org/data/v1/epss", u.epss)
	u.handle("www.cert.ssi.gouv.fr/alerte/feed/", "application/rss+xml", u.feed("CERT-FR, alertes", "https://www.cert.ssi.gouv.fr/", certItems))
	u.handle("www.cert.ssi.gouv.fr/avis/feed/", "application/rss+xml", u.feed("CERT-FR, avis", "https://www.cert.ssi.gouv.fr/", certNotices))
	u.handle("www.cert.ssi.gouv.fr/feed/", "application/rss+xml", u.feed("CERT-FR", "https://www.cert.ssi.gouv.fr/", certItems))
	for _, n := range notices {
		if !day(n.day).After(u.asOf) {
			u.handle("www.cert.ssi.gouv.fr/"+n.kind+"/"+n.reference+"/json/", "application/json", n.record())
		}
	}
	for _, n := range news {
		u.handle(n.host+n.path, "application/rss+xml", u.feed(n.title, "https://"+n.host+"/", n.items))
	}
	for _, s := range stories {
		path := Forge + "/" + s.path
		u.handle(path+"/releases.atom", "application/atom+xml", u.releases(s))
		if len(s.tags) > 0 && s.path == "phares/beffroi" && !u.asOf.Before(day("2026-07-16")) {
			u.handle(path+"/raw/branch/main/CHANGELOG.md", "text/markdown", []byte(beffroiChanges))
		}
	}
}

// handle answers an address with a body that keeps its validator.
func (u *Upstream) handle(address, kind string, body []byte) {
	sum := sha256.Sum256(body)
	tag := `"` + hex.EncodeToString(sum[:8]) + `"`
	u.mux.HandleFunc("GET "+address, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", tag)
		if r.Header.Get("If-None-Match") == tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("Content-Type", kind)
		_, _ = w.Write(body) // a recorder takes everything
	})
}

func encode(v any) []byte {
	body, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		panic(err) // plain data of ours
	}
	return body
}

// An advisory is an OSV record.
type advisory struct {
	ID         string           `json:"id"`
	Summary    string           `json:"summary"`
	Details    string           `json:"details"`
	Aliases    []string         `json:"aliases"`
	Published  string           `json:"published"`
	Modified   string           `json:"modified"`
	Affected   []map[string]any `json:"affected"`
	References []map[string]any `json:"references"`
}

// record makes an advisory on one package.
func record(id, cve, pkg, published, vector, summary string, events ...map[string]string) advisory {
	return advisory{
		ID: id, Summary: summary, Details: summary + " This record is invented.", Aliases: []string{cve},
		Published: published + "T10:00:00Z", Modified: published + "T10:00:00Z",
		Affected: []map[string]any{{
			"package":  map[string]string{"ecosystem": "Bitnami", "name": pkg, "purl": "pkg:bitnami/" + pkg},
			"severity": []map[string]string{{"type": "CVSS_V3", "score": vector}},
			"ranges":   []map[string]any{{"type": "SEMVER", "events": events}},
		}},
		References: []map[string]any{{"type": "WEB", "url": "https://" + Forge + "/security/" + strings.ToLower(cve)}},
	}
}

// advisories lists those published by asOf.
func (u *Upstream) advisories() []advisory {
	all := []advisory{
		record("BIT-beffroi-2026-9900001", "CVE-2026-9900001", "beffroi", "2026-07-16", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
			"Request smuggling lets an attacker run commands", map[string]string{"introduced": "2.0.0"}, map[string]string{"fixed": "2.3.8"}, map[string]string{"introduced": "2.4.0"}, map[string]string{"fixed": "2.4.1"}),
		record("BIT-beffroi-2026-9900002", "CVE-2026-9900002", "beffroi", "2026-06-10", "CVSS:3.1/AV:N/AC:H/PR:L/UI:N/S:U/C:L/I:N/A:N",
			"Log lines tell the size of a secret", map[string]string{"introduced": "2.3.0"}, map[string]string{"fixed": "2.3.7"}),
		record("BIT-estuaire-2026-9900003", "CVE-2026-9900003", "estuaire", "2026-07-21", "CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:L/A:N",
			"A user reads the series of others", map[string]string{"introduced": "4.0.0"}, map[string]string{"fixed": "5.0.0"}),
	}
	// One record was published in June, and shown in July only.
	if !u.asOf.Before(day("2026-07-06")) {
		late := record("BIT-estuaire-2026-9900004", "CVE-2026-9900004", "estuaire", "2026-06-24", "CVSS:3.1/AV:N/AC:H/PR:H/UI:N/S:U/C:N/I:N/A:L",
			"A long query slows the server down", map[string]string{"introduced": "4.1.0"}, map[string]string{"fixed": "4.2.0"})
		late.Modified = "2026-07-06T10:00:00Z"
		all = append(all, late)
	}
	return slices.DeleteFunc(all, func(a advisory) bool { return a.Published > u.asOf.Format(time.RFC3339) })
}

// A packageQuery asks for the records of one package.
type packageQuery struct {
	Package struct{ Name, Ecosystem, PURL string }
}

// found lists the records that answer a query.
func (u *Upstream) found(q packageQuery) (list []advisory) {
	for _, a := range u.advisories() {
		pkg := a.Affected[0]["package"].(map[string]string)
		if q.Package.Name == pkg["name"] && q.Package.Ecosystem == pkg["ecosystem"] || q.Package.PURL == pkg["purl"] {
			list = append(list, a)
		}
	}
	return list
}

// osvQuery answers a query with whole records.
func (u *Upstream) osvQuery(w http.ResponseWriter, r *http.Request) {
	var q packageQuery
	if !decode(w, r, &q) {
		return
	}
	answer := map[string]any{}
	if list := u.found(q); len(list) > 0 {
		answer["vulns"] = list
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(encode(answer)) // a recorder takes everything
}

// osvBatch answers queries with ids and dates.
func (u *Upstream) osvBatch(w http.ResponseWriter, r *http.Request) {
	var in struct{ Queries []packageQuery }
	if !decode(w, r, &in) {
		return
	}
	results := []map[string]any{}
	for _, q := range in.Queries {
		one := map[string]any{}
		var short []map[string]string
		for _, a := range u.found(q) {
			short = append(short, map[string]string{"id": a.ID, "modified": a.Modified})
		}
		if len(short) > 0 {
			one["vulns"] = short
		}
		results = append(results, one)
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(encode(map[string]any{"results": results})) // a recorder takes everything
}

func decode(w http.ResponseWriter, r *http.Request, v any) bool {
	err := json.NewDecoder(r.Body).Decode(v)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
	}
	return err == nil
}

// kev is the catalogue of exploited vulnerabilities.
func (u *Upstream) kev() []byte {
	list := []map[string]string{{
		"cveID": "CVE-2026-9900010", "vendorProject": "Fanal", "product": "Fanal", "vulnerabilityName": "Fanal Denial of Service Vulnerability",
		"dateAdded": "2026-05-22", "shortDescription": "Invented.", "requiredAction": "Apply updates.",
		"dueDate": "2026-06-12", "knownRansomwareCampaignUse": "Unknown", "notes": "",
	}}
	if !u.asOf.Before(day("2026-07-19")) {
		list = append(list, map[string]string{
			"cveID": "CVE-2026-9900001", "vendorProject": "Beffroi", "product": "Beffroi", "vulnerabilityName": "Beffroi Request Smuggling Vulnerability",
			"dateAdded": "2026-07-19", "shortDescription": "Invented.", "requiredAction": "Apply updates and hunt for signs of compromise.",
			"dueDate": "2026-07-26", "knownRansomwareCampaignUse": "Unknown", "notes": "",
		})
	}
	return encode(map[string]any{
		"title": "Catalogue of the demo", "catalogVersion": u.asOf.Format("2006.01.02"), "dateReleased": u.asOf.Format(time.RFC3339),
		"count": len(list), "vulnerabilities": list,
	})
}

// epss answers for the CVE ids of the demo.
func (u *Upstream) epss(w http.ResponseWriter, r *http.Request) {
	scores := map[string][2]string{
		"CVE-2026-9900001": {"0.871000000", "0.995000000"},
		"CVE-2026-9900002": {"0.001200000", "0.310000000"},
		"CVE-2026-9900003": {"0.012000000", "0.640000000"},
	}
	date := r.URL.Query().Get("date")
	if date == "" {
		date = u.asOf.Format(time.DateOnly)
	}
	data := []map[string]string{}
	if date <= u.asOf.Format(time.DateOnly) {
		for _, cve := range strings.Split(r.URL.Query().Get("cve"), ",") {
			if s, ok := scores[cve]; ok {
				data = append(data, map[string]string{"cve": cve, "epss": s[0], "percentile": s[1], "date": date})
			}
		}
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(encode(map[string]any{"status": "OK", "status-code": 200, "version": "1.0", "total": len(data), "offset": 0, "limit": 100, "data": data}))
}

// An item is an entry of a feed.
type item struct{ day, title, link, text string }

// feed writes the items published by asOf as RSS.
func (u *Upstream) feed(title, home string, items []item) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"><channel><title>%s</title><link>%s</link><description>%s</description><language>fr</language>\n", escape(title), home, escape(title))
	for _, i := range slices.Backward(items) {
		if day(i.day).After(u.asOf) {
			continue
		}
		fmt.Fprintf(&b, "<item><title>%s</title><link>%s</link><guid>%s</guid><pubDate>%s</pubDate><description>%s</description></item>\n",
			escape(i.title), i.link, i.link, day(i.day).Format(time.RFC1123Z), escape(i.text))
	}
	b.WriteString("</channel></rss>\n")
	return []byte(b.String())
}

func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a builder takes everything
	return b.String()
}

// releases is the list of releases of a repository, as forges write it.
func (u *Upstream) releases(s *story) []byte {
	var b strings.Builder
	home := "https://" + Forge + "/" + s.path
	fmt.Fprintf(&b, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"><id>tag:%s</id><title>Releases of %s</title><link rel=\"alternate\" href=\"%s\"/><updated>%s</updated>\n", home, s.path, home, u.asOf.Format(time.RFC3339))
	for _, t := range slices.Backward(s.tags) {
		if t.message == "" || day(t.at).Add(6*time.Hour).After(u.asOf) {
			continue
		}
		title, notes, _ := strings.Cut(t.message, "\n\n")
		if long, ok := notesOf[s.path+" "+t.name]; ok {
			notes = long
		}
		fmt.Fprintf(&b, "<entry><id>%s/%s</id><title>%s</title><link rel=\"alternate\" href=\"%s/releases/tag/%s\"/><updated>%s</updated><content type=\"html\">%s</content></entry>\n",
			home, t.name, escape(title), home, t.name, day(t.at).Add(6*time.Hour).Format(time.RFC3339), escape(notes))
	}
	b.WriteString("</feed>\n")
	return []byte(b.String())
}
