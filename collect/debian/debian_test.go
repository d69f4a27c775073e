package debian_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"guette/collect/collecttest"
	"guette/collect/debian"
	"guette/watch"
)

func nginx(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/nginx.json")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestCollectorStandsAHostileWorld(t *testing.T) {
	collecttest.Run(t, debian.Collector, collecttest.Example{
		Programs: []watch.Program{{ID: "nginx", Debian: "nginx"}},
		Serve:    collecttest.Pages{"sources.debian.org/api/src/nginx/": string(nginx(t))},
		Facts:    4,
	})
}

func TestEachReleaseHasItsHighestVersion(t *testing.T) {
	packages, bad, err := debian.Parse(nginx(t), "nginx")
	if err != nil || len(bad) != 0 {
		t.Fatalf("errors %v, %v", bad, err)
	}
	var got []watch.Package
	for _, p := range packages {
		got = append(got, *p)
	}
	want := []watch.Package{
		{Distribution: "debian", Release: "bookworm", Source: "nginx", Version: "1.22.1-9+deb12u9"},
		{Distribution: "debian", Release: "sid", Source: "nginx", Version: "1.30.6-2"},
		{Distribution: "debian", Release: "trixie", Source: "nginx", Version: "1.26.3-3+deb13u10"},
		{Distribution: "debian", Release: "trixie-security", Source: "nginx", Version: "1.26.3-3+deb13u10"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("packages (-want +got):\n%s", diff)
	}
}

func TestABadVersionIsLeftOutAlone(t *testing.T) {
	in := strings.Replace(string(nginx(t)), "1.30.6-2", "not a version!", 1)
	packages, bad, err := debian.Parse([]byte(in), "nginx")
	if err != nil || len(bad) != 1 || len(packages) != 3 {
		t.Errorf("%d packages, bad %v, error %v; want 3, one and none", len(packages), bad, err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(nginx(f))
	f.Add([]byte(`{"package":"x","versions":[{"version":"1:2","suites":["sid"]},null,{"version":3}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		packages, bad, err := debian.Parse(data, "x")
		if err != nil && (len(packages) > 0 || len(bad) > 0) {
			t.Fatal("an error and packages")
		}
		seen := map[string]bool{}
		for _, p := range packages {
			if p.Release == "" || p.Version == "" || seen[p.Release] {
				t.Fatalf("package %+v: incomplete, or twice", p)
			}
			seen[p.Release] = true
		}
	})
}
