package conformance

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// Name spaces of XMP.
const (
	rdfSpace  = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	pdfaSpace = "http://www.aiim.org/pdfa/ns/id/"
	pdfuaKey  = "http://www.aiim.org/pdfua/ns/id/part"
	dcSpace   = "http://purl.org/dc/elements/1.1/"
	pdfSpace  = "http://ns.adobe.com/pdf/1.3/"
	xmpSpace  = "http://ns.adobe.com/xap/1.0/"
)

// sameText are the keys of the information dictionary and of XMP that must say
// the same; sameDay are those of dates.
var (
	sameText = [][2]string{{"Title", dcSpace + "title"}, {"Author", dcSpace + "creator"}, {"Subject", dcSpace + "description"},
		{"Keywords", pdfSpace + "Keywords"}, {"Producer", pdfSpace + "Producer"}, {"Creator", xmpSpace + "CreatorTool"}}
	sameDay = [][2]string{{"CreationDate", xmpSpace + "CreateDate"}, {"ModDate", xmpSpace + "ModifyDate"}}
)

func (c *checker) metadata(cat types.Dict) {
	b, d := c.stream(cat["Metadata"])
	if !c.ok(len(b) > 0, "UA 06-001", "no XMP metadata") {
		return
	}
	c.ok(d["Filter"] == nil, "A 6.6.2", "metadata are filtered")
	x, err := xmp(b)
	c.ok(err == nil, "A 6.6.2", "XMP is not well formed: %v", err)
	c.part, c.conf = x[pdfaSpace+"part"], x[pdfaSpace+"conformance"]
	c.ok(x[pdfuaKey] == "1", "UA 06-002", "pdfuaid:part is not 1")
	c.ok(c.part == "2" || c.part == "3", "A 6.6.4", "pdfaid:part is %q", c.part)
	c.ok(c.conf == "A", "A 6.6.4", "pdfaid:conformance is %q, want A", c.conf)
	c.ok(bytes.Contains(b, []byte("pdfaExtension:schemas")) && bytes.Contains(b, []byte("<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>")),
		"A 6.6.2.3", "extension schema of pdfuaid is not described")
	c.ok(x[dcSpace+"title"] != "", "UA 06-003", "no dc:title")
	c.information(x)
	c.embedded(cat)
}

// information compares the information dictionary with XMP.
func (c *checker) information(x map[string]string) {
	if c.x.Info == nil {
		return
	}
	inf := c.dict(*c.x.Info)
	for _, p := range sameText {
		if inf[p[0]] != nil {
			got := strings.TrimSpace(c.text(inf[p[0]]))
			c.ok(got == x[p[1]], "A 6.6.3", "Info/%s and XMP differ: %q, %q", p[0], got, x[p[1]])
		}
	}
	for _, p := range sameDay {
		if inf[p[0]] != nil {
			a, b := digits(c.text(inf[p[0]])), digits(x[p[1]])
			c.ok(a != "" && a == b, "A 6.6.3", "dates differ: %s", p[0])
		}
	}
}

var notDigit = regexp.MustCompile(`\D`)

// digits are those of a date to the second, "" where it has fewer.
func digits(s string) string {
	s = notDigit.ReplaceAllString(s, "")
	if len(s) < 14 {
		return ""
	}
	return s[:14]
}

// xmp reads the properties of a packet: the first text of each.
func xmp(b []byte) (map[string]string, error) {
	x := map[string]string{}
	dec := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))))
	var open []string
	for {
		t, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return x, nil
		}
		if err != nil {
			return x, err
		}
		switch v := t.(type) {
		case xml.StartElement:
			open = append(open, v.Name.Space+v.Name.Local)
			if v.Name.Local == "Description" {
				for _, a := range v.Attr {
					x[a.Name.Space+a.Name.Local] = a.Value
				}
			}
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			keep(x, open, strings.TrimSpace(string(v)))
		}
	}
}

// keep notes a text under the innermost property that is not of RDF.
func keep(x map[string]string, open []string, s string) {
	if s == "" {
		return
	}
	for i := len(open) - 1; i >= 0; i-- {
		if strings.HasPrefix(open[i], rdfSpace) {
			continue
		}
		if _, ok := x[open[i]]; !ok {
			x[open[i]] = s
		}
		return
	}
}
