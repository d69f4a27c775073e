package git

import (
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"guette/collect"
	"guette/collect/collecttest"
	"guette/watch"
)

// logged is a commit as git log tells it.
type logged struct {
	hash, name, mail, rawName, rawMail string
	parents                            int
	when, authored                     time.Time
	message                            string
}

// gitLog reads the window with git itself.
func gitLog(t *testing.T, path string, since int64) (list []logged) {
	t.Helper()
	out := command(t, path, "git", "log", "--use-mailmap", "--max-age="+strconv.FormatInt(since, 10), "--encoding=UTF-8",
		"--format=%H%x00%P%x00%ct%x00%aN%x00%aE%x00%an%x00%ae%x00%aI%x00%B%x01")
	for rec := range strings.SplitSeq(out, "\x01") {
		f := strings.Split(strings.TrimLeft(rec, "\n"), "\x00")
		if len(f) < 9 {
			continue
		}
		s, _ := strconv.ParseInt(f[2], 10, 64)
		authored, _ := time.Parse(time.RFC3339, f[7])
		list = append(list, logged{hash: f[0], parents: len(strings.Fields(f[1])), when: time.Unix(s, 0).UTC(),
			name: f[3], mail: f[4], rawName: f[5], rawMail: f[6], authored: authored, message: f[8]})
	}
	return list
}

// figures is all that an activity fact counts, with authors told by their
// shares alone.
type figures struct {
	Commits, Merges, Bots, Human, Plain  int
	Days                                 uint32
	Authors                              []string
	Domains                              []watch.Count
	PublicDomains                        int
	CoAuthors, SignedOff, Zones, Weekday int
	Head                                 string
	LastHuman                            time.Time
}

func figuresOf(a *watch.Activity) figures {
	f := figures{a.Commits, a.Merges, a.Bots, a.Human, a.Plain, a.Days, nil, a.Domains, a.PublicDomains,
		a.CoAuthors, a.SignedOff, a.Zones, a.Weekday, a.Head, a.LastHuman}
	for _, c := range a.Authors {
		f.Authors = append(f.Authors, fmt.Sprint(c.Commits, c.Plain, c.LastDay))
	}
	slices.Sort(f.Authors)
	return f
}

var (
	signedLine   = regexp.MustCompile(`(?mi)^signed-off-by:`)
	coauthorLine = regexp.MustCompile(`(?mi)^co-authored-by:(.*)$`)
	oneCoauthor  = regexp.MustCompile(`[, ]*([^<>]*)<([^<>]+)>`)
)

// independent computes the activity of each month from git log, with another
// algorithm and other structures than the collector.
func independent(list []logged) map[string]figures {
	who := map[string]string{} // "mail" or "name" to the one that stands for the person
	var find func(string) string
	find = func(k string) string {
		if p, ok := who[k]; ok && p != k {
			return find(p)
		}
		return k
	}
	key := func(name, mail string) string {
		if mail == "" {
			return "nobody " + strings.ToLower(name)
		}
		return "mail " + strings.ToLower(mail)
	}
	tie := func(name, mail string) {
		if words := strings.Fields(strings.ToLower(name)); len(words) > 1 {
			a, b := find(key(name, mail)), find("name "+strings.Join(words, " "))
			if a != b {
				who[a] = b
			}
		}
	}
	coauthors := func(c logged) (out [][2]string) {
		for _, line := range coauthorLine.FindAllStringSubmatch(c.message, -1) {
			for _, m := range oneCoauthor.FindAllStringSubmatch(line[1], -1) {
				s := signature{name: strings.TrimSpace(m[1]), mail: strings.TrimSpace(m[2])}
				if !isBot(s) {
					out = append(out, [2]string{s.name, s.mail})
				}
			}
		}
		return out
	}
	human := func(c logged) bool { return !isBot(signature{name: c.rawName, mail: c.rawMail}) }
	for _, c := range list {
		tie(c.name, c.mail)
		if human(c) {
			for _, o := range coauthors(c) {
				tie(o[0], o[1])
			}
		}
	}
	months := map[string][]logged{}
	for _, c := range list {
		months[c.when.Format("2006-01")] = append(months[c.when.Format("2006-01")], c)
	}
	out := map[string]figures{}
	var last time.Time
	for _, m := range slices.Sorted(maps.Keys(months)) {
		f := figures{}
		shares, doms, others, zones := map[string][3]int{}, map[string]int{}, map[string]bool{}, map[string]bool{}
		var newest logged
		for _, c := range months[m] {
			f.Commits++
			if c.when.After(newest.when) || c.when.Equal(newest.when) && c.hash > newest.hash {
				newest = c
			}
			if c.parents > 1 {
				f.Merges++
			}
			if !human(c) {
				f.Bots++
				continue
			}
			f.Human++
			f.Days |= 1 << (c.when.Day() - 1)
			id := find(key(c.name, c.mail))
			s := shares[id]
			s[0]++
			if c.parents < 2 {
				f.Plain++
				s[1]++
			}
			s[2] = max(s[2], c.when.Day())
			shares[id] = s
			if d := domainOf(c.rawMail); d != "" {
				doms[d]++
			}
			zones[c.authored.Format("-0700")] = true
			if d := c.authored.Weekday(); d != time.Saturday && d != time.Sunday {
				f.Weekday++
			}
			if signedLine.MatchString(c.message) {
				f.SignedOff++
			}
			for _, o := range coauthors(c) {
				others[find(key(o[0], o[1]))] = true
			}
			if c.when.After(last) {
				last = c.when
			}
		}
		for _, s := range shares {
			f.Authors = append(f.Authors, fmt.Sprint(s[0], s[1], s[2]))
		}
		slices.Sort(f.Authors)
		f.Domains, f.PublicDomains = domains(packDomains(doms), publicSet())
		f.CoAuthors, f.Zones, f.Head, f.LastHuman = len(others), len(zones), newest.hash, last
		out[m] = f
	}
	return out
}

