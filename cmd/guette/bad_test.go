package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"guette/watch"
)

// badSources are programs whose only source cannot be read, each in its way,
// by the reason that the run report must give.
var badSources = map[string]string{
	"dead-host":     `{id: dead-host, name: Dead host, feeds: ["https://nosuch.example/feed.xml"]}`,
	"gone":          `{id: gone, name: Gone, feeds: ["https://feeds.example/no-such-file.xml"]}`,
	"garbage":       `{id: garbage, name: Garbage, feeds: ["https://raw.githubusercontent.com/nginx/nginx/master/LICENSE"]}`,
	"page":          `{id: page, name: Page, feeds: ["https://github.com/nginx/nginx"]}`,
	"no-repository": `{id: no-repository, name: No repository, repository: ["https://github.com/no-such-owner/no-such-name"]}`,
}

// TestBadSourcesAreRowsAndSpoilNothing adds five sources that cannot be read to
// the month: each is a row with its reason and a hint, and the rest of the
// month is what it is without them.
func TestBadSourcesAreRowsAndSpoilNothing(t *testing.T) {
	u := startUpstream(t)
	u.env = append(u.env, "GUETTE_FETCH_SPACING=0s") // the stand-in needs no politeness
	good, bad := t.TempDir(), t.TempDir()
	writeFiles(t, good, monthConfig(t))
	files := monthConfig(t)
	for _, line := range badSources {
		files["catalog.yaml"] += "  - " + line + "\n"
	}
	files["config.yaml"] = strings.Replace(files["config.yaml"], "0.9", "0.8", 1)
	writeFiles(t, bad, files)
	guette(t, good, u.env, "run", "--month", "2026-07", "--quiet").want(t, 0)
	guette(t, bad, u.env, "run", "--month", "2026-07", "--quiet").want(t, 0)

	reasons := map[string]string{}
	for _, s := range readReport(t, bad).Sources {
		if _, is := badSources[s.Program]; !is || s.Outcome == watch.OutcomeSkipped {
			continue
		}
		if s.Outcome != watch.OutcomeError || s.Message == "" || s.Hint == "" {
			t.Errorf("%s: %+v: want an error with a message and a hint", s.Program, s)
		}
		reasons[s.Program] = s.Reason
	}
	want := map[string]string{"dead-host": "dns", "gone": "http-404", "garbage": "not-a-feed", "page": "html-instead", "no-repository": "auth-required"}
	if diff := cmp.Diff(want, reasons); diff != "" {
		t.Errorf("reasons (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(findingsWithout(t, good, nil), findingsWithout(t, bad, badSources)); diff != "" {
		t.Errorf("findings of the other programs (-without +with the bad sources):\n%s", diff)
	}
	o := guette(t, bad, u.env, "status", "--month", "2026-07").want(t, 0)
	for id := range badSources {
		if !strings.Contains(o.stdout, "\n"+id+"  ") {
			t.Errorf("status does not tell of %s:\n%s", id, o.stdout)
		}
	}
	t.Run("under the wanted coverage the status is 3", func(t *testing.T) {
		env := append(u.env, "GUETTE_COVERAGE_MINIMUM=0.99")
		o := guette(t, bad, env, "run", "--month", "2026-07", "--quiet").want(t, exitCoverage)
		if !strings.Contains(o.stderr, "hint: see what failed and why: guette status") {
			t.Error(o.stderr)
		}
	})
}

// findingsWithout lists the statements of findings on programs that are not
// left out.
func findingsWithout(t *testing.T, dir string, out map[string]string) (list []string) {
	t.Helper()
	var got struct{ Findings []jsonRelease }
	readJSON(t, filepath.Join(dir, "reports", july.String(), "findings.json"), &got)
	for _, f := range got.Findings {
		if _, left := out[f.Program]; !left {
			list = append(list, f.Program+" "+f.Kind+" "+f.Date.String()+" "+f.Statement)
		}
	}
	return list
}
