package conformance

import (
	"bytes"
	"fmt"
	"strings"
)

type tok struct {
	kind byte // n number, / name, s string, [ array, < dict
	s    string
	b    []byte
	list [][]byte
}

// tokenize reads a content stream.
func tokenize(b []byte, f func(op string, args []tok)) {
	var args []tok
	i := 0
	ws := func(c byte) bool { return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == 0 || c == '\f' }
	delim := func(c byte) bool { return strings.IndexByte("()<>[]{}/%", c) >= 0 }
	lit := func() []byte {
		var o []byte
		depth := 1
		for i++; i < len(b); i++ {
			switch c := b[i]; c {
			case '\\':
				i++
				if i >= len(b) {
					return o
				}
				switch e := b[i]; {
				case e == 'n':
					o = append(o, '\n')
				case e == 'r':
					o = append(o, '\r')
				case e == 't':
					o = append(o, '\t')
				case e == 'b':
					o = append(o, '\b')
				case e == 'f':
					o = append(o, '\f')
				case e == '\n':
				case e >= '0' && e <= '7':
					v, n := 0, 0
					for n < 3 && i < len(b) && b[i] >= '0' && b[i] <= '7' {
						v = v*8 + int(b[i]-'0')
						i++
						n++
					}
					i--
					o = append(o, byte(v))
				default:
					o = append(o, e)
				}
			case '(':
				depth++
				o = append(o, c)
			case ')':
				depth--
				if depth == 0 {
					i++
					return o
				}
				o = append(o, c)
			default:
				o = append(o, c)
			}
		}
		return o
	}
	hexs := func() []byte {
		var o []byte
		var h []byte
		for i++; i < len(b) && b[i] != '>'; i++ {
			if !ws(b[i]) {
				h = append(h, b[i])
			}
		}
		i++
		if len(h)%2 == 1 {
			h = append(h, '0')
		}
		for j := 0; j+1 < len(h); j += 2 {
			var v int
			fmt.Sscanf(string(h[j:j+2]), "%x", &v)
			o = append(o, byte(v))
		}
		return o
	}
	for i < len(b) {
		switch c := b[i]; {
		case ws(c):
			i++
		case c == '%':
			for i < len(b) && b[i] != '\n' && b[i] != '\r' {
				i++
			}
		case c == '(':
			args = append(args, tok{kind: 's', b: lit()})
		case c == '<' && i+1 < len(b) && b[i+1] == '<':
			st, depth := i, 0
			for i < len(b) {
				if b[i] == '(' {
					lit()
					continue
				}
				if i+1 < len(b) && b[i] == '<' && b[i+1] == '<' {
					depth++
					i += 2
					continue
				}
				if i+1 < len(b) && b[i] == '>' && b[i+1] == '>' {
					depth--
					i += 2
					if depth == 0 {
						break
					}
					continue
				}
				i++
			}
			args = append(args, tok{kind: '<', s: string(b[st:i])})
		case c == '<':
			args = append(args, tok{kind: 's', b: hexs()})
		case c == '[':
			i++
			t := tok{kind: '['}
			for i < len(b) && b[i] != ']' {
				switch {
				case b[i] == '(':
					t.list = append(t.list, lit())
				case b[i] == '<':
					t.list = append(t.list, hexs())
				default:
					i++
				}
			}
			i++
			args = append(args, t)
		case c == '/':
			st := i + 1
			for i++; i < len(b) && !ws(b[i]) && !delim(b[i]); i++ {
			}
			args = append(args, tok{kind: '/', s: string(b[st:i])})
		case delim(c):
			i++
		default:
			st := i
			for i < len(b) && !ws(b[i]) && !delim(b[i]) {
				i++
			}
			w := string(b[st:i])
			if w[0] == '+' || w[0] == '-' || w[0] == '.' || (w[0] >= '0' && w[0] <= '9') {
				args = append(args, tok{kind: 'n', s: w})
			} else {
				f(w, args)
				args = nil
				if w == "ID" {
					if k := bytes.Index(b[i:], []byte("\nEI")); k >= 0 {
						i += k + 1
					}
				}
			}
		}
	}
}
