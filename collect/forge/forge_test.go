package forge_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"guette/collect"
	"guette/collect/collecttest"
	"guette/collect/forge"
	"guette/fetch"
	"guette/internal/golden"
	"guette/watch"
)

func read(t testing.TB, name string) string {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// in is the options of a month long ago, when the recorded answers are from.
func in(month watch.Month) collect.Options {
	o := collecttest.Options()
	o.Month = month
	return o
}

func withToken(o collect.Options) collect.Options {
	o.Tokens = map[string]fetch.Token{"api.github.com": fetch.NewToken("api.github.com", "Authorization", "Bearer secret")}
	return o
}

const gitlabReleases = `[
 {"tag_name":"v3.1.0","name":"Three one","description":"## Security\n* CVE-2026-1234 fixed","created_at":"2026-07-02T10:00:00.000Z","released_at":"2026-07-01T10:00:00.000Z","upcoming_release":false,"_links":{"self":"https://gitlab.test/group/sub/project/-/releases/v3.1.0"}},
 {"tag_name":"v3.2.0","name":"Later","description":"","created_at":"2026-07-02T10:00:00.000Z","released_at":"2026-12-01T10:00:00.000Z","upcoming_release":true},
 {"tag_name":7},
 {"tag_name":"v2.9.0","name":null,"description":null,"created_at":"2020-01-01T00:00:00Z","released_at":"2020-01-01T00:00:00Z"}]`

const gitlabProject = `{"id":7,"web_url":"https://gitlab.test/group/sub/project","default_branch":"main","archived":true,"description":"Un essai",
 "forked_from_project":{"web_url":"https://gitlab.test/first/project"},"license":{"key":"mit"}}`

const githubRepository = `{"html_url":"https://github.com/newowner/hub","default_branch":"master","archived":false,"disabled":false,"fork":false,"license":{"spdx_id":"MIT"},"description":"hub"}`

func TestCollectorStandsAHostileWorld(t *testing.T) {
	for _, tt := range []struct {
		name string
		ex   collecttest.Example
	}{
		{"a feed of GitHub", collecttest.Example{
			Programs: []watch.Program{{ID: "gulp", Repositories: []string{"https://github.com/gulpjs/gulp"}}},
			Options:  in(watch.Month{Year: 2015, Month: 6}),
			Serve:    collecttest.Pages{"github.com/gulpjs/gulp/releases.atom": read(t, "github-releases.atom")}, Facts: 10,
		}},
		{"the API of GitHub", collecttest.Example{
			Programs: []watch.Program{{ID: "hub", Releases: "https://github.com/github/hub/releases.atom"}},
			Options:  withToken(in(watch.Month{Year: 2019, Month: 10})),
			Serve: collecttest.Pages{"api.github.com/repos/github/hub/releases?per_page=100": read(t, "github-releases.json"),
				"api.github.com/repos/github/hub": strings.Replace(githubRepository, "newowner", "github", 1)}, Facts: 5,
		}},
	} {
		t.Run(tt.name, func(t *testing.T) { collecttest.Run(t, forge.Collector, tt.ex) })
	}
}

// once reads the sources of a program and returns the facts.
func once(t *testing.T, p watch.Program, o collect.Options, serve http.Handler) (collect.Result, *collecttest.Store, *collecttest.Door) {
	t.Helper()
	store, door := collecttest.NewStore(), collecttest.NewDoor(t, serve)
	var res collect.Result
	for _, s := range forge.Collector.Sources(p, o) {
		s.Program = p.ID
		job := forge.Collector.NewJob(collect.Job{Options: o, Program: p, Source: s, Store: store, Fetch: door, Now: nowFunc})
		var err error
		if res, err = forge.Collector.Collect(t.Context(), job); err != nil {
			t.Fatal(err)
		}
	}
	return res, store, door
}

func TestEveryForgeGivesReleasesAndState(t *testing.T) {
	for _, tt := range []struct {
		name    string
		program watch.Program
		month   watch.Month
		token   bool
		pages   collecttest.Pages
	}{
		{"github-atom", watch.Program{ID: "gulp", Repositories: []string{"https://github.com/gulpjs/gulp.git"}}, watch.Month{Year: 2015, Month: 6}, false,
			collecttest.Pages{"github.com/gulpjs/gulp/releases.atom": read(t, "github-releases.atom")}},
		{"github-api", watch.Program{ID: "hub", Releases: "https://api.github.com/repos/github/hub/releases"}, watch.Month{Year: 2019, Month: 10}, true,
			collecttest.Pages{"api.github.com/repos/github/hub/releases?per_page=100": read(t, "github-releases.json"), "api.github.com/repos/github/hub": githubRepository}},
		{"gitlab", watch.Program{ID: "project", Repositories: []string{"https://gitlab.test/group/sub/project"}}, watch.Month{Year: 2026, Month: 7}, false,
			collecttest.Pages{"gitlab.test/api/v4/projects/group%2Fsub%2Fproject/releases?per_page=100": gitlabReleases,
				"gitlab.test/api/v4/projects/group%2Fsub%2Fproject?license=true": gitlabProject}},
		{"gitea", watch.Program{ID: "forgejo", Releases: "https://codeberg.org/forgejo/forgejo/releases"}, watch.Month{Year: 2023, Month: 9}, false,
			collecttest.Pages{"codeberg.org/api/v1/repos/forgejo/forgejo/releases?limit=50": read(t, "gitea-releases.json"),
				"codeberg.org/api/v1/repos/forgejo/forgejo": `{"html_url":"https://codeberg.org/forgejo/forgejo","archived":false,"fork":true,"parent":{"html_url":"https://codeberg.org/gitea/gitea"},"mirror":true,"original_url":"https://example.test/x"}`}},
		{"bitbucket", watch.Program{ID: "pg", Repositories: []string{"https://bitbucket.org/ged/ruby-pg"}}, watch.Month{Year: 2012, Month: 1}, false,
			collecttest.Pages{"api.bitbucket.org/2.0/repositories/ged/ruby-pg/refs/tags?sort=-target.date&pagelen=100": read(t, "bitbucket-tags.json")}},
		{"sourcehut", watch.Program{ID: "tool", Repositories: []string{"https://git.sr.ht/~someone/tool"}}, watch.Month{Year: 2026, Month: 7}, false,
			collecttest.Pages{"git.sr.ht/~someone/tool/refs/rss.xml": `<rss version="2.0"><channel><title>~someone/tool refs</title><link>https://git.sr.ht/~someone/tool/refs</link>
				<item><title>0.9.1</title><link>https://git.sr.ht/~someone/tool/refs/0.9.1</link><pubDate>Fri, 03 Jul 2026 12:00:00 +0000</pubDate><description>Fixes a crash.</description></item></channel></rss>`}},
		{"feed", watch.Program{ID: "site", Releases: "https://project.test/releases.xml"}, watch.Month{Year: 2026, Month: 7}, false,
			collecttest.Pages{"project.test/releases.xml": `<rss version="2.0"><channel><title>Project</title><link>https://project.test/</link>
				<item><title>Project 12.4.1 released, fixes CVE-2026-1</title><link>https://project.test/12.4.1</link><pubDate>Fri, 03 Jul 2026 12:00:00 +0000</pubDate><description>&lt;p&gt;Un &lt;b&gt;correctif&lt;/b&gt;&lt;/p&gt;</description></item>
				<item><title>Our conference in 2026</title><link>https://project.test/conf</link><pubDate>Fri, 03 Jul 2026 12:00:00 +0000</pubDate></item></channel></rss>`}},
	} {
		o := in(tt.month)
		if tt.token {
			o = withToken(o)
		}
		res, store, _ := once(t, tt.program, o, tt.pages)
		var out bytes.Buffer
		for _, f := range store.Facts() {
			data, err := json.Marshal(f.Body)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&out, "%s %q at %s, see %s\n%s\n", f.Kind(), f.Key, f.At.Format("2006-01-02 15:04"), f.Evidence.URL, data)
		}
		for _, bad := range res.Bad {
			fmt.Fprintf(&out, "left out: %v\n", bad)
		}
		golden.Equal(t, tt.name+".golden", out.Bytes())
	}
}

