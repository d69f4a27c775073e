package forge

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"guette/collect"
	"guette/fetch"
	"guette/internal/lazyregexp"
)

// account is who wrote something. Ids are compared in memory and kept nowhere.
type account struct {
	ID   int64  `json:"id"`
	Name string `json:"username"` // tells a robot of GitLab, nothing else
}

// gitlabRobot is the form of the names of project and group access tokens, and
// of GitLab's own robots. Source: GitLab, "Project access tokens", "Bot users".
var gitlabRobot = lazyregexp.New(`^((project|group)_\d+_bot|(support|alert|security|automation|GitLabDuo)[-_]?bot)`)

// nobody tells whether the account is of no person that could answer: absent,
// the ghost that stands for accounts that are gone (-1 on Gitea), a robot.
func (a *account) nobody() bool {
	return a == nil || a.ID <= 0 || a.Name == "ghost" || gitlabRobot.Re().MatchString(a.Name)
}

// ticket is an issue or a change request in the lists of GitLab and Gitea.
type ticket struct {
	IID      int        `json:"iid"`    // GitLab
	Number   int        `json:"number"` // Gitea
	Created  time.Time  `json:"created_at"`
	Updated  time.Time  `json:"updated_at"`
	Closed   *time.Time `json:"closed_at"`
	Merged   *time.Time `json:"merged_at"` // GitLab
	Author   *account   `json:"author"`    // GitLab
	User     *account   `json:"user"`      // Gitea
	Notes    *int       `json:"user_notes_count"`
	Comments *int       `json:"comments"`
	request  bool
}

func (k ticket) number() int { return cmp.Or(k.IID, k.Number) }

func (k ticket) author() *account { return cmp.Or(k.Author, k.User) }

// ended is when the ticket was closed or merged, zero while it is open.
func (k ticket) ended() time.Time {
	for _, t := range []*time.Time{k.Merged, k.Closed} {
		if t != nil {
			return *t
		}
	}
	return time.Time{}
}

// silent tells whether the list says that nobody commented.
func (k ticket) silent() bool {
	n := cmp.Or(k.Notes, k.Comments)
	return n != nil && *n == 0
}

// sound tells whether the dates are there, in order, and past.
func (k *ticket) sound(now time.Time) bool {
	if k == nil || k.number() <= 0 || k.Created.IsZero() || k.Updated.Before(k.Created) || k.Updated.After(now.Add(maxSkew)) {
		return false
	}
	ended := k.ended()
	return ended.IsZero() || !ended.Before(k.Created) && !ended.After(now.Add(maxSkew))
}

// maxSkew is how far the clock of a forge may be ahead.
const maxSkew = 24 * time.Hour

// parseTickets reads a page of a list. One that does not fit together is
// refused whole, as a month is read once; an empty one must be told to be.
func parseTickets(resp *fetch.Response, now time.Time) ([]ticket, error) {
	list, err := readList[ticket](resp)
	if err != nil {
		return nil, err
	}
	if len(list) > maxPage {
		return nil, &collect.Error{Reason: fetch.ReasonTooMany, Message: fmt.Sprintf("%d items in a page", len(list))}
	}
	out := make([]ticket, 0, len(list))
	for i, k := range list {
		if !k.sound(now) {
			return nil, &collect.Error{Reason: fetch.ReasonWrongType, Message: fmt.Sprintf("item %d: no number, or a date is missing or impossible", i+1)}
		}
		out = append(out, *k)
	}
	return out, nil
}

// readList decodes a list.
func readList[T any](resp *fetch.Response) (list []*T, err error) {
	if err := refusal(resp.Body); err != nil {
		return nil, err
	}
	if err := collect.JSON(resp.Body, &list); err != nil {
		return nil, err
	}
	if n, told := total(resp.Header); len(list) == 0 && (list == nil || !told || n > 0) {
		return nil, &collect.Error{Reason: fetch.ReasonWrongType, Message: "no list, or an empty one that does not say that it is empty"}
	}
	return list, nil
}

