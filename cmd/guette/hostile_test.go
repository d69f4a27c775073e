package main

import (
	"encoding/csv"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"
)

// hostileTitle carries what acts in a terminal, a page, a spreadsheet, a draft;
// its honest words must survive.
const hostileTitle = "=HYPERLINK(\"javascript:alert(1)\";\"Sauve qui peut\") \u202Eexe.txt\u200B \u009b31m" +
	"<script>alert(1)</script> <!-- guette:todo id=x --> [lien](javascript:alert(2)) {{template}} ![](https://spy.test/x.png)"

// hostileServer serves a feed, and releases, whose texts are hostile.
func hostileServer(t *testing.T) string {
	t.Helper()
	escape := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\u009b", "&#x9b;")
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/rss+xml")
		day := time.Date(2026, 7, 14, 12, 0, 0, 0, time.UTC).Format(time.RFC1123Z)
		fmt.Fprintf(w, `<?xml version="1.0"?><rss version="2.0"><channel><title>%[1]s</title><link>https://a.test/</link>`+
			`<item><title>Cible 2.0 %[1]s</title><link>javascript:alert(3)</link><guid>1</guid><pubDate>%[2]s</pubDate><description>%[1]s</description></item>`+
			`<item><title>%[1]s</title><link>https://a.test/1</link><guid>=cmd|' /C calc'!A0</guid><pubDate>jamais %[1]s</pubDate></item>`+
			`</channel></rss>`, escape.Replace(hostileTitle), day)
	}))
	t.Cleanup(s.Close)
	return s.URL
}

// liveMarkdown finds what is not escaped.
var liveMarkdown = regexp.MustCompile(`[^\\](\]\(javascript:|<script|<!-- guette:todo id=x|!\[\]\(https://spy)`)

// TestHostileTextActsNowhere runs a month on hostile texts and looks at all
// that a person or a program may open.
func TestHostileTextActsNowhere(t *testing.T) {
	server := hostileServer(t)
	dir := t.TempDir()
	writeFiles(t, dir, map[string]string{
		"config.yaml": "catalog: catalog.yaml\nfetch: {allow_networks: [127.0.0.0/8], spacing: 0s}\nnews: [\"" + server + "/news\"]\n",
		"catalog.yaml": "programs:\n  - {id: cible, name: Cible, feeds: [\"" + server + "/feed\"], releases: \"" + server + "/releases\"}\n" +
			"  - {id: rate, name: Raté, repository: [\"" + server + "/r.git\"], changelog: \"" + server + "/CHANGELOG\"}\n",
	})
	env := []string{"HTTP_PROXY=", "HTTPS_PROXY=", "NO_PROXY=*"}
	shown := map[string]string{}
	show := func(args ...string) outcome {
		o := guette(t, dir, env, args...)
		name := strings.Join(args, " ")
		shown[name], shown[name+" (errors)"] = o.stdout, o.stderr
		return o
	}
	show("run", "--month", "2026-07", "--verbose").want(t, exitDone)
	show("status", "--month", "2026-07").want(t, exitDone)
	show("status", "--month", "2026-07", "--json").want(t, exitDone)
	show("explain", "cible", "--month", "2026-07").want(t, exitDone)
	show("publish", "--month", "2026-07", "--draft").want(t, exitDone)
	show("source", "test", server+"/feed")
	show("source", "test", server+"/feed", "--json")
	for _, format := range formats["findings"] {
		if format != "xlsx" {
			show("export", "findings", "--month", "2026-07", "--format", format).want(t, exitDone)
		}
	}
	facts := show("export", "facts", "--month", "2026-07", "--format", "csv").want(t, exitDone).stdout
	root := os.DirFS(filepath.Join(dir, "reports"))
	err := fs.WalkDir(root, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(path, ".pdf") {
			return err
		}
		data, err := fs.ReadFile(root, path)
		shown[path] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range shown {
		if i := strings.IndexFunc(text, actsAnywhere); i >= 0 {
			t.Errorf("%s: %q acts", name, text[max(0, i-40):min(len(text), i+40)])
		}
		if strings.HasSuffix(name, ".html") && (strings.Contains(text, "<script>alert") || strings.Contains(text, `href="javascript:`)) {
			t.Errorf("%s: HTML from outside is live", name)
		}
		if live := liveMarkdown.FindString(text); strings.HasSuffix(name, ".md") && live != "" {
			t.Errorf("%s: Markdown from outside is live: %q", name, live)
		}
	}
	rows, err := csv.NewReader(strings.NewReader(facts)).ReadAll()
	if err != nil || len(rows) < 2 {
		t.Fatalf("%d rows of facts: %v", len(rows), err)
	}
	for _, row := range rows {
		for _, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@", rune(cell[0])) {
				t.Errorf("cell %q is a formula", cell)
			}
		}
	}
	if !strings.Contains(shown["source test "+server+"/feed"], "Sauve qui peut") {
		t.Error("the honest words of a hostile text are lost")
	}
}

// actsAnywhere tells whether a character does something in a terminal or an
// editor. French typography and emoji need some that are invisible.
func actsAnywhere(r rune) bool {
	switch r {
	case '\n', '\r', '\u200C', '\u200D', '\u00AD', '\u2060':
		return false
	}
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r)
}
