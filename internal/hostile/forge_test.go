package hostile

import (
	"fmt"
	"net/http"
	"strings"

	"guette/watch"
)

// release is one release as Gitea tells it.
func release(tag, published string) string {
	return fmt.Sprintf(`{"id":1,"tag_name":%q,"name":%q,"body":"notes","draft":false,"prerelease":false,"published_at":%q,"html_url":"https://gitea.fault.test/owner/name/releases/tag/%s"}`, tag, tag, published, tag)
}

const (
	repository = `{"id":1,"full_name":"owner/name","html_url":"https://gitea.fault.test/owner/name","archived":false,"fork":false,"default_branch":"main"}`
	releases   = "/api/v1/repos/owner/name/releases"
	july       = "2026-07-06T10:00:00Z"
)

// gitea is a forge whose list of releases is played by h.
func gitea(h http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasSuffix(r.URL.Path, "/releases"):
			h(w, r)
		case strings.HasPrefix(r.URL.Path, "/api/v1/repos/owner/name"):
			body("application/json", repository)(w, r)
		default:
			http.NotFound(w, r)
		}
	}
}

func forgeFaults() []fault {
	const kind = "application/json"
	good := "[" + release("v1.1", july) + "," + release("v1.0", "2026-07-02T10:00:00Z") + "]"
	list := []fault{
		{name: "control: an honest list", serve: body(kind, good), outcome: watch.OutcomeOK},
		{name: "no releases", serve: body(kind, "[]"), outcome: watch.OutcomeOK},
		{name: "a web page with status 200", serve: body("text/html", page), reasons: []string{"html-instead"}},
		{name: "a deleted repository", serve: status(404), reasons: []string{"http-404"}},
		{name: "an error with status 200", serve: body(kind, `{"message":"rate limit exceeded"}`), reasons: []string{"refused", "wrong-type"}},
		{name: "cut", serve: body(kind, good[:len(good)/2]), reasons: []string{"truncated"}},
		{name: "nested", serve: body(kind, strings.Repeat("[", 10_000)), reasons: []string{"too-deep"}},
		{name: "abuse limit", serve: status(403, "Retry-After", "1800"), outcome: watch.OutcomeRetryLater, reasons: []string{"rate-limited"}, check: asked(1)},
		{name: "wrong types in one entry", serve: body(kind, `[{"tag_name":7,"published_at":{}},`+release("v1.1", july)+`]`), outcome: watch.OutcomeWarn, reasons: []string{"bad-entries"}, items: -1},
		{name: "nulls in the list", serve: body(kind, `[null,`+release("v1.1", july)+`,null]`), outcome: watch.OutcomeWarn, reasons: []string{"bad-entries"}, items: -1},
		{name: "a huge number", serve: body(kind, strings.Replace("["+release("v1.1", july)+"]", `"id":1`, `"id":`+strings.Repeat("9", 500), 1)), outcome: watch.OutcomeOK},
		{name: "a release of the future", serve: body(kind, "["+release("v9.0", "2099-07-06T10:00:00Z")+","+release("v1.1", july)+"]"), outcome: watch.OutcomeWarn, reasons: []string{"future-date"}},
		{name: "pages that lead to themselves", serve: func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Link", `<https://`+r.Host+releases+`?limit=50>; rel="next"`)
			body(kind, good)(w, r)
		}, outcome: watch.OutcomePartial, reasons: []string{"pagination"}, items: -1},
		{name: "pages without end, all the same", serve: func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Link", `<https://`+r.Host+releases+`?page=`+fmt.Sprint(len(r.URL.RawQuery))+r.URL.RawQuery+`>; rel="next"`)
			body(kind, good)(w, r)
		}, outcome: watch.OutcomeOK},
		{name: "next page on another host", serve: func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Link", `<https://evil.test/x>; rel="next"`)
			body(kind, good)(w, r)
		}, outcome: watch.OutcomeOK},
	}
	for i := range list {
		list[i].class, list[i].serve = "forge", gitea(list[i].serve)
		if list[i].outcome == "" && len(list[i].reasons) > 0 {
			list[i].outcome = watch.OutcomeError
		}
		if list[i].outcome == watch.OutcomeOK || list[i].outcome == watch.OutcomeWarn {
			list[i].items = -1
		}
	}
	return list
}
