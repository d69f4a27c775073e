package git

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"guette/collect/collecttest"
	"guette/watch"
)

// A smallDoor gives no more bytes than most to a repository.
type smallDoor struct {
	openDoor
	most int64
}

func (d smallDoor) Transport(budget int64) http.RoundTripper {
	return d.openDoor.Transport(min(budget, d.most))
}

// largeHistory makes a repository with a large file on one of its days, which a
// stock server sends with the commits.
func largeHistory(t *testing.T, dir, large string) {
	t.Helper()
	var steps []step
	for _, day := range []string{"2023-03-10", "2024-02-10", "2025-09-10", "2026-02-10", "2026-06-10", "2026-07-20"} {
		s := step{when: day + "T12:00:00Z", name: "A", mail: "a@example.org"}
		if s.files = map[string]string{"data": "x " + day}; day == large {
			s.files["data"] = noiseText(300_000)
		}
		steps = append(steps, s)
	}
	buildRepository(t, dir, steps)
}

// months lists the months stated, and whether all of them are whole.
func months(store *collecttest.Store) (first, last string, whole bool) {
	whole = true
	for _, a := range watch.Of[*watch.Activity](store.Facts()) {
		m := a.Month.String()
		if first == "" || m < first {
			first = m
		}
		last = max(last, m)
		whole = whole && !a.Partial
	}
	return first, last, whole
}

// TestShorter reads repositories whose window does not fit, from a server that
// sends files with commits: once, and again a month later.
func TestShorter(t *testing.T) {
	for _, tt := range []struct {
		name, large, since string // since is the month of the first activity; "" is none
	}{
		{name: "a large file before 25 months", large: "2023-03-10", since: "2024-07"},
		{name: "before 13 months", large: "2024-02-10", since: "2024-07"},
		{name: "a year ago", large: "2025-09-10", since: "2026-06"},
		{name: "now", large: "2026-07-20"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			root := t.TempDir()
			largeHistory(t, filepath.Join(root, "tool.git"), tt.large)
			address := serve(t, root, stock).URL + "/tool.git"
			store := collecttest.NewStore()
			for i, month := range []string{"2026-07", "2026-08"} {
				job := newJob(t, store, http.DefaultTransport, address, month, 49, time.Date(2026, time.Month(8+i), 1, 0, 0, 0, 0, time.UTC))
				job.Fetch = smallDoor{openDoor{http.DefaultTransport}, 200_000}
				res, err := Collector.Collect(t.Context(), job)
				if tt.since == "" {
					if !tooLarge(err) {
						t.Errorf("got %+v, %v, want an error that it is too large", res, err)
					}
					continue
				}
				if err != nil || res.Partial || res.Reason != ReasonNoFilter || !strings.Contains(res.Message, tt.since+"-01") {
					t.Errorf("%s: got %+v, %v, want a warning that history begins in %s", month, res, err, tt.since)
				}
				if i == 1 && res.Bytes > 10_000 {
					t.Errorf("%d bytes were read again", res.Bytes)
				}
				if first, last, _ := months(store); first != tt.since || last < month {
					t.Errorf("%s: months from %s to %s, want from %s", month, first, last, tt.since)
				}
			}
		})
	}
}

// TestAGrownWindowThatDoesNotFit asks for more months than before, which do not
// fit: the months known stay as they are, and the new one comes.
func TestAGrownWindowThatDoesNotFit(t *testing.T) {
	root := t.TempDir()
	largeHistory(t, filepath.Join(root, "tool.git"), "2024-02-10")
	address := serve(t, root, stock).URL + "/tool.git"
	store := collecttest.NewStore()
	for i, window := range []int{25, 49, 49} {
		job := newJob(t, store, http.DefaultTransport, address, fmt.Sprintf("2026-%02d", 7+i), window, time.Date(2026, time.Month(8+i), 1, 0, 0, 0, 0, time.UTC))
		job.Fetch = smallDoor{openDoor{http.DefaultTransport}, 200_000}
		res, err := Collector.Collect(t.Context(), job)
		if want := []string{"", ReasonNoFilter, ReasonNoFilter}[i]; err != nil || res.Partial || res.Reason != want {
			t.Errorf("reading %d: got %+v, %v, want reason %q", i, res, err, want)
		}
		if i == 2 && res.Bytes > 10_000 {
			t.Errorf("%d bytes were read again", res.Bytes)
		}
		first, last, _ := months(store)
		if want := fmt.Sprintf("2026-%02d", 8+i); first != "2024-07" || last != want {
			t.Errorf("reading %d: months from %s to %s, want 2024-07 to %s", i, first, last, want)
		}
	}
}

// noiseText is a text that does not compress well.
func noiseText(n int) string {
	rnd, b := rand.New(rand.NewPCG(3, 4)), make([]byte, n)
	for i := range b {
		b[i] = byte(' ' + rnd.IntN(95))
	}
	return string(b)
}
