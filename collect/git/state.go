package git

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"iter"
	"slices"

	"guette/collect"
	"guette/watch"
)

// stateVersion changes with what marks hold. With one of the version before,
// commits are read again from the start of the window, and tags are known;
// older ones are as if nothing had been read.
const stateVersion = 2

// A state is the mark of a repository: what the next reading needs, under the
// key "state". It is gzipped JSON: the state, then what is long in parts, so
// that it never is in memory as a whole. It holds no address and no name of a
// person.
type state struct {
	Version int    `json:"version"`
	Key     string `json:"key"` // hash that tells whether the author key is still the same
	Head    oid    `json:"head"`
	HeadAt  int64  `json:"head_at"`
	Branch  string `json:"branch,omitempty"`
	Since   int64  `json:"since"` // of the history counted; 0 is everything
	Whole   bool   `json:"whole,omitempty"`
	Cut     bool   `json:"cut,omitempty"`     // more months than since then did not fit into the budget
	Partial string `json:"partial,omitempty"` // reason why months are not whole
	ReadAt  int64  `json:"read_at"`
	Again   bool   `json:"again,omitempty"` // something failed that may succeed: read the window again

	People  []alias        `json:"people,omitempty"`
	Months  []monthState   `json:"months,omitempty"`
	Mailmap []mailmapEntry `json:"mailmap,omitempty"`

	Tags    map[string]tagState `json:"tags,omitempty"`
	TagsAt  int64               `json:"tags_at,omitempty"`
	Files   []fileEntry         `json:"files,omitempty"`
	FilesAt oid                 `json:"files_at"` // commit of that state
	// Trees and Texts are those of Files, where the server sends each only once,
	// with the commit that made it.
	Trees map[string][]treeEntry `json:"trees,omitempty"`
	Texts map[string]blobText    `json:"texts,omitempty"`

	// Told has the hash of the fact last stated of each month, and of the
	// repository under "".
	Told map[string]string `json:"told,omitempty"`
}

// A statePart is a piece of a mark.
type statePart struct {
	People []alias      `json:"people,omitempty"`
	Months []monthState `json:"months,omitempty"`
}

const (
	maxState   = 64 << 20 // unpacked: 25 months of linux need 3 MB
	partPeople = 1000
)

// loadState reads the mark; what cannot be read, or was made with another key,
// is as if nothing had been read.
func loadState(ctx context.Context, job *collect.Job, k keyer) (*state, error) {
	fresh := &state{Version: stateVersion, Key: k.check()}
	mark, err := job.Mark(ctx, "state")
	if err != nil || mark == nil {
		return fresh, err
	}
	z, err := gzip.NewReader(bytes.NewReader(mark))
	if err != nil {
		return fresh, nil
	}
	st, err := readState(io.LimitReader(z, maxState))
	if err != nil || st.Version < stateVersion-1 || st.Version > stateVersion || st.Key != k.check() {
		return fresh, nil
	}
	st.Again = st.Again || st.Version < stateVersion
	st.Version = stateVersion
	return st, nil
}

func readState(r io.Reader) (*state, error) {
	d, st := json.NewDecoder(r), &state{}
	if err := d.Decode(st); err != nil {
		return nil, err
	}
	for {
		var part statePart
		switch err := d.Decode(&part); {
		case err == io.EOF:
			return st, nil
		case err != nil:
			return nil, err
		}
		st.People = append(st.People, part.People...)
		st.Months = append(st.Months, part.Months...)
	}
}

// save keeps the mark. Call it after the facts are kept, and last: see write.
func (st *state) save(ctx context.Context, job *collect.Job) error {
	size := 4 << 10
	for _, m := range st.Months { // half as much again: a buffer that grows is in memory twice
		size += len(m.Authors)*3/2 + len(m.Domains)/2
	}
	b := bytes.NewBuffer(make([]byte, 0, size))
	z := gzip.NewWriter(b)
	if err := st.write(json.NewEncoder(z)); err != nil {
		return err
	}
	z.Close()
	return job.SetMark(ctx, "state", b.Bytes())
}

// write writes the state in parts, and lets go of the parts.
func (st *state) write(e *json.Encoder) error {
	short := *st
	short.People, short.Months = nil, nil
	if err := e.Encode(&short); err != nil {
		return err
	}
	for people := range slices.Chunk(st.People, partPeople) {
		if err := e.Encode(statePart{People: people}); err != nil {
			return err
		}
	}
	st.People = nil
	for i := range st.Months {
		if err := e.Encode(statePart{Months: st.Months[i : i+1]}); err != nil {
			return err
		}
		st.Months[i] = monthState{}
	}
	st.Months = nil
	return nil
}

// news yields the activities that are news. Each is told once.
func (st *state) news(list iter.Seq[*watch.Activity]) iter.Seq[*watch.Activity] {
	return func(yield func(*watch.Activity) bool) {
		for a := range list {
			if st.tell(a.Month.String(), a) && !yield(a) {
				return
			}
		}
	}
}

// tell tells whether a fact is news, and remembers it.
func (st *state) tell(key string, body watch.Body) bool {
	sum := sha256.New()
	if err := json.NewEncoder(sum).Encode(body); err != nil {
		return true
	}
	hash := base64.RawStdEncoding.EncodeToString(sum.Sum(nil)[:12])
	if st.Told == nil {
		st.Told = map[string]string{}
	}
	old, ok := st.Told[key]
	st.Told[key] = hash
	return !ok || old != hash
}

// forget drops aliases of which no commit is counted, and numbers the others
// anew. Of the persons of all it returns those of the others.
func (st *state) forget(persons []string) []string {
	used := make([]int32, len(st.People))
	kept := st.People[:0]
	for i, a := range st.People {
		used[i] = -1
		if a.First != noDate {
			used[i] = int32(len(kept))
			persons[len(kept)] = persons[i]
			kept = append(kept, a)
		}
	}
	st.People = kept
	var shares []authorState
	for m := range st.Months {
		shares = slices.AppendSeq(shares[:0], st.Months[m].Authors.all())
		for i := range shares {
			shares[i].Alias = used[shares[i].Alias]
		}
		st.Months[m].Authors = packAuthors(shares)
		for i, o := range st.Months[m].Others {
			st.Months[m].Others[i] = used[o]
		}
	}
	return persons[:len(kept)]
}
