package git

import (
	"iter"
	"math/bits"
)

// A set is a set of commits of a graph, by number.
type set []uint64

// newSet makes an empty set of numbers below n.
func newSet(n int32) set { return make(set, (int(n)+63)/64) }

func (s set) has(i int32) bool { return int(i/64) < len(s) && s[i/64]&(1<<(i%64)) != 0 }
func (s set) add(i int32)      { s[i/64] |= 1 << (i % 64) }
func (s set) remove(i int32)   { s[i/64] &^= 1 << (i % 64) }

// next returns the first member from i on, -1 if there is none.
func (s set) next(i int32) int32 {
	k := int(i / 64)
	if k >= len(s) {
		return -1
	}
	for word := s[k] &^ (1<<(i%64) - 1); ; word = s[k] {
		if word != 0 {
			return int32(64*k + bits.TrailingZeros64(word))
		}
		if k++; k == len(s) {
			return -1
		}
	}
}

// all yields the members in order.
func (s set) all() iter.Seq[int32] {
	return func(yield func(int32) bool) {
		for i := s.next(0); i >= 0; i = s.next(i + 1) {
			if !yield(i) {
				return
			}
		}
	}
}
