package conformance

import (
	"bytes"
	"encoding/hex"
	"strings"
)

// A tok is an operand of a content stream.
type tok struct {
	kind byte // n number, / name, s string, [ array, < dictionary
	s    string
	b    []byte
	list [][]byte // the strings of an array
}

// A scanner reads a content stream (ISO 32000-1, 7.8.2).
type scanner struct {
	b []byte
	i int
}

// tokenize calls f for each operator with its operands.
func tokenize(b []byte, f func(op string, args []tok)) {
	s := &scanner{b: b}
	var args []tok
	for s.i < len(s.b) {
		t, op := s.next()
		switch {
		case op != "":
			f(op, args)
			args = nil
			if op == "ID" { // an inline image: its data end before EI
				if k := bytes.Index(s.b[s.i:], []byte("\nEI")); k >= 0 {
					s.i += k + 1
				}
			}
		case t.kind != 0:
			args = append(args, t)
		}
	}
}

// next reads one operand or operator, or passes over what is neither.
func (s *scanner) next() (t tok, op string) {
	switch c := s.b[s.i]; {
	case c == '%':
		for s.i < len(s.b) && s.b[s.i] != '\n' && s.b[s.i] != '\r' {
			s.i++
		}
	case c == '(':
		return tok{kind: 's', b: s.literal()}, ""
	case c == '<' && s.at(1) == '<':
		return tok{kind: '<', s: s.dictionary()}, ""
	case c == '<':
		return tok{kind: 's', b: s.hexString()}, ""
	case c == '[':
		return tok{kind: '[', list: s.array()}, ""
	case c == '/':
		s.i++
		return tok{kind: '/', s: s.word()}, ""
	case white(c) || delimiter(c):
		s.i++
	default:
		w := s.word()
		if strings.IndexByte("+-.0123456789", w[0]) >= 0 {
			return tok{kind: 'n', s: w}, ""
		}
		return tok{}, w
	}
	return tok{}, ""
}

func white(c byte) bool     { return strings.IndexByte(" \n\r\t\x00\f", c) >= 0 }
func delimiter(c byte) bool { return strings.IndexByte("()<>[]{}/%", c) >= 0 }

// at is the byte k places ahead, 0 past the end.
func (s *scanner) at(k int) byte {
	if s.i+k < len(s.b) {
		return s.b[s.i+k]
	}
	return 0
}

// word reads up to a space or a delimiter.
func (s *scanner) word() string {
	from := s.i
	for s.i < len(s.b) && !white(s.b[s.i]) && !delimiter(s.b[s.i]) {
		s.i++
	}
	return string(s.b[from:s.i])
}

// escapes are the letters that stand for a control in a literal string.
var escapes = map[byte]byte{'n': '\n', 'r': '\r', 't': '\t', 'b': '\b', 'f': '\f'}

// literal reads a string in brackets.
func (s *scanner) literal() []byte {
	var out []byte
	depth := 1
	for s.i++; s.i < len(s.b); s.i++ {
		c := s.b[s.i]
		switch {
		case c == '\\':
			s.i++
			out = append(out, s.escape()...)
			continue
		case c == '(':
			depth++
		case c == ')':
			if depth--; depth == 0 {
				s.i++
				return out
			}
		}
		out = append(out, c)
	}
	return out
}

// escape reads what follows a backslash and stays on its last byte.
func (s *scanner) escape() []byte {
	c := s.at(0)
	if e, ok := escapes[c]; ok {
		return []byte{e}
	}
	switch {
	case c == '\n' || s.i >= len(s.b):
		return nil
	case c < '0' || c > '7':
		return []byte{c}
	}
	v := 0
	for n := 0; n < 3 && s.at(0) >= '0' && s.at(0) <= '7'; n++ {
		v = v*8 + int(s.at(0)-'0')
		s.i++
	}
	s.i--
	return []byte{byte(v)}
}

// hexString reads a string in angles.
func (s *scanner) hexString() []byte {
	var digits []byte
	for s.i++; s.i < len(s.b) && s.b[s.i] != '>'; s.i++ {
		if !white(s.b[s.i]) {
			digits = append(digits, s.b[s.i])
		}
	}
	s.i++
	if len(digits)%2 == 1 {
		digits = append(digits, '0')
	}
	out := make([]byte, len(digits)/2)
	if _, err := hex.Decode(out, digits); err != nil {
		return nil
	}
	return out
}

// dictionary reads a dictionary as it is written.
func (s *scanner) dictionary() string {
	from, depth := s.i, 0
	for s.i < len(s.b) {
		switch {
		case s.b[s.i] == '(':
			s.literal()
			continue
		case s.b[s.i] == '<' && s.at(1) == '<':
			depth++
			s.i++
		case s.b[s.i] == '>' && s.at(1) == '>':
			depth--
			s.i++
		}
		s.i++
		if depth == 0 {
			break
		}
	}
	return string(s.b[from:s.i])
}

// array reads an array; only its strings matter here.
func (s *scanner) array() [][]byte {
	var list [][]byte
	s.i++
	for s.i < len(s.b) && s.b[s.i] != ']' {
		switch s.b[s.i] {
		case '(':
			list = append(list, s.literal())
		case '<':
			list = append(list, s.hexString())
		default:
			s.i++
		}
	}
	s.i++
	return list
}
