package news

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"guette/analyze"
	"guette/watch"
)

type catalogue []watch.Program

func (c catalogue) Program(id string) (watch.Program, bool) {
	for _, p := range c {
		if p.ID == id {
			return p, true
		}
	}
	return watch.Program{}, false
}
func (c catalogue) Named(string) (string, bool) { return "", false }
func (c catalogue) All() []watch.Program        { return c }

var programs = catalogue{
	{ID: "docs", Name: "Docs", Homepage: "https://docs.numerique.gouv.fr"},
	{ID: "nextcloud", Name: "Nextcloud", Homepage: "https://nextcloud.com"},
	{ID: "nginx", Name: "nginx", Homepage: "https://nginx.org"},
	{ID: "redis", Name: "Redis", Homepage: "https://redis.io"},
}

func day(d int) time.Time { return time.Date(2026, 7, d, 12, 0, 0, 0, time.UTC) }

func fact(program string, n watch.News) watch.Fact {
	return watch.Fact{Program: program, Collector: "feed", Key: n.ID, At: n.Published, Evidence: watch.Evidence{URL: "https://feed.test"}, Body: &n}
}

func analyse(t *testing.T, program string, own []watch.Fact, shared ...watch.Fact) []watch.NewsDetail {
	t.Helper()
	p, _ := programs.Program(program)
	in := &analyze.Input{Month: watch.Month{Year: 2026, Month: 7}, Zone: time.UTC, Program: p, Facts: own,
		Shared: &analyze.Shared{News: shared}, Programs: programs}
	out, err := analyze.Run(in, []*analyze.Analyzer{Analyzer})
	if err != nil {
		t.Fatal(err)
	}
	var details []watch.NewsDetail
	for _, d := range watch.DetailOf[*watch.NewsDetail](out.Findings) {
		details = append(details, *d)
	}
	return details
}

func titles(details []watch.NewsDetail) (out []string) {
	for _, d := range details {
		out = append(out, d.Title)
	}
	return out
}

func TestNewsOfTheMonth(t *testing.T) {
	own := []watch.Fact{
		fact("nextcloud", watch.News{ID: "1", Title: "Nextcloud joins a foundation", Link: "https://nextcloud.com/a", Published: day(3), Lang: "en"}),
		fact("nextcloud", watch.News{ID: "2", Title: "No date", Link: "https://nextcloud.com/b"}),
		fact("nextcloud", watch.News{ID: "3", Title: "Of June", Link: "https://nextcloud.com/c", Published: day(3).AddDate(0, -1, 0)}),
		fact("nextcloud", watch.News{ID: "4", Title: "Nextcloud joins a Foundation!", Link: "https://nextcloud.com/a?again", Published: day(5)}),
		fact("nextcloud", watch.News{ID: "5", Title: "Nextcloud 32.0.9 released", Link: "https://nextcloud.com/d", Published: day(7)}),
		fact("nextcloud", watch.News{ID: "6", Title: "Nextcloud 33.0.1 released", Link: "https://nextcloud.com/e", Published: day(7)}),
	}
	got := titles(analyse(t, "nextcloud", own))
	want := []string{"Nextcloud joins a foundation", "Nextcloud 32.0.9 released", "Nextcloud 33.0.1 released"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestGeneralFeeds(t *testing.T) {
	shared := []watch.Fact{
		fact("", watch.News{ID: "1", Title: "Funding for nginx and Redis", Link: "https://press.test/1", Published: day(2)}),
		fact("", watch.News{ID: "2", Title: "How to write docs", Link: "https://press.test/2", Published: day(2), Summary: "with nginx inside"}),
		fact("", watch.News{ID: "3", Title: "A word from us", Link: "https://www.redis.io/blog", Published: day(2)}),
	}
	if diff := cmp.Diff([]string{"Funding for nginx and Redis"}, titles(analyse(t, "nginx", nil, shared...))); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"A word from us"}, titles(analyse(t, "redis", nil, shared...))); diff != "" {
		t.Errorf("an item of two programs belongs to the first of them: %s", diff)
	}
	if got := analyse(t, "docs", nil, shared...); got != nil {
		t.Errorf("a common word is no name: %v", got)
	}
}

func TestThemes(t *testing.T) {
	for title, want := range map[string]Theme{
		"OpenProject joins the Linux Foundation":          Governance,
		"La Commission européenne publie un règlement":    Policy,
		"Sovereign Tech Agency invests: funding for curl": Funding,
		"CVE-2026-1234: what you should know":             Security,
		"PostgreSQL 18.4 released":                        Release,
		"Our summer conference":                           Community,
		"Redis changes its license":                       Governance,
		"Mise à jour de sécurité pour Nextcloud":          Security,
	} {
		if got := ThemeOf(title, ""); got != want {
			t.Errorf("%q: got %s, want %s", title, got, want)
		}
	}
}

func TestGeneralNewsAreOfFreeSoftware(t *testing.T) {
	shared := &analyze.Shared{News: []watch.Fact{
		fact("", watch.News{ID: "1", Title: "European Commission funds open source maintainers", Link: "https://press.test/1", Published: day(2)}),
		fact("", watch.News{ID: "2", Title: "Court rules on a merger of carmakers", Link: "https://press.test/2", Published: day(2)}),
		fact("", watch.News{ID: "3", Title: "A Linux laptop", Link: "https://press.test/3", Published: day(2), Summary: "with a grant"}),
		fact("", watch.News{ID: "4", Title: "Governance of nginx", Link: "https://press.test/4", Published: day(2), Summary: "open source"}),
	}}
	got := General(shared, &analyze.Input{Month: watch.Month{Year: 2026, Month: 7}, Zone: time.UTC, Programs: programs})
	if len(got) != 1 || got[0].Detail.(*watch.NewsDetail).Title != "European Commission funds open source maintainers" {
		t.Errorf("got %+v", got)
	}
}