func TestWhatIsReadForAProgram(t *testing.T) {
	for _, tt := range []struct {
		name string
		p    watch.Program
		want string
	}{
		{"nothing known", watch.Program{Repositories: []string{"https://git.savannah.gnu.org/git/bash.git", "not an address"}}, ""},
		{"the first repository on a forge", watch.Program{Repositories: []string{"https://git.example.test/x/y.git", "https://codeberg.org/x/y"}}, "https://codeberg.org/api/v1/repos/x/y/releases?limit=50"},
		{"the list of tags of GitHub", watch.Program{Releases: "https://github.com/o/r/tags"}, "https://github.com/o/r/releases.atom"},
		{"the API of GitHub without a token", watch.Program{Releases: "https://api.github.com/repos/o/r/releases"}, "https://github.com/o/r/releases.atom"},
		{"a feed of a forge", watch.Program{Releases: "https://gitlab.com/g/p/-/tags?format=atom"}, "https://gitlab.com/g/p/-/tags?format=atom"},
		{"a page of a GitLab", watch.Program{Releases: "https://gitlab.gnome.org/GNOME/gimp/-/releases"}, "https://gitlab.gnome.org/api/v4/projects/GNOME%2Fgimp/releases?per_page=100"},
		{"the API of a GitLab", watch.Program{Releases: "https://git.example.test/api/v4/projects/g%2Fp/releases"}, "https://git.example.test/api/v4/projects/g%2Fp/releases?per_page=100"},
		{"a site of its own", watch.Program{Releases: "https://www.postgresql.org/versions.rss"}, "https://www.postgresql.org/versions.rss"},
	} {
		got := ""
		for _, s := range forge.Collector.Sources(tt.p, collect.Options{}) {
			got += s.URL
		}
		if got != tt.want {
			t.Errorf("%s: reads %q, want %q", tt.name, got, tt.want)
		}
	}
}

