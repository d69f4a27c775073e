package git

import (
	"encoding/binary"
	"iter"
	"math"
)

// A node is a commit, or the parent of one that was not received.
type node struct {
	id, tree oid
	parents  [2]int32 // -1 is none
	seconds  uint32   // committer date, up to the year 2106
	author   int32
	links    int32 // of further parents and of co-authors: the last, -1 is none
	zone     int16 // of the author, minutes east of UTC
	flags    nodeFlags
}

type nodeFlags uint8

const (
	nodeHave    nodeFlags = 1 << iota // received
	nodeShallow                       // its parents were left out by the server
	nodeMerge                         // two parents or more
	nodeSigned                        // with a Signed-off-by trailer
	nodeWeekday                       // Monday to Friday, on the author's clock
	nodeTried                         // asked for as a lost parent
)

func (n node) have() bool { return n.flags&nodeHave != 0 }

// when is the committer date, in seconds since 1970.
func (n node) when() int64 { return int64(n.seconds) }

func (n *node) setWhen(when int64) { n.seconds = uint32(min(max(when, 0), math.MaxUint32)) }

// The record of a node: id, tree, and from nodeFields on, little-endian, its
// parents and links (numbers plus one, 0 is none), seconds, author, zone, flags.
const (
	nodeSize    = 64
	nodeFields  = 2 * len(oid{})
	nodeFlagsAt = nodeFields + 22
	nodeMemory  = 1 << 20 // bytes: 16,384 nodes; few repositories have as many in a window
	linkSize    = 8
	linkMemory  = 256 << 10
)

func (n *node) decode(b []byte) {
	n.id, n.tree = oid(b[:len(oid{})]), oid(b[len(oid{}):nodeFields])
	b = b[nodeFields:]
	le := binary.LittleEndian
	n.parents[0], n.parents[1] = int32(le.Uint32(b))-1, int32(le.Uint32(b[4:]))-1
	n.links, n.seconds, n.author = int32(le.Uint32(b[8:]))-1, le.Uint32(b[12:]), int32(le.Uint32(b[16:]))
	n.zone, n.flags = int16(le.Uint16(b[20:])), nodeFlags(b[22])
}

func (n *node) encode(b []byte) {
	copy(b, n.id[:])
	copy(b[len(oid{}):], n.tree[:])
	b = b[nodeFields:]
	le := binary.LittleEndian
	le.PutUint32(b, uint32(n.parents[0]+1))
	le.PutUint32(b[4:], uint32(n.parents[1]+1))
	le.PutUint32(b[8:], uint32(n.links+1))
	le.PutUint32(b[12:], n.seconds)
	le.PutUint32(b[16:], uint32(n.author))
	le.PutUint16(b[20:], uint16(n.zone))
	b[22] = byte(n.flags)
}

// Nodes is a growing list of nodes with an index by name. The memory that it
// takes does not grow with it: see [table].
type nodes struct {
	table
	links  *paged // see link
	linked int32
}

func newNodes() nodes {
	return nodes{table: newTable(nodeSize, nodeMemory), links: newPaged(linkSize, linkMemory)}
}

// at returns the i-th node.
func (s *nodes) at(i int32) (n node) {
	n.decode(s.records.at(int(i)))
	return n
}

func (s *nodes) put(i int32, n node) { n.encode(s.records.edit(int(i))) }

// flag sets and clears flags of the i-th node.
func (s *nodes) flag(i int32, set, clear nodeFlags) {
	b := s.records.at(int(i))
	if f := nodeFlags(b[nodeFlagsAt]); f&^clear|set != f {
		s.records.edit(int(i))[nodeFlagsAt] = byte(f&^clear | set)
	}
}

// got returns the commit with a name, if it was received.
func (s *nodes) got(id oid) (n node, ok bool) {
	i, ok := s.find(id)
	if !ok {
		return node{}, false
	}
	n = s.at(i)
	return n, n.have()
}

// node returns the number of the commit with a name, received or not.
func (s *nodes) node(id oid) int32 {
	i, _ := s.insert(id)
	return i
}

// all yields the nodes in order.
func (s *nodes) all() iter.Seq2[int32, node] {
	return func(yield func(int32, node) bool) {
		for i := range s.count {
			if !yield(i, s.at(i)) {
				return
			}
		}
	}
}

// link puts a value before a list of values and returns the new list.
func (s *nodes) link(list, value int32) int32 {
	b := s.links.edit(int(s.linked))
	binary.LittleEndian.PutUint32(b, uint32(value))
	binary.LittleEndian.PutUint32(b[4:], uint32(list+1))
	s.linked++
	return s.linked - 1
}

// linkedTo yields the values of a list.
func (s *nodes) linkedTo(list int32) iter.Seq[int32] {
	return func(yield func(int32) bool) {
		for list >= 0 {
			b := s.links.at(int(list))
			value := int32(binary.LittleEndian.Uint32(b))
			list = int32(binary.LittleEndian.Uint32(b[4:])) - 1
			if !yield(value) {
				return
			}
		}
	}
}

// err tells why the nodes cannot be trusted.
func (s *nodes) err() error {
	if err := s.table.err(); err != nil {
		return err
	}
	return s.links.err
}

// close forgets the nodes.
func (s *nodes) close() {
	s.table.close()
	s.links.close()
}
