package feed

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"guette/collect"
	"guette/fetch"
)

const (
	memoryKey     = "entries"
	maxRemembered = 5000 // entries of one feed: ten years of a lively one
	// readerVersion changes when entries must be read again from the same bytes.
	readerVersion = 1
)

// A memory is what is kept of a feed from one reading to the next, as JSON
// under the mark "entries" of its source.
type memory struct {
	SHA256 string    `json:"sha256"` // of the last answer
	Since  time.Time `json:"since"`  // window of the last reading
	Reader int       `json:"reader"` // version
	Items  int       `json:"items"`  // entries of the last answer
	Known  []known   `json:"known"`  // entries seen, last seen last
}

// known is an entry that was seen: four marks, of which feeds change one or two
// at a time, and the key of its fact.
type known struct {
	Key   string `json:"key"`
	ID    string `json:"id,omitempty"`
	Link  string `json:"link,omitempty"`
	Title string `json:"title,omitempty"`
	Date  string `json:"date,omitempty"`
}

// remember loads what is kept of the feed of a job; damage is forgetting.
func remember(ctx context.Context, job *collect.Job) (*memory, error) {
	data, err := job.Mark(ctx, memoryKey)
	if err != nil {
		return nil, err
	}
	m := new(memory)
	if len(data) > 0 && json.Unmarshal(data, m) != nil {
		m = new(memory)
	}
	return m, nil
}

// keep stores the memory after the facts.
func (m *memory) keep(ctx context.Context, job *collect.Job, resp *fetch.Response, items int) error {
	m.SHA256, m.Since, m.Reader, m.Items = resp.SHA256, job.Since(), readerVersion, items
	if extra := len(m.Known) - maxRemembered; extra > 0 {
		m.Known = m.Known[extra:]
	}
	data, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return job.SetMark(ctx, memoryKey, data)
}

// marksOf are the marks of an entry. Long ones are hashed: they are only
// compared.
func marksOf(i Item) known {
	k := known{ID: short(i.ID), Link: short(sameLink(i.Link)), Title: short(strings.ToLower(i.Title))}
	if i.Link == "" {
		k.Link = ""
	}
	if !i.Published.IsZero() {
		k.Date = strconv.FormatInt(i.Published.Unix(), 36)
	}
	return k
}

func short(s string) string {
	if len(s) <= 40 {
		return s
	}
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:12])
}

// likeness counts the marks that two entries share, and those that differ.
func (k known) likeness(o known) (same, differ int) {
	for _, pair := range [][2]string{{k.ID, o.ID}, {k.Link, o.Link}, {k.Title, o.Title}, {k.Date, o.Date}} {
		switch {
		case pair[0] == "" || pair[1] == "":
		case pair[0] == pair[1]:
			same++
		default:
			differ++
		}
	}
	return same, differ
}

// is tells whether two readings are of one entry: two marks agree, or one that
// nothing contradicts. An id or a link alone does not do: some feeds number
// their entries anew each time, or link all of them to one page.
func (k known) is(o known) (score int, ok bool) {
	same, differ := k.likeness(o)
	switch {
	case same >= 2, same == 1 && differ == 0:
		return 2*same - differ + 8, true
	case same == 1 && k.ID == o.ID && strong(k.ID):
		return 1, true
	}
	return 0, false
}

// strong tells an id that was made to be unique from a number in a list.
func strong(id string) bool { return len(id) >= 16 }

// identify gives each entry the key of its fact: that of the known entry it is
// most like, else a new one. Two entries of one document are two entries, unless
// all their marks agree. It remembers what it saw.
func (m *memory) identify(items []Item) []string {
	keys := make([]string, len(items))
	marks := make([]known, len(items))
	first := map[known]int{}
	var pairs []pair
	index := m.index()
	for n, item := range items {
		marks[n] = marksOf(item)
		if _, again := first[marks[n]]; again {
			continue
		}
		first[marks[n]] = n
		for _, k := range index.near(marks[n]) {
			if score, ok := marks[n].is(m.Known[k]); ok {
				pairs = append(pairs, pair{score, n, k})
			}
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.item, b.item), cmp.Compare(b.known, a.known))
	})
	used := map[int]bool{}
	for _, p := range pairs {
		if keys[p.item] == "" && !used[p.known] {
			keys[p.item], used[p.known] = m.Known[p.known].Key, true
		}
	}
	m.name(marks, first, keys)
	m.learn(marks, keys)
	return keys
}

// A pair is an entry and a known one that it is like.
type pair struct{ score, item, known int }

// name gives a key to the entries that are new, and to those that come twice.
func (m *memory) name(marks []known, first map[known]int, keys []string) {
	taken := map[string]bool{}
	for _, k := range m.Known {
		taken[k.Key] = true
	}
	shared := count(marks)
	for n := range keys {
		if keys[n] != "" {
			continue
		}
		if f := first[marks[n]]; f < n {
			keys[n] = keys[f]
			continue
		}
		for try := 0; keys[n] == "" || taken[keys[n]]; try++ {
			keys[n] = newKey(marks[n].identity(shared), try)
		}
		taken[keys[n]] = true
	}
}

// count tells how many entries of a document have a mark.
func count(marks []known) map[string]int {
	n := map[string]int{}
	for _, k := range marks {
		for _, mark := range k.names() {
			n[mark]++
		}
	}
	return n
}

// identity is what names an entry at first sight: its id, else its link, where
// no other entry has the same; else its title and date.
func (k known) identity(shared map[string]int) string {
	for kind, mark := range []string{k.ID, k.Link} {
		if mark != "" && shared[strconv.Itoa(kind)+mark] == 1 {
			return mark
		}
	}
	return strings.Join([]string{k.ID, k.Link, k.Title, k.Date}, "\n")
}

// newKey names an entry; tries tell apart those of one identity.
func newKey(identity string, try int) string {
	sum := sha256.Sum256([]byte(identity + "\n" + strconv.Itoa(try)))
	return hex.EncodeToString(sum[:12])
}

// learn puts the entries of a document behind those that were not in it.
func (m *memory) learn(marks []known, keys []string) {
	now := map[string]bool{}
	for n := range marks {
		now[keys[n]] = true
	}
	m.Known = slices.DeleteFunc(m.Known, func(k known) bool { return now[k.Key] })
	for n, k := range marks {
		if now[keys[n]] {
			k.Key = keys[n]
			m.Known = append(m.Known, k)
			now[keys[n]] = false
		}
	}
}

// An index finds known entries by any of their marks.
type index map[string][]int

func (m *memory) index() index {
	ix := index{}
	for n, k := range m.Known {
		for _, mark := range k.names() {
			ix[mark] = append(ix[mark], n)
		}
	}
	return ix
}

func (k known) names() (list []string) {
	for kind, mark := range []string{k.ID, k.Link, k.Title, k.Date} {
		if mark != "" {
			list = append(list, strconv.Itoa(kind)+mark)
		}
	}
	return list
}

// maxNear bounds the look-up of a mark that many entries share.
const maxNear = 200

func (ix index) near(k known) []int {
	var list []int
	for _, mark := range k.names() {
		hits := ix[mark]
		if len(hits) > maxNear {
			hits = hits[len(hits)-maxNear:]
		}
		list = append(list, hits...)
	}
	slices.Sort(list)
	return slices.Compact(list)
}
