package git

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"context"
	"crypto/sha1"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"guette/watch"
)

// maxMemory is what one repository may take, whatever its size: all memory of a
// process that reads it, of which most are pages of the program and what is
// there before the first byte comes.
const maxMemory = 40 << 20

// maxCommand is what a whole command may take. Measured are 35 to 43 MB (see
// docs/git.md); a loaded machine collects garbage later.
const maxCommand = 54 << 20

var longHistories = []struct {
	name            string
	commits, months int
	letters         int // of the messages; packs are of 70, 150, 180 MB
}{
	{"as linux has in 25 months", 190_000, 25, 300},
	{"more than linux has in 49 months", 400_000, 49, 300},
	{"as linux has in all", 1_400_000, 250, 0},
}

// TestMemory reads histories that are large, each in a process of its own.
func TestMemory(t *testing.T) {
	slow(t)
	for _, tt := range longHistories {
		t.Run(fmt.Sprintf("%d commits, %s", tt.commits, tt.name), func(t *testing.T) {
			h := longHistory(tt.commits, tt.months, tt.letters)
			server := httptest.NewServer(h)
			defer server.Close()
			var sent atomic.Int64
			month := fmt.Sprintf("2026-07 %d 2026-08-01T00:00:00Z", tt.months)
			c := measured(t, &sent, child(t, "guette "+server.URL+"/a "+t.TempDir()+"/marks", month))
			if !c.OK || c.Heap == 0 {
				t.Fatalf("the commits were not read: %+v", c)
			}
			t.Logf("%d MB of memory, %d MB of it heap, for a pack of %d MB; %.1f µs of CPU a commit",
				c.RSS>>20, c.Heap>>20, h.size>>20, float64(c.CPU.Microseconds())/float64(tt.commits))
			if c.RSS > maxMemory {
				t.Errorf("%d MB of memory, want %d at most", c.RSS>>20, maxMemory>>20)
			}
		})
	}
}

// TestMemoryOfTheCommand reads them with the program, as it is built and set: all
// collectors and writers are in it.
func TestMemoryOfTheCommand(t *testing.T) {
	slow(t)
	program := filepath.Join(t.TempDir(), "guette")
	if out, err := exec.Command("go", "build", "-o", program, "guette/cmd/guette").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, tt := range longHistories {
		h := longHistory(tt.commits, tt.months, tt.letters)
		server := httptest.NewServer(h)
		for _, command := range []string{"source test --kind git " + server.URL + "/a", "collect --quiet --json --month 2026-07"} {
			t.Run(fmt.Sprintf("%d commits, %s", tt.commits, strings.Fields(command)[0]), func(t *testing.T) {
				dir := t.TempDir()
				write(t, dir, "config.yaml", "catalog: catalog.yaml\nstore: guette.db\nfetch:\n  allow_networks: [127.0.0.0/8]\n  proxy: "+server.URL+"\n") // no other host is reached
				write(t, dir, "catalog.yaml", "programs:\n  - id: tool\n    name: Tool\n    licence: MIT\n    repository: ['"+server.URL+"/a']\n")
				var sent atomic.Int64
				c := measured(t, &sent, child(t, "command "+dir+" "+program+" "+command, ""))
				t.Logf("%d MB of memory", c.RSS>>20)
				if !c.OK || c.RSS == 0 || strings.HasPrefix(command, "collect") && !collected(t, dir) {
					t.Fatalf("the commits were not read: %+v", c)
				}
				if c.RSS > maxCommand {
					t.Errorf("%d MB of memory, want %d at most", c.RSS>>20, maxCommand>>20)
				}
			})
		}
		server.Close()
	}
}

