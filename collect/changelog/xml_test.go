package changelog

import (
	"strings"
	"testing"
)

func TestXMLIsReadAsMarkdown(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"the form of Tomcat", `<?xml version="1.0"?><!DOCTYPE document [<!ENTITY project SYSTEM "project.xml">]><document>&project;<body>
<section name="Tool 11.0.9 (jane)" rtext="2025-07-04"><subsection name="Core"><changelog>
<fix><bug>123</bug>: Fix <code>a</code>. (jane)</fix><add>Add b.</add></changelog></subsection></section></body></document>`,
			"&project;\n\n## Tool 11.0.9 (jane) 2025-07-04\n\n\n### Core\n\n- [Fixed] 123: Fix a. (jane)\n- [Added] Add b."},
		{"the form of Maven", `<?xml version="1.0"?><document><body><release version="1.2" date="2026-07-01"><action type="remove" dev="x">Drop a.</action></release></body></document>`,
			"## 1.2 2026-07-01\n\n- [Removed] Drop a."},
		{"the form of AppStream", `<?xml version="1.0"?><component><releases><release version="3.1" date="2026-07-01"><description><p>Words:</p><ul><li>One</li><li>Two</li></ul></description></release></releases></component>`,
			"## 3.1 2026-07-01\n\nWords:\n- One\n- Two"},
		{"cut short", `<?xml version="1.0"?><document><release version="1.2" date="2026-07-01"><action>Drop`, "## 1.2 2026-07-01\n\n- Drop"},
	} {
		if !isXML([]byte(tt.text)) {
			t.Errorf("%s: not taken for XML", tt.name)
		}
		if got := strings.TrimSpace(string(xmlText([]byte(tt.text)))); got != tt.want {
			t.Errorf("%s: got\n%s\nwant\n%s", tt.name, got, tt.want)
		}
	}
	if isXML([]byte("<!doctype html><html></html>")) || isXML([]byte("# Changelog")) {
		t.Error("a page or Markdown is taken for XML")
	}
}

func FuzzXML(f *testing.F) {
	f.Add(`<?xml version="1.0"?><a><release version="1.2"><action type="fix">x</action></release></a>`)
	f.Fuzz(func(t *testing.T, in string) {
		if out := xmlText([]byte(in)); len(out) > 16*len(in)+64 {
			t.Fatalf("%d bytes from %d", len(out), len(in))
		}
	})
}
