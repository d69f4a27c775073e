package catalog

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"guette/catalog/strict"
	"guette/internal/corpus"
	"guette/watch"
)

// file writes a file of a test and returns its path.
func file(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// told is the text of an error without the folder of the test.
func told(t *testing.T, path string, err error) string {
	t.Helper()
	if err == nil {
		return ""
	}
	if _, ok := errors.AsType[strict.Problems](err); !ok {
		t.Fatalf("error of type %T: %v", err, err)
	}
	return strings.ReplaceAll(err.Error(), filepath.Dir(path)+string(filepath.Separator), "")
}

const nginxYAML = `programs:
  - id: nginx
    name: Nginx
    aliases: [nginx-core]
    licence: BSD-2-Clause
    repository: https://github.com/nginx/nginx
    feeds: ["https://nginx.org/feed"]
    endoflife: nginx
    purl: ["pkg:github/nginx/nginx", "pkg:bitnami/nginx"]
    cpe: ["f5:nginx"]
    debian: nginx
    osv: ["Bitnami/nginx", "Debian:12/nginx"]
    wikidata: q306144
    sill: 95
`

var nginx = watch.Program{ID: "nginx", Name: "Nginx", Aliases: []string{"nginx-core"}, Licence: "BSD-2-Clause",
	Repositories: []string{"https://github.com/nginx/nginx"}, Feeds: []string{"https://nginx.org/feed"}, EndOfLife: "nginx",
	PURLs: []string{"pkg:github/nginx/nginx", "pkg:bitnami/nginx"}, CPEs: []string{"cpe:2.3:a:f5:nginx:*:*:*:*:*:*:*:*"},
	Debian: "nginx", OSV: []watch.OSVPackage{{Ecosystem: "Bitnami", Name: "nginx"}, {Ecosystem: "Debian:12", Name: "nginx"}},
	Wikidata: "Q306144", SILL: "95"}

func TestAProgramReadsTheSameInEachForm(t *testing.T) {
	folder := filepath.Dir(file(t, "nginx.yaml", strings.ReplaceAll(strings.TrimPrefix(nginxYAML, "programs:\n  - id"), "\n    ", "\n")))
	one := filepath.Join(folder, "nginx.yaml")
	text, err := os.ReadFile(one)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(one, append([]byte("id"), text...), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, path := range map[string]string{
		"YAML":   file(t, "catalog.yaml", nginxYAML),
		"folder": folder,
		"CSV": file(t, "catalog.csv", "\uFEFFid,name,aliases,licence,repository,feeds,endoflife,purl,cpe,debian,osv,wikidata,sill\n"+
			"nginx,Nginx,nginx-core,BSD-2-Clause,https://github.com/nginx/nginx,https://nginx.org/feed,nginx,"+
			"pkg:github/nginx/nginx pkg:bitnami/nginx,f5:nginx,nginx,Bitnami/nginx Debian:12/nginx,Q306144,95\n"),
		"CSV of the stand-in": file(t, "upstream.csv", "id,name,aliases,licence_spdx,repository_url,news_feed_url,endoflife_slug,purl,cpe,debian_source,osv,wikidata,sill_id,origin\n"+
			"nginx,Nginx,nginx-core,BSD-2-Clause,https://github.com/nginx/nginx,https://nginx.org/feed,nginx,"+
			"pkg:github/nginx/nginx pkg:bitnami/nginx,f5:nginx,nginx,Bitnami/nginx Debian:12/nginx,Q306144,95,SILL\n"),
		"written": file(t, "written.yaml", string(Write([]watch.Program{nginx}))),
	} {
		t.Run(name, func(t *testing.T) {
			c, err := Load(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]watch.Program{nginx}, c.Programs); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhatIsWrongIsToldAtOnceWithWhatToWrite(t *testing.T) {
	for _, tt := range []struct{ name, file, text, want string }{
		{"an unknown key names the nearest", "c.yaml", "programs:\n  - id: a\n    name: A\n    repositry: https://a.test\n",
			"c.yaml:4: a program: unknown key \"repositry\"\n\thint: did you mean \"repository\"? known: aliases, category, changelog, cpe, debian, endoflife, feeds, homepage, id, licence, name, osv, purl, releases, repository, sill, successor, wikidata"},
		{"a list where a text is wanted", "c.yaml", "programs:\n  - id: a\n    name: [A, B]\n",
			"c.yaml:3: name: want a text, got a list\n\thint: write one text, in quotes\nc.yaml:3: a: no name\n\thint: write the name as the project writes it"},
		{"no YAML", "c.yaml", "programs:\n  - id: a\n   name: b\n",
			"c.yaml:1: did not find expected '-' indicator\n\thint: this is no YAML: check the indentation and the quotes on this line and after it"},
		{"a key twice", "c.yaml", "programs:\n  - id: a\n    name: A\n    id: b\n",
			"c.yaml:4: a program: key \"id\" is already on line 2\n\thint: keep one of them"},
		{"an empty file", "c.yaml", "", "c.yaml: no program\n\thint: write one, or make a first catalogue: guette catalog import FILE"},
		{"several programs with several faults", "c.yaml",
			"programs:\n  - id: Été 2\n    name: Été 2\n  - id: b\n    name: B\n    licence: GPLv3\n    repository: [github.com/b/b, \"https://u:p@b.test/b\"]\n" +
				"    purl: [\"nginx\"]\n    cpe: [\"cpe:/a:b\"]\n    osv: [Bitnamy/b, b]\n    wikidata: 12\n    successor: c\n  - id: b\n    name: Again\n",
			"c.yaml:2: Été 2: id \"Été 2\"\n\thint: write \"ete-2\": small letters, digits, single hyphens\n" +
				"c.yaml:6: b: licence \"GPLv3\": unknown license 'GPLv3' at offset 0\n\thint: write an SPDX expression (spdx.org/licenses), LicenseRef-… for a licence that has no identifier\n" +
				"c.yaml:7: b: repository \"github.com/b/b\": scheme \"\": only https and http are read\n\thint: write a whole address: https://host/path\n" +
				"c.yaml:7: b: repository \"https://u:p@b.test/b\": it holds a user name: a secret belongs in an environment variable, see tokens\n\thint: write a whole address: https://host/path\n" +
				"c.yaml:8: b: purl \"nginx\": purl scheme is not \"pkg\": \"nginx\"\n\thint: write it as pkg:type/namespace/name (github.com/package-url)\n" +
				"c.yaml:9: b: cpe \"cpe:/a:b\"\n\thint: write cpe:2.3:a:VENDOR:PRODUCT, or VENDOR:PRODUCT\n" +
				"c.yaml:10: b: osv: ecosystem \"Bitnamy\" is not known\n\thint: did you mean \"Bitnami\"? known: " + strings.Join(ecosystems, ", ") + "\n" +
				"c.yaml:10: b: osv \"/b\"\n\thint: write ECOSYSTEM/PACKAGE, for example Bitnami/nginx\n" +
				"c.yaml:11: b: wikidata \"12\"\n\thint: write the number of its page: Q306144\n" +
				"c.yaml:12: b: successor \"c\" is not in the catalogue\n\thint: known: 2 ids\n" +
				"c.yaml:13: b: id \"b\" is already at c.yaml:4\n\thint: give it another id, or keep one of them"},
		{"successors that lead back", "c.yaml", "programs:\n  - {id: a, name: A, successor: b}\n  - {id: b, name: B, successor: a}\n",
			"c.yaml:2: a: its successors lead back to a\n\thint: take one of them out\nc.yaml:3: b: its successors lead back to b\n\thint: take one of them out"},
		{"a licence with small letters", "c.yaml", "programs:\n  - {id: a, name: A, licence: MIT or GPL-2.0-only}\n",
			"c.yaml:2: a: licence \"MIT or GPL-2.0-only\": write \"or\" in capitals\n\thint: write an SPDX expression (spdx.org/licenses), LicenseRef-… for a licence that has no identifier"},
		{"CSV without an id", "c.csv", "name,repo\nA,b\n",
			"c.csv:1: unknown column \"repo\"\n\thint: known: " + strings.Join(columns, ", ") + "\n" +
				"c.csv:1: no column \"id\"\n\thint: the first line names the columns: " + strings.Join(columns, ",") + "\n" +
				"c.csv:2: A: id \"\"\n\thint: write \"a\": small letters, digits, single hyphens"},
		{"CSV with a comma too many", "c.csv", "id,name\na,A,B\nb,B\n",
			"c.csv:2: 3 fields, the header has 2\n\thint: put a text that holds a comma in double quotes"},
		{"an empty CSV", "c.csv", "", "c.csv: the file is empty\n\thint: the first line names the columns: " + strings.Join(columns, ",")},
		{"another ending", "c.json", "{}", "c.json: neither .yaml nor .csv nor a folder\n\thint: the ending of the file decides how it is read"},
		{"a control character", "c.yaml", "programs:\n  - {id: a, name: \"A\\e[31m\"}\n",
			"c.yaml:2: a: \"A\\x1b[31m\" is no plain text\n\thint: save the file as UTF-8, and take out control characters"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := file(t, tt.file, tt.text)
			_, err := Load(path)
			if diff := cmp.Diff(tt.want, told(t, path, err)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestAMissingFileNamesItsSetting(t *testing.T) {
	_, err := Load("nowhere.yaml")
	if got, want := err.Error(), "nowhere.yaml: no such file\n\thint: set \"catalog\" in the configuration to the file that you have"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAnchorsThatMultiplyAreRefused(t *testing.T) {
	var b strings.Builder
	b.WriteString("programs:\n  - &p0 {id: a, name: A, aliases: &l0 [x,x,x,x,x,x,x,x,x,x]}\n")
	for i := 1; i < 200; i++ {
		b.WriteString("  - {id: a, name: A, aliases: *l0}\n")
	}
	list := "[" + strings.TrimSuffix(strings.Repeat("\"y\",", 2000), ",") + "]"
	text := "programs:\n  - {id: a, name: A, aliases: &l " + list + "}\n" + strings.Repeat("  - {id: a, name: A, aliases: *l}\n", 2000)
	_, err := Load(file(t, "c.yaml", text))
	if err == nil || !strings.Contains(err.Error(), "anchors that multiply") {
		t.Errorf("got %.200v", err)
	}
}

func TestHomonymsAreDoubtful(t *testing.T) {
	c, err := Load(file(t, "c.yaml", "programs:\n  - {id: a, name: Alpha, feeds: [\"https://a.test\"]}\n  - {id: b, name: B, aliases: [alpha], feeds: [\"http://b.test\"]}\n"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, w := range c.Warnings {
		got = append(got, w.Text)
	}
	want := []string{`b: feeds "http://b.test" is read without encryption`, `b: "alpha" is also a name of a`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if id, ok := c.Named("ALPHA"); id != "a" || !ok {
		t.Errorf("Named: %q, %v", id, ok)
	}
}

// TestTheRealFiles reads the files at the root of the project, and the
// catalogue and portfolio of the corpus, as they are.
func TestTheRealFiles(t *testing.T) {
	root := filepath.Join("..")
	c, err := Load(filepath.Join(root, "catalog.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Warnings) > 0 {
		t.Error(c.Warnings)
	}
	p, err := LoadPortfolio(filepath.Join(root, "portfolios.yaml"), c)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Programs) < 60 || len(p.Entities) == 0 {
		t.Errorf("%d programs, %d entities", len(c.Programs), len(p.Entities))
	}
	if _, err := LoadCurations(filepath.Join(root, "curations.yaml"), c, p); err != nil {
		t.Error(err)
	}
	all, err := Load(corpus.File(t, "catalog.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if len(all.Programs) != 433 {
		t.Errorf("%d programs of the corpus, want 433", len(all.Programs))
	}
}

func FuzzLoad(f *testing.F) {
	f.Add([]byte(nginxYAML))
	f.Add([]byte("programs: [{id: a, name: A, repository: \"\"}]")) // an empty text is no entry
	f.Add([]byte("programs: [{<<: &a {id: b}, name: c}, *a]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, root := strict.Parse("c.yaml", data)
		var all []*entry
		root.Map("the catalogue", strict.Fields{"programs": func(n strict.Node) {
			n.List("programs", func(n strict.Node) { all = append(all, readProgram(n, "c.yaml")) })
		}})
		problems, _ := check(all)
		if len(doc.Problems) > 0 || len(problems) > 0 || len(all) == 0 {
			return
		}
		programs := make([]watch.Program, len(all))
		for i, e := range all {
			programs[i] = e.program
		}
		again, back := strict.Parse("c.yaml", Write(programs))
		var read []watch.Program
		back.Map("the catalogue", strict.Fields{"programs": func(n strict.Node) {
			n.List("programs", func(n strict.Node) { read = append(read, readProgram(n, "c.yaml").program) })
		}})
		if diff := cmp.Diff(programs, read, cmpopts.EquateEmpty()); diff != "" || len(again.Problems) > 0 {
			t.Fatalf("what is written does not read the same: %v\n%s", again.Problems, diff)
		}
	})
}
