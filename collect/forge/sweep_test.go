package forge_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"guette/collect"
	"guette/collect/collecttest"
	"guette/collect/forge"
	"guette/fetch"
	"guette/watch"
)

// counted answers lists with their totals, as GitLab and Gitea do: "total body".
type counted map[string]string

func (c counted) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	for _, name := range []string{"updated_after", "since", "order_by", "sort", "scope"} {
		q.Del(name) // the same answer for every window
	}
	page, ok := c[r.Host+r.URL.EscapedPath()+"?"+q.Encode()]
	if !ok || r.Header.Get("Accept") != "application/json" {
		http.Error(w, `{"message":"404 Not Found"}`, http.StatusNotFound)
		return
	}
	total, body, _ := strings.Cut(page, " ")
	w.Header().Set("X-Total", total)
	collecttest.Answer(w, r, body)
}

const labAPI, teaAPI = "gitlab.test/api/v4/projects/g%2Fs%2Fp/", "codeberg.org/api/v1/repos/o/r/"

// The answers have the form of the references of the APIs; the ids are made up.
var labAnswers = counted{
	labAPI + "issues?per_page=1&state=opened":         `12 [{"iid":9,"created_at":"2026-07-09T00:00:00.000Z","updated_at":"2026-07-09T00:00:00.000Z","closed_at":null,"author":{"id":5,"username":"ann"},"user_notes_count":0}]`,
	labAPI + "merge_requests?per_page=1&state=opened": `3 [{"iid":4,"created_at":"2026-06-09T00:00:00.000Z","updated_at":"2026-06-09T00:00:00.000Z","closed_at":null,"merged_at":null,"author":{"id":5,"username":"ann"},"user_notes_count":0}]`,
	labAPI + "issues?per_page=100&state=all": `5 [
 {"iid":9,"created_at":"2026-07-09T00:00:00.000Z","updated_at":"2026-07-09T00:00:00.000Z","closed_at":null,"author":{"id":5,"username":"ann"},"user_notes_count":0},
 {"iid":8,"created_at":"2026-06-20T00:00:00.000Z","updated_at":"2026-07-05T00:00:00.000Z","closed_at":"2026-07-05T00:00:00.000Z","author":{"id":5,"username":"ann"},"user_notes_count":0},
 {"iid":7,"created_at":"2026-06-10T00:00:00.000Z","updated_at":"2026-06-30T00:00:00.000Z","closed_at":null,"author":{"id":5,"username":"ann"},"user_notes_count":3},
 {"iid":2,"created_at":"2025-02-10T00:00:00.000Z","updated_at":"2026-06-12T00:00:00.000Z","closed_at":"2026-06-12T00:00:00.000Z","author":{"id":6,"username":"bob"},"user_notes_count":9},
 {"iid":6,"created_at":"2026-06-02T00:00:00.000Z","updated_at":"2026-06-04T00:00:00.000Z","closed_at":"2026-06-04T00:00:00.000Z","author":{"id":66,"username":"project_7_bot_ab12"},"user_notes_count":1}]`,
	labAPI + "merge_requests?per_page=100&state=all": `2 [
 {"iid":4,"created_at":"2026-06-09T00:00:00.000Z","updated_at":"2026-06-09T00:00:00.000Z","closed_at":null,"merged_at":null,"author":{"id":5,"username":"ann"},"user_notes_count":1},
 {"iid":3,"created_at":"2026-05-09T00:00:00.000Z","updated_at":"2026-06-08T00:00:00.000Z","closed_at":null,"merged_at":"2026-06-08T00:00:00.000Z","author":{"id":5,"username":"ann"},"user_notes_count":0}]`,
	labAPI + "issues/7/notes?per_page=100": `5 [
 {"id":1,"system":true,"author":{"id":6,"username":"bob"},"created_at":"2026-06-10T00:30:00.000Z"},
 {"id":2,"system":false,"author":{"id":5,"username":"ann"},"created_at":"2026-06-10T01:00:00.000Z"},
 {"id":3,"system":false,"author":{"id":67,"username":"group_7_bot_ab12"},"created_at":"2026-06-10T02:00:00.000Z"},
 {"id":4,"system":false,"author":{"id":6,"username":"bob"},"created_at":"2026-06-10T05:00:00.000Z"},
 {"id":5,"system":false,"author":{"id":8,"username":"cy"},"created_at":"2026-06-10T09:00:00.000Z"}]`,
	labAPI + "merge_requests/4/notes?per_page=100": `1 [{"id":6,"system":false,"author":{"id":6,"username":"bob"},"created_at":"2026-06-09T01:00:00.000Z"}]`,
}

