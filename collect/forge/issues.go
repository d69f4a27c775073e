package forge

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"guette/collect"
	"guette/fetch"
	"guette/watch"
)

const (
	issuesName   = "issues"
	issuesParser = 1
	maxMonths    = 13                 // read in one run, one request each: older ones come with the next runs
	maxItems     = 100                // of a month, in one answer; what is beyond makes the median one of a part
	settled      = 7 * 24 * time.Hour // after a month its last items have had their first answer
	graphQL      = "https://" + githubAPI + "/graphql"
)

// Issues reads how a project answers, where a token allows it.
var Issues = &collect.Collector{
	Name: issuesName,
	Doc: `Responsiveness (issues and change requests of GitHub, GitLab, Gitea, Forgejo)

Reads the first repository whose forge has a token configured; without one there
is no row. 13 months of the window a run, each month once when it is a week past.
Gives one issues fact a month: issues opened and closed, change requests opened
and done, what is open at the end, and the median of the hours to the first
answer by another person (CHAOSS Time to First Response) over the items opened in
the month that had one. GitHub: its GraphQL API, one request a month, the first
100 items, no robots. GitLab, Gitea, Forgejo: their REST APIs, the lists of what
was updated since the oldest month (at most 3,000 issues and 3,000 change
requests; where there are more, the counts are minimums, say so, and have no
median), and the comments of the first 20 items of a month. Accounts are compared
in memory, and are in no fact.`,
	Sources: issuesSources,
	Collect: runIssues,
}

func issuesSources(p watch.Program, o collect.Options) []collect.Source {
	for _, address := range p.Repositories {
		at, ok := placeOf(address)
		if _, token := o.Tokens[apiHost(at)]; !ok || !token {
			continue
		}
		switch at.kind {
		case kindGitHub, kindGitea:
			return []collect.Source{{URL: at.repository() + "/issues", Kind: at.kind}}
		case kindGitLab:
			return []collect.Source{{URL: at.repository() + "/-/issues", Kind: at.kind}}
		}
	}
	return nil
}

// apiHost is the host that a forge's API answers at, by which its token goes.
func apiHost(at place) string {
	if at.kind == kindGitHub {
		return githubAPI
	}
	return at.host
}

func runIssues(ctx context.Context, job *collect.Job) (res collect.Result, err error) {
	at, _ := placeOf(job.Source.URL)
	done, err := job.Mark(ctx, "months")
	if err != nil {
		return res, err
	}
	kept := strings.Fields(string(done))
	if len(kept) == 0 || kept[0] != fmt.Sprint("v", issuesParser) {
		kept = []string{fmt.Sprint("v", issuesParser)}
	}
	res.Unchanged = true
	months := missing(job.Options, kept)
	read := func(m watch.Month) (watch.Fact, error) { return month(ctx, job, at, m, &res) }
	if at.kind != kindGitHub && len(months) > 0 {
		s, err := newSweep(ctx, job, at, months[len(months)-1], &res)
		if err != nil {
			return res, err
		}
		read = func(m watch.Month) (watch.Fact, error) { return s.month(ctx, m) }
	}
	for _, m := range months {
		fact, err := read(m)
		if err != nil {
			return res, err
		}
		res.Unchanged = false
		if err := job.Append(ctx, fact); err != nil {
			return res, err
		}
		if job.Now().Before(m.End(job.Zone).Add(settled)) {
			continue // it is asked again
		}
		kept = append(kept, m.String())
		if err := job.SetMark(ctx, "months", []byte(strings.Join(kept, " "))); err != nil {
			return res, err
		}
	}
	return res, nil
}

// missing lists the months to ask for, newest first.
func missing(o collect.Options, kept []string) (months []watch.Month) {
	for back := 0; back < o.WindowMonths && len(months) < maxMonths; back++ {
		if m := o.Month.Add(-back); !slices.Contains(kept, m.String()) {
			months = append(months, m)
		}
	}
	return months
}

