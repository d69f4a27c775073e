package month

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	analyzers "guette/analyze/all"
	"guette/catalog"
	"guette/collect"
	"guette/collect/certfr"
	"guette/collect/endoflife"
	"guette/collect/feed"
	"guette/collect/osv"
	"guette/fetch"
	"guette/internal/corpus"
	"guette/store"
	"guette/watch"
)

// A world answers addresses (as AnswerKey makes them) with bytes, and any other
// with 404.
type world func(url string) ([]byte, bool)

func (w world) Do(_ context.Context, r fetch.Request) (*fetch.Response, error) {
	body, ok := w(AnswerKey(r.URL, r.Body))
	if !ok {
		return nil, fetch.Fail(r.URL, "http-404", "status 404")
	}
	sum := sha256.Sum256(body)
	return &fetch.Response{URL: r.URL, Status: http.StatusOK, Header: http.Header{}, Body: body,
		SHA256: hex.EncodeToString(sum[:]), Retrieved: morning, Requests: 1}, nil
}

func (world) Transport(int64) http.RoundTripper { return nil }

var morning = time.Date(2026, 8, 1, 6, 0, 0, 0, time.UTC)

// recorded is the world of the test: a calendar of the corpus and a feed.
func recorded(t *testing.T) world {
	t.Helper()
	nginx, err := os.ReadFile(corpus.File(t, "endoflife", "2026-07-31", "products", "nginx.json"))
	if err != nil {
		t.Fatal(err)
	}
	answers := map[string][]byte{
		"https://endoflife.date/api/v1/products/nginx": nginx,
		"https://nginx.test/feed": []byte(`<rss version="2.0"><channel><title>nginx</title><link>https://nginx.test/</link><item>` +
			`<title>nginx 1.31.3 released: fixes CVE-2026-42533</title><link>https://nginx.test/1</link><pubDate>Wed, 15 Jul 2026 14:00:00 GMT</pubDate></item></channel></rss>`),
	}
	record := `{"id":"BIT-nginx-2026-42533","aliases":["CVE-2026-42533"],"published":"2026-07-15T10:00:00Z","modified":"2026-07-15T10:00:00Z","summary":"A flaw",
		"affected":[{"package":{"ecosystem":"Bitnami","name":"nginx"},"ranges":[{"type":"SEMVER","events":[{"introduced":"0"},{"fixed":"1.31.3"}]}]}]}`
	questions := map[string]string{ // to one address, told apart by what is sent
		"nginx": `{"vulns":[` + record + `]}`, "other": `{"vulns":[]}`,
	}
	return func(url string) ([]byte, bool) {
		if b, ok := answers[url]; ok {
			return b, true
		}
		for name, answer := range questions {
			question := `{"package":{"name":"` + name + `","ecosystem":"Bitnami"}}`
			if url == AnswerKey("https://api.osv.dev/v1/query", []byte(question)) {
				return []byte(answer), true
			}
		}
		return nil, false
	}
}

