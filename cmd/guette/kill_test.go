package main

import (
	"flag"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"guette/store"
)

// kills is how many times the month is killed: a few in the suite, fifty to
// be sure (go test -run Killed -kills 50).
var kills = flag.Int("kills", 6, "number of SIGKILLs of TestAMonthThatIsKilledEndsInTheSameBytes")

// TestAMonthThatIsKilledEndsInTheSameBytes kills run and publish at random
// moments and starts them again, month after month, until it has killed often
// enough. Each month must end in the bytes of an undisturbed one.
func TestAMonthThatIsKilledEndsInTheSameBytes(t *testing.T) {
	u := startUpstream(t)
	u.env = append(u.env, "GUETTE_FETCH_SPACING=0s") // the stand-in needs no politeness
	calm := t.TempDir()
	writeFiles(t, calm, monthConfig(t))
	start := time.Now()
	runMonth(t, calm, u)
	took := time.Since(start)
	want := bytesOf(t, calm)
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d, an undisturbed month takes %v", seed, took.Round(time.Millisecond))
	random := rand.New(rand.NewPCG(seed, 0))
	for killed, months := 0, 0; killed < *kills; months++ {
		dir := t.TempDir()
		writeFiles(t, dir, monthConfig(t))
		for _, args := range [][]string{
			{"run", "--month", "2026-07", "--quiet"}, {"publish", "--month", "2026-07", "--draft", "--quiet"},
		} {
			for !finishes(t, dir, u, time.Duration(random.Float64()*float64(took)*0.7), killed >= *kills, args...) {
				killed++
			}
		}
		if diff := cmp.Diff(want, bytesOf(t, dir)); diff != "" {
			t.Fatalf("month %d (-undisturbed +killed):\n%s", months, diff)
		}
		sound(t, dir)
		t.Logf("month %d is the same after %d kills in all", months, killed)
	}
}

// finishes starts a command and kills it after a while, unless it is left in
// peace; it tells whether the command came to its end.
func finishes(t *testing.T, dir string, u *upstream, after time.Duration, peace bool, args ...string) bool {
	t.Helper()
	c := command(t.Context(), t, dir, u.env, args...)
	c.Stderr = os.Stderr
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	if !peace {
		timer := time.AfterFunc(after, func() { c.Process.Kill() })
		defer timer.Stop()
	}
	err := c.Wait()
	if code := c.ProcessState.ExitCode(); err != nil && code != -1 {
		t.Fatalf("%v: exit status %d", args, code)
	}
	return err == nil
}

// sound checks the store and that no half-written file is left in the way.
func sound(t *testing.T, dir string) {
	t.Helper()
	s, err := store.Open(t.Context(), filepath.Join(dir, "guette.db"), store.Options{Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
}
