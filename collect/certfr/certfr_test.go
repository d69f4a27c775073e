package certfr_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"guette/collect"
	"guette/collect/certfr"
	"guette/collect/collecttest"
	"guette/internal/corpus"
	"guette/internal/golden"
	"guette/watch"
)

var paris = collecttest.Options().Zone

func read(t testing.TB, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// rss is a feed of the site with one item a reference.
func rss(day string, refs ...string) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>CERT-FR</title><link>https://www.cert.ssi.gouv.fr/</link>`)
	for _, r := range refs {
		kind := "avis"
		if strings.Contains(r, "-ALE-") {
			kind = "alerte"
		}
		fmt.Fprintf(&b, `<item><title>Vulnérabilité dans Exemple (%s)</title><link>https://www.cert.ssi.gouv.fr/%s/%s/</link><pubDate>%s</pubDate><description>CVE-2026-50522, CVE-2026-58644 et CVE-2026-50522</description></item>`, r, kind, r, day)
	}
	return b.String() + `</channel></rss>`
}

const old = "Fri, 20 Feb 2026 00:00:00 +0000"

func pages(t testing.TB) collecttest.Pages {
	p := collecttest.Pages{
		"www.cert.ssi.gouv.fr/avis/feed/":   rss(old, "CERTFR-2026-AVI-0191", "CERTFR-2025-AVI-0468"),
		"www.cert.ssi.gouv.fr/alerte/feed/": rss(old, "CERTFR-2026-ALE-008"),
	}
	for _, r := range []string{"CERTFR-2026-AVI-0191", "CERTFR-2025-AVI-0468"} {
		p["www.cert.ssi.gouv.fr/avis/"+r+"/json/"] = read(t, "testdata/"+r+".json")
	}
	return p
}

func TestCollectorStandsAHostileWorld(t *testing.T) {
	collecttest.Run(t, certfr.Collector, collecttest.Example{Serve: pages(t), Facts: 3})
}

func TestAnAlertWithoutJSONKeepsWhatTheFeedSays(t *testing.T) {
	_, store, _ := once(t, pages(t), "alerte", collecttest.NewStore())
	got := store.Facts()[0].Body.(*watch.Advisory)
	at := time.Date(2026, 2, 20, 0, 0, 0, 0, time.UTC)
	want := &watch.Advisory{ID: "CERTFR-2026-ALE-008", Publisher: "cert-fr", Type: "alerte", Summary: "Vulnérabilité dans Exemple (CERTFR-2026-ALE-008)",
		Aliases: []string{"CVE-2026-50522", "CVE-2026-58644"}, Published: at, Modified: at}
	if g, w := fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", want); g != w {
		t.Errorf("alert\n%s\nwant\n%s", g, w)
	}
}

func once(t *testing.T, p collecttest.Pages, kind string, store *collecttest.Store) (collect.Result, *collecttest.Store, []string) {
	t.Helper()
	door := collecttest.NewDoor(t, p)
	job := certfr.Collector.NewJob(collect.Job{Options: collecttest.Options(), Store: store, Fetch: door,
		Source: collect.Source{URL: "https://www.cert.ssi.gouv.fr/" + kind + "/feed/", Kind: kind}})
	res, err := certfr.Collector.Collect(t.Context(), job)
	if err != nil {
		t.Fatal(err)
	}
	return res, store, door.Asked
}

// advisory is one of July 2026.
func advisory(ref, day string) string {
	return fmt.Sprintf(`{"reference":%q,"title":"Vulnérabilité","revisions":[{"revision_date":"2026-07-%sT00:00:00.000000"}],"cves":[]}`, ref, day)
}