var teaAnswers = counted{
	teaAPI + "issues?limit=1&state=open&type=issues": `4 [{"number":7,"created_at":"2026-06-10T00:00:00Z","updated_at":"2026-06-30T00:00:00Z","closed_at":null,"user":{"id":5,"username":"ann"},"comments":2}]`,
	teaAPI + "issues?limit=1&state=open&type=pulls":  `0 []`,
	teaAPI + "issues?limit=50&state=all&type=issues": `2 [
 {"number":7,"created_at":"2026-06-10T00:00:00Z","updated_at":"2026-06-30T00:00:00Z","closed_at":null,"user":{"id":5,"username":"ann"},"comments":2},
 {"number":6,"created_at":"2026-06-02T00:00:00Z","updated_at":"2026-06-04T00:00:00Z","closed_at":"2026-06-04T00:00:00Z","user":{"id":-1,"username":"Ghost"},"comments":1}]`,
	teaAPI + "issues?limit=50&state=all&type=pulls": `1 [{"number":8,"created_at":"2026-06-09T00:00:00Z","updated_at":"2026-06-11T00:00:00Z","closed_at":"2026-06-11T00:00:00Z","user":{"id":5,"username":"ann"},"comments":0,"pull_request":{"merged":true,"merged_at":"2026-06-11T00:00:00Z"}}]`,
	teaAPI + "issues/7/comments?": `2 [
 {"id":1,"user":{"id":5,"username":"ann"},"created_at":"2026-06-10T01:00:00Z"},
 {"id":2,"user":{"id":6,"username":"bob"},"created_at":"2026-06-10T06:00:00Z"}]`,
	teaAPI + "pulls/8/reviews?limit=50": `1 [{"id":1,"user":{"id":6,"username":"bob"},"state":"APPROVED","submitted_at":"2026-06-09T02:00:00Z"}]`,
}

var (
	onGitLab = watch.Program{ID: "p", Repositories: []string{"https://gitlab.test/g/s/p.git"}}
	onGitea  = watch.Program{ID: "r", Repositories: []string{"https://codeberg.org/o/r"}}
	juneOf   = watch.Month{Year: 2026, Month: 6}
)

func forgeOptions(window int) collect.Options {
	o := juneOptions(window)
	for _, host := range []string{"gitlab.test", "codeberg.org"} {
		o.Tokens[host] = fetch.NewToken(host, "Authorization", "Bearer secret")
	}
	return o
}

func TestIssuesOfOtherForgesStandAHostileWorld(t *testing.T) {
	for name, ex := range map[string]collecttest.Example{
		"gitlab": {Programs: []watch.Program{onGitLab}, Options: forgeOptions(2), Serve: labAnswers, Facts: 2},
		"gitea":  {Programs: []watch.Program{onGitea}, Options: forgeOptions(2), Serve: teaAnswers, Facts: 2},
	} {
		t.Run(name, func(t *testing.T) { collecttest.Run(t, forge.Issues, ex) })
	}
}

// responsiveness reads the first source of a program.
func responsiveness(t *testing.T, p watch.Program, window int, serve http.Handler) ([]watch.Fact, error) {
	t.Helper()
	store, o := collecttest.NewStore(), forgeOptions(window)
	job := forge.Issues.NewJob(collect.Job{Options: o, Program: p, Store: store, Now: nowFunc, Fetch: collecttest.NewDoor(t, serve), Source: forge.Issues.Sources(p, o)[0]})
	_, err := forge.Issues.Collect(t.Context(), job)
	return store.Facts(), err
}

