package conformance

import (
	"bytes"
	"encoding/xml"
	"io"
	"regexp"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

func (c *checker) metadata(cat types.Dict) {
	b, sd := c.stream(cat["Metadata"])
	if !c.ok(len(b) > 0, "UA 06-001", "no XMP metadata") {
		return
	}
	c.ok(sd["Filter"] == nil, "A 6.6.2", "metadata are filtered")
	x := map[string]string{}
	dec := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))))
	var stack []string
	for {
		t, err := dec.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			c.fail("A 6.6.2", "XMP is not well formed: %v", err)
			break
		}
		switch v := t.(type) {
		case xml.StartElement:
			stack = append(stack, v.Name.Space+v.Name.Local)
			if strings.HasSuffix(v.Name.Local, "Description") {
				for _, a := range v.Attr {
					x[a.Name.Space+a.Name.Local] = a.Value
				}
			}
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			s := strings.TrimSpace(string(v))
			if s == "" {
				continue
			}
			for i := len(stack) - 1; i >= 0; i-- {
				if !strings.HasPrefix(stack[i], "http://www.w3.org/1999/02/22-rdf-syntax-ns#") {
					if _, ok := x[stack[i]]; !ok {
						x[stack[i]] = s
					}
					break
				}
			}
		}
	}
	c.part, c.conf = x["http://www.aiim.org/pdfa/ns/id/part"], x["http://www.aiim.org/pdfa/ns/id/conformance"]
	c.ok(x["http://www.aiim.org/pdfua/ns/id/part"] == "1", "UA 06-002", "pdfuaid:part is not 1")
	c.ok(c.part == "2" || c.part == "3", "A 6.6.4", "pdfaid:part is %q", c.part)
	c.ok(c.conf == "A", "A 6.6.4", "pdfaid:conformance is %q, want A", c.conf)
	c.ok(bytes.Contains(b, []byte("pdfaExtension:schemas")) && bytes.Contains(b, []byte("<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>")), "A 6.6.2.3", "extension schema of pdfuaid is not described")
	c.ok(x["http://purl.org/dc/elements/1.1/title"] != "", "UA 06-003", "no dc:title")
	inf := types.Dict{}
	if c.x.Info != nil {
		inf = c.dict(*c.x.Info)
	}
	for _, p := range [][2]string{{"Title", "http://purl.org/dc/elements/1.1/title"}, {"Author", "http://purl.org/dc/elements/1.1/creator"}, {"Subject", "http://purl.org/dc/elements/1.1/description"},
		{"Keywords", "http://ns.adobe.com/pdf/1.3/Keywords"}, {"Producer", "http://ns.adobe.com/pdf/1.3/Producer"}, {"Creator", "http://ns.adobe.com/xap/1.0/CreatorTool"}} {
		if inf[p[0]] != nil {
			c.ok(strings.TrimSpace(c.text(inf[p[0]])) == x[p[1]], "A 6.6.3", "Info/%s and XMP differ: %q, %q", p[0], c.text(inf[p[0]]), x[p[1]])
		}
	}
	digits := func(s string) string { return regexp.MustCompile(`\D`).ReplaceAllString(s, "") }
	for _, p := range [][2]string{{"CreationDate", "http://ns.adobe.com/xap/1.0/CreateDate"}, {"ModDate", "http://ns.adobe.com/xap/1.0/ModifyDate"}} {
		if inf[p[0]] != nil {
			a, b := digits(c.text(inf[p[0]])), digits(x[p[1]])
			c.ok(len(a) >= 14 && len(b) >= 14 && a[:14] == b[:14], "A 6.6.3", "dates differ: %s", p[0])
		}
	}
	c.embedded(cat)
}
