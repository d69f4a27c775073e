package git

import (
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
)

// TestMemory reads a window of as many commits as linux has in 25 months, in a
// process of its own.
func TestMemory(t *testing.T) {
	slow(t)
	const commits = 190_000
	p, tip := longHistory(commits)
	fake := &fakeServer{commit: tip, pack: served(func(*packBuilder) []byte { return p })}
	fake.prepare()
	server := httptest.NewServer(fake)
	defer server.Close()
	var sent atomic.Int64
	c := measured(t, &sent, child(t, "guette "+server.URL+"/a "+t.TempDir()+"/marks", "2026-07 25 2026-08-01T00:00:00Z"))
	if !c.OK || c.Heap == 0 {
		t.Fatalf("%d commits were not read: %+v", commits, c)
	}
	t.Logf("%d commits: %d MB of heap, %d MB with the program", commits, c.Heap>>20, c.RSS>>20)
	if c.Heap > 40<<20 {
		t.Errorf("%d MB of heap, want 40 at most", c.Heap>>20)
	}
}

// longHistory makes a pack of a history without branches, newest first, and
// returns its newest commit.
func longHistory(n int) (p []byte, tip string) {
	rnd := rand.New(rand.NewPCG(1, 2))
	letters := func(n int) string {
		var b strings.Builder
		for range n {
			b.WriteByte(byte('a' + rnd.IntN(26)))
		}
		return b.String()
	}
	const start, end = 1722600000, 1785500000 // August 2024 to July 2026
	var texts []string
	parent := ""
	for i := range n {
		who := rnd.IntN(6000)
		when := start + int64(i)*(end-start)/int64(n)
		name := fmt.Sprintf("Author %d <author%d@example%d.org> %d +0200", who, who, who%300, when)
		text := fmt.Sprintf("tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n%sauthor %s\ncommitter %s\n\n%s\n\nSigned-off-by: Author %d <author%d@example.org>\n",
			parent, name, name, letters(300), who, who)
		parent = "parent " + nameOf(typeCommit, []byte(text)).String() + "\n"
		texts = append(texts, text)
	}
	b := newPack()
	for i := len(texts) - 1; i >= 0; i-- {
		b.add(typeCommit, texts[i])
	}
	return b.seal(), texts[len(texts)-1]
}
