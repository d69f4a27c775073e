package git

import (
	"crypto/sha1"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"testing"
)

// nameOfNumber is some name.
func nameOfNumber(n int) oid { return sha1.Sum(fmt.Append(nil, n)) }

// TestNodesOnDisk holds more nodes than fit in memory, and finds each of them
// with what was put.
func TestNodesOnDisk(t *testing.T) {
	const commits = 200_000 // of which a twelfth fits, and a quarter of the index
	s := newNodes()
	defer s.close()
	want := func(i int) node {
		return node{
			id: nameOfNumber(i), tree: nameOfNumber(-i), parents: [2]int32{int32(i - 1), -1}, links: int32(i%7 - 1),
			seconds: uint32(i), author: int32(i / 3), zone: int16(-i), flags: nodeHave,
		}
	}
	for i := range commits {
		if got := s.node(nameOfNumber(i)); got != int32(i) {
			t.Fatalf("node %d has number %d", i, got)
		}
		s.put(int32(i), want(i))
	}
	if s.records.file == nil || s.index.file == nil {
		t.Fatal("all of it is in memory: the test shows nothing")
	}
	for k := range commits {
		i := k * 7919 % commits
		if got, ok := s.find(nameOfNumber(i)); !ok || got != int32(i) || s.at(got) != want(i) {
			t.Fatalf("node %d is found as %d, %+v", i, got, s.at(got))
		}
	}
	if _, ok := s.find(nameOfNumber(commits)); ok {
		t.Error("a node that was not put is found")
	}
	s.flag(3, nodeTried, nodeHave)
	if got := s.at(3).flags; got != nodeTried {
		t.Errorf("flags %b, want %b", got, nodeTried)
	}
	if err := s.err(); err != nil {
		t.Error(err)
	}
}

func TestLinks(t *testing.T) {
	s := newNodes()
	defer s.close()
	list := int32(-1)
	for v := range int32(linkMemory / linkSize * 2) {
		list = s.link(list, v)
	}
	want := int32(s.linked)
	for v := range s.linkedTo(list) {
		if want--; v != want {
			t.Fatalf("got %d, want %d", v, want)
		}
	}
	if want != 0 {
		t.Errorf("%d values are missing", want)
	}
}

// TestNodesWithoutDisk shows that a full disk is told, and leads nowhere.
func TestNodesWithoutDisk(t *testing.T) {
	full := errors.New("no space left")
	s := newNodes()
	s.records.err = full
	for i := range 2 * nodeMemory / nodeSize {
		j := s.node(nameOfNumber(i))
		s.put(j, node{id: nameOfNumber(i), parents: [2]int32{-1, -1}, links: -1})
	}
	if n := s.at(0); n.have() || n.parents != [2]int32{-1, -1} || n.links != -1 {
		t.Errorf("a lost node is %+v", n)
	}
	if !errors.Is(s.err(), full) {
		t.Errorf("error %v, want %v", s.err(), full)
	}
}

func TestSet(t *testing.T) {
	want := map[int32]bool{0: true, 5: true, 63: true, 64: true, 130: true, 199: true}
	s := newSet(200)
	for i := range want {
		s.add(i)
	}
	s.add(70)
	s.remove(70)
	if got := slices.Collect(s.all()); !slices.Equal(got, slices.Sorted(maps.Keys(want))) {
		t.Errorf("members %v", got)
	}
	for i := range int32(300) {
		if s.has(i) != want[i] {
			t.Errorf("has(%d) is %v", i, s.has(i))
		}
	}
	if got := s.next(131); got != 199 {
		t.Errorf("after 131 comes %d", got)
	}
	if got := s.next(200); got != -1 {
		t.Errorf("after the last comes %d", got)
	}
}

// TestReachInAnyOrder walks the same history, whatever the order in which its
// commits came.
func TestReachInAnyOrder(t *testing.T) {
	const commits = 1000
	for name, place := range map[string]func(int) int{
		"newest first": func(i int) int { return commits - 1 - i },
		"oldest first": func(i int) int { return i },
		"mixed":        func(i int) int { return i * 371 % commits },
	} {
		g := newGraph(newPeople(keyer{}, nil))
		for k := range commits {
			i := place(k)
			n := node{id: nameOfNumber(i), parents: [2]int32{-1, -1}, links: -1, seconds: uint32(i), flags: nodeHave}
			if i > 0 {
				n.parents[0] = g.node(nameOfNumber(i - 1))
			}
			if i > 20 && i%5 == 0 {
				n.parents[1] = g.node(nameOfNumber(i - 20))
			}
			if i > 30 && i%50 == 0 {
				n.links = g.link(g.link(-1, ^int32(3)), g.node(nameOfNumber(i-30)))
			}
			g.put(g.node(n.id), n)
		}
		reached, e := g.reach(nameOfNumber(commits-1), 100)
		if e != (edge{cut: true}) {
			t.Errorf("%s: edge %+v", name, e)
		}
		got := map[oid]bool{}
		for i := range reached.all() {
			got[g.id(i)] = true
		}
		for i := range commits {
			if id := nameOfNumber(i); got[id] != (i >= 100) {
				t.Errorf("%s: commit %d is reached: %v", name, i, got[id])
			}
		}
		if got := g.mainline(nameOfNumber(commits-1), 100); len(got) != commits-99 {
			t.Errorf("%s: mainline of %d, want %d", name, len(got), commits-99)
		}
		g.close()
	}
}

// TestNothingIsLeft looks whether files stay behind.
func TestNothingIsLeft(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	p := newPaged(linkSize, pageSize)
	p.edit(0)[0] = 1
	p.edit(pageSize)[0] = 2
	if p.at(0)[0] != 1 || p.at(pageSize)[0] != 2 || p.file == nil {
		t.Error("records are not what was put, or no file was used")
	}
	p.close()
	if left, err := os.ReadDir(os.Getenv("TMPDIR")); err != nil || len(left) > 0 {
		t.Errorf("left %v, %v", left, err)
	}
}

// TestTooManyNames shows that a table has an end.
func TestTooManyNames(t *testing.T) {
	g := newGraph(newPeople(keyer{}, nil))
	defer g.close()
	g.count = maxRecords
	if err := g.add(object{typ: typeCommit, id: nameOfNumber(1), data: []byte(honestCommit())}); !errors.Is(err, errTooLong) {
		t.Errorf("error %v, want %v", err, errTooLong)
	}
}

// TestTooManyPeople shows that the people of a repository, who are in memory,
// are bounded.
func TestTooManyPeople(t *testing.T) {
	g := newGraph(newPeople(keyer{}, nil))
	defer g.close()
	add := func() error {
		return g.add(object{typ: typeCommit, id: nameOfNumber(len(g.people.list)), data: []byte(honestCommit())})
	}
	if err := add(); err != nil {
		t.Fatal(err)
	}
	g.people.list = append(g.people.list, make([]alias, maxPeople)...)
	if err := add(); !errors.Is(err, errTooLong) {
		t.Errorf("error %v, want %v", err, errTooLong)
	}
}
