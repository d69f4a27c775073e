package git

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"slices"
	"strings"
	"time"

	"guette/fetch"
	"guette/watch"
)

const (
	// maxBytes is what one repository may send: 25 months of linux are 90 MB.
	maxBytes = 192 << 20
	// maxWholeBytes holds for servers that send files with commits: 13 months
	// of git are 30 MB there.
	maxWholeBytes = 64 << 20
	// maxTime is for one repository, all requests together.
	maxTime = 8 * time.Minute
)

// shorter lists what is read instead of a window that does not fit into its
// budget: the months before this one that a score needs, those that most of it
// needs, and those of a bulletin, with budgets of their own. All together they
// are as many bytes as the window may have.
var shorter = []struct {
	months int
	bytes  int64
}{{25, maxBytes / 2}, {13, maxBytes / 3}, {2, maxBytes / 6}}

// A reader makes one reading of one repository.
type reader struct {
	address   string // of the catalogue
	clone     string // to ask
	since     int64  // 0 is everything
	now       func() time.Time
	zone      *time.Location
	keyer     keyer
	transport func(budget int64) http.RoundTripper

	*session
	state   *state            // before, and at the end after the reading
	counted func(*graph, set) // is told the commits counted; nil is not
	told    told
}

// Told is what a reading gives.
type told struct {
	repository *watch.Repository
	activities iter.Seq[*watch.Activity] // made one by one
	tags       []tagChange
	files      []*watch.FileChange
	commits    []*watch.Commit // that say something
	tagsBefore time.Time       // of the reading of tags before this one
	notes      []*fetch.Error
	future     int  // commits dated after the month of reading
	news       bool // something changed since the reading before
	requests   int
	bytes      int64
	parts      [4]int64 // bytes for references, commits, tags and files
}

// read reads what is new since the state, or the whole window.
func (r *reader) read(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, allowed(ctx))
	defer cancel()
	defer r.count()
	if err := r.open(ctx, maxBytes); err != nil {
		return err
	}
	if !r.can("filter") {
		r.count()
		if err := r.open(ctx, maxWholeBytes); err != nil {
			return err
		}
	}
	refs, err := r.refs(ctx, len(r.state.Tags) == 0, "HEAD", "refs/tags/")
	if err != nil {
		return err
	}
	head, err := r.head(ctx, refs)
	if err != nil {
		return err
	}
	r.told.parts[0] = r.count()
	r.told.repository = r.repository(head)
	if head.id == (oid{}) {
		r.told.repository.Empty = true
		return nil
	}
	h, err := r.history(ctx, head)
	if err != nil {
		return err
	}
	defer h.close()
	r.told.parts[1] = r.count()
	r.tags(ctx, refs, h)
	r.told.parts[2] = r.count()
	r.files(ctx, h)
	r.told.parts[3] = r.count()
	h.close()
	r.finish(head)
	return nil
}

// allowed is the time for the conversation: maxTime, and where the caller's
// time ends sooner four fifths of it, so that what came can be kept.
func allowed(ctx context.Context) time.Duration {
	end, ok := ctx.Deadline()
	if !ok {
		return maxTime
	}
	return min(maxTime, time.Until(end)*4/5)
}

func (r *reader) open(ctx context.Context, budget int64) (err error) {
	r.session, err = open(ctx, r.transport(budget), r.clone, r.now)
	return err
}

// count adds up what the session costs, and returns the bytes since it did so
// last.
func (r *reader) count() (bytes int64) {
	if r.session == nil {
		return 0
	}
	r.told.requests += int(r.meter.requests.Swap(0))
	bytes = r.meter.bytes.Swap(0)
	r.told.bytes += bytes
	return bytes
}

// note keeps a failure that does not end the reading.
func (r *reader) note(err error) {
	if e, ok := explain(r.address, err).(*fetch.Error); ok {
		r.state.Again = r.state.Again || passing(e.Reason)
		r.told.notes = append(r.told.notes, e)
	}
}

// passing tells whether another reading may succeed where this one failed.
func passing(reason string) bool {
	return reason != ReasonNoFilter && reason != ReasonNoRepair && reason != ReasonServerError
}