func TestTheListOfTheSiteIsFollowedBackToTheMonth(t *testing.T) {
	const july = "Fri, 31 Jul 2026 00:00:00 +0000"
	p := collecttest.Pages{
		"www.cert.ssi.gouv.fr/avis/feed/": rss(july, "CERTFR-2026-AVI-0900"),
		"www.cert.ssi.gouv.fr/avis/": `<a href="/avis/CERTFR-2026-AVI-0900/">a</a><a href="https://evil.test/avis/CERTFR-2026-AVI-0666/">b</a>
			<a href="/avis/CERTFR-2026-AVI-0850/">c</a><a href="?page=3">3</a><a href="?page=2">2</a>`,
		"www.cert.ssi.gouv.fr/avis/?page=2": `<a href="/avis/CERTFR-2026-AVI-0700/">d</a><a href="/avis/?page=1">1</a><a href="/avis/?page=3">3</a>`,
	}
	for ref, day := range map[string]string{"CERTFR-2026-AVI-0900": "31", "CERTFR-2026-AVI-0850": "15"} {
		p["www.cert.ssi.gouv.fr/avis/"+ref+"/json/"] = advisory(ref, day)
	}
	p["www.cert.ssi.gouv.fr/avis/CERTFR-2026-AVI-0700/json/"] = strings.Replace(advisory("CERTFR-2026-AVI-0700", "30"), "-07-", "-06-", 1)
	res, store, asked := once(t, p, "avis", collecttest.NewStore())
	if len(store.Facts()) != 3 || res.Partial || slices.Contains(asked, "https://www.cert.ssi.gouv.fr/avis/?page=3") {
		t.Errorf("%d facts, partial %v, asked %q; want 3 and no page after the month", len(store.Facts()), res.Partial, asked)
	}

	p["www.cert.ssi.gouv.fr/avis/feed/"] = rss(july)
	p["www.cert.ssi.gouv.fr/avis/CERTFR-2026-AVI-0850/json/"] = advisory("CERTFR-2026-AVI-0850", "16")
	res, store, _ = once(t, p, "avis", store)
	if res.Unchanged || store.Facts()[1].At.In(paris).Day() != 16 {
		t.Errorf("unchanged %v, facts %+v; want the revised advisory read again", res.Unchanged, store.Facts())
	}
}

func TestAFeedThatIsTooShortIsSaid(t *testing.T) {
	p := collecttest.Pages{
		"www.cert.ssi.gouv.fr/avis/feed/":                           rss(old, "CERTFR-2026-AVI-0900"),
		"www.cert.ssi.gouv.fr/avis/CERTFR-2026-AVI-0900/json/":      advisory("CERTFR-2026-AVI-0900", "20"),
		"www.cert.ssi.gouv.fr/avis/CERTFR-2026-AVI-0899/json/":      advisory("CERTFR-2026-AVI-0899", "19"),
		"www.cert.ssi.gouv.fr/avis/CERTFR-2026-AVI-0899/something/": "not named by anything",
	}
	res, store, _ := once(t, p, "avis", collecttest.NewStore())
	if !res.Partial || res.Reason != "feed-too-short" || !strings.Contains(res.Message, "2026-07-20") || len(store.Facts()) != 1 {
		t.Errorf("partial %v, %s, %q, %d facts; want the day the feed reaches back to, and no guessed reference", res.Partial, res.Reason, res.Message, len(store.Facts()))
	}
}

func TestParseKeepsWhatAnAdvisorySays(t *testing.T) {
	files, err := filepath.Glob("testdata/CERTFR*.json")
	if err != nil || len(files) != 3 {
		t.Fatalf("%d files, error %v", len(files), err)
	}
	for _, f := range files {
		a, err := certfr.Parse([]byte(read(t, f)), paris)
		if err != nil {
			t.Fatal(err)
		}
		out, err := json.MarshalIndent(a, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		golden.Equal(t, a.ID+".golden", append(out, '\n'))
	}
}

func TestAllAdvisoriesOfTheCorpusAreRead(t *testing.T) {
	files, err := filepath.Glob(corpus.File(t, "cert-fr", "avis", "*.json"))
	if err != nil || len(files) != 257 {
		t.Fatalf("%d files, error %v; want 257", len(files), err)
	}
	for _, f := range files {
		a, err := certfr.Parse([]byte(read(t, f)), paris)
		if err != nil {
			t.Errorf("%s: %v", f, err)
			continue
		}
		if a.Published.IsZero() || a.Summary == "" || len(a.Risks) == 0 || len(a.Systems) == 0 {
			t.Errorf("%s: published %v, title %q, %d risks, %d systems", f, a.Published, a.Summary, len(a.Risks), len(a.Systems))
		}
	}
}

func FuzzParse(f *testing.F) {
	files, _ := filepath.Glob("testdata/CERTFR*.json")
	for _, name := range files {
		f.Add([]byte(read(f, name)))
	}
	f.Add([]byte(advisory("CERTFR-2026-ALE-001", "03")))
	f.Fuzz(func(t *testing.T, in []byte) {
		a, err := certfr.Parse(in, paris)
		if (a == nil) == (err == nil) {
			t.Fatalf("want an advisory or an error, got %v and %v", a, err)
		}
		if a != nil && (a.ID == "" || a.Type != "avis" && a.Type != "alerte" || len(a.Aliases) > 3000 || a.Modified.Before(a.Published)) {
			t.Fatalf("advisory %+v", a)
		}
	})
}
