package git

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"context"
	"crypto/sha1"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"io"
	"math"
	"runtime"
	"sort"
	"strings"
)

const (
	maxObject   = 1 << 20   // held at once; a root tree of 4,000 entries has 150 KB
	maxInflated = 1 << 30   // of one pack, a bound on work: 190,000 commits inflate to 160 MB
	maxChain    = 4096      // deltas in a row; git itself makes 50, 250 when told to
	maxEntries  = 4_000_000 // objects of a pack; linux has 1.4 million commits
	// tidyEvery objects of a large pack the garbage is collected: left to its
	// pace the collector lets memory grow to twice what is held, which for 25
	// months of linux would be more than 40 MB. Once takes some 3 ms.
	tidyEvery = 8192
	minEntry  = 9       // bytes of the shortest object: its head, and nothing compressed
	baseCache = 1 << 20 // bytes of objects kept as bases of deltas
)

var (
	errPack       = errors.New("not a whole pack")
	errChecksum   = errors.New("wrong checksum of the pack")
	errObjectSize = errors.New("object too large")
)

// An object is one object of a pack. Data hold until the next object. Data of
// a commit, a tag or a blob of more than maxObject bytes are only its head.
type object struct {
	typ  objectType
	id   oid
	data []byte
	cut  bool
}

// A pack is an answer to a request for objects, whole and with the right
// checksum. Close it.
type pack struct {
	*spool
	count int
	answer
}

// An answer is what a server says before the pack.
type answer struct {
	shallow   []oid // commits whose parents were left out
	unshallow []oid // commits whose parents are no longer left out
	acked     bool  // the server knows a commit that we said we have
}

// line reads a line of the sections before the pack.
func (a *answer) line(text string) {
	word, rest, _ := strings.Cut(text, " ")
	id, ok := parseOID(rest)
	switch {
	case word == "ACK":
		a.acked = true
	case word == "shallow" && ok:
		a.shallow = append(a.shallow, id)
	case word == "unshallow" && ok:
		a.unshallow = append(a.unshallow, id)
	}
}

// receivePack reads a pack to its end and checks it.
func receivePack(r io.Reader) (*pack, error) {
	p := &pack{spool: &spool{}}
	if _, err := io.CopyBuffer(p.spool, r, make([]byte, 32<<10)); err != nil {
		p.Close()
		return nil, err
	}
	if err := p.check(); err != nil {
		p.Close()
		return nil, err
	}
	return p, nil
}

// check tells whether the pack is whole: head, and SHA-1 at the end.
func (p *pack) check() error {
	var head [12]byte
	if p.size < int64(len(head))+sha1.Size {
		return fmt.Errorf("%w: %d bytes", errPack, p.size)
	}
	if _, err := p.ReadAt(head[:], 0); err != nil {
		return err
	}
	if v := binary.BigEndian.Uint32(head[4:]); string(head[:4]) != "PACK" || v != 2 && v != 3 {
		return fmt.Errorf("%w: it begins with %q", errPack, head[:8])
	}
	n := binary.BigEndian.Uint32(head[8:])
	if n > maxEntries || p.size > math.MaxUint32 {
		return fmt.Errorf("%w: %d objects", errObjectSize, n)
	}
	p.count = int(n)
	sum, want := sha1.New(), make([]byte, sha1.Size)
	if _, err := io.Copy(sum, io.NewSectionReader(p, 0, p.size-sha1.Size)); err != nil {
		return err
	}
	if _, err := p.ReadAt(want, p.size-sha1.Size); err != nil && err != io.EOF {
		return err
	}
	if !bytes.Equal(sum.Sum(nil), want) {
		return errChecksum
	}
	return nil
}

// objects calls use for each object whose type keep accepts, in the order of
// the pack, objects that are deltas against a name last. An error leaves the
// pack unread: drop what use has gathered.
func (p *pack) objects(ctx context.Context, keep func(objectType) bool, use func(object) error) error {
	if p.count == 0 {
		return nil
	}
	w := &walk{pack: p, ctx: ctx, keep: keep, use: use, bases: newBases(baseCache), name: newNamer()}
	return w.run()
}

// A walk goes through a pack.
type walk struct {
	*pack
	ctx      context.Context
	keep     func(objectType) bool
	use      func(object) error
	offsets  []uint32     // budgets are far below 4 GB
	types    []objectType // of the object that the delta makes; 0 is not known yet
	bases    *bases
	name     *namer
	seq, far inflater // in order, and for bases that are no longer kept
	inflated int64
	scratch  []byte // of the last delta
	pending  []int  // deltas against a name
	names    map[oid]int
}

// An entry is the head of an object in a pack.
type entry struct {
	typ  objectType
	size int64
	base int64 // offset of the base of an OFS delta
	name oid   // of the base of a REF delta
}

