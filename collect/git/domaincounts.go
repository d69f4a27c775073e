package git

import (
	"encoding/binary"
	"encoding/json"
	"iter"
	"maps"
	"slices"
)

// A domainCounts holds commits by domain in some fifteen bytes each: length of
// the name and name, commits; lengths and commits as varints, names in order.
type domainCounts string

func packDomains(counts map[string]int) domainCounts {
	var b []byte
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		b = append(binary.AppendUvarint(b, uint64(len(name))), name...)
		b = binary.AppendUvarint(b, uint64(max(counts[name], 0)))
	}
	return domainCounts(b)
}

// all yields the domains with their commits.
func (d domainCounts) all() iter.Seq2[string, int] {
	return func(yield func(string, int) bool) {
		rest := string(d)
		next := func() int {
			var head [binary.MaxVarintLen64]byte
			u, n := binary.Uvarint(head[:copy(head[:], rest)])
			rest = rest[n:]
			return int(u)
		}
		for len(rest) > 0 {
			n := next()
			name := rest[:n]
			rest = rest[n:]
			if !yield(name, next()) {
				return
			}
		}
	}
}

// MarshalJSON writes an object of commits by domain.
func (d domainCounts) MarshalJSON() ([]byte, error) { return json.Marshal(maps.Collect(d.all())) }

// UnmarshalJSON reads what MarshalJSON writes.
func (d *domainCounts) UnmarshalJSON(b []byte) error {
	var counts map[string]int
	if err := json.Unmarshal(b, &counts); err != nil {
		return err
	}
	*d = packDomains(counts)
	return nil
}
