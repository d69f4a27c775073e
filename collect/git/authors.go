package git

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
)

// An authorState is the share of one alias in a month.
type authorState struct {
	Alias   int32 `json:"a"`
	Commits int32 `json:"c"`
	Plain   int32 `json:"p,omitempty"`
	LastDay int32 `json:"d"`
}

// An authorList holds the shares of a month, by alias, in some five bytes each:
// the distance to the alias before, commits, plain, last day, as varints.
type authorList []byte

// packAuthors makes a list of shares; it sorts them.
func packAuthors(shares []authorState) authorList {
	slices.SortFunc(shares, func(a, b authorState) int { return cmp.Compare(a.Alias, b.Alias) })
	b := make([]byte, 0, 8*len(shares))
	before := int32(0)
	for _, s := range shares {
		for _, v := range []int32{s.Alias - before, s.Commits, s.Plain, s.LastDay} {
			b = binary.AppendUvarint(b, uint64(v))
		}
		before = s.Alias
	}
	return bytes.Clone(b)
}

// count is how many shares there are.
func (l authorList) count() (n int) {
	for range l.all() {
		n++
	}
	return n
}

// all yields the shares.
func (l authorList) all() iter.Seq[authorState] {
	return func(yield func(authorState) bool) {
		var s authorState
		for rest := []byte(l); len(rest) > 0; {
			var v [4]int32
			for i := range v {
				u, n := binary.Uvarint(rest)
				v[i], rest = int32(u), rest[max(n, 1):]
			}
			s = authorState{s.Alias + v[0], v[1], v[2], v[3]}
			if !yield(s) {
				return
			}
		}
	}
}

// MarshalJSON writes the shares as an array.
func (l authorList) MarshalJSON() ([]byte, error) { return json.Marshal(slices.Collect(l.all())) }

// UnmarshalJSON reads what MarshalJSON writes.
func (l *authorList) UnmarshalJSON(b []byte) error {
	var shares []authorState
	if err := json.Unmarshal(b, &shares); err != nil {
		return err
	}
	for _, s := range shares {
		if min(s.Alias, s.Commits, s.Plain, s.LastDay) < 0 {
			return fmt.Errorf("share of an author %+v: want no number below 0", s)
		}
	}
	*l = packAuthors(shares)
	return nil
}
