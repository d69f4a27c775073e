package git

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	gogit "github.com/go-git/go-git/v5"

	"guette/collect/collecttest"
)

// The environment of a child process of the benchmark: what to do, with which
// address, into which folder, for which window.
const (
	benchWhat  = "GUETTE_GIT_BENCH"
	benchMonth = "GUETTE_GIT_BENCH_MONTH"
)

// benchChild does one thing in a process of its own, so that its time and
// memory can be told. It returns false in any other process.
func benchChild() (code int, ok bool) {
	words := strings.Fields(os.Getenv(benchWhat))
	if len(words) == 0 {
		return 0, false
	}
	heap := heapPeak()
	var err error
	switch words[0] {
	case "go-git":
		_, err = gogit.PlainClone(words[2], true, &gogit.CloneOptions{URL: words[1]})
	case "guette":
		err = benchRead(words[1], words[2])
	case "command":
		return benchCommand(words[1], words[2:]...), true
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1, true
	}
	fmt.Println("peak", highWater(), heap())
	return 0, true
}

// benchCommand runs a command in a folder, and tells the most memory it had. This
// process is small: the system takes that of the parent for the least.
func benchCommand(dir string, words ...string) (code int) {
	cmd := exec.Command(words[0], words[1:]...)
	cmd.Dir, cmd.Stderr, cmd.Env = dir, os.Stderr, slices.DeleteFunc(os.Environ(), func(s string) bool { return strings.HasPrefix(s, "GOGC=") })
	out, err := cmd.Output()
	if err != nil || len(out) == 0 {
		fmt.Fprintf(os.Stderr, "%v: %v\n%s", words, err, out)
		return 1
	}
	if u, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		fmt.Println("peak", u.Maxrss<<10, 0)
	}
	return 0
}

// heapPeak watches the heap of this process, and tells its most, in bytes.
func heapPeak() func() uint64 {
	var most atomic.Uint64
	go func() {
		for ; ; time.Sleep(5 * time.Millisecond) {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most.Store(max(most.Load(), m.HeapAlloc))
		}
	}()
	return most.Load
}

// highWater is the most memory that this process had, in bytes; 0 where the
// system does not tell.
func highWater() (n int64) {
	status, _ := os.ReadFile("/proc/self/status")
	if _, rest, ok := strings.Cut(string(status), "VmHWM:"); ok {
		fmt.Sscan(rest, &n)
	}
	return n << 10
}

// benchRead reads a repository with the marks in a file, as one month does.
func benchRead(address, marks string) error {
	words := strings.Fields(os.Getenv(benchMonth)) // month, window, now
	store := &fileStore{Store: collecttest.NewStore(), path: marks}
	window, err := strconv.Atoi(words[1])
	if err != nil {
		return err
	}
	now, err := time.Parse(time.RFC3339, words[2])
	if err != nil {
		return err
	}
	ctx := context.Background()
	job := newJob(benchTB{}, store.Store, http.DefaultTransport, address, words[0], window, now)
	job.Store = store
	key, err := store.Secret(ctx, secret)
	if err != nil {
		return err
	}
	k := keyer{key}
	st, err := loadState(ctx, job, k)
	if err != nil {
		return err
	}
	r := newReader(job, k, st)
	if err := r.read(ctx); err != nil {
		return err
	}
	fmt.Println("parts", r.told.parts[0], r.told.parts[1], r.told.parts[2], r.told.parts[3])
	if err := appendAll(ctx, job, r.facts()); err != nil {
		return err
	}
	return r.state.save(ctx, job)
}

// benchTB is the little that newJob wants of a test.
type benchTB struct{ testing.TB }

func (benchTB) Helper()           {}
func (benchTB) Fatal(args ...any) { panic(fmt.Sprint(args...)) }

// A fileStore keeps its marks in a file between two processes.
type fileStore struct {
	*collecttest.Store
	path string
}

