package signal

import (
	"fmt"
	"strconv"

	"guette/watch"
)

// massTags is the number of tags of one month beyond which they are one signal:
// a project that rewrites its tags does one thing.
const massTags = 5

func itoa(n int) string { return strconv.Itoa(n) }

// tags says that a version's tag was moved or deleted: what was installed under
// this name may not be what is there now.
func tags(s *scene) {
	for _, state := range []watch.TagState{watch.TagMoved, watch.TagDeleted} {
		var facts []watch.Fact
		for f, t := range watch.Of[*watch.Tag](s.in.Facts) {
			at := f.At
			if _, version := watch.ParseVersion(t.Name); !version || t.State != state || !s.in.In(at) || t.Previous == "" {
				continue
			}
			facts = append(facts, f)
		}
		if len(facts) > massTags {
			f := facts[0]
			d := &watch.SignalDetail{Theme: themePublication, Note: "tags-" + string(state), N: len(facts)}
			s.raise(watch.FindingDistribution, fmt.Sprintf("tags-%s:%s", state, s.in.Month), s.in.Day(f.At), watch.Certain, d, f.Evidence)
			continue
		}
		for _, f := range facts {
			t := f.Body.(*watch.Tag)
			d := &watch.SignalDetail{Theme: themePublication, Note: "tag-" + string(state), Version: t.Name, From: t.Previous, To: t.Object, Commit: t.Commit}
			s.raise(watch.FindingDistribution, fmt.Sprintf("tag-%s:%s:%s", state, t.Name, t.Object), s.in.Day(f.At), watch.Certain, d, f.Evidence)
		}
	}
}
