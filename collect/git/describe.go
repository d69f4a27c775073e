package git

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"math/bits"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
	"unicode"

	"guette/collect"
	"guette/fetch"
	"guette/watch"
)

// A Description is what is understood of one repository, for a person who
// tries an address. Nothing is kept.
type Description struct {
	URL        string              `json:"url"`
	Repository *watch.Repository   `json:"repository"`
	Since      time.Time           `json:"since"` // start of the window; zero is everything
	Whole      bool                `json:"whole"` // the window reaches the first commit
	Months     Months              `json:"months"`
	Tags       []*watch.Tag        `json:"tags"`  // newest first
	Files      []*watch.FileChange `json:"files"` // in the order in which they happened
	Notes      []string            `json:"notes,omitempty"`
	Requests   int                 `json:"requests"`
	Bytes      int64               `json:"bytes"`
}

// Months are activities that are made one by one: many months of many people
// are large.
type Months iter.Seq[*watch.Activity]

// MarshalJSON implements json.Marshaler: a list.
func (m Months) MarshalJSON() ([]byte, error) {
	list := []byte{'['}
	for a := range m {
		data, err := json.Marshal(a)
		if err != nil {
			return nil, err
		}
		if len(list) > 1 {
			list = append(list, ',')
		}
		list = append(list, data...)
	}
	return append(list, ']'), nil
}

// withoutHashes takes the hashes of authors out, of which the key is thrown
// away, and what they do to the order.
func withoutHashes(list iter.Seq[*watch.Activity]) Months {
	return func(yield func(*watch.Activity) bool) {
		for a := range list {
			for i := range a.Authors {
				a.Authors[i].ID = ""
			}
			slices.SortFunc(a.Authors, func(x, y watch.AuthorCount) int {
				return cmp.Or(cmp.Compare(y.Commits, x.Commits), cmp.Compare(y.LastDay, x.LastDay), cmp.Compare(y.Plain, x.Plain))
			})
			if !yield(a) {
				return
			}
		}
	}
}

// Describe reads a repository once, for the window of o. The error is an
// [fetch.Error] with the reason why there is nothing to tell.
func Describe(ctx context.Context, get fetch.Getter, address string, o collect.Options, now func() time.Time) (*Description, error) {
	a := readAddress(address)
	if a.reason != "" {
		e := fail(address, a.reason, "not an address of a git server over HTTP")
		e.Hint = a.hint
		return nil, e
	}
	key := make([]byte, 32)
	if _, err := rand.Read(key); err != nil {
		return nil, err
	}
	job := &collect.Job{Options: o, Source: collect.Source{URL: address}, Fetch: get, Now: now}
	k := keyer{key}
	r := newReader(job, k, &state{Version: stateVersion, Key: k.check()})
	if err := r.read(ctx); err != nil {
		return nil, err
	}
	if r.told.repository.Empty {
		return nil, fail(address, ReasonEmpty, "the repository has no commit")
	}
	return r.describe(), nil
}

func (r *reader) describe() *Description {
	d := &Description{
		URL: r.address, Repository: r.told.repository, Since: date(r.state.Since), Whole: r.state.Whole,
		Months: withoutHashes(r.told.activities), Files: r.told.files, Requests: r.told.requests, Bytes: r.told.bytes,
	}
	for _, c := range r.told.tags {
		d.Tags = append(d.Tags, c.body(r.address))
	}
	slices.SortFunc(d.Tags, func(a, b *watch.Tag) int {
		return cmp.Or(b.When().Compare(a.When()), strings.Compare(a.Name, b.Name))
	})
	for _, n := range r.told.notes {
		d.Notes = append(d.Notes, n.Message)
	}
	return d
}

const (
	tagsShown  = 15
	filesShown = 25
)

// WriteText writes the description for a terminal; control characters of the
// repository's own words are taken out.
func (d *Description) WriteText(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	d.writeHead(t)
	fmt.Fprintf(t, "\nmonth\tcommits\tmerges\tbots\tpeople\tdays\tmost of one\n")
	for m := range d.Months {
		partial := ""
		if m.Partial {
			partial = " (not whole)"
		}
		fmt.Fprintf(t, "%s\t%d\t%d\t%d\t%d\t%d\t%s%s\n", m.Month, m.Commits, m.Merges, m.Bots, len(m.Authors), activeDays(m.Days), first(m), partial)
	}
	fmt.Fprintf(t, "\ntag\tdate\tcommit\n")
	for _, tag := range d.Tags[:min(len(d.Tags), tagsShown)] {
		fmt.Fprintf(t, "%s\t%s\t%.12s\n", printable(tag.Name), day(tag.When()), tag.Commit)
	}
	if n := len(d.Tags) - tagsShown; n > 0 {
		fmt.Fprintf(t, "and %d more\n", n)
	}
	fmt.Fprintf(t, "\nfile\tchange\tdate\tcommit\n")
	from := max(0, len(d.Files)-filesShown)
	for _, f := range d.Files[from:] {
		fmt.Fprintf(t, "%s\t%s\t%s\t%.12s\n", printable(f.Path), f.Change, day(f.Committed), f.Commit)
	}
	if from > 0 {
		fmt.Fprintf(t, "and %d earlier\n", from)
	}
	return t.Flush()
}

func (d *Description) writeHead(t io.Writer) {
	r := d.Repository
	fmt.Fprintf(t, "repository\t%s\n", printable(d.URL))
	if r.MovedTo != "" {
		fmt.Fprintf(t, "moved to\t%s\n", printable(r.MovedTo))
	}
	fmt.Fprintf(t, "branch\t%s\n", printable(r.DefaultBranch))
	fmt.Fprintf(t, "head\t%.12s of %s\n", r.Head, day(r.HeadAt))
	since := "the first commit"
	if !d.Whole {
		since = day(d.Since)
	}
	fmt.Fprintf(t, "history\tsince %s\n", since)
	fmt.Fprintf(t, "cost\t%d requests, %d bytes\n", d.Requests, d.Bytes)
	for _, n := range d.Notes {
		fmt.Fprintf(t, "note\t%s\n", printable(n))
	}
}

func day(t time.Time) string { return cmp.Or(watch.DateOf(t).String(), "-") }

func activeDays(mask uint32) int { return bits.OnesCount32(mask) }

// first is the share of the author with most commits.
func first(m *watch.Activity) string {
	if m.Human == 0 {
		return "-"
	}
	return fmt.Sprintf("%d %%", 100*m.Authors[0].Commits/m.Human)
}

// printable takes control characters out, and makes one line.
func printable(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return '�'
		}
		return r
	}, strings.ToValidUTF8(s, "�"))
	return s
}
