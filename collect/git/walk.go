package git

import (
	"cmp"
	"context"
	"crypto/sha1"
	"encoding/binary"
	"errors"
	"fmt"
	"sort"
)

const (
	maxInflated = 1 << 30   // of one pack, a bound on work: 190,000 commits inflate to 160 MB
	maxChain    = 4096      // deltas in a row; git itself makes 50, 250 when told to
	baseMemory  = 1 << 20   // bytes of objects kept as bases of deltas
	entryMemory = 256 << 10 // bytes of the places of objects
)

// objects calls use for each object whose type keep accepts, in the order of
// the pack, objects that are deltas against a name last. An error leaves the
// pack unread: drop what use has gathered.
func (p *pack) objects(ctx context.Context, keep func(objectType) bool, use func(object) error) error {
	if p.count == 0 {
		return nil
	}
	w := newWalk(ctx, p, keep, use)
	defer w.entries.close()
	if err := w.inOrder(); err != nil {
		return err
	}
	if got := w.seq.offset(); got != p.size-sha1.Size {
		return fmt.Errorf("%w: %d bytes after the last object", errPack, p.size-sha1.Size-got)
	}
	if err := w.byName(); err != nil {
		return err
	}
	return w.entries.err
}

// A walk goes through a pack.
type walk struct {
	*pack
	ctx      context.Context
	keep     func(objectType) bool
	use      func(object) error
	entries  *paged // offset and type of each object so far, see place
	read     int    // entries so far
	bases    *bases
	name     *namer
	seq, far inflater // in order, and for bases that are no longer kept
	inflated int64
	plainly  []byte // memory of the last object that was no delta
	scratch  []byte // of the last delta
	pending  []int  // deltas against a name
	names    *table // of all objects, for those
}

func newWalk(ctx context.Context, p *pack, keep func(objectType) bool, use func(object) error) *walk {
	return &walk{
		pack: p, ctx: ctx, keep: keep, use: use, entries: newPaged(8, entryMemory), bases: newBases(baseMemory), name: newNamer(),
	}
}

// An entry is the head of an object in a pack.
type entry struct {
	typ  objectType
	size int64
	base int64 // offset of the base of an OFS delta
	name oid   // of the base of a REF delta
}

// inOrder reads all objects.
func (w *walk) inOrder() error {
	w.seq.open(w, packHead)
	for range w.count {
		if err := w.next(); err != nil {
			return err
		}
	}
	return nil
}

// place returns the offset of the i-th object, and its type: that of the object
// that a delta makes, 0 as long as it is not known.
func (w *walk) place(i int) (off int64, typ objectType) {
	v := binary.LittleEndian.Uint64(w.entries.at(i))
	return int64(v >> 8), objectType(v)
}

func (w *walk) setPlace(i int, off int64, typ objectType) {
	binary.LittleEndian.PutUint64(w.entries.edit(i), uint64(off)<<8|uint64(typ))
}

// typeAt returns the type of the object that begins at an offset; ok is false
// where none of those read so far does.
func (w *walk) typeAt(off int64) (typ objectType, ok bool) {
	i := sort.Search(w.read, func(k int) bool {
		o, _ := w.place(k)
		return o >= off
	})
	if i == w.read {
		return 0, false
	}
	o, typ := w.place(i)
	return typ, o == off
}

// next reads one object in order.
func (w *walk) next() error {
	off := w.seq.offset()
	e, err := w.seq.entry(off)
	if err != nil {
		return err
	}
	typ := e.typ
	switch e.typ {
	case typeOFSDelta:
		var ok bool
		if typ, ok = w.typeAt(e.base); !ok {
			return fmt.Errorf("%w: base at %d", errDelta, e.base)
		}
	case typeREFDelta:
		typ = 0
	}
	if typ == 0 {
		w.pending = append(w.pending, w.read)
	}
	w.setPlace(w.read, off, typ)
	w.read++
	switch {
	case typ == 0 || !w.keep(typ):
		return w.seq.skip(e.size)
	case e.typ == typeOFSDelta:
		return w.delta(off, e, typ)
	}
	return w.plain(e)
}

