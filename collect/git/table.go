package git

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/maphash"
)

var errTooLong = errors.New("history too long")

const (
	// maxRecords bounds what one table holds, on disk: linux has 1.4 million
	// commits, chromium 1.6.
	maxRecords  = 4_000_000
	slotSize    = 8 // bytes: number of the record plus one, 0 is free; top of the hash
	firstBits   = 10
	indexMemory = 512 << 10 // bytes; of up to 49,000 names the whole index is in memory
)

// A table is a growing list of records that begin with the name of an object,
// with an index by name: open addressing, in the order of a keyed hash, so that
// it grows from one end to the other. What it takes in memory is bounded; see
// [paged].
type table struct {
	records *paged
	index   *paged
	bits    int // of the hash are the place in the index
	count   int32
	seed    maphash.Seed
	full    bool
}

// newTable makes a table of records of size bytes, of which memory bytes are
// held beside the index.
func newTable(size, memory int) table {
	return table{records: newPaged(size, memory), index: newPaged(slotSize, indexMemory), bits: firstBits, seed: maphash.MakeSeed()}
}

// err tells why the table cannot be trusted.
func (t *table) err() error {
	if t.full {
		return fmt.Errorf("%w: more than %d names", errTooLong, maxRecords)
	}
	if t.records.err != nil {
		return t.records.err
	}
	return t.index.err
}

// id returns the name of the i-th record.
func (t *table) id(i int32) oid { return oid(t.records.at(int(i))[:len(oid{})]) }

// find returns the number of the record with a name.
func (t *table) find(id oid) (int32, bool) {
	_, i := t.slot(id, t.top(id))
	return i, i >= 0
}

// top is what the index keeps of the hash of a name.
func (t *table) top(id oid) uint32 { return uint32(maphash.Bytes(t.seed, id[:]) >> 32) }

// slot returns the place of a name in the index, and the number of its record,
// -1 if there is none.
func (t *table) slot(id oid, top uint32) (slot int, number int32) {
	mask := 1<<t.bits - 1
	for k := int(top >> (32 - t.bits)); ; k = (k + 1) & mask {
		e := t.index.at(k)
		n := int32(binary.LittleEndian.Uint32(e)) - 1
		if n < 0 || binary.LittleEndian.Uint32(e[4:]) == top && t.id(n) == id {
			return k, n
		}
	}
}

// insert returns the number of the record with a name, and whether it is new.
// The number is 0 when the table is full.
func (t *table) insert(id oid) (number int32, fresh bool) {
	top := t.top(id)
	k, i := t.slot(id, top)
	if i >= 0 {
		return i, false
	}
	if t.count == maxRecords {
		t.full = true
		return 0, false
	}
	if int(t.count)*4 >= 3<<t.bits {
		t.grow()
		k, _ = t.slot(id, top)
	}
	i = t.count
	t.count++
	copy(t.records.edit(int(i)), id[:])
	t.enter(k, i, top)
	return i, true
}

func (t *table) enter(slot int, number int32, top uint32) {
	e := t.index.edit(slot)
	binary.LittleEndian.PutUint32(e, uint32(number+1))
	binary.LittleEndian.PutUint32(e[4:], top)
}

// grow doubles the index. Its order is kept: this goes through both indexes
// from one end to the other.
func (t *table) grow() {
	old, size := t.index, 1<<t.bits
	t.index = newPaged(slotSize, indexMemory)
	t.bits++
	mask := 1<<t.bits - 1
	for slot := range size {
		e := old.at(slot)
		n, top := binary.LittleEndian.Uint32(e), binary.LittleEndian.Uint32(e[4:])
		if n == 0 {
			continue
		}
		k := int(top >> (32 - t.bits))
		for binary.LittleEndian.Uint32(t.index.at(k)) != 0 {
			k = (k + 1) & mask
		}
		t.enter(k, int32(n-1), top)
	}
	if t.index.err == nil {
		t.index.err = old.err
	}
	old.close()
}

func (t *table) close() {
	t.records.close()
	t.index.close()
}
