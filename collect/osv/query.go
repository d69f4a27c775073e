package osv

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"guette/collect"
	"guette/fetch"
	"guette/watch"
)

const (
	api        = "https://api.osv.dev/v1/"
	page       = "https://osv.dev/vulnerability/" // of a record
	maxQueries = 1000                             // of a batch, by the API
	maxPages   = 200                              // of one query: 200,000 records at the API's 1,000 a page
	maxAnswer  = 32 << 20                         // bytes of a page of whole records; the API's own limit over HTTP/1.1
)

type query struct {
	Package struct {
		Name      string `json:"name"`
		Ecosystem string `json:"ecosystem"`
	} `json:"package"`
	PageToken string `json:"page_token,omitempty"`
}

func ask(p watch.OSVPackage, token string) query {
	q := query{PageToken: token}
	q.Package.Name, q.Package.Ecosystem = p.Name, p.Ecosystem
	return q
}

// answer is one page of records, whole or as id and date.
type answer struct {
	Vulns   []json.RawMessage `json:"vulns"`
	Next    string            `json:"next_page_token"`
	Message string            `json:"message"` // of a refusal
}

var errPages = errors.New("the pages of the answer do not end")

// records asks for the whole records of a package, page by page.
func (r *reader) records(ctx context.Context, p watch.OSVPackage, each func(*fetch.Response, []json.RawMessage) error) error {
	return r.pages(func(token string) (string, error) {
		var a answer
		resp, err := r.post(ctx, "query", ask(p, token), &a)
		if err != nil {
			return "", err
		}
		if a.Message != "" {
			return "", &collect.Error{Reason: fetch.ReasonWrongType, Message: fmt.Sprintf("the API says %q", clip(a.Message, maxWord))}
		}
		return a.Next, each(resp, a.Vulns)
	})
}

// list asks for id and last change of the records of each package, in as few
// requests as the API allows. Answer i is that of package i.
func (r *reader) list(ctx context.Context, packages []watch.OSVPackage) ([]map[string]string, error) {
	lists := make([]map[string]string, 0, len(packages))
	for chunk := range slices.Chunk(packages, maxQueries) {
		part, err := r.batch(ctx, chunk)
		if err != nil {
			return nil, err
		}
		lists = append(lists, part...)
	}
	return lists, nil
}

// batch asks for the lists of up to maxQueries packages, page by page.
func (r *reader) batch(ctx context.Context, packages []watch.OSVPackage) ([]map[string]string, error) {
	lists := make([]map[string]string, len(packages))
	todo, of := make([]query, 0, len(packages)), make([]int, 0, len(packages))
	for i, p := range packages {
		lists[i] = map[string]string{}
		todo, of = append(todo, ask(p, "")), append(of, i)
	}
	seen := map[query]bool{}
	for n := 0; len(todo) > 0; n++ {
		if n == maxPages {
			return nil, &collect.Error{Reason: fetch.ReasonPagination, Message: "querybatch", Err: errPages}
		}
		var got struct {
			Results []answer `json:"results"`
		}
		if _, err := r.post(ctx, "querybatch", map[string][]query{"queries": todo}, &got); err != nil {
			return nil, err
		}
		if len(got.Results) != len(todo) {
			return nil, &collect.Error{Reason: fetch.ReasonWrongType, Message: fmt.Sprintf("querybatch: %d results for %d queries", len(got.Results), len(todo))}
		}
		var next []query
		var nextOf []int
		for i, a := range got.Results {
			if err := listed(a.Vulns, lists[of[i]]); err != nil {
				return nil, err
			}
			q := todo[i]
			if q.PageToken = a.Next; a.Next == "" {
				continue
			}
			if seen[q] {
				return nil, &collect.Error{Reason: fetch.ReasonPagination, Message: fmt.Sprintf("querybatch: page %q comes again", clip(a.Next, maxWord)), Err: errPages}
			}
			seen[q] = true
			next, nextOf = append(next, q), append(nextOf, of[i])
		}
		todo, of = next, nextOf
	}
	return lists, nil
}

func listed(vulns []json.RawMessage, changed map[string]string) error {
	for _, raw := range vulns {
		var v struct{ ID, Modified string }
		if err := json.Unmarshal(raw, &v); err != nil || !idForm.Re().MatchString(v.ID) {
			return &collect.Error{Reason: fetch.ReasonWrongType, Message: fmt.Sprintf("querybatch: entry %q", clip(string(raw), maxWord)), Err: err}
		}
		changed[v.ID] = v.Modified
	}
	return nil
}

// pages follows page tokens until there is none; a token that comes again ends
// it with an error.
func (r *reader) pages(page func(token string) (next string, err error)) error {
	seen := map[string]bool{}
	for token := ""; len(seen) < maxPages; {
		next, err := page(token)
		if err != nil || next == "" {
			return err
		}
		if seen[next] {
			return &collect.Error{Reason: fetch.ReasonPagination, Message: fmt.Sprintf("query: page %q comes again", clip(next, maxWord)), Err: errPages}
		}
		seen[next] = true
		token = next
	}
	return &collect.Error{Reason: fetch.ReasonPagination, Message: "query", Err: errPages}
}

// one asks for one record.
func (r *reader) one(ctx context.Context, id string) (*fetch.Response, error) {
	resp, err := r.job.Fetch.Do(ctx, fetch.Request{URL: recordURL(id)})
	r.res.Add(resp)
	return resp, err
}

func recordURL(id string) string { return api + "vulns/" + url.PathEscape(id) }

func (r *reader) post(ctx context.Context, path string, question, v any) (*fetch.Response, error) {
	body, err := json.Marshal(question)
	if err != nil {
		return nil, err
	}
	resp, err := r.job.Fetch.Do(ctx, fetch.Request{
		URL: api + path, Method: http.MethodPost, Body: body,
		Header: http.Header{"Content-Type": {"application/json"}}, Limits: fetch.Limits{Bytes: maxAnswer},
	})
	r.res.Add(resp)
	if err != nil {
		return nil, err
	}
	return resp, object(resp.Body, v)
}

// object decodes an answer that has to be a JSON object: null is none.
func object(data []byte, v any) error {
	if trimmed := bytes.TrimSpace(data); len(trimmed) > 0 && trimmed[0] != '{' && trimmed[0] != '<' {
		return &collect.Error{Reason: fetch.ReasonWrongType, Message: "the answer is not a JSON object"}
	}
	return collect.JSON(data, v)
}
