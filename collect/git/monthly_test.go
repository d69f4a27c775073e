package git

import (
	"encoding/csv"
	"fmt"
	"math/bits"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"guette/collect/collecttest"
	"guette/internal/corpus"
	"guette/watch"
)

// botsDiffer are repositories where the reference is wrong about a robot: in
// nginx and kanboard it takes a person for one, whose name looks like it; in
// onyxia it takes the robot named actions for a person.
var botsDiffer = map[string]bool{"nginx": true, "kanboard": true, "onyxia": true}

// TestMonthly computes the columns of the reference of the health model from
// activity facts alone, over whole histories.
func TestMonthly(t *testing.T) {
	slow(t)
	reference := readMonthly(t)
	server := serve(t, unpackedDir(t), github)
	total, wrong := map[string]int{}, map[string]int{}
	for _, s := range samples(t) {
		rows := reference[s.name]
		if rows == nil {
			continue
		}
		store := collecttest.NewStore()
		job := newJob(t, store, http.DefaultTransport, server.URL+"/"+s.name+".git", s.headAt.UTC().Format("2006-01"), 1200, s.headAt.Add(time.Hour))
		if _, err := Collector.Collect(t.Context(), job); err != nil {
			t.Fatal(err)
		}
		for month, got := range columns(store) {
			row, ok := rows[month]
			if !ok || row["partial"] == "1" {
				continue
			}
			for name, value := range got {
				if botsDiffer[s.name] && name != "commits" && name != "merges" {
					continue
				}
				if name == "domains" && row[name] != value {
					// The reference counts addresses without a domain as one more.
					value = more(value)
				}
				if total[name]++; !sameNumber(value, row[name]) {
					wrong[name]++
					t.Logf("%s %s %s: got %s, want %s", s.name, month, name, value, row[name])
				}
			}
		}
	}
	if total["commits"] < 3500 {
		t.Errorf("%d months compared, want 3500 at least", total["commits"])
	}
	for name, n := range wrong {
		if float64(n) > 0.002*float64(total[name]) {
			t.Errorf("%s: %d of %d months differ from the reference", name, n, total[name])
		}
	}
}

func unpackedDir(t *testing.T) string {
	samples(t)
	return unpackDir
}

// readMonthly reads the reference by name of the sample and month.
func readMonthly(t *testing.T) map[string]map[string]map[string]string {
	f, err := os.Open(corpus.File(t, "health", "monthly.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]map[string]map[string]string{}
	for _, r := range all[1:] {
		_, name, _ := strings.Cut(r[0], "/")
		if out[name] == nil {
			out[name] = map[string]map[string]string{}
		}
		row := map[string]string{}
		for i, v := range r {
			row[all[0][i]] = v
		}
		out[name][row["month"]] = row
	}
	return out
}

// columns computes columns of the reference, by month.
func columns(store *collecttest.Store) map[string]map[string]string {
	out := map[string]map[string]string{}
	last := map[string]int{} // author to number of the last month seen, from 1
	var months []*watch.Activity
	for _, a := range watch.Of[*watch.Activity](store.Facts()) {
		months = append(months, a)
	}
	for i, a := range months {
		newcomers, returning, first := 0, 0, 0
		for _, c := range a.Authors {
			first = max(first, c.Commits)
			switch seen := last[c.ID]; {
			case seen == 0:
				newcomers++
			case i+1-seen > 3:
				returning++
			}
			last[c.ID] = i + 1
		}
		domains := len(a.Domains) + a.PublicDomains
		if a.PublicDomains > 0 {
			domains--
		}
		row := map[string]string{
			"commits": fmt.Sprint(a.Commits), "merges": fmt.Sprint(a.Merges), "nonmerge": fmt.Sprint(a.Commits - a.Merges), "bots": fmt.Sprint(a.Bots),
			"human": fmt.Sprint(a.Human), "active_days": fmt.Sprint(bits.OnesCount32(a.Days)), "authors": fmt.Sprint(len(a.Authors)),
			"new_authors": fmt.Sprint(newcomers), "returning": fmt.Sprint(returning), "domains": fmt.Sprint(domains), "timezones": fmt.Sprint(a.Zones),
			"silence_days": fmt.Sprint(int(a.Month.End(time.UTC).Add(-time.Second).Sub(a.LastHuman).Hours() / 24)),
		}
		if a.Human > 0 {
			row["top_share"], row["weekday_share"] = share(first, a.Human), share(a.Weekday, a.Human)
		}
		authors, caf, top := year(months[max(0, i-11) : i+1])
		row["authors12"], row["caf12"], row["top12"] = authors, caf, top
		out[a.Month.String()] = row
	}
	return out
}

// year is the trailing year: authors, contributor absence factor, share of the
// first author.
func year(months []*watch.Activity) (authors, caf, top string) {
	by, total := map[string]int{}, 0
	for _, m := range months {
		for _, c := range m.Authors {
			by[c.ID] += c.Commits
			total += c.Commits
		}
	}
	var counts []int
	for _, n := range by {
		counts = append(counts, n)
	}
	slices.SortFunc(counts, func(a, b int) int { return b - a })
	if total == 0 {
		return "0", "", ""
	}
	sum, n := 0, 0
	for 2*sum < total {
		sum += counts[n]
		n++
	}
	return fmt.Sprint(len(by)), fmt.Sprint(n), share(counts[0], total)
}

func more(n string) string {
	i, _ := strconv.Atoi(n)
	return strconv.Itoa(i + 1)
}

func share(n, of int) string { return strconv.FormatFloat(float64(n)/float64(of), 'f', 4, 64) }

func sameNumber(got, want string) bool {
	if got == want {
		return true
	}
	a, err := strconv.ParseFloat(got, 64)
	b, err2 := strconv.ParseFloat(want, 64)
	return err == nil && err2 == nil && a-b < 0.0002 && b-a < 0.0002
}