// paged is an API whose pages name the next one.
func paged(loop bool) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		page := r.URL.Query().Get("page")
		next := map[string]string{"": "2", "2": "3", "3": ""}[page]
		if loop && next == "" {
			next = "2"
		}
		if next != "" {
			w.Header().Set("Link", fmt.Sprintf(`<https://gitlab.test/api/v4/projects/g%%2Fp/releases?page=1>; rel="first", <https://gitlab.test/api/v4/projects/g%%2Fp/releases?page=%s>; rel="next"`, next))
		}
		collecttest.Answer(w, r, fmt.Sprintf(`[{"tag_name":"v1.%s0","released_at":"2026-07-01T00:00:00Z"}]`, page))
	}
}

func TestPagesAreFollowedAndNeverForEver(t *testing.T) {
	p := watch.Program{ID: "p", Repositories: []string{"https://gitlab.test/g/p"}}
	for _, loop := range []bool{false, true} {
		res, store, door := once(t, p, collecttest.Options(), paged(loop))
		n := 0
		for range watch.Of[*watch.Release](store.Facts()) {
			n++
		}
		if n != 3 || res.Partial != loop || len(door.Asked) > 6 {
			t.Errorf("loop %v: %d releases, partial %v (%s), %d requests; want 3 releases", loop, n, res.Partial, res.Message, len(door.Asked))
		}
	}
}

func TestAFeedOfGitHubIsFollowedWhileTheMonthGoesOn(t *testing.T) {
	atom := func(from int, day string) string {
		var b strings.Builder
		b.WriteString(`<feed xmlns="http://www.w3.org/2005/Atom"><title>Release notes</title>`)
		for i := from; i > from-10; i-- {
			fmt.Fprintf(&b, `<entry><id>tag:github.com,2008:Repository/1/v1.%d.0</id><updated>%s</updated><link rel="alternate" href="https://github.com/o/r/releases/tag/v1.%d.0"/><title>v1.%d.0</title><content type="html">No content.</content></entry>`, i, day, i, i)
		}
		return b.String() + `</feed>`
	}
	res, store, door := once(t, watch.Program{ID: "r", Repositories: []string{"https://github.com/o/r"}}, collecttest.Options(), collecttest.Pages{
		"github.com/o/r/releases.atom":               atom(40, "2026-07-20T00:00:00Z"),
		"github.com/o/r/releases.atom?after=v1.31.0": atom(30, "2026-07-10T00:00:00Z"),
		"github.com/o/r/releases.atom?after=v1.21.0": atom(20, "2026-06-20T00:00:00Z"),
	})
	if len(store.Facts()) != 30 || res.Partial || len(door.Asked) != 3 {
		t.Errorf("%d releases, partial %v, asked %q; want 30 in three pages", len(store.Facts()), res.Partial, door.Asked)
	}
	if r := store.Facts()[0].Body.(*watch.Release); r.Notes != "" {
		t.Errorf("notes %q of a tag without a note, want none", r.Notes)
	}
}

