// Package markdown reads a draft as its editor left it: front matter, the tree
// of CommonMark with GFM tables and footnotes, the stable ids of headings. Every
// output (PDF, HTML) starts from here, so that all say the same.
//
// It promises that no text is lost in silence: what cannot be read is an
// [Error] with its line, and raw HTML is never handed on.
package markdown

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"golang.org/x/text/unicode/norm"
)

// MaxBytes bounds a draft: the longest general edition foreseen (650 programs)
// is under 3 MiB.
const MaxBytes = 32 << 20

// A Source is a draft that was read.
type Source struct {
	Front Front
	Body  []byte          // without front matter, NFC, LF
	Root  ast.Node        // its tree
	IDs   map[string]bool // ids of headings: what an internal link may aim at

	head   []byte // front matter as it is written
	hidden []span // comments
	first  int    // lines before Body
	lines  []int  // offsets of line starts in Body
}

// An Error says where a draft cannot be read.
type Error struct {
	Line int // 1 is the first line of the file
	Text string
}

func (e *Error) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Text) }

// Parse reads a draft. Its errors are of type [*Error].
func Parse(src []byte) (*Source, error) {
	if len(src) > MaxBytes {
		return nil, &Error{Line: 1, Text: fmt.Sprintf("%d bytes, over the %d that a draft may have", len(src), MaxBytes)}
	}
	whole := clean(src)
	front, body, first, err := cutFront(whole)
	if err != nil {
		return nil, err
	}
	s := &Source{Front: front, Body: body, head: whole[:len(whole)-len(body)], first: first, IDs: map[string]bool{}}
	s.index()
	ids := &slugs{seen: map[string]bool{}, next: map[string]int{}}
	s.Root = newParser().Parse(text.NewReader(body), parser.WithContext(parser.NewContext(parser.WithIDs(ids))))
	s.hide()
	if err := s.comments(); err != nil {
		return nil, err
	}
	if err := s.tables(); err != nil {
		return nil, err
	}
	for h := range s.Headings() {
		s.IDs[HeadingID(h)] = true
	}
	return s, nil
}

func newParser() parser.Parser {
	return goldmark.New(
		goldmark.WithExtensions(extension.GFM, extension.Footnote),
		goldmark.WithParserOptions(parser.WithAutoHeadingID(), parser.WithHeadingAttribute()),
	).Parser()
}

// clean makes the text valid UTF-8 (U+FFFD stands for what was not), composed,
// with LF line ends and without a byte order mark.
func clean(src []byte) []byte {
	src = bytes.TrimPrefix(src, []byte("\ufeff"))
	if !utf8.Valid(src) {
		src = bytes.ToValidUTF8(src, []byte("\ufffd"))
	}
	s := strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "").Replace(string(src))
	return norm.NFC.Bytes([]byte(s))
}

func (s *Source) index() {
	s.lines = append(s.lines, 0)
	for i, b := range s.Body {
		if b == '\n' {
			s.lines = append(s.lines, i+1)
		}
	}
}
