package forge_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"guette/collect"
	"guette/collect/collecttest"
	"guette/collect/forge"
	"guette/watch"
)

// julyAnswer is what GraphQL says of a month, in the form of its reference.
const julyAnswer = `{"data":{"items":{"issueCount":4,"nodes":[
 {"createdAt":"2026-06-01T00:00:00Z","author":{"login":"ann"},"comments":{"nodes":[
   {"createdAt":"2026-06-01T01:00:00Z","author":{"__typename":"User","login":"ann"}},
   {"createdAt":"2026-06-01T02:00:00Z","author":{"__typename":"Bot","login":"helper"}},
   {"createdAt":"2026-06-01T05:00:00Z","author":{"__typename":"User","login":"bob"}},
   {"createdAt":"2026-06-01T09:00:00Z","author":{"__typename":"User","login":"cy"}}]}},
 {"createdAt":"2026-06-02T00:00:00Z","author":{"login":"ann"},"comments":{"nodes":[]},"reviews":{"nodes":[{"createdAt":"2026-06-02T01:00:00Z","author":{"__typename":"User","login":"bob"}}]}},
 {"createdAt":"2026-06-03T00:00:00Z","author":null,"comments":{"nodes":[{"createdAt":"2026-06-03T01:00:00Z","author":null}]}},
 {"createdAt":"2026-06-04T00:00:00Z","author":{"login":"bob"},"comments":{"nodes":[]}}]},
 "opened":{"issueCount":3},"closed":{"issueCount":2},"requests":{"issueCount":2},"done":{"issueCount":1},"before":{"issueCount":120},"ended":{"issueCount":100}}}`

func answering(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		question, _ := io.ReadAll(r.Body)
		var q struct {
			Variables map[string]string `json:"variables"`
		}
		if r.Host != "api.github.com" || r.URL.Path != "/graphql" || json.Unmarshal(question, &q) != nil || !strings.HasPrefix(q.Variables["opened"], "repo:o/r is:issue created:") {
			http.NotFound(w, r)
			return
		}
		_, end, _ := strings.Cut(q.Variables["opened"], "..") // the last instant of the month asked for
		_, _ = w.Write([]byte(strings.ReplaceAll(body, "2026-06-", end[:8])))
	}
}

func juneOptions(window int) collect.Options {
	o := withToken(in(watch.Month{Year: 2026, Month: 6}))
	o.WindowMonths = window
	return o
}

var answered = watch.Program{ID: "r", Repositories: []string{"https://github.com/o/r.git"}}

func TestIssuesStandAHostileWorld(t *testing.T) {
	collecttest.Run(t, forge.Issues, collecttest.Example{Programs: []watch.Program{answered}, Options: juneOptions(3), Serve: answering(julyAnswer), Facts: 3})
}

func TestIssuesOfAMonth(t *testing.T) {
	store := collecttest.NewStore()
	o := juneOptions(1)
	job := forge.Issues.NewJob(collect.Job{Options: o, Program: answered, Store: store, Now: nowFunc, Fetch: collecttest.NewDoor(t, answering(julyAnswer)),
		Source: forge.Issues.Sources(answered, o)[0]})
	if _, err := forge.Issues.Collect(t.Context(), job); err != nil {
		t.Fatal(err)
	}
	hours := 3.0 // of 5 and 1: the author, robots and accounts that are gone do not answer
	want := &watch.Issues{Repository: "https://github.com/o/r.git", Month: watch.Month{Year: 2026, Month: 6}, FirstResponse: &hours,
		Opened: 3, Closed: 2, Requests: 2, RequestsDone: 1, Backlog: 20}
	if got := store.Facts()[0].Body; !cmp.Equal(got, watch.Body(want)) {
		t.Errorf("(-want +got):\n%s", cmp.Diff(watch.Body(want), got))
	}
}

func TestIssuesAreNotReadWithoutAToken(t *testing.T) {
	if s := forge.Issues.Sources(answered, collect.Options{}); s != nil {
		t.Errorf("reads %v without a token", s)
	}
}

func TestARefusalOfTheAPIIsSaid(t *testing.T) {
	o := juneOptions(1)
	job := forge.Issues.NewJob(collect.Job{Options: o, Program: answered, Store: collecttest.NewStore(), Now: nowFunc, Source: forge.Issues.Sources(answered, o)[0],
		Fetch: collecttest.NewDoor(t, answering(`{"errors":[{"type":"RATE_LIMITED","message":"API rate limit exceeded"}]}`))})
	_, err := forge.Issues.Collect(t.Context(), job)
	if e, ok := err.(*collect.Error); !ok || e.Reason != "rate-limited" {
		t.Errorf("error %v, want rate-limited", err)
	}
}
