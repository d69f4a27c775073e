package inventory

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/xuri/excelize/v2"

	"guette/catalog"
	"guette/watch"
)

var programs = catalog.New([]watch.Program{
	{ID: "nginx", Name: "Nginx", PURLs: []string{"pkg:github/nginx/nginx"}, CPEs: []string{"cpe:2.3:a:f5:nginx:*:*:*:*:*:*:*:*"}, Debian: "nginx"},
	{ID: "postgresql", Name: "PostgreSQL", Aliases: []string{"Postgres"}, Debian: "postgresql-17"},
	{ID: "openfisca", Name: "OpenFisca", PURLs: []string{"pkg:pypi/openfisca-core"}},
	{ID: "django", Name: "Django", PURLs: []string{"pkg:github/django/django"}, OSV: []watch.OSVPackage{{Ecosystem: "PyPI", Name: "Django"}}},
	{ID: "redis", Name: "Redis", CPEs: []string{"cpe:2.3:a:redis:redis:*:*:*:*:*:*:*:*"}},
	{ID: "prometheus", Name: "Prometheus", OSV: []watch.OSVPackage{{Ecosystem: "Go", Name: "github.com/prometheus/prometheus"}}},
	{ID: "drive", Name: "Fichiers"},
})

// A hit is what a test reads of a match.
type hit struct {
	Name, Version, Program string
	Confidence             Confidence
	By                     string
}

func match(t *testing.T, name, text string) (hits []hit, unmatched []string) {
	t.Helper()
	items, _, bad, err := Read(name, []byte(text))
	if err != nil || len(bad) > 0 {
		t.Fatal(err, bad)
	}
	found, rest := Find(items, programs)
	for _, m := range found {
		hits = append(hits, hit{m.Item.Name, m.Item.Version, m.Program, m.Confidence, m.By})
	}
	for _, i := range rest {
		unmatched = append(unmatched, i.Label())
	}
	return hits, unmatched
}

