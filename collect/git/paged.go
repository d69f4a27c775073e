package git

import "os"

const pageSize = 1 << 10 // bytes; a larger one moves more than is looked at

// A paged is a growing array of records of one size, zeroed at first. Its pages
// rest in a temporary file; a fixed number is held in memory, and as long as
// all fit there is no file. After a failure, which err keeps, records that were
// not in memory are zeros.
type paged struct {
	per    int     // records on a page
	size   int     // bytes of a record
	frames []frame // page n is held in frame n modulo their number
	file   *os.File
	err    error
}

// A frame holds one page.
type frame struct {
	page  int
	dirty bool
	data  []byte
}

// newPaged makes an array of records of size bytes, of which memory bytes are
// held.
func newPaged(size, memory int) *paged {
	return &paged{per: pageSize / size, size: size, frames: make([]frame, memory/pageSize)}
}

// at returns the i-th record. It holds until the next call.
func (p *paged) at(i int) []byte {
	data, _ := p.record(i)
	return data
}

// edit returns the i-th record, to be written to until the next call.
func (p *paged) edit(i int) []byte {
	data, f := p.record(i)
	f.dirty = true
	return data
}

func (p *paged) record(i int) ([]byte, *frame) {
	page := i / p.per
	f := &p.frames[page%len(p.frames)]
	if f.data == nil || f.page != page {
		p.load(f, page)
	}
	off := i % p.per * p.size
	return f.data[off : off+p.size : off+p.size], f
}

// load puts a page into a frame, and what was there into the file.
func (p *paged) load(f *frame, page int) {
	if f.data == nil { // then no page of this frame was ever used
		f.page, f.data = page, make([]byte, pageSize)
		return
	}
	if f.dirty {
		p.write(f)
	}
	f.page, f.dirty = page, false
	n := 0
	if p.file != nil && p.err == nil {
		n, _ = p.file.ReadAt(f.data, int64(page)*pageSize) // past the end are zeros
	}
	clear(f.data[n:])
}

func (p *paged) write(f *frame) {
	if p.file == nil && p.err == nil {
		p.file, p.err = createUnnamed()
	}
	if p.err == nil {
		_, p.err = p.file.WriteAt(f.data, int64(f.page)*pageSize)
	}
}

// close forgets the records.
func (p *paged) close() {
	p.frames = nil
	if p.file != nil {
		closeUnnamed(p.file)
		p.file = nil
	}
}
