package demo

import (
	"bytes"
	"fmt"
	"slices"
	"sort"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/go-git/go-git/v5/storage/memory"
)

// A story is the history of one repository, told month by month.
type story struct {
	path    string // of the address on the demo's forge
	branch  string
	phases  []phase
	edits   []edit
	tags    []tagging
	moved   string    // path that the forge sends to since movedAt
	movedAt time.Time // zero: it never moved
	parent  string    // path of the repository that this one was forked from
	forked  time.Time // day of the fork: older commits are the parent's
}

// A phase is a time during which a project works at one pace.
type phase struct {
	from, to string // months, both included
	commits  int    // a month
	authors  []string
	bots     int // commits by a robot, a month
}

// An edit changes root files of the repository.
type edit struct {
	at      string // day
	author  string
	message string
	files   map[string]string // by path; "" removes the file
}

// A tagging names the newest commit of its day.
type tagging struct {
	name    string
	at      string // day
	message string // "" makes a lightweight tag
	movedAt string // day on which the tag is put on a later commit; "" is never
	gone    string // day on which the tag is removed; "" is never
}

// An act is a commit to be made.
type act struct {
	when    time.Time
	author  string
	message string
	files   map[string]string
}

// day reads a day of a story at noon, UTC.
func day(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err) // a story of ours is wrong
	}
	return t.Add(12 * time.Hour)
}

// month reads a month of a story.
func month(s string) time.Time { return day(s + "-01").Add(-12 * time.Hour) }

var messages = []string{
	"Simplify the request parser", "Document the settings", "Fix a leak in the cache", "Add a test for time zones",
	"Speed up start", "Translate the messages", "Handle empty answers", "Update the build",
}

// acts lists the commits of the story until asOf, oldest first. A fork begins
// with those of its parent.
func (s *story) acts(asOf time.Time) []act {
	var acts []act
	if s.parent != "" {
		acts = storyOf(s.parent).acts(s.forked)
	}
	for _, p := range s.phases {
		for m := month(p.from); !m.After(month(p.to)); m = m.AddDate(0, 1, 0) {
			acts = append(acts, p.acts(m)...)
		}
	}
	for _, e := range s.edits {
		acts = append(acts, act{day(e.at).Add(3 * time.Hour), e.author, e.message, e.files})
	}
	sort.SliceStable(acts, func(i, j int) bool { return acts[i].when.Before(acts[j].when) })
	end := sort.Search(len(acts), func(i int) bool { return acts[i].when.After(asOf) })
	return acts[:end]
}

// acts spreads the commits of one month of the phase over its days.
func (p phase) acts(m time.Time) []act {
	days := m.AddDate(0, 1, 0).Sub(m).Hours() / 24
	var acts []act
	for i := range p.commits {
		at := m.Add(time.Duration(days*24*float64(i)/float64(p.commits)) * time.Hour).Add(9 * time.Hour)
		// The first author of a phase makes as many commits as all the others.
		author := p.authors[0]
		if others := p.authors[1:]; len(others) > 0 && i%2 == 1 {
			author = others[(i/2)%len(others)]
		}
		acts = append(acts, act{at, author, messages[(i+int(m.Month()))%len(messages)], nil})
	}
	for i := range p.bots {
		acts = append(acts, act{m.AddDate(0, 0, 3*i+1).Add(4 * time.Hour), "dependabot[bot]", "Bump a dependency", nil})
	}
	return acts
}

// repository builds the repository as it is at asOf.
func (s *story) repository(asOf time.Time) (*memory.Storage, error) {
	b := builder{store: memory.NewStorage(), files: map[string]string{}}
	for _, a := range s.acts(asOf) {
		if err := b.commit(a); err != nil {
			return nil, fmt.Errorf("demo %s: %w", s.path, err)
		}
	}
	if len(b.commits) == 0 {
		return b.store, nil
	}
	branch := plumbing.NewBranchReferenceName(s.branch)
	refs := []*plumbing.Reference{
		plumbing.NewHashReference(branch, b.commits[len(b.commits)-1].hash),
		plumbing.NewSymbolicReference(plumbing.HEAD, branch),
	}
	for _, t := range s.tags {
		ref, err := b.tag(t, asOf)
		if err != nil {
			return nil, fmt.Errorf("demo %s: tag %s: %w", s.path, t.name, err)
		}
		if ref != nil {
			refs = append(refs, ref)
		}
	}
	for _, ref := range refs {
		if err := b.store.SetReference(ref); err != nil {
			return nil, err
		}
	}
	return b.store, nil
}