// head finds the default branch: what HEAD names, else the branch that bears a
// usual name, else the only one.
func (r *reader) head(ctx context.Context, refs []ref) (ref, error) {
	for _, f := range refs {
		if f.name == "HEAD" && f.id != (oid{}) {
			return ref{name: strings.TrimPrefix(f.target, "refs/heads/"), id: f.id}, nil
		}
	}
	branches, err := r.refs(ctx, false, "refs/heads/")
	if err != nil {
		return ref{}, err
	}
	branches = slices.DeleteFunc(branches, func(f ref) bool { return f.id == (oid{}) || !strings.HasPrefix(f.name, "refs/heads/") })
	if len(branches) == 0 {
		return ref{}, nil
	}
	for _, name := range []string{"main", "master", "trunk", "develop", "devel", "default"} {
		for _, f := range branches {
			if f.name == "refs/heads/"+name {
				return ref{name: name, id: f.id}, nil
			}
		}
	}
	if len(branches) == 1 {
		return ref{name: strings.TrimPrefix(branches[0].name, "refs/heads/"), id: branches[0].id}, nil
	}
	return ref{}, fail(r.address, ReasonNoHead, "no default branch among %d", len(branches))
}

// repository states what the repository is today.
func (r *reader) repository(head ref) *watch.Repository {
	return &watch.Repository{
		URL: r.address, MovedTo: r.moved, DefaultBranch: head.name, Head: head.id.String(),
		AsOf: watch.DateIn(r.now(), r.zone),
	}
}

// history reads commits: those since the reading before where there was one,
// else the window. Where the window does not fit into the budget, what was read
// before stands and goes on; else as many months are read as fit.
func (r *reader) history(ctx context.Context, head ref) (*history, error) {
	st := r.state
	known := st.Head != (oid{}) && st.Partial == "" && !st.Again
	if known && (st.Whole || st.Cut || st.Since <= r.since) {
		if h, ok, err := r.newer(ctx, head); ok || err != nil {
			return h, err
		}
		known = false
	}
	r.state = &state{Version: st.Version, Key: st.Key, Tags: st.Tags, TagsAt: st.TagsAt, Since: r.since, Told: st.Told}
	h := r.newHistory(head, r.since)
	err := h.window(ctx, head.id)
	if err != nil {
		h.close()
	}
	if tooLarge(err) && known {
		fresh := r.state
		if h, ok, err := r.goOn(ctx, head, st); ok || err != nil {
			return h, err
		}
		r.state = fresh
	}
	if tooLarge(err) {
		h, err = r.cut(ctx, head, err)
	}
	if err != nil {
		return nil, err
	}
	return h, r.tally(h, head, nil)
}

// goOn reads what is new since a reading of a shorter window.
func (r *reader) goOn(ctx context.Context, head ref, before *state) (h *history, ok bool, err error) {
	if err := r.again(ctx, maxWholeBytes); err != nil {
		return nil, false, err
	}
	r.state = before
	r.state.Cut = true
	return r.newer(ctx, head)
}

// again begins a conversation with a budget of its own.
func (r *reader) again(ctx context.Context, budget int64) error {
	if !r.can("filter") {
		budget = min(budget, maxWholeBytes)
	}
	r.count()
	return r.open(ctx, budget)
}

func (r *reader) newHistory(head ref, since int64) *history {
	return &history{session: r.session, tip: head.id, graph: newGraph(newPeople(r.keyer, r.state.People)), since: since,
		files: !r.can("filter")}
}

// cut reads the last months of a repository whose window is too large: as many
// as fit.
func (r *reader) cut(ctx context.Context, head ref, err error) (*history, error) {
	for _, s := range shorter {
		from := watch.MonthOf(r.now(), time.UTC).Add(-s.months).Start(time.UTC).Unix()
		if from <= r.since || !r.can("shallow") {
			continue
		}
		if err := r.again(ctx, s.bytes); err != nil {
			return nil, err
		}
		h := r.newHistory(head, from)
		if err = h.window(ctx, head.id); err == nil {
			r.state.Since, r.state.Cut = from, true
			return h, nil
		}
		h.close()
		if !tooLarge(err) {
			break
		}
	}
	return nil, err
}

// tooLarge tells whether a history did not fit into its budget; a pack with
// objects that are larger than commits are is another matter.
func tooLarge(err error) bool {
	e, ok := errors.AsType[*fetch.Error](err)
	return ok && e.Reason == fetch.ReasonTooLarge && !errors.Is(e.Err, errObjectSize)
}

