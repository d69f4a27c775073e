package strict

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"guette/internal/lazyregexp"
	"guette/watch"
)

const (
	maxBytes = 16 << 20 // 10 000 programs take 6 MB
	maxNodes = 2 << 20  // read, aliases counted each time
)

// A Doc is a file being read. Problems gathers what is wrong with it.
type Doc struct {
	File     string
	Problems Problems
	nodes    int
	parent   *Doc // has the problems instead
}

// A Node is a place in a file. A method that reads it adds a problem when it
// is of another form, and returns a zero value.
type Node struct {
	doc *Doc
	y   *yaml.Node
}

// Open reads a file. The error is that the file cannot be read at all.
func Open(path string) (*Doc, Node, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, Node{}, err
	}
	if info.Size() > maxBytes {
		return nil, Node{}, Problem{File: path, Text: fmt.Sprintf("the file has more than %d MB", maxBytes>>20)}
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, Node{}, err
	}
	d, n := Parse(path, data)
	return d, n, nil
}

// Parse reads the bytes of a file. The node of an empty file is null.
func Parse(file string, data []byte) (*Doc, Node) {
	d := &Doc{File: file}
	var root yaml.Node
	if err := yaml.Unmarshal(data, &root); err != nil {
		d.Problems = append(d.Problems, syntax(file, err)...)
		return d, Node{}
	}
	if len(root.Content) == 0 {
		return d, Node{}
	}
	return d, Node{d, root.Content[0]}
}

var yamlLine = lazyregexp.New(`line (\d+): `)

// syntax turns an error of the parser into problems with a line.
func syntax(file string, err error) Problems {
	text := strings.TrimPrefix(err.Error(), "yaml: ")
	p := Problem{File: file, Text: text, Hint: "this is no YAML: check the indentation and the quotes on this line and after it"}
	if m := yamlLine.Re().FindStringSubmatch(text); m != nil {
		p.Line, _ = strconv.Atoi(m[1])
		p.Text = strings.Replace(text, m[0], "", 1)
	}
	return Problems{p}
}

// Exhausted tells whether the file holds more than is read: what was read of it
// is of no use.
func (d *Doc) Exhausted() bool { return d.nodes > maxNodes }

// Scalar makes a node out of a text that is not in the file: a variable, a
// flag. Its problems name where it comes from.
func (d *Doc) Scalar(from, text string) Node {
	y := &yaml.Node{Kind: yaml.ScalarNode, Value: text}
	y.Tag = y.ShortTag()
	return Node{&Doc{File: from, parent: d}, y}
}

// Line is the line of the node, 0 for a missing one.
func (n Node) Line() int {
	if n.y == nil {
		return 0
	}
	return n.y.Line
}

// Null tells whether nothing is written here.
func (n Node) Null() bool { return n.y == nil || n.y.Kind == yaml.ScalarNode && n.y.Tag == "!!null" }

// Fail adds a problem at the node.
func (n Node) Fail(hint, format string, args ...any) {
	if n.doc != nil {
		to := n.doc
		if to.parent != nil {
			to = to.parent
		}
		to.Problems = append(to.Problems,
			Problem{File: n.doc.File, Line: n.Line(), Text: fmt.Sprintf(format, args...), Hint: hint})
	}
}

var errTooMuch = errors.New("too many values: the file has anchors that multiply")

// at follows an alias and counts the nodes read.
func (n Node) at(y *yaml.Node) Node {
	if n.doc.nodes++; n.doc.nodes > maxNodes {
		if n.doc.nodes == maxNodes+1 {
			n.Fail("", "%v", errTooMuch)
		}
		return Node{}
	}
	for y.Kind == yaml.AliasNode {
		y = y.Alias
	}
	return Node{n.doc, y}
}

// Fields are what a mapping may hold, by key.
type Fields map[string]func(Node)

// Map reads a mapping: each key has its reader, another key is a problem, and
// so is a key written twice. A merge key (<<) gives keys that are not written.
func (n Node) Map(what string, fields Fields) {
	n.entries(what, func(key, value Node) {
		read, ok := fields[key.y.Value]
		if !ok {
			key.Fail(OneOf(key.y.Value, slices.Sorted(maps.Keys(fields))), "%s: unknown key %q", what, key.y.Value)
			return
		}
		read(value)
	})
}

// Each reads a mapping whose keys are names chosen by people, in their order.
func (n Node) Each(what string, read func(key string, value Node)) {
	n.entries(what, func(key, value Node) { read(key.y.Value, value) })
}

func (n Node) entries(what string, read func(key, value Node)) {
	if n.Null() {
		return
	}
	if n.y.Kind != yaml.MappingNode {
		n.Fail("write it as lines of \"key: value\"", "%s: want keys and values, got %s", what, n.form())
		return
	}
	seen := map[string]int{}
	var merged []*yaml.Node
	for i := 0; i+1 < len(n.y.Content); i += 2 {
		key, value := n.at(n.y.Content[i]), n.at(n.y.Content[i+1])
		if key.y == nil || value.y == nil {
			return
		}
		if key.y.Tag == "!!merge" {
			merged = append(merged, value.y)
			continue
		}
		if line, twice := seen[key.y.Value]; twice {
			key.Fail("keep one of them", "%s: key %q is already on line %d", what, key.y.Value, line)
			continue
		}
		seen[key.y.Value] = key.y.Line
		read(key, value)
	}
	for _, m := range merged {
		n.merge(m, seen, read)
	}
}

