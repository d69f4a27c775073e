package git

import (
	"errors"
	"fmt"
)

var errDelta = errors.New("delta does not fit its base")

// applyDelta makes an object of most bytes at most out of its base, in memory
// that alloc gives.
// Source: gitformat-pack, "Deltified representation".
func applyDelta(base, delta []byte, most int64, alloc func(int) []byte) ([]byte, error) {
	from, rest, ok := deltaSize(delta)
	if !ok || from != uint64(len(base)) {
		return nil, fmt.Errorf("%w: base of %d bytes, want %d", errDelta, len(base), from)
	}
	size, rest, ok := deltaSize(rest)
	if !ok {
		return nil, errDelta
	}
	if size > uint64(most) {
		return nil, fmt.Errorf("%w: %d bytes", errObjectSize, size)
	}
	out := alloc(int(size))[:0]
	for len(rest) > 0 {
		op := rest[0]
		rest = rest[1:]
		var piece []byte
		switch {
		case op&0x80 != 0:
			piece, rest, ok = copyPiece(base, op, rest)
		case op != 0 && int(op) <= len(rest):
			piece, rest, ok = rest[:op], rest[op:], true
		default:
			ok = false
		}
		if !ok || uint64(len(out)+len(piece)) > size {
			return nil, errDelta
		}
		out = append(out, piece...)
	}
	if uint64(len(out)) != size {
		return nil, errDelta
	}
	return out, nil
}

// copyPiece reads a copy instruction: which bits of op are set tells which
// bytes of offset and size follow.
func copyPiece(base []byte, op byte, rest []byte) (piece, left []byte, ok bool) {
	var v [7]byte
	for i := range v {
		if op&(1<<i) == 0 {
			continue
		}
		if len(rest) == 0 {
			return nil, nil, false
		}
		v[i], rest = rest[0], rest[1:]
	}
	off := int(v[0]) | int(v[1])<<8 | int(v[2])<<16 | int(v[3])<<24
	n := int(v[4]) | int(v[5])<<8 | int(v[6])<<16
	if n == 0 {
		n = 0x10000
	}
	if off > len(base) || n > len(base)-off {
		return nil, nil, false
	}
	return base[off : off+n], rest, true
}

// deltaSize reads a size: seven bits a byte, the lowest first.
func deltaSize(b []byte) (size uint64, rest []byte, ok bool) {
	for i := 0; i < len(b) && i < 9; i++ {
		size |= uint64(b[i]&0x7f) << (7 * i)
		if b[i]&0x80 == 0 {
			return size, b[i+1:], true
		}
	}
	return 0, nil, false
}
