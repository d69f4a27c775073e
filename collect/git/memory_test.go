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
// process of its own: beyond what any repository costs it takes 40 MB.
func TestMemory(t *testing.T) {
	slow(t)
	if highWater() == 0 {
		t.Skip("this system does not tell the memory of a process: run it on Linux")
	}
	var sent atomic.Int64
	peak := func(commits int) int64 {
		p, tip := longHistory(commits)
		fake := &fakeServer{commit: tip, pack: served(func(*packBuilder) []byte { return p })}
		fake.prepare()
		server := httptest.NewServer(fake)
		defer server.Close()
		c := measured(t, &sent, child(t, "guette "+server.URL+"/a "+t.TempDir()+"/marks", "2026-07 25 2026-08-01T00:00:00Z"))
		if !c.OK {
			t.Fatalf("%d commits were not read", commits)
		}
		return c.RSS
	}
	one, many := peak(1), peak(190_000)
	t.Logf("one commit %d MB, 190,000 commits %d MB", one>>20, many>>20)
	if more := many - one; more > 40<<20 {
		t.Errorf("%d MB more than for one commit, want 40 at most", more>>20)
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
