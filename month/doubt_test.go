package month

import (
	"testing"
	"time"

	"guette/watch"
)

func TestARepositoryThatVersionsDoNotComeFrom(t *testing.T) {
	const repo = "https://git.test/a"
	head := time.Date(2026, 4, 2, 12, 0, 0, 0, time.UTC)
	repository := watch.Fact{Source: repo, Body: &watch.Repository{URL: repo, HeadAt: head}}
	tag := watch.Fact{Source: repo, Body: &watch.Tag{Name: "v1.34.0"}}
	release := func(version string, origin watch.Origin, days int) watch.Fact {
		return watch.Fact{Body: &watch.Release{Version: version, Origin: origin, Published: head.AddDate(0, 0, days)}}
	}
	const want = `version "1.34.0" is announced on 2026-07-02, the last commit is of 2026-04-02 and no tag has this version`
	for _, tt := range []struct {
		name  string
		facts []watch.Fact
		want  string
	}{
		{"a version announced three months after the last commit", []watch.Fact{repository, release("1.33.0", watch.OriginLifecycle, 60), release("1.34.0", watch.OriginLifecycle, 91)}, want},
		{"a tag has it", []watch.Fact{repository, tag, release("1.34.0", watch.OriginLifecycle, 91)}, ""},
		{"within a month", []watch.Fact{repository, release("1.34.0", watch.OriginForge, 29)}, ""},
		{"a distribution is always later", []watch.Fact{repository, release("1.34.0", watch.OriginDistribution, 91)}, ""},
		{"without a date", []watch.Fact{repository, {Body: &watch.Release{Version: "1.34.0"}}}, ""},
		{"without a commit", []watch.Fact{release("1.34.0", watch.OriginForge, 91)}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := stale(tt.facts, repo, time.UTC); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
