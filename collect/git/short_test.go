package git

import (
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

// TestShorter reads repositories whose window does not fit, from a server that
// sends files with commits.
func TestShorter(t *testing.T) {
	big := noiseText(300_000)
	for _, tt := range []struct {
		name, large, message string
		since                string // month of the first activity
	}{
		{name: "a large file before thirteen months", large: "2024-02-10", message: "only 13 months", since: "2025-07"},
		{name: "a large file half a year ago", large: "2026-02-10", message: "only 2 months", since: "2026-06"},
		{name: "a large file now", large: "2026-07-20"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			root := t.TempDir()
			var steps []step
			for _, day := range []string{"2023-03-10", "2024-02-10", "2025-09-10", "2026-02-10", "2026-06-10", "2026-07-20"} {
				s := step{when: day + "T12:00:00Z", name: "A", mail: "a@example.org"}
				if s.files = map[string]string{"data": "x " + day}; day == tt.large {
					s.files["data"] = big
				}
				steps = append(steps, s)
			}
			buildRepository(t, filepath.Join(root, "tool.git"), steps)
			store := collecttest.NewStore()
			job := newJob(t, store, http.DefaultTransport, serve(t, root, stock).URL+"/tool.git", "2026-07", 49, time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC))
			job.Fetch = smallDoor{openDoor{http.DefaultTransport}, 200_000}
			res, err := Collector.Collect(t.Context(), job)
			if tt.message == "" {
				if !tooLarge(err) {
					t.Errorf("got %+v, %v, want an error that it is too large", res, err)
				}
				return
			}
			if err != nil || !res.Partial || res.Reason != ReasonNoFilter || !strings.Contains(res.Message, tt.message) {
				t.Errorf("got %+v, %v, want %q", res, err, tt.message)
			}
			for f, a := range watch.Of[*watch.Activity](store.Facts()) {
				if !a.Partial || a.Month.String() < tt.since {
					t.Errorf("%s: partial %v, want whole months from %s on to be marked partial", f.Key, a.Partial, tt.since)
				}
			}
		})
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
