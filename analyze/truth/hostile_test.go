package truth

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"guette/analyze"
	"guette/analyze/priority"
	"guette/watch"
)

// word draws what a hostile source may write for a version, an id or a text.
func word(t *rapid.T) string {
	return rapid.OneOf(
		rapid.SampledFrom([]string{"", "0", "1.2.3", "v1.2.4", "1.2", "99.99.99", "9999999999999999999999.1", "1:1.0~rc1-1", "*", "CVE-2026-0001", "GHSA-hrrv-mp25-26vv", "from 1.0.0 through 1.2.9", "..", "cpe:2.3:a", "\x00\n|<script>"}),
		rapid.StringN(0, 12, 40),
	).Draw(t, "word")
}

func words(t *rapid.T) []string { return rapid.SliceOfN(rapid.Custom(word), 0, 3).Draw(t, "words") }

func moments(t *rapid.T) time.Time {
	return rapid.SampledFrom([]time.Time{{}, time.Unix(0, 0), time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 7, 31, 22, 30, 0, 0, time.UTC), time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)}).Draw(t, "at")
}

func dates(t *rapid.T) watch.Date { return watch.DateOf(moments(t)) }

func untils(t *rapid.T) watch.Until {
	return watch.Until{State: rapid.SampledFrom([]watch.UntilState{watch.NoPhase, watch.Unannounced, watch.Dated, watch.Over}).Draw(t, "state"), Date: dates(t)}
}

// bodies draws any technical fact.
func bodies(t *rapid.T) watch.Body {
	switch rapid.IntRange(0, 4).Draw(t, "kind") {
	case 0:
		return &watch.Tag{Repository: word(t), Name: word(t), Object: word(t), Commit: word(t), Tagged: moments(t), Committed: moments(t), Message: word(t),
			State: rapid.SampledFrom([]watch.TagState{watch.TagPresent, watch.TagMoved, watch.TagDeleted}).Draw(t, "tag state")}
	case 1:
		return &watch.Release{Version: word(t), Tag: word(t), Title: word(t), Published: moments(t), DayOnly: rapid.Bool().Draw(t, "day"), Notes: word(t), Repository: word(t),
			Origin: rapid.SampledFrom([]watch.Origin{watch.OriginForge, watch.OriginFeed, watch.OriginChangelog, watch.OriginLifecycle, watch.OriginDistribution}).Draw(t, "origin")}
	case 2:
		return &watch.Lifecycle{Product: word(t), Cycle: word(t), Released: dates(t), EOAS: untils(t), EOL: untils(t), EOES: untils(t), Latest: word(t), LatestDate: dates(t), AsOf: dates(t)}
	case 3:
		return &watch.Package{Distribution: "debian", Release: word(t), Source: word(t), Version: word(t), AsOf: dates(t)}
	}
	event := func(t *rapid.T) watch.Event {
		return watch.Event{Introduced: word(t), Fixed: word(t), LastAffected: word(t), Limit: word(t)}
	}
	ranges := func(t *rapid.T) watch.Range {
		return watch.Range{Type: rapid.SampledFrom([]string{"SEMVER", "ECOSYSTEM", "GIT", "PROSE", ""}).Draw(t, "type"), Events: rapid.SliceOfN(rapid.Custom(event), 0, 4).Draw(t, "events")}
	}
	affected := func(t *rapid.T) watch.Affected {
		return watch.Affected{Ecosystem: rapid.SampledFrom([]string{"Bitnami", "PyPI", "Maven", "Debian:12", "Go", "", "?"}).Draw(t, "ecosystem"), CPEs: words(t), Versions: words(t),
			Ranges: rapid.SliceOfN(rapid.Custom(ranges), 0, 2).Draw(t, "ranges"), Severity: []watch.Vector{{Score: word(t)}}}
	}
	return &watch.Advisory{ID: word(t), Publisher: "osv", Aliases: words(t), Summary: word(t), Details: word(t), Published: moments(t), Modified: moments(t), Withdrawn: moments(t),
		Affected: rapid.SliceOfN(rapid.Custom(affected), 0, 2).Draw(t, "affected"), References: []watch.Reference{{URL: word(t)}}}
}

// TestAnyFactsAreBorne gives the analyzers and the decisions facts that make no
// sense: they do not fall, every finding has evidence and an id of its own.
func TestAnyFactsAreBorne(t *testing.T) {
	zone := paris(t)
	rapid.Check(t, func(t *rapid.T) {
		m := watch.Month{Year: 2026, Month: 7}
		in := &analyze.Input{Month: m, Zone: zone, AsOf: m.LastDay(), Edition: m.LastDay().AddDays(7), Program: watch.Program{ID: "p", Name: word(t), Repositories: words(t), CPEs: words(t)}}
		for range rapid.IntRange(0, 12).Draw(t, "facts") {
			b := bodies(t)
			in.Facts = append(in.Facts, watch.Fact{Program: "p", Key: word(t), Body: b, Evidence: watch.Evidence{URL: "https://x.test"}})
		}
		watch.SortFacts(in.Facts)
		out, err := analyze.Run(in, technical)
		if err != nil {
			t.Fatal(err)
		}
		ids := map[string]bool{}
		for _, f := range out.Findings {
			if ids[f.ID] {
				t.Fatalf("id %q twice", f.ID)
			}
			ids[f.ID] = true
			if len(f.Evidence) == 0 || f.Detail == nil {
				t.Fatalf("%s: no evidence or no detail", f.ID)
			}
		}
		e := watch.Entity{ID: "e", Programs: []watch.Declaration{{Program: "p", Version: word(t), Branch: word(t), Edition: word(t)}}}
		for _, d := range priority.Decide(e, watch.Policy{}, nil, out.Findings, []watch.Profile{out.Profile}, nil, in.Edition, in.AsOf).Decisions {
			for _, id := range d.Findings {
				if !ids[id] {
					t.Fatalf("decision by %s rests on %q, which is not there", d.Rule, id)
				}
			}
		}
	})
}
