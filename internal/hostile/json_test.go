package hostile

import (
	"context"
	"strings"

	"guette/collect"
	"guette/fetch"
	"guette/watch"
)

// jsonCollector reads one document as our readers of JSON do.
var jsonCollector = &collect.Collector{
	Name: "json",
	Doc:  "JSON\n\nReads a list of releases.",
	Sources: func(p watch.Program, _ collect.Options) []collect.Source {
		if p.Changelog == "" {
			return nil
		}
		return []collect.Source{{Program: p.ID, URL: p.Changelog}}
	},
	Collect: collectJSON,
}

func collectJSON(ctx context.Context, job *collect.Job) (collect.Result, error) {
	var res collect.Result
	resp, err := job.Fetch.Do(ctx, fetch.Request{URL: job.Source.URL})
	if err != nil {
		return res, err
	}
	res.Add(resp)
	var doc struct {
		Releases []struct {
			Name string `json:"name"`
			N    int64  `json:"n"`
		} `json:"releases"`
	}
	if err := collect.JSON(resp.Body, &doc); err != nil {
		return res, err
	}
	for _, r := range doc.Releases {
		err := job.Append(ctx, watch.Fact{Key: r.Name, Evidence: collect.Evidence(resp), Body: &watch.News{Title: r.Name}})
		if err != nil {
			return res, err
		}
	}
	return res, nil
}

const goodJSON = `{"releases":[{"name":"1.0","n":1},{"name":"1.1","n":2}]}`

func jsonFaults() []fault {
	const json = "application/json"
	bad, wrong := []string{"bad-json"}, []string{"wrong-type"}
	list := []fault{
		{name: "a web page with status 200", serve: body("text/html", page), reasons: []string{"html-instead"}},
		{name: "a web page said to be JSON", serve: body(json, page), reasons: []string{"html-instead"}},
		{name: "nothing", serve: body(json, ""), reasons: []string{"empty"}},
		{name: "cut", serve: body(json, goodJSON[:30]), reasons: []string{"truncated"}},
		{name: "cut in a string", serve: body(json, goodJSON[:22]), reasons: []string{"truncated"}},
		{name: "two documents", serve: body(json, goodJSON+goodJSON), reasons: bad},
		{name: "something behind", serve: body(json, goodJSON+"]"), reasons: bad},
		{name: "a comma too many", serve: body(json, `{"releases":[{"name":"1.0"},]}`), reasons: bad},
		{name: "names without quotes", serve: body(json, `{releases:[]}`), reasons: bad},
		{name: "NaN", serve: body(json, `{"releases":[{"n":NaN}]}`), reasons: bad},
		{name: "a call of a function", serve: body("text/javascript", "callback("+goodJSON+")"), reasons: bad},
		{name: "lists nested 100,000 deep", serve: body(json, strings.Repeat("[", 100_000)), reasons: []string{"too-deep"}},
		{name: "objects nested 100,000 deep", serve: body(json, strings.Repeat(`{"a":`, 100_000)), reasons: []string{"too-deep"}},
		{name: "four million values", serve: body(json, "["+strings.Repeat("0,", 4_000_000)+"0]"), reasons: []string{"too-many"}},
		{name: "a number of 1,000 digits", serve: body(json, `{"releases":[{"name":"1","n":`+strings.Repeat("9", 1000)+`}]}`), reasons: wrong},
		{name: "a number that no integer holds", serve: body(json, `{"releases":[{"name":"1","n":99999999999999999999}]}`), reasons: wrong},
		{name: "a number beyond all", serve: body(json, `{"releases":[{"name":"1","n":1e999}]}`), reasons: wrong},
		{name: "an object for a list", serve: body(json, `{"releases":{"name":"1.0"}}`), reasons: wrong},
		{name: "a number for a text", serve: body(json, `{"releases":[{"name":1.0}]}`), reasons: wrong},
		{name: "a list for an object", serve: body(json, `[]`), reasons: wrong},
		{name: "an error with status 200", serve: body(json, `"rate limit exceeded"`), reasons: wrong},
	}
	for i := range list {
		list[i].outcome = watch.OutcomeError
	}
	list = append(list,
		fault{name: "control: an honest answer", serve: body(json, goodJSON), outcome: watch.OutcomeOK, items: 2},
		fault{name: "control: a byte order mark", serve: body(json, "\ufeff"+goodJSON), outcome: watch.OutcomeOK, items: 2},
		fault{name: "a key twice, the last one holds", serve: body(json, `{"releases":[{"name":"0","name":"1.0"},{"name":"0","n\u0061me":"1.1"}]}`), outcome: watch.OutcomeOK, items: 2},
		fault{name: "null for all", serve: body(json, `null`), outcome: watch.OutcomeOK},
		fault{name: "null in a list", serve: body(json, `{"releases":null}`), outcome: watch.OutcomeOK},
	)
	for i := range list {
		list[i].class = "json"
	}
	return append(list, jsonFeeds()...)
}

// jsonFeeds are JSON Feeds, read field by field.
func jsonFeeds() []fault {
	const kind = "application/feed+json"
	feed := func(items string) string {
		return `{"version":"https://jsonfeed.org/version/1.1","title":"Feed","items":` + items + `}`
	}
	good := `{"id":"1","title":"A","url":"https://honest.test/1","date_published":"2026-07-06T10:00:00Z"}`
	list := []fault{
		{name: "control: an honest feed", serve: body(kind, feed("["+good+"]")), outcome: watch.OutcomeOK, items: 1},
		{name: "an entry that is no object", serve: body(kind, feed(`[7,null,"x",[],`+good+`]`)), outcome: watch.OutcomeWarn, reasons: []string{"bad-entries"}, items: 1},
		{name: "fields of the wrong type", serve: body(kind, feed(`[{"id":7,"title":["x"],"url":{},"date_published":null,"authors":"me","content_text":"text"},`+good+`]`)),
			outcome: watch.OutcomeOK, items: 2},
		{name: "items that are no list", serve: body(kind, feed(`"none"`)), outcome: watch.OutcomeError, reasons: []string{"not-a-feed"}},
		{name: "JSON of something else", serve: body(kind, `{"message":"Not Found"}`), outcome: watch.OutcomeError, reasons: []string{"not-a-feed"}},
		{name: "a list", serve: body(kind, `[1,2]`), outcome: watch.OutcomeError, reasons: []string{"not-a-feed"}},
		{name: "cut", serve: body(kind, feed("[" + good)[:90]), outcome: watch.OutcomeError, reasons: []string{"truncated"}},
		{name: "nested", serve: body(kind, feed(strings.Repeat("[", 5000))), outcome: watch.OutcomeError, reasons: []string{"too-deep"}},
		{name: "10,000 entries", serve: body(kind, feed("["+strings.Repeat(`{"id":"x","title":"t"},`, 10_000)+good+"]")), outcome: watch.OutcomePartial, reasons: []string{"too-many"}, items: 1},
	}
	for i := range list {
		list[i].class = "json feed"
	}
	return list
}
