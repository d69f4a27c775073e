// Package changelog reads the file or page in which a project writes down what
// each version changes: CHANGELOG, NEWS, ChangeLog, in the forms that projects
// really use.
package changelog

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"guette/collect"
	"guette/collect/feed"
	"guette/fetch"
	"guette/internal/lazyregexp"
	"guette/watch"
)

const (
	name       = "changelog"
	parser     = 2       // version of the parser; counted up when it reads more of a file
	maxUndated = 40      // undated sections kept from the head of a file: three years of a monthly release
	maxTags    = 12      // tags of a month at which the file is read; busier projects write forge releases
	maxBytes   = 4 << 20 // the longest changelog of the corpus, of self-hosted, has 0.2 MB
)

// Collector reads changelogs.
var Collector = &collect.Collector{
	Name:  name,
	Stage: 1, // the tags of the month tell at which states to read the file
	Doc: `Changelogs (files and pages)

Reads the file or page of "changelog" in the catalogue, conditionally. Knows
Keep a Changelog and other Markdown headings, those of AsciiDoc and wikis,
underlined headings, bold lines, comment frames, GNU NEWS, Debian changelogs,
plain lines such as "Changes with nginx 1.31.3", lists of versions, packages as
"name@1.2.3", and files whose title names the one version they tell of; a web page
and XML (Tomcat, Maven, AppStream) are turned into Markdown first. Days may be
written in English, French, German, Spanish or Italian; 03/04/2026 is read where
other days of the file tell the order. What is said to be unreleased is left out.
Gives one release fact a version: those dated in the window, and the first 40
undated ones. Where the address is on a forge, a version tagged in the month is
read at its tag: the file at the head of the branch may have gained lines since,
or, where each branch has its file, hold nothing. Where the head names
vulnerabilities that the tag did not, it is the head that is kept. At most 2000
sections, 32 KB of notes each, 12 tags a month.`,
	Sources: sources,
	Collect: run,
}

func sources(p watch.Program, _ collect.Options) []collect.Source {
	if p.Changelog == "" {
		return nil
	}
	return []collect.Source{{URL: p.Changelog}}
}

func run(ctx context.Context, job *collect.Job) (res collect.Result, err error) {
	where := placeOf(job.Source.URL)
	resp, err := get(ctx, job, where.raw, &res)
	if err != nil {
		return res, err
	}
	tags, err := tagsOfMonth(ctx, job)
	if err != nil {
		return res, err
	}
	state := stateOf(resp.SHA256, tags)
	if res.Unchanged, err = job.Seen(ctx, "", parser, state); err != nil || res.Unchanged {
		return res, err
	}
	atTag, err := readAtTags(ctx, job, where, tags, &res)
	if err != nil {
		return res, err
	}
	facts, err := factsOf(job, where, resp, atTag, &res)
	if err != nil {
		return res, err
	}
	if err := job.Append(ctx, facts...); err != nil || len(res.Bad) > 0 {
		return res, err // a bad entry is told each time
	}
	return res, job.SetSeen(ctx, "", parser, state)
}

func get(ctx context.Context, job *collect.Job, address string, res *collect.Result) (*fetch.Response, error) {
	resp, err := job.Fetch.Do(ctx, fetch.Request{URL: address, Limits: fetch.Limits{Bytes: maxBytes}})
	if err == nil {
		res.Add(resp)
	}
	return resp, err
}

// tagsOfMonth maps the version of each tag of the month to its name.
func tagsOfMonth(ctx context.Context, job *collect.Job) (map[string]*watch.Tag, error) {
	all, err := job.Store.Tags(ctx, job.Source.Program)
	tags := map[string]*watch.Tag{}
	for _, t := range all {
		_, ok := watch.ParseVersion(t.Name)
		if ok && t.State != watch.TagDeleted && job.Month.Contains(t.When(), job.Zone) && len(tags) < maxTags {
			tags[keyOf(t.Name)] = t
		}
	}
	return tags, err
}

