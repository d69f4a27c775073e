package git

import (
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"strconv"
)

// An oid is the SHA-1 name of an object.
type oid [sha1.Size]byte

// parseOID reads 40 hexadecimal digits and nothing else.
func parseOID(s string) (id oid, ok bool) {
	if len(s) != 2*len(id) {
		return oid{}, false
	}
	_, err := hex.Decode(id[:], []byte(s))
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

// objectHeader is what git puts before the content when it names an object.
func objectHeader(t objectType, size int64) []byte {
	return fmt.Appendf(nil, "%s %d\x00", t, size)
}

// nameOf computes the name of an object.
func nameOf(t objectType, data []byte) oid {
	h := sha1.New()
	h.Write(objectHeader(t, int64(len(data))))
	h.Write(data)
	var id oid
	h.Sum(id[:0])
	return id
}
