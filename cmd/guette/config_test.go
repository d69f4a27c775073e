package main

import (
	"net/netip"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestAConfigurationReadsWhole(t *testing.T) {
	dir := t.TempDir()
	writeFiles(t, dir, map[string]string{"config.yaml": `catalog: programs
portfolios: /etc/guette/portfolios.yaml
language: en
timezone: UTC
fetch: {timeout: 90s, spacing: 0s, max_body: 1.5 MB, allow_networks: [10.0.0.0/8], proxy: none}
tokens: {github_env: GH, hosts: {Git.Example.FR: GIT}}
news: ["https://a.test/1"]
`})
	t.Setenv("GUETTE_NEWS", "https://b.test/1 https://b.test/2")
	t.Setenv("GUETTE_COVERAGE_MINIMUM", "0.75")
	got, err := loadConfig(filepath.Join(dir, "config.yaml"), true)
	if err != nil {
		t.Fatal(err)
	}
	want := &Config{Path: filepath.Join(dir, "config.yaml"), Catalog: filepath.Join(dir, "programs"), Portfolios: "/etc/guette/portfolios.yaml",
		Reports: filepath.Join(dir, "reports"), Store: filepath.Join(dir, "guette.db"), Language: "en", Zone: time.UTC, Window: 49,
		Timeout: 90 * time.Second, Deadline: 10 * time.Minute, Concurrency: 16, PerHost: 4, MaxBody: 1_500_000,
		Cache: filepath.Join(dir, ".guette-cache"), Proxy: "none", AllowNetworks: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")},
		Tokens: map[string]string{"api.github.com": "GH", "git.example.fr": "GIT"}, News: []string{"https://b.test/1", "https://b.test/2"},
		Coverage: 0.75, EditionDay: 7, Evidence: true}
	want.Publisher.Name = "Guette"
	want.Retention.Months, want.Retention.Bytes = 60, 20<<30
	if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b netip.Prefix) bool { return a == b }),
		cmp.Comparer(func(a, b *time.Location) bool { return a.String() == b.String() }), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestTheConfigurationAtTheRootLoads(t *testing.T) {
	c, err := loadConfig(filepath.Join("..", "..", "config.yaml"), true)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.News) == 0 || c.Coverage == 0 {
		t.Errorf("%+v", c)
	}
}
