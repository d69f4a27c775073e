package git

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"guette/watch"
)

const (
	maxTags   = 20_000 // of one repository; the longest list of the corpus has 1,466
	tagsAtOne = 1000   // in one request: 50 KB of names
	tagDepth  = 5      // tags of tags of …
)

// A tagState is what is kept of a tag to tell whether it moves.
type tagState struct {
	Object    oid    `json:"o"`
	Commit    oid    `json:"c,omitzero"`
	Annotated bool   `json:"a,omitempty"`
	Signed    bool   `json:"s,omitempty"`
	Tagged    int64  `json:"t,omitempty"`
	Committed int64  `json:"d,omitempty"`
	Tagger    string `json:"w,omitempty"`
	First     int64  `json:"f,omitempty"` // date before the tag moved, the first time; 0: it never did
	Parents   []oid  `json:"p,omitempty"` // of Commit, where the default branch does not lead to it
	Read      bool   `json:"r,omitempty"` // the object was read, not only listed
	message   string
	ofCommit  bool // Object is a commit
}

// A tagReader reads tags.
type tagReader struct {
	*session
	keyer   keyer
	head    oid
	since   int64            // start of the window
	peeled  map[oid]oid      // commits of tag objects, where the server names them with its references
	objects map[oid]tagState // tag objects and commits, by name; Object of a tag is what it is of
}

// read fills in what the objects of tags say. Where the server has named the
// commit of a tag object, the commit is read only if the tag was made in the
// window: of older tags the name and the day of the tag are enough.
func (r *tagReader) read(ctx context.Context, tags map[string]oid, g *graph) (map[string]tagState, error) {
	r.objects = map[oid]tagState{}
	var alone, deep []oid
	asked := map[oid]bool{}
	for _, name := range slices.Sorted(maps.Keys(tags)) {
		id := tags[name]
		if n, ok := g.got(id); ok {
			r.objects[id] = tagState{Commit: id, Committed: n.when(), Read: true}
			continue
		}
		if asked[id] {
			continue
		}
		asked[id] = true
		if _, ok := r.peeled[id]; ok {
			alone = append(alone, id)
			continue
		}
		deep = append(deep, id)
	}
	err := r.fetchAll(ctx, alone, r.withoutCommits)
	for _, id := range alone {
		commit := r.peeled[id]
		made := r.objects[id].Tagged // 0 is before git wrote it down
		if _, known := g.got(commit); !known && !asked[commit] && (made == 0 || made >= r.since) {
			asked[commit] = true
			deep = append(deep, commit)
		}
	}
	err = cmp.Or(err, r.fetchAll(ctx, deep, r.withCommits))
	out := map[string]tagState{}
	for name, id := range tags {
		out[name] = r.resolve(id, g)
	}
	return out, err
}

// fetchAll asks for objects, so many at once.
func (r *tagReader) fetchAll(ctx context.Context, wants []oid, how func([]oid) request) error {
	for part := range slices.Chunk(wants, tagsAtOne) {
		if err := r.fetchTags(ctx, how(part)); err != nil {
			return err
		}
	}
	return nil
}

// withoutCommits asks for tag objects, saying that we have their commits.
func (r *tagReader) withoutCommits(wants []oid) request {
	q := request{wants: wants}
	for _, id := range wants {
		q.haves = append(q.haves, r.peeled[id])
	}
	return q
}

// withCommits asks for tag objects and their commits. A server that sends files
// with commits is told that we have the default branch: it then sends the tag
// objects, without the commits of that branch, whose date stays unknown.
func (r *tagReader) withCommits(wants []oid) request {
	if !r.can("filter") || !r.can("shallow") {
		return request{wants: wants, haves: []oid{r.head}}
	}
	return request{wants: wants, depth: 1}
}

