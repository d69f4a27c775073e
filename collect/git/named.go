package git

import (
	"encoding/binary"
	"fmt"
)

// nameMemory is what is held of the names of the objects of a pack.
const (
	nameSize   = 32 // bytes of a record: name, number of the object
	nameMemory = 512 << 10
)

// baseOf returns the offset of the base of a delta.
func (w *walk) baseOf(e entry) (int64, error) {
	if e.typ == typeOFSDelta {
		return e.base, nil
	}
	if i, ok := w.named(e.name); ok {
		off, _ := w.place(i)
		return off, nil
	}
	return 0, fmt.Errorf("%w: base %s is not in the pack", errDelta, e.name)
}

// named returns the number of the object with a name, among those known.
func (w *walk) named(id oid) (int, bool) {
	if w.names == nil {
		return 0, false
	}
	i, ok := w.names.find(id)
	if !ok {
		return 0, false
	}
	return int(binary.LittleEndian.Uint32(w.names.records.at(int(i))[len(oid{}):])), true
}

// setName notes the name of the i-th object.
func (w *walk) setName(i int, id oid) {
	k, _ := w.names.insert(id)
	binary.LittleEndian.PutUint32(w.names.records.edit(int(k))[len(oid{}):], uint32(i))
}

// byName gives the objects that are deltas against a name: servers send them
// to clients that did not ask for the shorter form, and some to all.
func (w *walk) byName() error {
	if len(w.pending) == 0 {
		return nil
	}
	names := newTable(nameSize, nameMemory)
	defer names.close()
	w.names = &names
	if err := w.readNames(); err != nil {
		return err
	}
	for pending := w.pending; len(pending) > 0; {
		var left []int
		for _, i := range pending {
			ok, err := w.resolve(i)
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
	return names.err()
}

// readNames reads the pack once more, for the names of all objects in it that
// do not depend on a name.
func (w *walk) readNames() error {
	var first *walk
	all := func(objectType) bool { return true }
	first = newWalk(w.ctx, w.pack, all, func(o object) error {
		w.setName(first.read-1, o.id)
		return nil
	})
	defer first.entries.close()
	return first.inOrder()
}

// resolve gives the i-th object, a delta; ok is false while its base waits.
func (w *walk) resolve(i int) (ok bool, err error) {
	off, _ := w.place(i)
	w.far.open(w, off)
	e, err := w.far.entry(off)
	if err != nil {
		return false, err
	}
	var typ objectType
	if e.typ == typeOFSDelta {
		typ, _ = w.typeAt(e.base)
	} else if j, known := w.named(e.name); known {
		_, typ = w.place(j)
	}
	if typ == 0 {
		return false, nil
	}
	w.setPlace(i, off, typ)
	data, err := w.at(off)
	if w.passes(err, typ) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	o := object{typ: typ, id: w.name.of(typ, data), data: data}
	w.setName(i, o.id)
	if !w.keep(typ) {
		return true, nil
	}
	return true, w.use(o)
}
