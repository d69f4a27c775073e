package pdf_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"guette/render/pdf"
	"guette/render/pdf/conformance"
)

// A fault is bytes of a sound file replaced by as many others, and the rule that
// must find it.
type fault struct {
	from, to string
	rule     string // of conformance
	profile  string // of veraPDF: ua1 or 3a; "" where veraPDF has no such rule
	all      bool   // every occurrence
}

var faults = []fault{
	{from: "/Marked true", to: "/Marked null", rule: "UA 06-001", profile: "ua1"},
	{from: "/DisplayDocTitle true", to: "/DisplayDocTitle null", rule: "UA 07-002", profile: "ua1"},
	{from: "/Lang(fr-FR)", to: "/Lbng(fr-FR)", rule: "UA 11-006", profile: "ua1"},
	{from: "/Lang(en)", to: "/Lang(e!)", rule: "UA 11-001", profile: "3a"},
	{from: "/Alt(", to: "/Blt(", rule: "UA 13-004", profile: "ua1"},
	{from: "/Scope/Column", to: "/Zcope/Column", rule: "UA 15-003", all: true},
	{from: "/Tabs/S", to: "/Tabs/R", rule: "UA 28-009", profile: "ua1", all: true},
	{from: "/S/H3", to: "/S/H4", rule: "UA 14-003", profile: "ua1", all: true},
	{from: "/S/H1", to: "/S/H2", rule: "UA 14-002", profile: "ua1"},
	{from: "/StructParent ", to: "/StructPorent ", rule: "UA 28-002", profile: "ua1"},
	{from: "/Contents(", to: "/Contants(", rule: "UA 28-012", profile: "ua1", all: true},
	{from: "/F 4/P ", to: "/F 6/P ", rule: "A 6.3.2", profile: "3a"},
	{from: "/S/GTS_PDFA1", to: "/S/GTS_PDFX1", rule: "A 6.2.3", profile: "3a"},
	{from: "<pdfuaid:part>1", to: "<pdfuaid:part>7", rule: "UA 06-002", profile: "ua1"},
	{from: "<pdfaid:conformance>A", to: "<pdfaid:conformance>Z", rule: "A 6.6.4", profile: "3a"},
	{from: "<xmp:CreateDate>2026", to: "<xmp:CreateDate>2025", rule: "A 6.6.3"},
	{from: "/ToUnicode", to: "/ToUnicodf", rule: "UA 31-027"},
	{from: "/FontFile2", to: "/FontFile9", rule: "UA 31-009", profile: "3a"},
	{from: "/S/LI/", to: "/S/TR/", rule: "UA 7.6", profile: "ua1"},
	{from: "/S/Link", to: "/S/Span", rule: "UA 28-010", profile: "ua1"},
	{from: "/S/TOCI", to: "/S/LInk", rule: "UA 02-001", profile: "ua1"},
	{from: "/Type/OBJR", to: "/Type/OBJX", rule: "UA 28"},
	{from: "/AFRelationship", to: "/AFRelationshiq", rule: "A-3 6.8", profile: "3a"},
	{from: "/ID(note-1)", to: "/IB(note-1)", rule: "UA 19-003", profile: "ua1"},
	{from: "/BBox[", to: "/BBix[", rule: "UA 7.3"},
	{from: "/ListNumbering/", to: "/ListNombering/", rule: "UA 7.6", all: true},
	{from: "%PDF-1.7", to: "%PDF-2.0", rule: "A 6.1.2", profile: "3a"},
	{from: "/S/URI/URI(https:", to: "/S/URI/URI(gopher", rule: "address"},
	{from: "/Scope/Row>>", to: "/Scope/Raw>>", rule: "UA 15-003"},
	{from: "/ID[<", to: "/IX[<", rule: "A 6.1.3", profile: "3a"},
	{from: "/StructTreeRoot", to: "/StructTrueRoot", rule: "UA 06-001", profile: "ua1", all: true},
}

// sound is a file whose objects stand one by one, for faults.
func sound(t testing.TB) []byte {
	t.Helper()
	src := read(t, "torture")
	o := options(t, src)
	o.Publisher.Name = "Mission" // in ASCII, so that a fault finds its alternative
	out, _, err := pdf.RenderPlain(src, o)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func (f fault) in(good []byte) []byte {
	n := 1
	if f.all {
		n = -1
	}
	return bytes.Replace(good, []byte(f.from), []byte(f.to), n)
}

func TestFaultsAreFound(t *testing.T) {
	good := sound(t)
	conforms(t, "sound", good)
	for _, f := range faults {
		if !bytes.Contains(good, []byte(f.from)) {
			t.Errorf("%q is not in the file", f.from)
			continue
		}
		r := conformance.Check(f.in(good))
		hit := false
		for _, x := range r.Findings {
			hit = hit || strings.HasPrefix(x.Rule, f.rule)
		}
		if !hit {
			t.Errorf("%q for %q: want rule %s, got %v", f.to, f.from, f.rule, r.Findings)
		}
	}
}

// TestVeraPDF writes sound and broken files for .ci/verapdf, which runs veraPDF
// on them and names the folder.
func TestVeraPDF(t *testing.T) {
	dir := os.Getenv("VERAPDF_DIR")
	if dir == "" {
		t.Skip("VERAPDF_DIR is not set: run .ci/verapdf, which needs Java and Maven")
	}
	put := func(name string, b []byte) {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range drafts {
		src := read(t, name)
		out, _, err := pdf.Render(src, options(t, src))
		if err != nil {
			t.Fatal(err)
		}
		put("sound/"+name+".pdf", out)
	}
	for _, kind := range []string{"RSA", "ECDSA"} {
		s, _ := newSigner(t, kind)
		put("sound/signed-"+kind+".pdf", signed(t, "technique", s))
	}
	good := sound(t)
	put("sound/plain.pdf", good)
	for i, f := range faults {
		if f.profile != "" {
			put(filepath.Join("broken-"+f.profile, strings.Trim(strings.NewReplacer("/", "", "<", "", " ", "", ":", "", "%", "", "(", "", "[", "", ">", "").Replace(f.from), ".")+"-"+string(rune('a'+i%26))+".pdf"), f.in(good))
		}
	}
}