// fetchTags reads what a request for tags gives.
func (r *tagReader) fetchTags(ctx context.Context, q request) error {
	p, err := r.fetch(ctx, q)
	if err != nil {
		return err
	}
	defer p.Close()
	got := map[oid]tagState{}
	err = p.objects(ctx, func(t objectType) bool { return t == typeCommit || t == typeTag }, func(o object) error {
		if o.typ == typeCommit {
			if c := new(rawCommit); c.parse(o.data) == nil {
				got[o.id] = tagState{Commit: o.id, Committed: c.committed, Parents: slices.Clone(c.parents), Read: true}
			}
			return nil
		}
		t, err := parseTag(o.data)
		if err != nil {
			return nil // listed, with its name, without a date
		}
		text, _, _ := plainText(t.message, true)
		got[o.id] = tagState{
			Object: t.object, Annotated: true, Signed: t.signed, Tagged: t.tagger.when, Read: true, ofCommit: t.typ == "commit",
			Tagger: r.tagger(t.tagger), message: strings.TrimSpace(text),
		}
		return nil
	})
	if err == nil {
		maps.Copy(r.objects, got)
	}
	return explain(r.asked, err)
}

func (r *tagReader) tagger(s signature) string {
	if s.mail == "" {
		return ""
	}
	return r.keyer.mail(s.mail).String()
}

// resolve follows a tag to its commit.
func (r *tagReader) resolve(id oid, g *graph) tagState {
	t := r.objects[id]
	out := t
	for range tagDepth {
		if !t.Annotated {
			break
		}
		next, ok := r.objects[t.Object]
		if n, have := g.got(t.Object); !ok && have {
			next, ok = tagState{Commit: t.Object, Committed: n.when()}, true
		}
		if !ok {
			break
		}
		t = next
	}
	out.Object, out.Commit, out.Committed, out.Parents = id, t.Commit, t.Committed, t.Parents
	if t.Annotated && t.ofCommit {
		out.Commit = t.Object
	}
	return out
}

// A tagChange is a tag that was not there before, or not so.
type tagChange struct {
	name     string
	state    watch.TagState
	tag      tagState
	previous oid
}

// own is the date of a tag, else of its commit; 0 is not known.
func (t tagState) own() int64 { return cmp.Or(t.Tagged, t.Committed) }

// compareTags lists what is new, moved and deleted, by name.
func compareTags(before map[string]tagState, now map[string]oid) (added, moved, deleted []string) {
	for _, name := range slices.Sorted(maps.Keys(now)) {
		switch old, ok := before[name]; {
		case !ok:
			added = append(added, name)
		case old.Object != now[name]:
			moved = append(moved, name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(before)) {
		if _, ok := now[name]; !ok {
			deleted = append(deleted, name)
		}
	}
	return added, moved, deleted
}

// tagChanges lists what a reading tells of tags, by name.
func tagChanges(before, got map[string]tagState, moved, deleted []string) (list []tagChange) {
	for _, name := range slices.Sorted(maps.Keys(got)) {
		c := tagChange{name: name, state: watch.TagPresent, tag: got[name]}
		c.tag.First = before[name].First
		if slices.Contains(moved, name) {
			c.state, c.previous = watch.TagMoved, before[name].Object
			c.tag.First = cmp.Or(before[name].First, before[name].own())
		}
		list = append(list, c)
	}
	for _, name := range deleted {
		list = append(list, tagChange{name: name, state: watch.TagDeleted, tag: before[name], previous: before[name].Object})
	}
	return list
}

// body is the fact of a tag.
func (c tagChange) body(address string) *watch.Tag {
	t := &watch.Tag{
		Repository: address, Name: c.name, Object: c.tag.Object.String(), Commit: c.tag.Commit.String(),
		Annotated: c.tag.Annotated, Signed: c.tag.Signed, Tagger: c.tag.Tagger, Message: c.tag.message,
		State: c.state, Previous: c.previous.String(), Tagged: date(c.tag.Tagged), Committed: date(c.tag.Committed),
		First: date(c.tag.First),
	}
	return t
}

// date is a date of git; 0 is none.
func date(when int64) time.Time {
	if when <= 0 {
		return time.Time{}
	}
	return time.Unix(when, 0).UTC()
}

// at is when a change happened. A tag that is there has its own date. That it
// moved or went is seen between two readings: the earliest moment it can have
// happened is the reading before, or the date of the new tag if that is later.
func (c tagChange) at(before, now time.Time) time.Time {
	own := date(c.tag.own())
	switch {
	case c.state == watch.TagPresent:
		return own
	case c.state == watch.TagMoved && own.After(before) && own.Before(now):
		return own
	}
	return before
}