// collected tells whether a run read its repository.
func collected(t *testing.T, dir string) bool {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, "reports", "2026-07", "run.json"))
	if err != nil {
		t.Fatal(err)
	}
	var run struct{ Sources []watch.SourceReport }
	if err := json.Unmarshal(data, &run); err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(run.Sources, func(s watch.SourceReport) bool {
		return s.Collector == "git" && s.Outcome == watch.OutcomeOK && s.Bytes > 1<<20
	})
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// Append drops facts: the program writes them to a database.
func (s *fileStore) Append(ctx context.Context, facts ...watch.Fact) error { return ctx.Err() }

// A largeServer gives one history that is large, as servers do that know
// filters, and trees without entries.
type largeServer struct {
	fakeServer
	objects [][]byte // as in a pack, newest first
	size    int
}

// longHistory makes a history that ends in July 2026, with a merge in thirteen
// commits and 6,000 authors of whom some write much and most little.
func longHistory(n, months, letters int) *largeServer {
	rnd := rand.New(rand.NewPCG(1, 2))
	few := rand.NewZipf(rnd, 1.1, 20, 5999)
	h := &largeServer{}
	end := time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC)
	start := end.AddDate(0, -months, 1).Unix()
	var names []oid
	b := newPack()
	if letters > 0 { // else each byte counts: it has to fit in maxBytes
		b.z, _ = zlib.NewWriterLevel(nil, zlib.BestSpeed)
	}
	for i := range n {
		who, when := few.Uint64(), start+int64(i)*(end.Unix()-start-1)/int64(n)
		var text strings.Builder
		fmt.Fprintf(&text, "tree %s\n", nameOf(typeTree, nil))
		for _, back := range []int{1, 2 + rnd.IntN(300)} {
			if i-back >= 0 && (back == 1 || i%13 == 0) {
				fmt.Fprintf(&text, "parent %s\n", names[i-back])
			}
		}
		name := fmt.Sprintf("A %d <%d@%d.org> %d +0200", who, who, who%300, when)
		fmt.Fprintf(&text, "author %s\ncommitter %s\n\n", name, name)
		for range letters {
			text.WriteByte(byte('a' + rnd.IntN(26)))
		}
		if letters > 100 {
			fmt.Fprintf(&text, "\n\nSigned-off-by: A %d <%d@%d.org>\n", who, who, who%300)
		}
		b.Reset()
		names = append(names, b.add(typeCommit, text.String()))
		h.objects = append(h.objects, bytes.Clone(b.Bytes()))
		h.size += b.Len()
		h.commit = text.String()
	}
	slices.Reverse(h.objects)
	h.prepare()
	return h
}

// ServeHTTP implements http.Handler.
func (h *largeServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	tree := newPack()
	switch name := tree.add(typeTree, ""); {
	case !bytes.Contains(body, []byte("command=fetch")), bytes.Contains(body, []byte("deepen 1\n")):
		h.fakeServer.ServeHTTP(w, r)
	case bytes.Contains(body, []byte("want "+name.String())):
		w.Header().Set("Content-Type", resultType)
		w.Write(banded(tree.seal(), true))
	default:
		w.Header().Set("Content-Type", resultType)
		h.send(w)
	}
}

// send writes all commits.
func (h *largeServer) send(w io.Writer) {
	w.Write(packet("packfile\n"))
	out := bufio.NewWriterSize(writerFunc(func(p []byte) (int, error) {
		_, err := fmt.Fprintf(w, "%04x\x01%s", len(p)+5, p)
		return len(p), err
	}), 60_000)
	h.writePack(out)
	out.Flush()
	io.WriteString(w, "0000")
}

func (h *largeServer) writePack(w io.Writer) {
	sum := sha1.New()
	both := io.MultiWriter(w, sum)
	fmt.Fprintf(both, "PACK\x00\x00\x00\x02%s", binary.BigEndian.AppendUint32(nil, uint32(len(h.objects))))
	for _, o := range h.objects {
		both.Write(o)
	}
	w.Write(sum.Sum(nil))
}

type writerFunc func([]byte) (int, error)

// Write implements io.Writer.
func (f writerFunc) Write(p []byte) (int, error) { return f(p) }
