package forge

import (
	"cmp"
	"context"
	"errors"
	"net/url"
	"time"

	"guette/collect"
	"guette/fetch"
	"guette/watch"
)

// stateURL is the address of the forge's API for the repository itself; "" where
// it would cost too much: GitHub without a token answers 60 times an hour.
func stateURL(p place, o collect.Options) string {
	switch p.kind {
	case kindGitHub:
		if _, ok := o.Tokens[githubAPI]; ok {
			return "https://" + githubAPI + "/repos/" + p.path
		}
	case kindGitLab:
		return "https://" + p.host + "/api/v4/projects/" + url.PathEscape(p.path) + "?license=true"
	case kindGitea:
		return "https://" + p.host + "/api/v1/repos/" + p.path
	case kindBitbucket:
		return "https://api.bitbucket.org/2.0/repositories/" + p.path
	}
	return ""
}

// answer is what the APIs tell of a repository. Sources: their references.
type answer struct {
	HTMLURL       string                 `json:"html_url"` // GitHub, Gitea
	WebURL        string                 `json:"web_url"`  // GitLab
	DefaultBranch string                 `json:"default_branch"`
	Archived      *bool                  `json:"archived"`
	Disabled      *bool                  `json:"disabled"`
	Fork          *bool                  `json:"fork"`
	Mirror        bool                   `json:"mirror"`       // Gitea
	OriginalURL   string                 `json:"original_url"` // Gitea, of a mirror
	MirrorURL     *string                `json:"mirror_url"`   // GitHub
	Description   *string                `json:"description"`
	Empty         bool                   `json:"empty"`
	License       *licence               `json:"license"`
	Parent        *struct{ URL }         `json:"parent"`              // GitHub, Gitea
	ForkedFrom    *struct{ URL }         `json:"forked_from_project"` // GitLab
	MainBranch    *struct{ Name string } `json:"mainbranch"`          // Bitbucket
}

// URL is the address of another repository.
type URL struct {
	HTML string `json:"html_url"`
	Web  string `json:"web_url"`
}

type licence struct {
	SPDX string `json:"spdx_id"` // GitHub
	Key  string `json:"key"`     // GitLab, in lower case
}

// parseState reads the state of a repository.
func parseState(p place, body []byte, retrieved time.Time) (*watch.Repository, error) {
	if err := refusal(body); err != nil {
		return nil, err
	}
	var a *answer
	if err := collect.JSON(body, &a); err != nil {
		return nil, err
	}
	if a == nil || a.HTMLURL == "" && a.WebURL == "" && p.kind != kindBitbucket {
		return nil, &collect.Error{Reason: fetch.ReasonWrongType, Message: "JSON that tells no repository"}
	}
	r := &watch.Repository{URL: p.repository(), DefaultBranch: clip(a.DefaultBranch), Archived: a.Archived, Disabled: a.Disabled, Fork: a.Fork,
		Description: title(text(a.Description)), Empty: a.Empty, AsOf: watch.DateIn(retrieved, time.UTC)}
	if page := cmp.Or(a.HTMLURL, a.WebURL); page != "" && !sameRepository(page, r.URL) {
		r.MovedTo = clip(page)
	}
	if a.Parent != nil {
		r.Parent = clip(a.Parent.HTML)
	}
	if a.ForkedFrom != nil {
		yes := true
		r.Fork, r.Parent = &yes, clip(a.ForkedFrom.Web)
	}
	if r.Mirror = clip(text(a.MirrorURL)); a.Mirror {
		r.Mirror = clip(a.OriginalURL)
	}
	if a.MainBranch != nil {
		r.DefaultBranch = clip(a.MainBranch.Name)
	}
	if a.License != nil && a.License.SPDX != "NOASSERTION" {
		r.Licence = clip(a.License.SPDX)
	}
	return r, nil
}

func sameRepository(a, b string) bool {
	x, ok := placeOf(a)
	y, known := placeOf(b)
	return ok && known && equalFold(x, y)
}

// state reads the state of the repository, where its forge tells it. A forge
// that refuses is no failure of the source: the releases are there.
func (r *reader) state(ctx context.Context) error {
	address := stateURL(r.place, r.job.Options)
	if address == "" {
		return nil
	}
	resp, err := r.job.Fetch.Do(ctx, fetch.Request{URL: address, Token: r.token(address)})
	if err != nil {
		f, ok := errors.AsType[*fetch.Error](err)
		if !ok || ctx.Err() != nil {
			return err
		}
		r.res.Requests += f.Requests
		r.note("the state of the repository is not told: " + f.Message)
		return nil
	}
	r.res.Add(resp)
	same, err := r.job.Seen(ctx, "state", parser, resp.SHA256)
	if err != nil || same {
		return err
	}
	repo, err := parseState(r.place, resp.Body, resp.Retrieved)
	if err != nil {
		r.note("the state of the repository cannot be read: " + err.Error())
		return nil
	}
	r.changed = true
	fact := watch.Fact{Key: repo.URL + "@" + repo.AsOf.String(), At: repo.AsOf.Time(time.UTC), Evidence: collect.Evidence(resp), Body: repo}
	if err := r.job.Append(ctx, fact); err != nil {
		return err
	}
	return r.job.SetSeen(ctx, "state", parser, resp.SHA256)
}

// note adds to the message of the row.
func (r *reader) note(text string) {
	if r.res.Message != "" {
		text = r.res.Message + "; " + text
	}
	r.res.Message = text
}