// question counts with the search of GitHub. Source: GitHub GraphQL API,
// "search"; search syntax, "created", "closed".
const question = `query($items:String!,$opened:String!,$closed:String!,$requests:String!,$done:String!,$before:String!,$ended:String!){
 items:search(query:$items,type:ISSUE,first:100){issueCount nodes{
  ...on Issue{createdAt author{login} comments(first:10){nodes{createdAt author{__typename login}}}}
  ...on PullRequest{createdAt author{login} comments(first:10){nodes{createdAt author{__typename login}}} reviews(first:10){nodes{createdAt author{__typename login}}}}}}
 opened:search(query:$opened,type:ISSUE,first:1){issueCount}
 closed:search(query:$closed,type:ISSUE,first:1){issueCount}
 requests:search(query:$requests,type:ISSUE,first:1){issueCount}
 done:search(query:$done,type:ISSUE,first:1){issueCount}
 before:search(query:$before,type:ISSUE,first:1){issueCount}
 ended:search(query:$ended,type:ISSUE,first:1){issueCount}}`

// month asks for one month.
func month(ctx context.Context, job *collect.Job, at place, m watch.Month, res *collect.Result) (watch.Fact, error) {
	from, to := m.Start(job.Zone).UTC(), m.End(job.Zone).UTC()
	during := from.Format(time.RFC3339) + ".." + to.Add(-time.Second).Format(time.RFC3339)
	earlier := "<" + to.Format(time.RFC3339)
	repo := "repo:" + at.path + " "
	body, err := json.Marshal(map[string]any{"query": question, "variables": map[string]string{
		"items": repo + "created:" + during + " sort:created-asc", "opened": repo + "is:issue created:" + during, "closed": repo + "is:issue closed:" + during,
		"requests": repo + "is:pr created:" + during, "done": repo + "is:pr closed:" + during,
		"before": repo + "created:" + earlier, "ended": repo + "closed:" + earlier,
	}})
	if err != nil {
		return watch.Fact{}, err
	}
	resp, err := job.Fetch.Do(ctx, fetch.Request{URL: graphQL, Method: http.MethodPost, Body: body, Token: job.Tokens[githubAPI],
		Header: http.Header{"Content-Type": {"application/json"}}})
	if err != nil {
		return watch.Fact{}, collect.Hinted(err, 401, "the token for api.github.com is not valid: see tokens.github_env")
	}
	res.Add(resp)
	issues, err := parseIssues(resp.Body, from, to)
	if err != nil {
		return watch.Fact{}, err
	}
	return monthFact(job, at, m, issues, collect.Evidence(resp)), nil
}

func monthFact(job *collect.Job, at place, m watch.Month, issues *watch.Issues, ev watch.Evidence) watch.Fact {
	issues.Repository, issues.Month = asWritten(job.Program, at), m
	ev.URL = job.Source.URL
	return watch.Fact{Key: issues.Repository + " " + m.String(), At: m.End(job.Zone).UTC().Add(-time.Second), Evidence: ev, Body: issues}
}

// asWritten is the address of a repository as the catalogue has it, by which
// the facts of git name it too.
func asWritten(p watch.Program, at place) string {
	for _, address := range p.Repositories {
		if other, ok := placeOf(address); ok && equalFold(at, other) {
			return address
		}
	}
	return at.repository()
}

// person is who wrote something; null for an account that was deleted.
type person struct {
	Kind  string `json:"__typename"`
	Login string `json:"login"`
}

type remark struct {
	At     time.Time `json:"createdAt"`
	Author *person   `json:"author"`
}

type remarks struct {
	Nodes []remark `json:"nodes"`
}

type opened struct {
	At       time.Time `json:"createdAt"`
	Author   *person   `json:"author"`
	Comments remarks   `json:"comments"`
	Reviews  remarks   `json:"reviews"`
}