// total is the number of items of a list. GitLab does not tell it above 10,000.
// Sources: GitLab REST API, "Pagination"; Gitea API, "Pagination".
func total(h http.Header) (n int, told bool) {
	n, err := strconv.Atoi(cmp.Or(h.Get("X-Total"), h.Get("X-Total-Count")))
	return n, err == nil && n >= 0
}

// comment is a note of GitLab, or a comment or review of Gitea.
type comment struct {
	Created   time.Time `json:"created_at"`
	Submitted time.Time `json:"submitted_at"` // of a review
	System    bool      `json:"system"`       // GitLab: written by the forge
	Author    *account  `json:"author"`
	User      *account  `json:"user"`
}

func (c comment) at() time.Time {
	if c.Created.IsZero() {
		return c.Submitted
	}
	return c.Created
}

// firstResponse is the median of the hours to the first answer by somebody
// else, over those of the first items of a month that had one.
// Source: CHAOSS, metric "Time to First Response".
func (s *sweep) firstResponse(ctx context.Context, issues, requests []ticket) (median *float64, sampled bool, err error) {
	items := slices.Clone(issues)
	for _, k := range requests {
		k.request = true
		items = append(items, k)
	}
	items = slices.DeleteFunc(items, func(k ticket) bool {
		return k.author().nobody() || k.silent() && !(k.request && s.at.kind == kindGitea) // reviews are not counted there
	})
	slices.SortStableFunc(items, func(a, b ticket) int { return a.Created.Compare(b.Created) })
	var hours []float64
	for _, k := range items[:min(len(items), maxAsked)] {
		at, err := s.answered(ctx, k)
		if err != nil {
			return nil, false, err
		}
		if !at.IsZero() {
			hours = append(hours, at.Sub(k.Created).Hours())
		}
	}
	return medianOf(hours), len(items) > maxAsked, nil
}

// answered is the time of the first answer to a ticket, zero for none.
func (s *sweep) answered(ctx context.Context, k ticket) (first time.Time, err error) {
	for _, address := range answersURLs(s.at, k) {
		resp, err := s.get(ctx, address, false)
		if err != nil {
			return first, err
		}
		at, err := parseAnswer(resp, k, s.job.Now())
		if err != nil {
			return first, err
		}
		if first.IsZero() || !at.IsZero() && at.Before(first) {
			first = at
		}
	}
	return first, nil
}

// answersURLs are the lists of answers to a ticket. Sources: GitLab REST API,
// "Notes"; Gitea API, "List all comments on an issue", "List all reviews for a
// pull request".
func answersURLs(at place, k ticket) []string {
	n := strconv.Itoa(k.number())
	switch {
	case at.kind == kindGitea && k.request && k.silent():
		return []string{giteaURL(at) + "pulls/" + n + "/reviews?limit=50"}
	case at.kind == kindGitea && k.request:
		return []string{giteaURL(at) + "issues/" + n + "/comments", giteaURL(at) + "pulls/" + n + "/reviews?limit=50"}
	case at.kind == kindGitea:
		return []string{giteaURL(at) + "issues/" + n + "/comments"}
	case k.request:
		return []string{gitlabURL(at) + "merge_requests/" + n + "/notes?order_by=created_at&per_page=100&sort=asc"}
	}
	return []string{gitlabURL(at) + "issues/" + n + "/notes?order_by=created_at&per_page=100&sort=asc"}
}

// parseAnswer finds the first answer by another person in a list.
func parseAnswer(resp *fetch.Response, k ticket, now time.Time) (first time.Time, err error) {
	list, err := readList[comment](resp)
	if err != nil {
		return first, err
	}
	for i, c := range list[:min(len(list), maxPage)] {
		if c == nil || c.at().IsZero() || c.at().After(now.Add(maxSkew)) {
			return time.Time{}, &collect.Error{Reason: fetch.ReasonWrongType, Message: fmt.Sprintf("comment %d: a date is missing or impossible", i+1)}
		}
		by := cmp.Or(c.Author, c.User)
		if c.System || by.nobody() || by.ID == k.author().ID || c.at().Before(k.Created) {
			continue
		}
		if first.IsZero() || c.at().Before(first) {
			first = c.at()
		}
	}
	return first, nil
}