// desk makes a desk over a world, with a store of its own.
func desk(t *testing.T, w world) *Desk {
	t.Helper()
	dir := t.TempDir()
	now := func() time.Time { return morning }
	s, err := store.Open(t.Context(), filepath.Join(dir, "guette.db"), store.Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return &Desk{Month: watch.Month{Year: 2026, Month: 7},
		Settings: Settings{Reports: filepath.Join(dir, "reports"), Zone: time.UTC, Window: 25, EditionDay: 7, KeepEvidence: true},
		Catalog: catalog.New([]watch.Program{{ID: "nginx", Name: "Nginx", EndOfLife: "nginx", Feeds: []string{"https://nginx.test/feed"},
			OSV: []watch.OSVPackage{{Ecosystem: "Bitnami", Name: "other"}, {Ecosystem: "Bitnami", Name: "nginx"}}}}),
		Store: s, Fetch: w, Collectors: []*collect.Collector{endoflife.Collector, feed.Collector, certfr.Collector, osv.Collector},
		Analyzers: analyzers.Analyzers, Now: now, Log: slog.New(slog.DiscardHandler)}
}

// TestAMonthIsReplayedFromItsEvidence collects a month, then collects it again
// into another store with nothing but the answers that the first one kept.
func TestAMonthIsReplayedFromItsEvidence(t *testing.T) {
	ctx := t.Context()
	first := desk(t, recorded(t))
	second := desk(t, func(url string) ([]byte, bool) {
		list, err := first.Store.Answers(ctx, url)
		if err != nil {
			t.Error(err)
		}
		if len(list) == 0 {
			return nil, false
		}
		a, err := first.Store.Answer(ctx, list[0].SHA256)
		if err != nil {
			t.Error(err)
		}
		return a.Body, true
	})
	var made [2]map[string]string
	for i, d := range []*Desk{first, second} {
		if _, err := d.Run(ctx); err != nil {
			t.Fatal(err)
		}
		made[i] = files(t, d)
		data, err := os.ReadFile(filepath.Join(d.Dir(), "findings.json"))
		if err != nil {
			t.Fatal(err)
		}
		made[i]["findings.json"] = string(data)
	}
	if !strings.Contains(made[0]["findings.json"], "BIT-nginx-2026-42533") {
		t.Error("no finding rests on the answer to a question")
	}
	if diff := cmp.Diff(made[0], made[1]); diff != "" {
		t.Errorf("(-collected +replayed):\n%s", diff)
	}
	a, err := first.Analysis(ctx)
	if err != nil || len(a.Findings) == 0 {
		t.Fatalf("%d findings, %v: the test shows nothing", len(a.Findings), err)
	}
	for _, f := range a.Findings {
		if sum := f.Evidence[0].SHA256; sum != "" {
			if _, err := first.Store.Answer(ctx, sum); err != nil {
				t.Errorf("%s: its evidence is not kept: %v", f.ID, err)
			}
		}
	}
}

// TestAClosedMonthStaysAsItWasKnown publishes a month, lets the world change,
// and reads the month again; the next month tells what changed.
func TestAClosedMonthStaysAsItWasKnown(t *testing.T) {
	ctx := t.Context()
	known := recorded(t)
	late := false
	d := desk(t, func(url string) ([]byte, bool) {
		body, ok := known(url)
		if late && url == "https://nginx.test/feed" {
			return []byte(`<rss version="2.0"><channel><title>nginx</title><item><title>nginx 1.31.4 released</title><link>https://nginx.test/2</link>` +
				`<pubDate>Thu, 30 Jul 2026 14:00:00 GMT</pubDate></item></channel></rss>`), true
		}
		return body, ok
	})
	clock := morning
	d.Now = func() time.Time { return clock }
	s, err := store.Open(ctx, filepath.Join(t.TempDir(), "guette.db"), store.Options{Now: d.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	d.Store = s
	if _, err := d.Run(ctx); err != nil {
		t.Fatal(err)
	}
	before, err := d.Analysis(ctx)
	if err != nil {
		t.Fatal(err)
	}
	clock = clock.AddDate(0, 0, 6)
	markReviewed(t, d)
	done, err := d.Publish(ctx, Publication{})
	if err != nil || len(done) != 2 || done[0].PDF == "" || done[1].PDF == "" {
		t.Fatal(done, err)
	}
	published := files(t, d)
	late, clock = true, clock.AddDate(0, 1, 0)
	if _, err := d.Collect(ctx); err != nil {
		t.Fatal(err)
	}
	after, err := d.Analysis(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before.Findings, after.Findings); diff != "" {
		t.Errorf("a closed month changed (-before +after):\n%s", diff)
	}
	if _, err := d.Draft(ctx); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(published, files(t, d)); diff != "" {
		t.Errorf("a published draft changed (-before +after):\n%s", diff)
	}
	open, err := d.analysis(ctx, d.Month, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	if len(open.Findings) <= len(before.Findings) {
		t.Errorf("%d findings with what became known later, %d without: the test shows nothing", len(open.Findings), len(before.Findings))
	}
}

// markReviewed marks all drafts as reviewed, as an editor does.
func markReviewed(t *testing.T, d *Desk) {
	t.Helper()
	for name, text := range files(t, d) {
		text = strings.Replace(text, "status: brouillon", "status: relu", 1)
		if err := os.WriteFile(filepath.Join(d.Dir(), name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// files reads the drafts of the general edition.
func files(t *testing.T, d *Desk) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, name := range []string{"technique.md", "strategique.md"} {
		data, err := os.ReadFile(filepath.Join(d.Dir(), name))
		if err != nil {
			t.Fatal(err)
		}
		out[name] = string(data)
	}
	return out
}