func TestIssuesOfAMonthOnOtherForges(t *testing.T) {
	three, four := 3.0, 4.0
	for _, tt := range []struct {
		name    string
		program watch.Program
		serve   http.Handler
		want    *watch.Issues
	}{
		// Open at the end of June: 12 now, less one of July, and one closed in July; 3 requests.
		{"gitlab: 5 hours and 1, by neither the forge, the author nor a robot", onGitLab, labAnswers, &watch.Issues{Repository: "https://gitlab.test/g/s/p.git", Month: juneOf,
			FirstResponse: &three, Opened: 3, Closed: 2, Requests: 1, RequestsDone: 1, Backlog: 15}},
		{"gitea: a comment after 6 hours, a review after 2", onGitea, teaAnswers, &watch.Issues{Repository: "https://codeberg.org/o/r", Month: juneOf,
			FirstResponse: &four, Opened: 2, Closed: 1, Requests: 1, RequestsDone: 1, Backlog: 4}},
	} {
		facts, err := responsiveness(t, tt.program, 1, tt.serve)
		if err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		if diff := cmp.Diff(watch.Body(tt.want), facts[0].Body); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
		told, err := json.Marshal(facts)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"ann", "bob", "cy", "bot"} {
			if strings.Contains(string(told), `"`+name) {
				t.Errorf("%s: a fact names %q", tt.name, name)
			}
		}
	}
}

func TestOtherForgesAreNotReadWithoutTheirToken(t *testing.T) {
	for _, p := range []watch.Program{onGitLab, onGitea} {
		if s := forge.Issues.Sources(p, juneOptions(1)); s != nil {
			t.Errorf("%s: reads %v with the token of another forge", p.ID, s)
		}
	}
}

// pagesOf serves a list of n issues with so many notes, in pages; the lists of change requests and of open ones are empty.
func pagesOf(n, notes int, order func(i int) time.Time, next func(page int) int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		if strings.Contains(r.URL.Path, "merge_requests") || q.Get("state") == "opened" {
			w.Header().Set("X-Total", "0")
			_, _ = w.Write([]byte("[]"))
			return
		}
		page, _ := strconv.Atoi(q.Get("page"))
		page = max(page, 1)
		var items []string
		for i := (page - 1) * 100; i < min(n, page*100); i++ {
			at := order(i).Format(time.RFC3339)
			items = append(items, fmt.Sprintf(`{"iid":%d,"created_at":%q,"updated_at":%q,"closed_at":%q,"author":{"id":5},"user_notes_count":%d}`, i+1, at, at, at, notes))
		}
		w.Header().Set("X-Total", strconv.Itoa(n))
		if to := next(page); page*100 < n && to > 0 {
			q.Set("page", strconv.Itoa(to))
			address := url.URL{Scheme: "https", Host: r.Host, Opaque: "//" + r.Host + r.URL.EscapedPath(), RawQuery: q.Encode()}
			w.Header().Set("Link", "<"+address.String()+`>; rel="next"`)
		}
		_, _ = w.Write([]byte("[" + strings.Join(items, ",") + "]"))
	}
}

func TestPagesOfIssuesAreBounded(t *testing.T) {
	end := time.Date(2026, 6, 30, 0, 0, 0, 0, time.UTC)
	hourly := func(i int) time.Time { return end.Add(-time.Duration(i) * time.Hour) }
	tenMinutes := func(i int) time.Time { return end.Add(-time.Duration(i) * 10 * time.Minute) }
	upward := func(i int) time.Time { return end.AddDate(0, 0, -29).Add(time.Duration(i) * time.Minute) }
	follow := func(page int) int { return page + 1 }
	for _, tt := range []struct {
		name   string
		n      int
		order  func(int) time.Time
		next   func(int) int
		opened int
		capped bool
		reason string
	}{
		{"three pages", 250, hourly, follow, 250, false, ""},
		{"more than the bound, the month is read whole", 5000, hourly, follow, 699, false, ""}, // 29 days, the two hours of Paris, and both ends
		{"more than the bound, the month goes on", 9000, tenMinutes, follow, 3000, true, ""},
		{"more than the bound, in another order than asked", 4000, upward, follow, 3000, true, ""},
		{"a page that follows itself", 500, hourly, func(page int) int { return min(page+1, 2) }, 0, false, fetch.ReasonPagination},
		{"no next page before the end", 500, hourly, func(page int) int { return 0 }, 0, false, fetch.ReasonPagination},
	} {
		facts, err := responsiveness(t, onGitLab, 1, pagesOf(tt.n, 0, tt.order, tt.next))
		if e, ok := err.(*collect.Error); err != nil && (!ok || e.Reason != tt.reason) || err == nil && tt.reason != "" {
			t.Errorf("%s: error %v, want reason %q", tt.name, err, tt.reason)
		}
		if tt.reason != "" {
			continue
		}
		got := facts[0].Body.(*watch.Issues)
		if got.Opened != tt.opened || got.Closed != tt.opened || got.Capped != tt.capped {
			t.Errorf("%s: %d opened, %d closed, capped %v; want %d, %v", tt.name, got.Opened, got.Closed, got.Capped, tt.opened, tt.capped)
		}
	}
}

