package git

import (
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"guette/collect/collecttest"
	"guette/fetch"
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
// sends files with commits, and from one that sends commits alone.
func TestShorter(t *testing.T) {
	const most = 80_000
	big := noiseText(120_000)
	for _, tt := range []struct {
		name, large, message string
		server               profile
		since                string // month of the first activity
	}{
		{name: "a large file before thirteen months", server: stock, large: "2024-02-10", message: "only 13 months", since: "2025-07"},
		{name: "a large file half a year ago", server: stock, large: "2026-02-10", message: "only 2 months", since: "2026-06"},
		{name: "a large file now", server: stock, large: "2026-07-20"},
		{name: "large commits before thirteen months", server: github, large: "2024-02-10", message: "only 13 months", since: "2025-07"},
		{name: "large commits half a year ago", server: github, large: "2026-02-10", message: "only 2 months", since: "2026-06"},
		{name: "large commits now", server: github, large: "2026-07-20"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			root := t.TempDir()
			var steps []step
			for _, day := range []string{"2023-03-10", "2024-02-10", "2025-09-10", "2026-02-10", "2026-06-10", "2026-07-20"} {
				s := step{when: day + "T12:00:00Z", name: "A", mail: "a@example.org"}
				if s.files = map[string]string{"data": "x " + day}; day == tt.large {
					s.files["data"], s.message = big, big
				}
				steps = append(steps, s)
			}
			buildRepository(t, filepath.Join(root, "tool.git"), steps)
			store := collecttest.NewStore()
			job := newJob(t, store, http.DefaultTransport, serve(t, root, tt.server).URL+"/tool.git", "2026-07", 49, time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC))
			job.Fetch = smallDoor{openDoor{http.DefaultTransport}, most}
			res, err := Collector.Collect(t.Context(), job)
			if tt.message == "" {
				if !tooLarge(err) {
					t.Errorf("got %+v, %v, want an error that it is too large", res, err)
				}
				return
			}
			reason := ReasonNoFilter
			if tt.server.name == github.name {
				reason = fetch.ReasonTooLarge
			}
			if err != nil || !res.Partial || res.Reason != reason || !strings.Contains(res.Message, tt.message) {
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