func (s *fileStore) Mark(context.Context, string) ([]byte, error) {
	data, err := os.ReadFile(s.path)
	if os.IsNotExist(err) {
		return nil, nil
	}
	return data, err
}

func (s *fileStore) SetMark(_ context.Context, _ string, value []byte) error {
	return os.WriteFile(s.path, value, 0o600)
}

// A cost is what one way of reading costs.
type cost struct {
	Bytes int64         `json:"bytes"` // bodies of answers
	Wall  time.Duration `json:"wall"`
	CPU   time.Duration `json:"cpu"`
	RSS   int64         `json:"rss"`   // bytes, peak
	Heap  int64         `json:"heap"`  // bytes, peak, of go programs
	Parts [4]int64      `json:"parts"` // ours: bytes for references, commits, tags, files
	OK    bool          `json:"ok"`
}

// measured runs a command against a server and tells what it cost.
func measured(b testing.TB, sent *atomic.Int64, cmd *exec.Cmd) cost {
	b.Helper()
	sent.Store(0)
	var out bytes.Buffer
	cmd.Stdout = &out
	start := time.Now()
	err := cmd.Run()
	c := cost{Bytes: sent.Load(), Wall: time.Since(start), OK: err == nil}
	if u, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		c.CPU = time.Duration(u.Utime.Nano() + u.Stime.Nano())
		c.RSS = u.Maxrss << 10 // not less than that of the parent when it started it
	}
	for line := range strings.Lines(out.String()) {
		fmt.Sscanf(line, "parts %d %d %d %d", &c.Parts[0], &c.Parts[1], &c.Parts[2], &c.Parts[3])
		fmt.Sscanf(line, "peak %d %d", &c.RSS, &c.Heap)
	}
	return c
}

// BenchmarkWire compares ways of learning what happened in a repository:
//
//	go test -run '^$' -bench Wire -benchtime 1x ./collect/git
//
// For each repository of the corpus: a whole clone, a clone without trees, a
// shallow clone, go-git's clone, and ours: 13 months, and then one month more.
func BenchmarkWire(b *testing.B) {
	list := samples(b)
	for b.Loop() {
		root := b.TempDir()
		var sent atomic.Int64
		server := httptest.NewServer(counting{benchServer(b, root), &sent})
		rows := map[string]map[string]cost{}
		for _, s := range list {
			rows[s.name] = wire(b, server.URL, root, &sent, newTimeline(b, root, s))
		}
		server.Close()
		report(b, list, rows)
	}
}

func benchServer(b *testing.B, root string) http.Handler {
	return serve(b, root, github).Config.Handler
}

var ways = []string{"clone", "clone tree:0", "clone since", "tree:0 since", "go-git", "window 13", "next month", "window 25"}

func wire(b *testing.B, address, root string, sent *atomic.Int64, tl *timeline) map[string]cost {
	url, out := address+"/"+tl.name+".git", map[string]cost{}
	last := tl.headAt.UTC()
	end := time.Date(last.Year(), last.Month()+1, 1, 0, 0, 0, 0, time.UTC)
	since := end.AddDate(0, -13, 0).Format(time.RFC3339)
	scratch := func(name string) string { return filepath.Join(b.TempDir(), name) }
	git := func(args ...string) *exec.Cmd { return exec.Command("git", append(args, url, scratch("x"))...) }
	ours := func(month time.Time, window int, marks string) *exec.Cmd {
		return child(b, "guette "+url+" "+marks, fmt.Sprintf("%s %d %s", month.Format("2006-01"), window, month.AddDate(0, 1, 0).Format(time.RFC3339)))
	}
	tl.at(b, end)
	out["clone"] = measured(b, sent, git("clone", "-q", "--bare"))
	out["clone tree:0"] = measured(b, sent, git("clone", "-q", "--bare", "--filter=tree:0"))
	out["clone since"] = measured(b, sent, git("clone", "-q", "--bare", "--shallow-since="+since))
	out["tree:0 since"] = measured(b, sent, git("clone", "-q", "--bare", "--filter=tree:0", "--shallow-since="+since))
	out["go-git"] = measured(b, sent, child(b, "go-git "+url+" "+scratch("y"), ""))
	out["window 25"] = measured(b, sent, ours(end.AddDate(0, -1, 0), 25, scratch("marks25")))
	marks := scratch("marks")
	tl.at(b, end.AddDate(0, -1, 0))
	out["window 13"] = measured(b, sent, ours(end.AddDate(0, -2, 0), 13, marks))
	tl.at(b, end)
	out["next month"] = measured(b, sent, ours(end.AddDate(0, -1, 0), 13, marks))
	return out
}

