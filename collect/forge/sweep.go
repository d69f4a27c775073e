package forge

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"guette/collect"
	"guette/fetch"
	"guette/watch"
)

const (
	maxTickets = 3000 // read of a list in one run: 30 pages of GitLab, 60 of Gitea
	maxAsked   = 20   // items of a month whose comments are asked for, one request each
)

// A sweep holds what was updated on a forge since the oldest month of a run,
// issues and change requests. What was opened or closed in a month was updated
// in it or later, so the lists hold all that months count.
type sweep struct {
	job              *collect.Job
	at               place
	res              *collect.Result
	issues, requests tickets
	ev               watch.Evidence
}

// tickets are one list.
type tickets struct {
	list []ticket
	open int // open now
	// complete is the time since which the list holds every update; zero
	// where it holds all that was asked for.
	complete time.Time
	blind    bool // the forge does not tell how many are open
}

func newSweep(ctx context.Context, job *collect.Job, at place, oldest watch.Month, res *collect.Result) (*sweep, error) {
	s := &sweep{job: job, at: at, res: res}
	since := oldest.Start(job.Zone).UTC()
	for _, l := range []struct {
		requests bool
		into     *tickets
	}{{false, &s.issues}, {true, &s.requests}} {
		var err error
		if *l.into, err = s.read(ctx, listURL(at, l.requests, since), openURL(at, l.requests)); err != nil {
			err = collect.Hinted(err, 401, "the token for "+at.host+" is not valid: see tokens in the configuration")
			for _, status := range []int{403, 404} {
				err = collect.Hinted(err, status, "the project has no issues or change requests on its forge, or the token may not read them")
			}
			return nil, err
		}
	}
	return s, nil
}

// listURL is the list of what was updated since, newest update first. Sources:
// GitLab REST API, "List project issues", "List project merge requests"; Gitea
// API, "List a repository's issues".
func listURL(at place, requests bool, since time.Time) string {
	if at.kind == kindGitLab {
		kind := "issues"
		if requests {
			kind = "merge_requests"
		}
		q := url.Values{"scope": {"all"}, "state": {"all"}, "updated_after": {since.Format(time.RFC3339)}, "order_by": {"updated_at"}, "sort": {"desc"}, "per_page": {"100"}}
		return gitlabURL(at) + kind + "?" + q.Encode()
	}
	q := url.Values{"type": {giteaType(requests)}, "state": {"all"}, "since": {since.Format(time.RFC3339)}, "sort": {"recentupdate"}, "limit": {"50"}}
	return giteaURL(at) + "issues?" + q.Encode()
}

// openURL is a list whose header tells how many are open.
func openURL(at place, requests bool) string {
	switch {
	case at.kind == kindGitea:
		return giteaURL(at) + "issues?limit=1&state=open&type=" + giteaType(requests)
	case requests:
		return gitlabURL(at) + "merge_requests?per_page=1&scope=all&state=opened"
	}
	return gitlabURL(at) + "issues?per_page=1&scope=all&state=opened"
}

func gitlabURL(at place) string {
	return "https://" + at.host + "/api/v4/projects/" + url.PathEscape(at.path) + "/"
}

func giteaURL(at place) string { return "https://" + at.host + "/api/v1/repos/" + at.path + "/" }

func giteaType(requests bool) string {
	if requests {
		return "pulls"
	}
	return "issues"
}

func (s *sweep) get(ctx context.Context, address string, fresh bool) (*fetch.Response, error) {
	resp, err := s.job.Fetch.Do(ctx, fetch.Request{URL: address, Fresh: fresh, Token: s.job.Tokens[s.at.host], Header: accept(s.at.kind)})
	if err == nil {
		s.res.Add(resp)
	}
	return resp, err
}