// TestExact compares with git itself: the commits of the window one by one, and
// every figure of every month.
func TestExact(t *testing.T) {
	slow(t)
	list := samples(t)
	for _, p := range []profile{github, stock, githubV0, stockV0} {
		t.Run(p.name, func(t *testing.T) {
			server := serve(t, unpackDir, p)
			for _, s := range list {
				for _, window := range []int{13, 25} {
					t.Run(fmt.Sprintf("%s %d months", s.name, window), func(t *testing.T) {
						exact(t, server.URL+"/"+s.name+".git", s, window)
					})
				}
			}
		})
	}
}

func exact(t *testing.T, address string, s sample, window int) {
	store := collecttest.NewStore()
	job := newJob(t, store, http.DefaultTransport, address, s.headAt.UTC().Format("2006-01"), window, s.headAt.Add(time.Hour))
	since := windowStart(job.Options)
	want := gitLog(t, s.path, since)

	r := newTestReader(job)
	var got, hashes []string
	r.counted = func(g *graph, commits set) {
		for i := range commits.all() {
			got = append(got, g.at(i).id.String())
		}
	}
	if err := r.read(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(r.told.notes) > 0 {
		t.Errorf("notes %v, want none", r.told.notes)
	}
	for _, c := range want {
		hashes = append(hashes, c.hash)
	}
	slices.Sort(got)
	slices.Sort(hashes)
	if diff := cmp.Diff(hashes, got); diff != "" {
		t.Fatalf("commits of git rev-list (-) and ours (+):\n%s", diff)
	}

	if _, err := Collector.Collect(t.Context(), job); err != nil {
		t.Fatal(err)
	}
	sameFigures(t, store, want, since)
}

func sameFigures(t *testing.T, store *collecttest.Store, list []logged, since int64) {
	t.Helper()
	want := independent(list)
	var last time.Time
	for _, a := range watch.Of[*watch.Activity](store.Facts()) {
		f := want[a.Month.String()]
		if f.LastHuman.IsZero() {
			f.LastHuman = last
		}
		last = f.LastHuman
		if diff := cmp.Diff(f, figuresOf(a)); diff != "" {
			t.Errorf("%s: git log (-) and ours (+):\n%s", a.Month, diff)
		}
		delete(want, a.Month.String())
	}
	delete(want, watch.MonthOf(time.Unix(since, 0), time.UTC).String()) // begun in it: not whole
	for m := range want {
		t.Errorf("no activity for %s", m)
	}
}

func newTestReader(job *collect.Job) *reader {
	k := keyer{[]byte("0123456789abcdef0123456789abcdef")}
	return newReader(job, k, &state{Version: stateVersion, Key: k.check()})
}
