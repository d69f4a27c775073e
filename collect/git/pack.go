package git

import (
	"bytes"
	"crypto/sha1"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"io"
	"math"
	"strings"
)

const (
	maxObject  = 1 << 20   // held at once; a root tree of 4,000 entries has 150 KB
	maxEntries = 4_000_000 // objects of a pack; linux has 1.4 million commits
	packHead   = 12        // bytes before the first object
	// maxShallow bounds the names of commits without parents; 25 months of linux
	// have some thousands. What is left out counts as lost.
	maxShallow = 100_000
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
	case word == "shallow" && ok && len(a.shallow) < maxShallow:
		a.shallow = append(a.shallow, id)
	case word == "unshallow" && ok && len(a.unshallow) < maxShallow:
		a.unshallow = append(a.unshallow, id)
	}
}

// receivePack reads a pack to its end and checks it.
func receivePack(r io.Reader) (*pack, error) {
	p := &pack{spool: &spool{}}
	sum := &leading{sum: sha1.New()}
	_, err := io.CopyBuffer(io.MultiWriter(p.spool, sum), r, make([]byte, 32<<10))
	if err == nil {
		err = p.check(sum)
	}
	if err != nil {
		p.Close()
		return nil, err
	}
	return p, nil
}

// check tells whether the pack is whole: head, and SHA-1 at the end.
func (p *pack) check(sum *leading) error {
	if p.size < packHead+sha1.Size {
		return fmt.Errorf("%w: %d bytes", errPack, p.size)
	}
	var head [packHead]byte
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
	if !bytes.Equal(sum.sum.Sum(nil), sum.last) {
		return errChecksum
	}
	return nil
}

// A leading sums up all that is written but the last bytes, which are the sum
// of a pack.
type leading struct {
	sum  hash.Hash
	last []byte
}

// Write implements io.Writer.
func (l *leading) Write(p []byte) (int, error) {
	n := len(p)
	if n < sha1.Size {
		l.last = append(l.last, p...)
		p = nil
	} else {
		l.sum.Write(l.last)
		l.sum.Write(p[:n-sha1.Size])
		l.last = append(l.last[:0], p[n-sha1.Size:]...)
	}
	if more := len(l.last) - sha1.Size; more > 0 {
		l.sum.Write(l.last[:more])
		l.last = append(l.last[:0], l.last[more:]...)
	}
	return n, nil
}