// read reads a list to its end or to the bound, and how many are open.
func (s *sweep) read(ctx context.Context, address, open string) (t tickets, err error) {
	resp, err := s.get(ctx, open, true) // its body may be the same while its total is not
	if err != nil {
		return t, err
	}
	if _, err := parseTickets(resp, s.job.Now()); err != nil {
		return t, err
	}
	var told bool
	t.open, told = total(resp.Header)
	if t.blind = !told; t.blind && nextLink(resp.Header) == "" {
		return t, &collect.Error{Reason: fetch.ReasonWrongType, Message: "a list without its total"}
	}
	return s.pages(ctx, address, t)
}

// pages reads the pages of a list.
func (s *sweep) pages(ctx context.Context, address string, t tickets) (tickets, error) {
	asked, seen := map[string]bool{}, map[int]bool{}
	for first := address; address != ""; {
		if len(t.list) >= maxTickets {
			t.complete = completeSince(t.list, s.job.Now())
			s.res.Message = fmt.Sprintf("more than %d items were updated: the counts of months before %s are minimums", maxTickets, t.complete.Format(time.DateOnly))
			return t, nil
		}
		asked[address] = true
		resp, err := s.get(ctx, address, false)
		if err != nil {
			return t, err
		}
		if s.ev.URL == "" {
			s.ev = collect.Evidence(resp)
		}
		page, err := parseTickets(resp, s.job.Now())
		if err != nil {
			return t, err
		}
		fresh := 0
		for _, k := range page {
			if !seen[k.number()] {
				seen[k.number()], t.list, fresh = true, append(t.list, k), fresh+1
			}
		}
		next := nextLink(resp.Header)
		if n, told := total(resp.Header); next == "" && told && n > len(t.list) {
			return t, &collect.Error{Reason: fetch.ReasonPagination, Message: fmt.Sprintf("the list ends after %d of %d items", len(t.list), n)}
		}
		if next != "" && (asked[next] || fresh == 0 || !follows(first, next)) {
			return t, &collect.Error{Reason: fetch.ReasonPagination, Message: "the pages of the list repeat, or lead elsewhere"}
		}
		address = next
	}
	return t, nil
}

// completeSince is the time from which a list that was cut holds every update:
// its last one where it is in order, as asked, else never.
func completeSince(list []ticket, now time.Time) time.Time {
	for i := 1; i < len(list); i++ {
		if list[i].Updated.After(list[i-1].Updated) {
			return now
		}
	}
	return list[len(list)-1].Updated
}

// counts are those of one list in a month.
type counts struct {
	opened  []ticket
	done    int
	backlog int // open at the end of the month
	least   bool
}

func (t tickets) in(from, to time.Time) counts {
	c := counts{backlog: t.open, least: t.blind || from.Before(t.complete)}
	for _, k := range t.list {
		switch ended := k.ended(); {
		case !k.Created.Before(to):
			if ended.IsZero() {
				c.backlog--
			}
		case !ended.Before(to):
			c.backlog++
		case !ended.Before(from):
			c.done++
		}
		if !k.Created.Before(from) && k.Created.Before(to) {
			c.opened = append(c.opened, k)
		}
	}
	c.backlog = max(0, c.backlog)
	return c
}

// month counts one month, and asks for the answers to its first items where the
// lists hold all of them.
func (s *sweep) month(ctx context.Context, m watch.Month) (watch.Fact, error) {
	from, to := m.Start(s.job.Zone), m.End(s.job.Zone)
	i, r := s.issues.in(from, to), s.requests.in(from, to)
	facts := &watch.Issues{Opened: len(i.opened), Closed: i.done, Requests: len(r.opened), RequestsDone: r.done,
		Backlog: i.backlog + r.backlog, Capped: i.least || r.least}
	if from.Before(s.issues.complete) || from.Before(s.requests.complete) {
		return monthFact(s.job, s.at, m, facts, s.ev), nil // the items that are left are those that stayed open long
	}
	var err error
	if facts.FirstResponse, facts.Sampled, err = s.firstResponse(ctx, i.opened, r.opened); err != nil {
		return watch.Fact{}, err
	}
	return monthFact(s.job, s.at, m, facts, s.ev), nil
}
