package git

import (
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"hash"
	"strconv"
)

// An oid is the SHA-1 name of an object.
type oid [sha1.Size]byte

// parseOID reads 40 hexadecimal digits and nothing else.
func parseOID(s string) (id oid, ok bool) { return decodeOID([]byte(s)) }

func decodeOID(b []byte) (id oid, ok bool) {
	if len(b) != 2*len(id) {
		return oid{}, false
	}
	_, err := hex.Decode(id[:], b)
	return id, err == nil
}

// String returns 40 hexadecimal digits, or "" for no object.
func (id oid) String() string {
	if id == (oid{}) {
		return ""
	}
	return hex.EncodeToString(id[:])
}

// MarshalText keeps the form of String in marks.
func (id oid) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

// UnmarshalText reads the form of String.
func (id *oid) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*id = oid{}
		return nil
	}
	got, ok := parseOID(string(b))
	if !ok {
		return fmt.Errorf("object name %q: want 40 hexadecimal digits", b)
	}
	*id = got
	return nil
}

// An objectType is a type of object, as a pack numbers it.
// Source: gitformat-pack, "Object types".
type objectType uint8

const (
	typeCommit   objectType = 1
	typeTree     objectType = 2
	typeBlob     objectType = 3
	typeTag      objectType = 4
	typeOFSDelta objectType = 6
	typeREFDelta objectType = 7
)

func (t objectType) String() string {
	switch t {
	case typeCommit:
		return "commit"
	case typeTree:
		return "tree"
	case typeBlob:
		return "blob"
	case typeTag:
		return "tag"
	}
	return "type " + strconv.Itoa(int(t))
}

// A namer names objects, one after the other.
type namer struct {
	sum  hash.Hash
	head []byte
	name oid
}

func newNamer() *namer { return &namer{sum: sha1.New()} }

// begin starts the name of an object: what git puts before its content.
func (n *namer) begin(t objectType, size int64) {
	n.sum.Reset()
	n.head = append(append(n.head[:0], t.String()...), ' ')
	n.head = append(strconv.AppendInt(n.head, size, 10), 0)
	n.sum.Write(n.head)
}

// end is the name of the object whose content was written to sum.
func (n *namer) end() oid {
	n.sum.Sum(n.name[:0])
	return n.name
}

// of names an object.
func (n *namer) of(t objectType, data []byte) oid {
	n.begin(t, int64(len(data)))
	n.sum.Write(data)
	return n.end()
}

// nameOf names one object.
func nameOf(t objectType, data []byte) oid { return newNamer().of(t, data) }