// delta gives an object that is a delta against one before it.
func (w *walk) delta(off int64, e entry, typ objectType) error {
	err := w.deltified(off, e, typ)
	if w.passes(err, typ) {
		return nil
	}
	return err
}

// passes tells whether an object is passed over: a file or a tree of which a
// delta makes too much, as of projects that have a file of megabytes beside
// their licence.
func (w *walk) passes(err error, typ objectType) bool {
	return errors.Is(err, errObjectSize) && (typ == typeBlob || typ == typeTree) && w.inflated <= maxInflated
}

func (w *walk) deltified(off int64, e entry, typ objectType) error {
	if e.size > maxObject {
		return cmp.Or(w.seq.skip(e.size), fmt.Errorf("%w: delta of %d bytes", errObjectSize, e.size))
	}
	delta, err := w.seq.read(e.size, w.scratch)
	if err != nil {
		return err
	}
	w.scratch = delta
	base, err := w.at(e.base)
	if err != nil {
		return err
	}
	data, err := w.apply(base, delta)
	if err != nil {
		return err
	}
	w.bases.put(off, data)
	return w.use(object{typ: typ, id: w.name.of(typ, data), data: data})
}

// apply makes an object out of its base; what it makes counts as work.
func (w *walk) apply(base, delta []byte) ([]byte, error) {
	data, err := applyDelta(base, delta, maxObject, w.bases.take)
	if err == nil {
		err = w.work(int64(len(data)))
	}
	return data, err
}

// work counts bytes of objects against the bound of a pack.
func (w *walk) work(n int64) error {
	if w.inflated += n; w.inflated > maxInflated {
		return fmt.Errorf("%w: %d bytes of objects", errObjectSize, w.inflated)
	}
	return w.ctx.Err()
}

// plain gives an object that is not a delta.
func (w *walk) plain(e entry) error {
	if e.size <= maxObject {
		data, err := w.seq.read(e.size, w.plainly)
		if err != nil {
			return err
		}
		w.plainly = data
		return w.use(object{typ: e.typ, id: w.name.of(e.typ, data), data: data})
	}
	w.name.begin(e.typ, e.size)
	head, err := w.seq.head(e.size, w.name.sum)
	if err != nil {
		return err
	}
	o := object{typ: e.typ, id: w.name.end(), data: head, cut: true}
	if o.typ == typeTree {
		return nil // half a tree says nothing
	}
	return w.use(o)
}

// at returns the content of the object at an offset, along its chain of deltas.
// It is kept: more deltas against it may follow.
func (w *walk) at(off int64) ([]byte, error) {
	var chain [][]byte
	var held int
	first := off
	for {
		if data, ok := w.bases.get(off); ok {
			return w.along(first, data, chain)
		}
		w.far.open(w, off)
		e, err := w.far.entry(off)
		if err != nil {
			return nil, err
		}
		deltified := e.typ == typeOFSDelta || e.typ == typeREFDelta
		var memory []byte
		if !deltified {
			memory = w.bases.take(int(min(e.size, maxObject)))
		}
		data, err := w.far.read(e.size, memory)
		if err != nil {
			return nil, err
		}
		if !deltified {
			w.bases.put(off, data)
			return w.along(first, data, chain)
		}
		if held += len(data); len(chain) == maxChain || held > 4*maxObject {
			return nil, fmt.Errorf("%w: chain of %d", errDelta, len(chain))
		}
		chain = append(chain, data)
		if off, err = w.baseOf(e); err != nil {
			return nil, err
		}
	}
}

// along applies a chain of deltas, the last first, and keeps what it makes as
// the object at an offset.
func (w *walk) along(off int64, data []byte, chain [][]byte) (_ []byte, err error) {
	for i := len(chain) - 1; i >= 0; i-- {
		if data, err = w.apply(data, chain[i]); err != nil {
			return nil, err
		}
	}
	if len(chain) > 0 {
		w.bases.put(off, data)
	}
	return data, nil
}