func (w *walk) run() error {
	most := min(int64(w.count), w.size/minEntry) // the number may be a lie
	w.offsets, w.types = make([]uint32, 0, most), make([]objectType, 0, most)
	w.seq.open(w.pack, 12, w)
	for i := range w.count {
		if err := w.next(); err != nil {
			return err
		}
		if i%tidyEvery == tidyEvery-1 {
			runtime.GC()
		}
	}
	if got := w.seq.offset(); got != w.size-sha1.Size {
		return fmt.Errorf("%w: %d bytes after the last object", errPack, w.size-sha1.Size-got)
	}
	return w.byName()
}

// next reads one object in order.
func (w *walk) next() error {
	off := w.seq.offset()
	e, err := w.seq.entry(off)
	if err != nil {
		return err
	}
	i := len(w.offsets)
	w.offsets = append(w.offsets, uint32(off))
	typ := e.typ
	switch e.typ {
	case typeOFSDelta:
		j := sort.Search(i, func(k int) bool { return int64(w.offsets[k]) >= e.base })
		if j == i || int64(w.offsets[j]) != e.base {
			return fmt.Errorf("%w: base at %d", errDelta, e.base)
		}
		typ = w.types[j]
	case typeREFDelta:
		typ = 0
	}
	w.types = append(w.types, typ)
	if typ == 0 {
		w.pending = append(w.pending, i)
	}
	if typ == 0 || !w.keep(typ) {
		_, err := w.seq.skip(e.size)
		return err
	}
	if e.typ != typeOFSDelta {
		return w.plain(off, e)
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
func (w *walk) plain(off int64, e entry) error {
	if e.size <= maxObject {
		data, err := w.seq.read(e.size, w.bases.take(int(e.size)))
		if err != nil {
			return err
		}
		w.bases.put(off, data)
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
func (w *walk) at(off int64) ([]byte, error) {
	var chain [][]byte
	var held int
	for data, ok := w.bases.get(off); ; data, ok = w.bases.get(off) {
		if !ok {
			w.far.open(w.pack, off, w)
			e, err := w.far.entry(off)
			if err != nil {
				return nil, err
			}
			if data, err = w.far.read(e.size, nil); err != nil {
				return nil, err
			}
			if e.typ == typeOFSDelta || e.typ == typeREFDelta {
				if held += len(data); len(chain) == maxChain || held > 4*maxObject {
					return nil, fmt.Errorf("%w: chain of %d", errDelta, len(chain))
				}
				chain = append(chain, data)
				if off, err = w.baseOf(e); err != nil {
					return nil, err
				}
				continue
			}
		}
		for i := len(chain) - 1; i >= 0; i-- {
			var err error
			if data, err = w.apply(data, chain[i]); err != nil {
				return nil, err
			}
		}
		return data, nil
	}
}

func (w *walk) baseOf(e entry) (int64, error) {
	if e.typ == typeOFSDelta {
		return e.base, nil
	}
	if i, ok := w.names[e.name]; ok {
		return int64(w.offsets[i]), nil
	}
	return 0, fmt.Errorf("%w: base %s is not in the pack", errDelta, e.name)
}

// byName gives the objects that are deltas against a name: servers send them
// to clients that did not ask for the shorter form, and some to all.
func (w *walk) byName() error {
	if len(w.pending) == 0 {
		return nil
	}
	pending, keep, use := w.pending, w.keep, w.use
	names := map[oid]int{}
	first := &walk{pack: w.pack, ctx: w.ctx, bases: newBases(baseCache), name: newNamer(), keep: func(objectType) bool { return true }}
	first.use = func(o object) error {
		names[o.id] = len(first.offsets) - 1
		return nil
	}
	first.seq.open(w.pack, 12, first)
	for range w.count {
		if err := first.next(); err != nil {
			return err
		}
	}
	w.names = names
	for len(pending) > 0 {
		var left []int
		for _, i := range pending {
			ok, err := w.resolve(i, keep, use)
			if err != nil {
				return err
			}
			if !ok {
				left = append(left, i)
			}
		}
		if len(left) == len(pending) {
			return fmt.Errorf("%w: %d bases are not in the pack", errDelta, len(left))
		}
		pending = left
	}
	return nil
}

// resolve gives the i-th object, a delta; ok is false while its base waits.
func (w *walk) resolve(i int, keep func(objectType) bool, use func(object) error) (ok bool, err error) {
	w.far.open(w.pack, int64(w.offsets[i]), w)
	e, err := w.far.entry(int64(w.offsets[i]))
	if err != nil {
		return false, err
	}
	j, ok := w.names[e.name], false
	if e.typ == typeOFSDelta {
		j = sort.Search(len(w.offsets), func(k int) bool { return int64(w.offsets[k]) >= e.base })
		ok = j < len(w.types) && w.types[j] != 0
	} else if _, known := w.names[e.name]; known {
		ok = w.types[j] != 0
	}
	if !ok {
		return false, nil
	}
	w.types[i] = w.types[j]
	data, err := w.at(int64(w.offsets[i]))
	if err != nil {
		return false, err
	}
	o := object{typ: w.types[i], id: w.name.of(w.types[i], data), data: data}
	w.names[o.id] = i
	if !keep(o.typ) {
		return true, nil
	}
	return true, use(o)
}

// An inflater reads objects of a pack one after the other.
type inflater struct {
	w    *walk
	r    *bufio.Reader
	pos  int64
	z    io.ReadCloser
	buf  []byte
	work [32 << 10]byte
}

func (f *inflater) open(p *pack, off int64, w *walk) {
	src := io.NewSectionReader(p, off, p.size-sha1.Size-off)
	if f.w, f.pos = w, off; f.r == nil {
		f.r = bufio.NewReaderSize(src, 8<<10)
		return
	}
	f.r.Reset(src)
}

func (f *inflater) offset() int64 { return f.pos }

// Read and ReadByte make the decompressor stop exactly at the end of an object.
func (f *inflater) Read(p []byte) (int, error) {
	n, err := f.r.Read(p)
	f.pos += int64(n)
	return n, err
}

// ReadByte implements io.ByteReader.
func (f *inflater) ReadByte() (byte, error) {
	b, err := f.r.ReadByte()
	if err == nil {
		f.pos++
	}
	return b, err
}

// entry reads the head of the object at off.
func (f *inflater) entry(off int64) (e entry, err error) {
	b, err := f.ReadByte()
	if err != nil {
		return e, cutShort(err)
	}
	e.typ, e.size = objectType(b>>4&7), int64(b&15)
	for shift := 4; b&0x80 != 0; shift += 7 {
		if b, err = f.ReadByte(); err != nil || shift > 53 {
			return e, fmt.Errorf("%w: size of the object at %d", errPack, off)
		}
		e.size |= int64(b&0x7f) << shift
	}
	switch e.typ {
	case typeCommit, typeTree, typeBlob, typeTag:
	case typeOFSDelta:
		back, err := f.back()
		if err != nil || back <= 0 || back > off-12 {
			return e, fmt.Errorf("%w: base %d bytes before %d", errDelta, back, off)
		}
		e.base = off - back
	case typeREFDelta:
		if _, err := io.ReadFull(f, e.name[:]); err != nil {
			return e, cutShort(err)
		}
	default:
		return e, fmt.Errorf("%w: object of %s at %d", errPack, e.typ, off)
	}
	return e, nil
}

// back reads the distance to the base of a delta.
// Source: gitformat-pack, "offset encoding".
func (f *inflater) back() (n int64, err error) {
	for i := 0; i < 8; i++ {
		b, err := f.ReadByte()
		if err != nil {
			return 0, cutShort(err)
		}
		if n |= int64(b & 0x7f); b&0x80 == 0 {
			return n, nil
		}
		n = (n + 1) << 7
	}
	return 0, errDelta
}

func (f *inflater) start() (err error) {
	if err := f.w.ctx.Err(); err != nil {
		return err
	}
	if f.z == nil {
		f.z, err = zlib.NewReader(f)
	} else {
		err = f.z.(zlib.Resetter).Reset(f, nil)
	}
	return cutShort(err)
}

// read returns an object of exactly size bytes, in buf where it has room.
func (f *inflater) read(size int64, buf []byte) ([]byte, error) {
	if size > maxObject {
		return nil, fmt.Errorf("%w: %d bytes", errObjectSize, size)
	}
	if int64(cap(buf)) < size {
		buf = make([]byte, size)
	}
	data := buf[:size]
	if err := f.start(); err != nil {
		return nil, err
	}
	if _, err := io.ReadFull(f.z, data); err != nil {
		return nil, cutShort(err)
	}
	return data, f.finish(size)
}

// skip passes over an object of exactly size bytes.
func (f *inflater) skip(size int64) ([]byte, error) { return f.head(size, nil) }

// head returns the first bytes of an object and passes over the others; sum,
// unless nil, is given all of them.
func (f *inflater) head(size int64, sum hash.Hash) ([]byte, error) {
	if err := f.start(); err != nil {
		return nil, err
	}
	f.buf = f.buf[:0]
	for left := size; left > 0; {
		n, err := f.z.Read(f.work[:min(left, int64(len(f.work)))])
		if sum != nil {
			sum.Write(f.work[:n])
			f.buf = append(f.buf, f.work[:min(n, maxObject/4-len(f.buf))]...)
		}
		if left -= int64(n); err != nil && left > 0 {
			return nil, cutShort(err)
		}
		if err := f.w.work(int64(n)); err != nil {
			return nil, err
		}
	}
	return f.buf, f.finish(0)
}

// finish checks that the object ends where its head said.
func (f *inflater) finish(counted int64) error {
	if n, err := f.z.Read(f.work[:1]); n != 0 || err != io.EOF {
		return fmt.Errorf("%w: more bytes than announced", errPack)
	}
	return f.w.work(counted)
}

// cutShort names the ends that a checked pack cannot have.
func cutShort(err error) error {
	switch {
	case err == nil, errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	}
	return fmt.Errorf("%w: %w", errPack, err)
}

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
