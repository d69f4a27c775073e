package changelog

import (
	"bytes"
	"encoding/xml"
	"strings"

	"golang.org/x/net/html/charset"
)

const (
	maxDepth = 64      // of elements; Tomcat's file, the deepest read, has 7
	maxItems = 100_000 // elements of a file; ten years of Tomcat have some 6,000
)

// isXML tells whether a file is a changelog in XML, as Tomcat's changelog.xml,
// changes.xml of Maven or the metadata of AppStream.
func isXML(data []byte) bool {
	head := bytes.TrimSpace(bytes.TrimPrefix(data[:min(len(data), 4096)], []byte("\ufeff")))
	return bytes.HasPrefix(head, []byte("<?xml")) && !bytes.Contains(bytes.ToLower(head), []byte("<html"))
}

// xmlText writes a changelog in XML as Markdown, one heading a version: of
// elements "release" with attributes version and date, and of "section" whose
// name ends in a version. What cannot be read is left out.
func xmlText(data []byte) []byte {
	d := xml.NewDecoder(bytes.NewReader(data))
	d.Strict = false
	d.CharsetReader = charset.NewReaderLabel
	w := xmlWriter{}
	for range maxItems {
		t, err := d.Token()
		if err != nil || w.depth > maxDepth {
			break
		}
		switch t := t.(type) {
		case xml.StartElement:
			w.depth++
			w.open(t)
		case xml.EndElement:
			w.depth--
			w.close(t.Name.Local)
		case xml.CharData:
			w.text.Write(t)
		}
	}
	w.flush()
	return []byte(w.out.String())
}

// xmlWriter gathers the words between two elements that begin a line.
type xmlWriter struct {
	out   strings.Builder
	text  strings.Builder
	entry string // what begins the line of the open entry
	depth int
}

// entries are the elements that are one change, and the word for its class.
var entries = map[string]string{
	"action": "", "add": "Added", "update": "Changed", "fix": "Fixed", "remove": "Removed", "scode": "Internal", "docs": "Docs", "design": "Changed",
	"li": "", "issue": "", "release-item": "",
}

// actions are the types of changes.xml of Maven.
var actions = map[string]string{"add": "Added", "fix": "Fixed", "update": "Changed", "remove": "Removed"}

func (w *xmlWriter) open(t xml.StartElement) {
	attr := func(names ...string) string {
		for _, name := range names {
			for _, a := range t.Attr {
				if a.Name.Local == name {
					return strings.Join(strings.Fields(a.Value), " ")
				}
			}
		}
		return ""
	}
	word, entry := entries[t.Name.Local]
	switch {
	case t.Name.Local == "release" && attr("version") != "":
		w.heading("## ", attr("version")+" "+attr("date"))
	case t.Name.Local == "section" && attr("name") != "":
		w.heading("## ", attr("name")+" "+attr("rtext"))
	case t.Name.Local == "subsection" && attr("name") != "":
		w.heading("### ", attr("name"))
	case entry:
		if t.Name.Local == "action" {
			word = actions[attr("type")]
		}
		w.flush()
		w.entry = "- "
		if word != "" {
			w.entry += "[" + word + "] "
		}
	}
}

func (w *xmlWriter) close(name string) {
	if _, ok := entries[name]; ok || name == "p" || name == "description" {
		w.flush()
	}
}

func (w *xmlWriter) heading(mark, text string) {
	w.flush()
	w.out.WriteString("\n" + mark + strings.TrimSpace(text) + "\n\n")
}

func (w *xmlWriter) flush() {
	if text := strings.Join(strings.Fields(w.text.String()), " "); text != "" {
		w.out.WriteString(w.entry + text + "\n")
	}
	w.text.Reset()
	w.entry = ""
}