func TestEachFormatIsRead(t *testing.T) {
	for _, tt := range []struct{ name, file, text string }{
		{"CycloneDX in JSON", "bom.json", `{"bomFormat":"CycloneDX","specVersion":"1.6","version":1,"components":[
			{"type":"application","name":"nginx","version":"1.30.3","purl":"pkg:deb/debian/nginx-core@1.30.3-1?upstream=nginx@1.30.3-1"},
			{"type":"application","name":"Postgres","version":"17.2","components":[{"type":"library","name":"drive","version":"0.1","purl":"pkg:npm/drive@0.1"}]}]}`},
		{"CycloneDX in XML", "bom.xml", `<?xml version="1.0"?><bom xmlns="http://cyclonedx.org/schema/bom/1.6" version="1"><components>
			<component type="application"><name>nginx</name><version>1.30.3</version><purl>pkg:deb/debian/nginx-core@1.30.3-1?upstream=nginx@1.30.3-1</purl></component>
			<component type="application"><name>Postgres</name><version>17.2</version></component>
			<component type="library"><name>drive</name><version>0.1</version><purl>pkg:npm/drive@0.1</purl></component></components></bom>`},
		{"SPDX in JSON", "sbom.spdx.json", `{"spdxVersion":"SPDX-2.3","SPDXID":"SPDXRef-DOCUMENT","name":"x","dataLicense":"CC0-1.0","documentNamespace":"https://a.test/x","creationInfo":{"created":"2026-07-01T00:00:00Z","creators":["Tool: x"]},"packages":[
			{"name":"nginx","SPDXID":"SPDXRef-1","versionInfo":"1.30.3","downloadLocation":"NOASSERTION","externalRefs":[{"referenceCategory":"PACKAGE-MANAGER","referenceType":"purl","referenceLocator":"pkg:deb/debian/nginx@1.30.3"}]},
			{"name":"Postgres","SPDXID":"SPDXRef-2","versionInfo":"17.2","downloadLocation":"NOASSERTION"},
			{"name":"drive","SPDXID":"SPDXRef-3","versionInfo":"0.1","downloadLocation":"NOASSERTION","externalRefs":[{"referenceCategory":"PACKAGE-MANAGER","referenceType":"purl","referenceLocator":"pkg:npm/drive@0.1"}]}]}`},
		{"SPDX in lines", "sbom.spdx", `SPDXVersion: SPDX-2.3
DataLicense: CC0-1.0
SPDXID: SPDXRef-DOCUMENT
DocumentName: x
DocumentNamespace: https://a.test/x
Creator: Tool: x
Created: 2026-07-01T00:00:00Z

PackageName: nginx
SPDXID: SPDXRef-1
PackageVersion: 1.30.3
PackageDownloadLocation: NOASSERTION
ExternalRef: PACKAGE-MANAGER purl pkg:deb/debian/nginx@1.30.3

PackageName: Postgres
SPDXID: SPDXRef-2
PackageVersion: 17.2
PackageDownloadLocation: NOASSERTION

PackageName: drive
SPDXID: SPDXRef-3
PackageVersion: 0.1
PackageDownloadLocation: NOASSERTION
ExternalRef: PACKAGE-MANAGER purl pkg:npm/drive@0.1
`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			hits, unmatched := match(t, tt.file, tt.text)
			want := []hit{{"Postgres", "17.2", "postgresql", Probable, "alias"}, {"nginx", "1.30.3", "nginx", Certain, "debian"}}
			sorted := cmpopts.SortSlices(func(a, b hit) bool { return a.Name < b.Name })
			if diff := cmp.Diff(want, hits, sorted); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if diff := cmp.Diff([]string{"drive 0.1"}, unmatched); diff != "" {
				t.Errorf("a library of the name of a program (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWhatAPackageIsTakenFor(t *testing.T) {
	redis := []string{"cpe:2.3:a:redis-py:redis:5.0:*:*:*:*:*:*:*", "cpe:2.3:a:redis:redis:5.0:*:*:*:*:*:*:*"}
	for _, tt := range []struct {
		name    string
		item    Item
		program string // "" is none
		sure    Confidence
	}{
		{"the package that the advisories are of", Item{Name: "Django", PURL: "pkg:pypi/django@4.2"}, "django", Probable},
		{"a module of the program inside another program", Item{Name: "p", PURL: "pkg:golang/github.com/prometheus/prometheus@v0.300.1"}, "prometheus", Possible},
		{"a library with the CPE that a scanner made of its name", Item{Name: "redis", PURL: "pkg:pypi/redis@5.0", CPEs: redis}, "", ""},
		{"the second CPE of a program", Item{Name: "valkey-compat", CPEs: redis}, "redis", Certain},
		{"a binary package of the program", Item{Name: "nginx-core", PURL: "pkg:deb/debian/nginx-core@1.30?upstream=nginx"}, "nginx", Certain},
		{"a library of the source package", Item{Name: "libpq5", PURL: "pkg:deb/debian/libpq5@17.2?upstream=postgresql-17"}, "postgresql", Possible},
		{"a client of the source package", Item{Name: "postgresql-client-17", PURL: "pkg:deb/debian/postgresql-client-17@17.2?upstream=postgresql-17"}, "postgresql", Possible},
	} {
		t.Run(tt.name, func(t *testing.T) {
			found, _ := Find([]Item{tt.item}, programs)
			var program string
			var sure Confidence
			for _, m := range found {
				program, sure = m.Program, m.Confidence
			}
			if program != tt.program || sure != tt.sure {
				t.Errorf("got %q, %q: want %q, %q", program, sure, tt.program, tt.sure)
			}
		})
	}
}

func TestSpreadsheetsAsTheyAre(t *testing.T) {
	want := []hit{{"PostgreSQL Server 17", "17.2", "postgresql", Possible, "words"}, {"fichiers", "0.20", "drive", Probable, "name"}}
	rows := [][]string{{"Logiciel", "Version installée"}, {"PostgreSQL Server 17", "17.2"}, {"fichiers", "0.20"}, {"Élan", "3"}}
	for _, tt := range []struct {
		name, before, separator string
		encode                  func(string) string
	}{
		{"commas and UTF-8", "", ",", nil},
		{"semicolons and a title", "Inventaire;\n;\n", ";", nil},
		{"tabs and a mark of order", "", "\t", func(s string) string { return "\uFEFF" + s }},
		{"the Unicode text of Excel", "", "\t", func(s string) string {
			out := "\xFF\xFE"
			for _, u := range utf16.Encode([]rune(s)) {
				out += string([]byte{byte(u), byte(u >> 8)})
			}
			return out
		}},
		{"French Windows", "", ";", func(s string) string {
			return strings.NewReplacer("é", "\xe9", "É", "\xc9").Replace(s)
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text := tt.before
			for _, r := range rows {
				text += strings.Join(r, tt.separator) + "\r\n"
			}
			if tt.encode != nil {
				text = tt.encode(text)
			}
			hits, unmatched := match(t, "inventaire.csv", text)
			if diff := cmp.Diff(want, hits); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if diff := cmp.Diff([]string{"Élan 3"}, unmatched); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhatIsNoInventory(t *testing.T) {
	for name, text := range map[string]string{
		"a.json": `{"hello": 1}`, "b.json": `{`, "c.csv": "1;2\n3;4\n", "d.pdf": "%PDF", "e.csv": "", "f.spdx.json": `{"spdxVersion":"SPDX-3.0"}`,
	} {
		if _, _, _, err := Read(name, []byte(text)); err == nil || !strings.HasPrefix(err.Error(), name+": ") {
			t.Errorf("%s: %v: want an error that names the file", name, err)
		}
	}
}

func TestTheLowestOfSeveralVersionsDecides(t *testing.T) {
	items := []Item{{Name: "Nginx", Version: "1.30.3"}, {Name: "nginx", Version: "1.28.0"}, {Name: "Nginx", Version: ""}, {Name: "Serveur nginx", Version: "1.0"}}
	found, _ := Find(items, programs)
	best := Best(found)
	if len(best) != 1 || best[0].Item.Version != "1.28.0" {
		t.Errorf("%+v", best)
	}
	if got := best[0].Versions(); got != "1.30.3, 1.0" {
		t.Errorf("also %q", got)
	}
	if text := string(Portfolio("a", "A", "x.csv", best)); !strings.Contains(text, `version: "1.28.0"} # probable, by name: nginx 1.28.0; also 1.30.3, 1.0`) {
		t.Errorf("the other versions are not told:\n%s", text)
	}
}

func TestAWorkbook(t *testing.T) {
	book := excelize.NewFile()
	defer book.Close()
	if _, err := book.NewSheet("Inventaire"); err != nil {
		t.Fatal(err)
	}
	rows := [][]any{{"Service informatique"}, {"Logiciel", "Version"}, {"fichiers", "0.20"}, {"Élan", "3"}}
	for i, row := range rows {
		if err := book.SetSheetRow("Inventaire", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	data, err := book.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	hits, unmatched := match(t, "inventaire.xlsx", data.String())
	if diff := cmp.Diff([]hit{{"fichiers", "0.20", "drive", Probable, "name"}}, hits); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"Élan 3"}, unmatched); diff != "" {
		t.Error(diff)
	}
}

func TestAPackageOfDebianIsDeclaredAsOne(t *testing.T) {
	found, _ := Find([]Item{{Name: "nginx", Version: "1.26.3-3", PURL: "pkg:deb/debian/nginx@1.26.3-3"}}, programs)
	if text := string(Portfolio("a", "A", "x.json", Best(found))); !strings.Contains(text, `version: "1.26.3-3", packaging: debian}`) {
		t.Errorf("got:\n%s", text)
	}
}

func TestAnImportedPortfolioLoads(t *testing.T) {
	found, _ := Find([]Item{{Line: 3, Name: "Nginx", Version: ">= 1.2", Fields: map[string]string{"criticality": "Élevée", "exposure": "Interne"}},
		{Line: 4, Name: "fichiers\n# x", Version: "1"}}, programs)
	got := string(Portfolio("mairie", "Mairie \"A\"", "x\ny.csv", Best(found)))
	want := "# Imported from x y.csv. Complete: roles, criticality, exposure, owner.\nschema: 1\nkind: production\nentities:\n" +
		"  - id: mairie\n    name: \"Mairie \\\"A\\\"\"\n    programs:\n" +
		"      - {program: nginx, version: null, criticality: high, exposure: internal} # probable, by name: Nginx >= 1.2, line 3\n"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestProgramsThatAreNotInTheCatalogue(t *testing.T) {
	items := []Item{
		{Name: "Machin Été", Fields: map[string]string{"id": "95", "licence": "MIT", "repository": "https://a.test/m.git", "homepage": "a.test", "wikidata": "https://www.wikidata.org/wiki/Q12"}},
		{Name: "nginx", Fields: map[string]string{}}, {Name: "Machin été", Fields: map[string]string{}},
		{Name: "lib", PURL: "pkg:npm/%40a/lib@1.0?x=y", Fields: map[string]string{"licence": "libre"}},
	}
	want := []watch.Program{
		{ID: "machin-ete", Name: "Machin Été", Licence: "MIT", Repositories: []string{"https://a.test/m"}, Wikidata: "Q12", SILL: "95"},
		{ID: "lib", Name: "lib", PURLs: []string{"pkg:npm/%40a/lib"}},
	}
	if diff := cmp.Diff(want, Programs(items, programs)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func FuzzRead(f *testing.F) {
	f.Add("bom.json", []byte(`{"bomFormat":"CycloneDX","components":[{"name":"nginx"}]}`))
	f.Add("a.csv", []byte("nom;version\nnginx;1\n"))
	f.Add("a.spdx", []byte("SPDXVersion: SPDX-2.3\nPackageName: nginx\n"))
	f.Add("a.json", []byte(`{"spdxVersion":"SPDX-2.3","packages":[null,{"externalRefs":[null]}]}`))
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		items, _, _, err := Read(name, data)
		if err != nil {
			return
		}
		found, rest := Find(items, programs)
		if len(found)+len(rest) != len(items) {
			t.Fatalf("%d found, %d not, of %d", len(found), len(rest), len(items))
		}
		Portfolio("a", "A", name, Best(found))
		Programs(rest, programs)
	})
}