// stateOf names what the facts were made from: the file and the tags.
func stateOf(file string, tags map[string]*watch.Tag) string {
	sum := sha256.New()
	sum.Write([]byte(file))
	for _, v := range slices.Sorted(maps.Keys(tags)) {
		sum.Write([]byte("\n" + v + " " + tags[v].Object))
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// readAtTags reads the sections of the month's versions as they were when the
// versions were tagged. A file that is not there at a tag is no fault.
func readAtTags(ctx context.Context, job *collect.Job, where place, tags map[string]*watch.Tag, res *collect.Result) (map[string]watch.Fact, error) {
	facts := map[string]watch.Fact{}
	if where.at == nil {
		return facts, nil
	}
	for _, version := range slices.Sorted(maps.Keys(tags)) {
		there := where.at(tags[version].Name)
		resp, err := get(ctx, job, there.raw, res)
		if gone(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if s := at(textOf(resp), tags[version].Name); s != nil {
			facts[version] = fact(job, s, there.page, resp)
		}
	}
	return facts, nil
}

func gone(err error) bool {
	e, ok := errors.AsType[*fetch.Error](err)
	return ok && (e.Status == http.StatusNotFound || e.Status == http.StatusGone)
}

// factsOf gives a fact a section that matters: read at its tag, else here. What
// only the files at the tags hold comes last: some projects have one file a
// branch, and the one at the head of the default branch tells nothing yet.
func factsOf(job *collect.Job, where place, resp *fetch.Response, atTag map[string]watch.Fact, res *collect.Result) (facts []watch.Fact, err error) {
	undated := 0
	left := maps.Clone(atTag)
	for s, err := range Parse(textOf(resp)) {
		whole, ok := errors.AsType[*collect.Error](err)
		if ok && len(atTag) == 0 {
			return nil, whole
		}
		if err != nil {
			if !ok {
				res.Bad = append(res.Bad, err)
			}
			continue
		}
		if s.Date.IsZero() {
			undated++
		}
		if s.Date.IsZero() && undated > maxUndated || !s.Date.IsZero() && s.Date.Time(job.Zone).Before(job.Since()) {
			continue
		}
		v := keyOf(s.Version)
		if f, ok := atTag[v]; ok {
			delete(left, v)
			if !discloses(s.Notes, f.Body.(*watch.Release).Notes) {
				facts = append(facts, f)
				continue
			}
		}
		facts = append(facts, fact(job, s, where.page, resp))
	}
	for _, v := range slices.Sorted(maps.Keys(left)) {
		facts = append(facts, left[v])
	}
	return facts, nil
}

// vulnerability is the identifier of one.
var vulnerability = lazyregexp.New(`CVE[- ]\d{4}-\d{4,7}|GHSA(?:-\w{4}){3}`)

// discloses tells whether a section names vulnerabilities that it did not name
// at its tag: projects as Apache write them down once everybody can upgrade.
func discloses(now, tagged string) bool {
	for _, id := range vulnerability.Re().FindAllString(now, -1) {
		if !strings.Contains(tagged, id) {
			return true
		}
	}
	return false
}

func fact(job *collect.Job, s *Section, page string, resp *fetch.Response) watch.Fact {
	ev := collect.Evidence(resp)
	ev.URL, ev.Line = page, s.Line
	published := time.Time{}
	if !s.Date.IsZero() {
		published = s.Date.Time(job.Zone).UTC()
	}
	return watch.Fact{Key: s.Version, At: published, Evidence: ev, Body: &watch.Release{
		Version: s.Version, Published: published, DayOnly: true, Notes: s.Notes, Cut: s.Cut, Origin: watch.OriginChangelog,
	}}
}

// keyOf is equal for a tag and for the section of its version. The name of a
// package belongs to it: a@1.2.3 is not b@1.2.3.
func keyOf(raw string) string {
	if strings.Contains(raw, "@") {
		return raw
	}
	v, _ := watch.ParseVersion(raw)
	return v.Key()
}

// textOf returns the text of an answer: a web page and XML become Markdown.
func textOf(resp *fetch.Response) []byte {
	if isXML(resp.Body) {
		return xmlText(resp.Body)
	}
	head := bytes.ToLower(bytes.TrimSpace(resp.Body[:min(len(resp.Body), 200)]))
	page := strings.HasPrefix(resp.Header.Get("Content-Type"), "text/html") || bytes.HasPrefix(head, []byte("<!doctype")) || bytes.HasPrefix(head, []byte("<html"))
	if page {
		return []byte(feed.Markdown(string(resp.Body)))
	}
	return resp.Body
}