func TestAMonthThatWasCutHasNoMedian(t *testing.T) {
	often := func(i int) time.Time {
		return time.Date(2026, 6, 30, 0, 0, 0, 0, time.UTC).Add(-time.Duration(i) * time.Minute)
	}
	facts, err := responsiveness(t, onGitLab, 1, pagesOf(9000, 2, often, func(page int) int { return page + 1 })) // notes are not served: not asked for
	if err != nil {
		t.Fatal(err)
	}
	if got := facts[0].Body.(*watch.Issues); got.FirstResponse != nil || !got.Capped {
		t.Errorf("first response %v, capped %v; want none of a part", got.FirstResponse, got.Capped)
	}
}

func TestOnlyTheFirstItemsOfAMonthAreAskedFor(t *testing.T) {
	hourly := func(i int) time.Time {
		return time.Date(2026, 6, 30, 0, 0, 0, 0, time.UTC).Add(-time.Duration(i) * time.Hour)
	}
	list, asked := pagesOf(30, 1, hourly, func(int) int { return 0 }), 0
	facts, err := responsiveness(t, onGitLab, 1, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasSuffix(r.URL.Path, "/notes") {
			list(w, r)
			return
		}
		asked++
		_, _ = w.Write([]byte(`[{"system":false,"author":{"id":6},"created_at":"2026-07-01T00:00:00Z"}]`))
	}))
	if err != nil {
		t.Fatal(err)
	}
	// The first 20 of 30 are 29 to 10 hours before the 30th: 43.5 to the 1st of July.
	if got := facts[0].Body.(*watch.Issues); asked != 20 || !got.Sampled || *got.FirstResponse != 43.5 {
		t.Errorf("asked for %d, sampled %v, median %v; want 20, true, 43.5", asked, got.Sampled, *got.FirstResponse)
	}
}

func TestTheNumberOfOpenItemsIsNeverThatOfTheCache(t *testing.T) {
	open := []string{"12", "20"}
	door := collecttest.NewDoor(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.RawQuery, "state=opened") && strings.Contains(r.URL.Path, "/issues") {
			w.Header().Set("X-Total", open[0])
			open = open[1:]
			collecttest.Answer(w, r, strings.SplitN(labAnswers[labAPI+"issues?per_page=1&state=opened"], " ", 2)[1])
			return
		}
		labAnswers.ServeHTTP(w, r)
	}))
	for _, want := range []int{15, 23} {
		store, o := collecttest.NewStore(), forgeOptions(1)
		job := forge.Issues.NewJob(collect.Job{Options: o, Program: onGitLab, Store: store, Now: nowFunc, Fetch: door, Source: forge.Issues.Sources(onGitLab, o)[0]})
		if _, err := forge.Issues.Collect(t.Context(), job); err != nil {
			t.Fatal(err)
		}
		if got := store.Facts()[0].Body.(*watch.Issues).Backlog; got != want {
			t.Errorf("backlog %d, want %d", got, want)
		}
	}
}

func TestAnEmptyTrackerIsToldAsSuch(t *testing.T) {
	facts, err := responsiveness(t, onGitLab, 1, pagesOf(0, 0, nil, func(int) int { return 0 }))
	want := &watch.Issues{Repository: "https://gitlab.test/g/s/p.git", Month: juneOf}
	if err != nil || !cmp.Equal(facts[0].Body, watch.Body(want)) {
		t.Errorf("facts %v, error %v; want a month without anything", facts, err)
	}
}

func FuzzTickets(f *testing.F) {
	for _, answers := range []counted{labAnswers, teaAnswers} {
		keys := []string{}
		for key := range answers {
			keys = append(keys, key)
		}
		slices.Sort(keys)
		for _, key := range keys {
			_, body, _ := strings.Cut(answers[key], " ")
			f.Add([]byte(body))
		}
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		issues, err := forge.MonthOf(in, juneOf.Start(time.UTC), juneOf.End(time.UTC), collecttest.Now)
		if err == nil && (issues.Opened < 0 || issues.Closed < 0 || issues.Backlog < 0 || issues.FirstResponse != nil && *issues.FirstResponse < 0) {
			t.Fatalf("%+v", issues)
		}
	})
}