// newer reads what came since the reading before; ok is false where history
// was written anew, or the server no longer knows it.
func (r *reader) newer(ctx context.Context, head ref) (h *history, ok bool, err error) {
	h = r.newHistory(head, r.state.Since)
	old := r.state.Head
	if head.id == old {
		return h, true, r.tally(h, head, r.state.Months)
	}
	q := request{wants: []oid{head.id}, haves: []oid{old}, ask: r.version == 2}
	acked, count, err := h.commits(ctx, q)
	if err == nil && acked && count == 0 {
		q.ask = false
		_, _, err = h.commits(ctx, q)
	}
	if e, ok := err.(*fetch.Error); ok && (e.Reason == ReasonServerError || e.Reason == fetch.ReasonTooLarge) {
		h.close()
		return nil, false, nil
	}
	_, known := h.graph.find(old)
	_, have := h.graph.got(old)
	if err != nil || !acked || !known || have {
		h.close()
		return nil, false, err
	}
	for i := range h.graph.all() {
		h.graph.flag(i, nodeTried, 0) // what is absent was counted before
	}
	return h, true, r.tally(h, head, r.state.Months)
}

// tally counts the commits read, beside those counted before.
func (r *reader) tally(h *history, head ref, before []monthState) error {
	if head.id == r.state.Head {
		return nil
	}
	h.graph.tidy()
	list, edge := h.graph.reach(head.id, h.since)
	tip, ok := h.graph.got(head.id)
	if !ok {
		return fail(r.address, ReasonBadPack, "the server did not send the commit of its default branch")
	}
	if before == nil {
		r.state.Whole = !edge.cut && edge.lost == 0 && !h.lost
		if edge.lost > 0 || h.lost {
			r.state.Partial = ReasonNoRepair
			r.note(fail(r.address, ReasonNoRepair, "part of the commits of the window could not be read"))
		}
	}
	t := newTally(before)
	defer t.close()
	t.add(h.graph, list)
	r.told.commits = h.graph.said(list, r.address)
	if r.counted != nil {
		r.counted(h.graph, list)
	}
	var err error
	r.state.Months, err = t.states(&h.graph.domains)
	r.state.People, r.state.HeadAt = h.graph.people.list, tip.when()
	r.told.news = true
	return explain(r.address, errors.Join(err, h.graph.err()))
}

// tags reads what is new among tags.
func (r *reader) tags(ctx context.Context, refs []ref, h *history) {
	now, peeled := map[string]oid{}, map[oid]oid{}
	for _, f := range refs {
		if name, ok := strings.CutPrefix(f.name, "refs/tags/"); ok && len(now) < maxTags {
			now[name] = f.id
			if f.peeled != (oid{}) {
				peeled[f.id] = f.peeled
			}
		}
	}
	r.told.repository.Tags = len(now)
	before := r.state.Tags
	added, moved, deleted := compareTags(before, now)
	wanted := map[string]oid{}
	for _, name := range slices.Concat(added, moved) {
		wanted[name] = now[name]
	}
	for name, t := range before {
		if !t.Read && t.Object == now[name] {
			wanted[name] = now[name]
		}
	}
	tr := &tagReader{session: r.session, keyer: r.keyer, head: h.tip, since: h.since, peeled: peeled}
	got, err := tr.read(ctx, wanted, h.graph)
	if err != nil {
		r.note(err)
	}
	r.told.tagsBefore = date(r.state.TagsAt)
	r.told.tags = tagChanges(before, got, moved, deleted)
	after := map[string]tagState{}
	for name := range now {
		after[name] = before[name]
	}
	for _, c := range r.told.tags {
		if c.state != watch.TagDeleted {
			after[c.name] = c.tag
		}
	}
	h.graph.contained(r.told.commits, after, r.zone)
	r.told.news = r.told.news || len(added)+len(moved)+len(deleted) > 0
	r.state.Tags, r.state.TagsAt = after, r.now().Unix()
}

// finish states the months, and what the next reading needs.
func (r *reader) finish(head ref) {
	st := r.state
	st.Head, st.Branch, st.ReadAt = head.id, head.name, r.now().Unix()
	r.told.repository.HeadAt = date(st.HeadAt)
	r.told.repository.Shallow = st.Since == 0 && !st.Whole
	persons := st.forget(newPeople(r.keyer, st.People).persons(newMailmap(st.Mailmap)))
	r.told.activities = activities(st.Months, persons, publicSet(), reading{
		address: r.address, since: st.Since, whole: st.Whole, partial: st.Partial != "", at: r.now(),
	})
	today := watch.MonthOf(r.now(), time.UTC)
	for _, m := range st.Months {
		if today.Before(m.Month) {
			r.told.future += m.Commits
		}
	}
}