// sound tells whether the item is of the period and all its remarks are dated.
func (o opened) sound(from, to time.Time) bool {
	undated := func(r remark) bool { return r.At.IsZero() || r.Author != nil && r.Author.Login == "" }
	return !o.At.Before(from) && o.At.Before(to) && (o.Author == nil || o.Author.Login != "") &&
		!slices.ContainsFunc(o.Comments.Nodes, undated) && !slices.ContainsFunc(o.Reviews.Nodes, undated)
}

type count struct {
	N *int `json:"issueCount"`
}

// parseIssues reads the answer to question. A month is read once: what does not
// fit together is refused whole.
func parseIssues(data []byte, from, to time.Time) (*watch.Issues, error) {
	if err := refusal(data); err != nil {
		return nil, err
	}
	var doc struct {
		Errors []struct {
			Type    string `json:"type"`
			Message string `json:"message"`
		} `json:"errors"`
		Data *struct {
			Items struct {
				N     int      `json:"issueCount"`
				Nodes []opened `json:"nodes"`
			} `json:"items"`
			Opened, Closed, Requests, Done, Before, Ended count
		} `json:"data"`
	}
	if err := collect.JSON(data, &doc); err != nil {
		return nil, err
	}
	if len(doc.Errors) > 0 {
		reason := fetch.ReasonWrongType
		if doc.Errors[0].Type == "RATE_LIMITED" {
			reason = fetch.ReasonRateLimited
		}
		return nil, &collect.Error{Reason: reason, Message: fmt.Sprintf("the forge says %q", clip(doc.Errors[0].Message))}
	}
	if doc.Data == nil {
		return nil, &collect.Error{Reason: fetch.ReasonWrongType, Message: "JSON without data"}
	}
	d := doc.Data
	for _, c := range []count{d.Opened, d.Closed, d.Requests, d.Done, d.Before, d.Ended} {
		if c.N == nil || *c.N < 0 {
			return nil, &collect.Error{Reason: fetch.ReasonWrongType, Message: "a count is missing"}
		}
	}
	if len(d.Items.Nodes) != min(d.Items.N, maxItems) {
		return nil, &collect.Error{Reason: fetch.ReasonWrongType, Message: fmt.Sprintf("%d items of %d", len(d.Items.Nodes), d.Items.N)}
	}
	for i, it := range d.Items.Nodes {
		if !it.sound(from, to) {
			return nil, &collect.Error{Reason: fetch.ReasonWrongType, Message: fmt.Sprintf("item %d: a date is missing or of another month", i+1)}
		}
	}
	return &watch.Issues{FirstResponse: firstResponse(d.Items.Nodes), Opened: *d.Opened.N, Closed: *d.Closed.N, Requests: *d.Requests.N,
		RequestsDone: *d.Done.N, Backlog: max(0, *d.Before.N-*d.Ended.N), Sampled: d.Items.N > maxItems}, nil
}

// firstResponse is the median of the hours to the first answer by somebody
// else, over the items that had one; nil when none had.
// Source: CHAOSS, metric "Time to First Response".
func firstResponse(items []opened) *float64 {
	var hours []float64
	for _, it := range items[:min(len(items), maxItems)] {
		if at := it.answered(); !at.IsZero() {
			hours = append(hours, at.Sub(it.At).Hours())
		}
	}
	return medianOf(hours)
}

// medianOf is nil for no value.
func medianOf(hours []float64) *float64 {
	if len(hours) == 0 {
		return nil
	}
	slices.Sort(hours)
	n := len(hours)
	median := hours[n/2]
	if n%2 == 0 {
		median = (hours[n/2-1] + median) / 2
	}
	return &median
}

// answered is the time of the first answer by another person, zero for none.
func (o opened) answered() (first time.Time) {
	for _, r := range slices.Concat(o.Comments.Nodes, o.Reviews.Nodes) {
		if r.Author == nil || o.Author == nil || r.Author.Login == o.Author.Login || r.Author.Kind == "Bot" || r.At.Before(o.At) {
			continue
		}
		if first.IsZero() || r.At.Before(first) {
			first = r.At
		}
	}
	return first
}