// merge reads the keys of a merged mapping that are not there already.
func (n Node) merge(m *yaml.Node, seen map[string]int, read func(key, value Node)) {
	if m.Kind != yaml.MappingNode {
		n.Fail("merge one mapping: <<: *name", "<<: want a mapping")
		return
	}
	for i := 0; i+1 < len(m.Content); i += 2 {
		key, value := n.at(m.Content[i]), n.at(m.Content[i+1])
		if key.y == nil || value.y == nil {
			return
		}
		if _, there := seen[key.y.Value]; !there && key.y.Tag != "!!merge" {
			seen[key.y.Value] = key.y.Line
			read(key, value)
		}
	}
}

// List reads a list; nothing is the empty list.
func (n Node) List(what string, each func(Node)) {
	if n.Null() {
		return
	}
	if n.y.Kind != yaml.SequenceNode {
		n.Fail("begin each entry with \"- \"", "%s: want a list, got %s", what, n.form())
		return
	}
	for _, c := range n.y.Content {
		if v := n.at(c); v.y != nil {
			each(v)
		}
	}
}

// Text reads a text as it is written, numbers and dates included; nothing is "".
func (n Node) Text(what string) string {
	if n.Null() {
		return ""
	}
	if n.y.Kind != yaml.ScalarNode {
		n.Fail("write one text, in quotes", "%s: want a text, got %s", what, n.form())
		return ""
	}
	return strings.TrimSpace(n.y.Value)
}

// Texts reads a list of texts; a text alone is a list of one.
func (n Node) Texts(what string) []string {
	if !n.Null() && n.y.Kind == yaml.ScalarNode {
		if s := n.Text(what); s != "" {
			return []string{s}
		}
		return nil
	}
	var out []string
	n.List(what, func(v Node) {
		if s := v.Text(what); s != "" {
			out = append(out, s)
		} else {
			v.Fail("write a text or take the entry out", "%s: an entry is empty", what)
		}
	})
	return out
}

// Word reads one of a closed list of words; nothing is "".
func (n Node) Word(what string, words ...string) string {
	s := n.Text(what)
	if s != "" && !slices.Contains(words, s) {
		n.Fail(OneOf(s, words), "%s: %q is not one of its words", what, s)
		return ""
	}
	return s
}

// Int reads a whole number from least to most; nothing is 0.
func (n Node) Int(what string, least, most int) int {
	s := n.Text(what)
	if s == "" {
		return 0
	}
	v, err := strconv.Atoi(s)
	if err != nil || n.y.Tag == "!!str" {
		n.Fail(fmt.Sprintf("write a number from %d to %d, without quotes", least, most), "%s: %q is no whole number", what, s)
		return 0
	}
	if v < least || v > most {
		n.Fail(fmt.Sprintf("write a number from %d to %d", least, most), "%s: %d is out of range", what, v)
		return 0
	}
	return v
}

// Float reads a number from least to most; nothing is 0.
func (n Node) Float(what string, least, most float64) float64 {
	s := n.Text(what)
	if s == "" {
		return 0
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || !(v >= least && v <= most) || n.y.Tag == "!!str" {
		n.Fail(fmt.Sprintf("write a number from %g to %g, without quotes", least, most), "%s: %q is no such number", what, s)
		return 0
	}
	return v
}

// Bool reads true or false; nothing is false.
func (n Node) Bool(what string) bool {
	return n.Word(what, "true", "false") == "true"
}

// Duration reads "30s" or "5m", from least to most; nothing is 0.
func (n Node) Duration(what string, least, most time.Duration) time.Duration {
	s := n.Text(what)
	if s == "" {
		return 0
	}
	v, err := time.ParseDuration(s)
	if err != nil || v < least || v > most {
		n.Fail(fmt.Sprintf("write a duration with its unit, from %v to %v: 30s, 5m", least, most), "%s: %q is no such duration", what, s)
		return 0
	}
	return v
}

// Date reads a day; nothing is no date.
func (n Node) Date(what string) watch.Date {
	s := n.Text(what)
	if s == "" {
		return watch.Date{}
	}
	d, err := watch.ParseDate(s)
	if err != nil {
		n.Fail("write it as 2026-07-31", "%s: %q is no day", what, s)
	}
	return d
}

// form is the form of a node in words.
func (n Node) form() string {
	switch n.y.Kind {
	case yaml.MappingNode:
		return "keys and values"
	case yaml.SequenceNode:
		return "a list"
	}
	return fmt.Sprintf("%q", n.y.Value)
}