// A builder makes commits one after another on a line.
type builder struct {
	store   *memory.Storage
	files   map[string]string
	tree    plumbing.Hash
	commits []made
}

// made is a commit that exists.
type made struct {
	hash plumbing.Hash
	when time.Time
}

// commit makes one commit.
func (b *builder) commit(a act) error {
	for path, text := range a.files {
		if text == "" {
			delete(b.files, path)
			continue
		}
		b.files[path] = text
	}
	if a.files != nil || b.tree.IsZero() {
		if err := b.writeTree(); err != nil {
			return err
		}
	}
	who := object.Signature{Name: a.author, Email: address(a.author), When: a.when}
	c := object.Commit{Author: who, Committer: who, Message: a.message + "\n", TreeHash: b.tree}
	if n := len(b.commits); n > 0 {
		c.ParentHashes = []plumbing.Hash{b.commits[n-1].hash}
	}
	hash, err := b.write(&c)
	b.commits = append(b.commits, made{hash, a.when})
	return err
}

// writeTree stores the root tree of the files.
func (b *builder) writeTree() error {
	names := make([]string, 0, len(b.files))
	for name := range b.files {
		names = append(names, name)
	}
	slices.Sort(names)
	var tree object.Tree
	for _, name := range names {
		blob := b.store.NewEncodedObject()
		blob.SetType(plumbing.BlobObject)
		w, err := blob.Writer()
		if err != nil {
			return err
		}
		if _, err := w.Write([]byte(b.files[name])); err != nil {
			return err
		}
		hash, err := b.store.SetEncodedObject(blob)
		if err != nil {
			return err
		}
		tree.Entries = append(tree.Entries, object.TreeEntry{Name: name, Mode: filemode.Regular, Hash: hash})
	}
	hash, err := b.write(&tree)
	b.tree = hash
	return err
}

// encoder is a git object that can be stored.
type encoder interface {
	Encode(plumbing.EncodedObject) error
}

// write stores a git object.
func (b *builder) write(o encoder) (plumbing.Hash, error) {
	e := b.store.NewEncodedObject()
	if err := o.Encode(e); err != nil {
		return plumbing.ZeroHash, err
	}
	return b.store.SetEncodedObject(e)
}

// tag makes the reference of a tag, nil where it does not exist at asOf.
func (b *builder) tag(t tagging, asOf time.Time) (*plumbing.Reference, error) {
	at := day(t.at).Add(6 * time.Hour)
	if at.After(asOf) || t.gone != "" && !day(t.gone).After(asOf) {
		return nil, nil
	}
	target := at
	if t.movedAt != "" && !day(t.movedAt).After(asOf) {
		target = day(t.movedAt)
	}
	i := sort.Search(len(b.commits), func(i int) bool { return b.commits[i].when.After(target) })
	if i == 0 {
		return nil, fmt.Errorf("no commit before %s", t.at)
	}
	hash := b.commits[i-1].hash
	if t.message != "" {
		var err error
		hash, err = b.write(&object.Tag{
			Name: t.name, Message: t.message + "\n", TargetType: plumbing.CommitObject, Target: hash,
			Tagger: object.Signature{Name: "Release manager", Email: "release@forge.example", When: target},
		})
		if err != nil {
			return nil, err
		}
	}
	return plumbing.NewHashReference(plumbing.NewTagReferenceName(t.name), hash), nil
}

// address makes the address of a fictional author.
func address(author string) string {
	var b bytes.Buffer
	for _, r := range author {
		switch {
		case r >= 'a' && r <= 'z':
			b.WriteRune(r)
		case r >= 'A' && r <= 'Z':
			b.WriteRune(r + 'a' - 'A')
		case r == ' ':
			b.WriteByte('.')
		}
	}
	return b.String() + "@people.example"
}
