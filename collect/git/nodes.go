package git

import (
	"hash/maphash"
	"iter"
	"math"
)

// A node is a commit, or the parent of one that was not received.
type node struct {
	id, tree oid
	parents  [2]int32 // -1 is none
	seconds  uint32   // committer date, up to the year 2106
	author   int32
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

func (n *node) have() bool { return n.flags&nodeHave != 0 }

// when is the committer date, in seconds since 1970.
func (n *node) when() int64 { return int64(n.seconds) }

func (n *node) setWhen(when int64) { n.seconds = uint32(min(max(when, 0), math.MaxUint32)) }

const chunkNodes = 4096

// Nodes is a growing list of nodes with an index by name. It never copies a
// node nor keeps a name twice: a map and a slice would double the memory of a
// large history.
type nodes struct {
	chunks [][]node
	count  int32
	table  []int32 // open addressing; number of the node plus one, 0 is free
	seed   maphash.Seed
}

func newNodes() nodes { return nodes{table: make([]int32, 1024), seed: maphash.MakeSeed()} }

// at returns the i-th node.
func (s *nodes) at(i int32) *node { return &s.chunks[i/chunkNodes][i%chunkNodes] }

// slot returns the place of a name in the table.
func (s *nodes) slot(id oid) int {
	mask := len(s.table) - 1
	k := int(maphash.Bytes(s.seed, id[:])) & mask
	for s.table[k] != 0 && s.at(s.table[k]-1).id != id {
		k = (k + 1) & mask
	}
	return k
}

// find returns the number of the node with a name.
func (s *nodes) find(id oid) (int32, bool) {
	i := s.table[s.slot(id)]
	return i - 1, i > 0
}

// got returns the commit with a name, if it was received.
func (s *nodes) got(id oid) (*node, bool) {
	i, ok := s.find(id)
	if !ok || !s.at(i).have() {
		return nil, false
	}
	return s.at(i), true
}

// node returns the number of the commit with a name, received or not.
func (s *nodes) node(id oid) int32 {
	if i, ok := s.find(id); ok {
		return i
	}
	if int(s.count)*4 >= len(s.table)*3 {
		s.grow()
	}
	if int(s.count) == len(s.chunks)*chunkNodes {
		s.chunks = append(s.chunks, make([]node, chunkNodes))
	}
	i := s.count
	s.count++
	*s.at(i) = node{id: id, parents: [2]int32{-1, -1}}
	s.table[s.slot(id)] = i + 1
	return i
}

func (s *nodes) grow() {
	s.table = make([]int32, 2*len(s.table))
	for i := range s.count {
		s.table[s.slot(s.at(i).id)] = i + 1
	}
}

// all yields the nodes in order.
func (s *nodes) all() iter.Seq2[int32, *node] {
	return func(yield func(int32, *node) bool) {
		for i := range s.count {
			if !yield(i, s.at(i)) {
				return
			}
		}
	}
}