func TestARedirectForGoodIsAMove(t *testing.T) {
	moved := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/old/") {
			http.Redirect(w, r, "https://github.com/new/name/releases.atom", http.StatusMovedPermanently)
			return
		}
		collecttest.Answer(w, r, read(t, "github-releases.atom"))
	})
	_, store, _ := once(t, watch.Program{ID: "x", Repositories: []string{"https://github.com/old/name"}}, in(watch.Month{Year: 2015, Month: 6}), moved)
	var moves []string
	for _, r := range watch.Of[*watch.Repository](store.Facts()) {
		moves = append(moves, r.URL+" to "+r.MovedTo)
	}
	if want := []string{"https://github.com/old/name to https://github.com/new/name"}; !slices.Equal(moves, want) {
		t.Errorf("moves %q, want %q", moves, want)
	}
}

func TestATokenThatIsRefusedDoesNotCostTheNotes(t *testing.T) {
	refusing := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Host == "api.github.com" {
			http.Error(w, `{"message":"Bad credentials"}`, http.StatusUnauthorized)
			return
		}
		collecttest.Answer(w, r, read(t, "github-releases.atom"))
	})
	p := watch.Program{ID: "gulp", Repositories: []string{"https://github.com/gulpjs/gulp"}}
	res, store, _ := once(t, p, withToken(in(watch.Month{Year: 2015, Month: 6})), refusing)
	if res.Reason != "http-401" || len(store.Facts()) != 10 {
		t.Errorf("reason %q, %d facts; want the refusal told and the 10 releases of the feed", res.Reason, len(store.Facts()))
	}
}

func FuzzParse(f *testing.F) {
	for _, name := range []string{"github-releases.atom", "github-releases.json", "gitea-releases.json", "bitbucket-tags.json"} {
		f.Add([]byte(read(f, name)))
	}
	f.Add([]byte(gitlabReleases))
	f.Fuzz(func(t *testing.T, in []byte) {
		for _, kind := range forge.Kinds {
			entries, err := forge.ParseAs(kind, in)
			if err != nil && len(entries) > 0 {
				t.Fatalf("%s: %d releases and an error: %v", kind, len(entries), err)
			}
			if len(entries) > 2000 {
				t.Fatalf("%s: not bounded", kind)
			}
			for _, r := range entries {
				if r.Version == "" || len(r.Notes) > 32<<10 || len(r.Title) > 300 {
					t.Fatalf("%s: release %+v", kind, r)
				}
			}
		}
	})
}

func nowFunc() time.Time { return collecttest.Now }

func TestWhatLooksWrongIsSaid(t *testing.T) {
	full := func(w http.ResponseWriter, r *http.Request) { // answers every page with the same ten
		collecttest.Answer(w, r, read(t, "github-releases.atom"))
	}
	empty := func(w http.ResponseWriter, r *http.Request) {
		collecttest.Answer(w, r, `<feed xmlns="http://www.w3.org/2005/Atom"><title>Release notes from gulp</title></feed>`)
	}
	p := watch.Program{ID: "gulp", Repositories: []string{"https://github.com/gulpjs/gulp"}}
	for _, tt := range []struct {
		name   string
		o      collect.Options
		serve  []http.HandlerFunc // one run after another
		reason string
		facts  int
	}{
		{"a feed that ends in the month", in(watch.Month{Year: 2014, Month: 6}), []http.HandlerFunc{full}, "feed-too-short", 10},
		{"a list that was rich and is empty", in(watch.Month{Year: 2015, Month: 6}), []http.HandlerFunc{full, empty}, "no-items", 10},
		{"a list that was always empty", in(watch.Month{Year: 2015, Month: 6}), []http.HandlerFunc{empty, empty}, "", 0},
	} {
		store := collecttest.NewStore()
		var res collect.Result
		for _, serve := range tt.serve {
			s := forge.Collector.Sources(p, tt.o)[0]
			job := forge.Collector.NewJob(collect.Job{Options: tt.o, Program: p, Source: s, Store: store, Fetch: collecttest.NewDoor(t, serve), Now: nowFunc})
			var err error
			if res, err = forge.Collector.Collect(t.Context(), job); err != nil {
				t.Fatal(err)
			}
		}
		if res.Reason != tt.reason || len(store.Facts()) != tt.facts {
			t.Errorf("%s: reason %q, %d facts; want %q, %d", tt.name, res.Reason, len(store.Facts()), tt.reason, tt.facts)
		}
	}
}
