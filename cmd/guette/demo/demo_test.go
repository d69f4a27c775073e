package demo

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// end is the day after the month of the demo.
var end = time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC)

func TestGitReadsTheRepositories(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not in the PATH: install it to read the demo's repositories with it")
	}
	u := New(end)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Host = Forge
		u.ServeHTTP(w, r)
	}))
	defer server.Close()
	for _, tt := range []struct{ path, tags string }{
		{"phares/beffroi", "v2.2.0 v2.3.0 v2.3.6 v2.3.7 v2.3.8 v2.4.0 v2.4.0-rc1 v2.4.1 v2.5.0-beta1"},
		{"delta/delta", "v4.3.0"},
		{"old-home/balise", "v7.0.0 v7.1.0 v7.2.0"}, // through its redirect
	} {
		t.Run(tt.path, func(t *testing.T) {
			dir := t.TempDir()
			if out, err := exec.Command("git", "clone", "-q", "--bare", server.URL+"/"+tt.path, dir).CombinedOutput(); err != nil {
				t.Fatalf("git clone: %v\n%s", err, out)
			}
			out, err := exec.Command("git", "-C", dir, "tag").Output()
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(strings.Fields(string(out)), " "); got != tt.tags {
				t.Errorf("tags %s, want %s", got, tt.tags)
			}
		})
	}
}

func TestWorldGrowsWithItsDay(t *testing.T) {
	for _, tt := range []struct {
		name, url, asOf string
		want            bool
		text            string
	}{
		{"the vulnerability is not known in June", "https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json", "2026-07-01", false, "CVE-2026-9900001"},
		{"it is exploited in July", "https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json", "2026-08-01", true, "CVE-2026-9900001"},
		{"the calendar moves a date", "https://endoflife.date/api/v1/products/estuaire", "2026-08-01", true, "2027-03-31"},
		{"it had another before", "https://endoflife.date/api/v1/products/estuaire", "2026-07-01", true, "2026-12-31"},
		{"news of July are not in June", "https://gazette.example/rss", "2026-07-01", false, "Lanterne"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			client := http.Client{Transport: New(day(tt.asOf))}
			resp, err := client.Get(tt.url)
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			body, err := io.ReadAll(resp.Body)
			if err != nil || resp.StatusCode != http.StatusOK {
				t.Fatalf("status %d, error %v", resp.StatusCode, err)
			}
			if got := strings.Contains(string(body), tt.text); got != tt.want {
				t.Errorf("%q in the answer: %v, want %v", tt.text, got, tt.want)
			}
		})
	}
}

func TestUnknownAddressIsNotFound(t *testing.T) {
	client := http.Client{Transport: New(end)}
	resp, err := client.Get("https://forge.example/nobody/nothing/info/refs?service=git-upload-pack")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusNotFound {
		t.Errorf("status %d, want 404", resp.StatusCode)
	}
}
