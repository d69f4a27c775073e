package git

import (
	"bufio"
	"context"
	"crypto/sha1"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"hash/adler32"
	"io"

	"github.com/klauspost/compress/flate"
)

// An inflater reads objects of a pack one after the other.
type inflater struct {
	w    *walk
	src  section
	r    *bufio.Reader // of src; the decompressor takes no byte too many of it
	z    io.ReadCloser
	buf  []byte // head of an object that is too large
	word [8]byte
	work []byte
}

// A section is what is left to read of a pack.
type section struct {
	pack *pack
	pos  int64
}

// Read implements io.Reader.
func (s *section) Read(p []byte) (int, error) {
	left := s.pack.size - sha1.Size - s.pos
	if left <= 0 {
		return 0, io.EOF
	}
	n, err := s.pack.ReadAt(p[:min(int64(len(p)), left)], s.pos)
	if s.pos += int64(n); n > 0 {
		err = nil
	}
	return n, err
}

// open goes to an offset of the pack of a walk.
func (f *inflater) open(w *walk, off int64) {
	f.w, f.src = w, section{w.pack, off}
	if f.r == nil {
		f.r = bufio.NewReaderSize(&f.src, 8<<10)
		f.work = make([]byte, 8<<10)
	}
	f.r.Reset(&f.src)
}

// offset is where the next object begins.
func (f *inflater) offset() int64 { return f.src.pos - int64(f.r.Buffered()) }

// entry reads the head of the object at off.
func (f *inflater) entry(off int64) (e entry, err error) {
	b, err := f.r.ReadByte()
	if err != nil {
		return e, cutShort(err)
	}
	e.typ, e.size = objectType(b>>4&7), int64(b&15)
	for shift := 4; b&0x80 != 0; shift += 7 {
		if b, err = f.r.ReadByte(); err != nil || shift > 53 {
			return e, fmt.Errorf("%w: size of the object at %d", errPack, off)
		}
		e.size |= int64(b&0x7f) << shift
	}
	switch e.typ {
	case typeCommit, typeTree, typeBlob, typeTag:
	case typeOFSDelta:
		back, err := f.back()
		if err != nil || back <= 0 || back > off-packHead {
			return e, fmt.Errorf("%w: base %d bytes before %d", errDelta, back, off)
		}
		e.base = off - back
	case typeREFDelta:
		name := f.work[:len(e.name)]
		if _, err := io.ReadFull(f.r, name); err != nil {
			return e, cutShort(err)
		}
		e.name = oid(name)
	default:
		return e, fmt.Errorf("%w: object of %s at %d", errPack, e.typ, off)
	}
	return e, nil
}

// back reads the distance to the base of a delta.
// Source: gitformat-pack, "offset encoding".
func (f *inflater) back() (n int64, err error) {
	for range 8 {
		b, err := f.r.ReadByte()
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

// start begins an object: the head of a zlib stream. Source: RFC 1950, 2.2.
func (f *inflater) start() error {
	if err := f.w.ctx.Err(); err != nil {
		return err
	}
	head := f.word[:2]
	if _, err := io.ReadFull(f.r, head); err != nil {
		return cutShort(err)
	}
	if head[0]&15 != 8 || head[0]>>4 > 7 || head[1]&0x20 != 0 || binary.BigEndian.Uint16(head)%31 != 0 {
		return fmt.Errorf("%w: head of a zlib stream %x", errPack, head)
	}
	if f.z == nil {
		f.z = flate.NewReader(f.r)
		return nil
	}
	return cutShort(f.z.(flate.Resetter).Reset(f.r, nil))
}

// read returns an object of exactly size bytes, in buf where it has room.
func (f *inflater) read(size int64, buf []byte) ([]byte, error) {
	if size > maxObject {
		return nil, fmt.Errorf("%w: %d bytes", errObjectSize, size)
	}
	if int64(cap(buf)) < size {
		buf = make([]byte, size, size+size/4)
	}
	data := buf[:size]
	if err := f.start(); err != nil {
		return nil, err
	}
	if _, err := io.ReadFull(f.z, data); err != nil {
		return nil, cutShort(err)
	}
	if err := f.finish(adler32.Checksum(data)); err != nil {
		return nil, err
	}
	return data, f.w.work(size)
}

// skip passes over an object of exactly size bytes.
func (f *inflater) skip(size int64) error {
	_, err := f.pass(size, nil)
	return err
}

// head returns the first bytes of an object and passes over the others; all of
// them are written to sum.
func (f *inflater) head(size int64, sum hash.Hash) ([]byte, error) { return f.pass(size, sum) }

func (f *inflater) pass(size int64, sum hash.Hash) ([]byte, error) {
	if err := f.start(); err != nil {
		return nil, err
	}
	f.buf = f.buf[:0]
	check := adler32.New()
	for left := size; left > 0; {
		n, err := f.z.Read(f.work[:min(left, int64(len(f.work)))])
		check.Write(f.work[:n])
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
	return f.buf, f.finish(check.Sum32())
}

// finish checks that the object ends where its head said, and its checksum.
func (f *inflater) finish(sum uint32) error {
	if n, err := f.z.Read(f.word[:1]); n != 0 || err != io.EOF {
		return fmt.Errorf("%w: more bytes than announced", errPack)
	}
	if _, err := io.ReadFull(f.r, f.word[:4]); err != nil {
		return cutShort(err)
	}
	if binary.BigEndian.Uint32(f.word[:4]) != sum {
		return fmt.Errorf("%w: checksum of an object", errPack)
	}
	return nil
}

// cutShort names the ends that a checked pack cannot have.
func cutShort(err error) error {
	switch {
	case err == nil, errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	}
	return fmt.Errorf("%w: %w", errPack, err)
}