func child(b testing.TB, what, month string) *exec.Cmd {
	self, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), benchWhat+"="+what, benchMonth+"="+month, "GOGC=40") // as the program sets it
	return cmd
}

// report prints a table, and the medians that are claimed.
func report(b *testing.B, list []sample, rows map[string]map[string]cost) {
	fmt.Printf("\n| repository | %s |\n|---|%s\n", strings.Join(ways, " | "), strings.Repeat("---|", len(ways)))
	for _, s := range list {
		fmt.Printf("| %s |", s.name)
		for _, way := range ways {
			c := rows[s.name][way]
			mark := ""
			if !c.OK {
				mark = "*"
			}
			fmt.Printf(" %.0f KB, %.2f s, %.2f s, %.0f MB%s", float64(c.Bytes)/1e3, c.Wall.Seconds(), c.CPU.Seconds(), float64(c.RSS)/1e6, mark)
			if p := c.Parts; p[0] > 0 {
				fmt.Printf(" (%.1f + %.1f + %.1f + %.1f KB)", float64(p[0])/1e3, float64(p[1])/1e3, float64(p[2])/1e3, float64(p[3])/1e3)
			}
			fmt.Print(" |")
		}
		fmt.Println()
	}
	ratio := func(name, way, of string, pick func(cost) float64) {
		var all []float64
		for _, s := range list {
			all = append(all, pick(rows[s.name][way])/pick(rows[s.name][of]))
		}
		slices.Sort(all)
		b.ReportMetric(all[len(all)/2], name+"-median")
		b.ReportMetric(all[len(all)-1], name+"-worst")
	}
	size := func(c cost) float64 { return float64(c.Bytes) }
	cpu := func(c cost) float64 { return float64(c.CPU) }
	window := func(c cost) float64 { return float64(cmp.Or(c.Parts[0]+c.Parts[1], c.Bytes)) }
	commits := func(c cost) float64 { return float64(cmp.Or(c.Parts[1], 1)) }
	ratio("bytes:window/tree0", "window 13", "clone tree:0", window)
	ratio("bytes:window+tags/tree0", "window 13", "clone tree:0", func(c cost) float64 { return float64(cmp.Or(c.Bytes-c.Parts[3], c.Bytes)) })
	ratio("bytes:all/tree0", "window 13", "clone tree:0", size)
	ratio("bytes:next/first", "next month", "window 13", size)
	ratio("bytes:next-commits/first-commits", "next month", "window 13", commits)
	ratio("cpu:window/since", "window 13", "clone since", cpu)
	ratio("cpu:window/tree0since", "window 13", "tree:0 since", cpu)
	ratio("cpu:window/tree0", "window 13", "clone tree:0", cpu)
	var most, heap int64
	for _, r := range rows {
		for _, way := range []string{"window 13", "next month", "window 25"} {
			most, heap = max(most, r[way].RSS), max(heap, r[way].Heap)
		}
	}
	b.ReportMetric(float64(most)/1e6, "peak-MB")
	b.ReportMetric(float64(heap)/1e6, "heap-MB")
	if data, err := json.Marshal(rows); err == nil {
		b.Logf("%s", data)
	}
}
