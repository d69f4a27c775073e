package git

// bases keeps the last objects read, as bases of deltas. The memory of those
// that are no longer kept is used again: garbage would grow faster than it is
// collected.
type bases struct {
	most, size int
	data       map[int64][]byte
	order      []int64
	free       [][]byte
}

func newBases(most int) *bases { return &bases{most: most, data: map[int64][]byte{}} }

func (b *bases) get(off int64) ([]byte, bool) {
	data, ok := b.data[off]
	return data, ok
}

func (b *bases) put(off int64, data []byte) {
	b.data[off] = data
	b.order = append(b.order, off)
	for b.size += cap(data); b.size > b.most && len(b.order) > 1; {
		old := b.data[b.order[0]]
		b.size -= cap(old)
		delete(b.data, b.order[0])
		b.order = b.order[1:]
		if len(b.free) < maxFree {
			b.free = append(b.free, old)
		}
	}
}

const maxFree = 4 // slices kept for use

// take returns n bytes for an object.
func (b *bases) take(n int) []byte {
	last := len(b.free) - 1
	for i := last; i >= 0; i-- {
		if data := b.free[i]; cap(data) >= n && cap(data) <= 4*n+512 {
			b.free[i] = b.free[last]
			b.free = b.free[:last]
			return data[:n]
		}
	}
	if last >= 0 {
		b.free = b.free[:last] // sizes change: let new ones in
	}
	return make([]byte, n)
}
