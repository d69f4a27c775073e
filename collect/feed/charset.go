package feed

import (
	"bytes"
	"mime"
	"net/http"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"

	"guette/internal/lazyregexp"
)

// decodeText turns a document into UTF-8, whatever it claims to be. The order
// of trust: byte order mark, bytes that can only be UTF-8, declaration of the
// document, header of the answer; last windows-1252, in which all bytes are
// characters.
func decodeText(body []byte, header http.Header) (text string, notes []string) {
	text, notes = decodeOnce(body, header)
	if once, ok := twice(text); ok {
		text, notes = once, append(notes, "it was encoded twice")
	}
	return clean(text), notes
}

func decodeOnce(body []byte, header http.Header) (text string, notes []string) {
	if s, ok := byMark(body); ok {
		return s, nil
	}
	declared := declaredCharset(body)
	said := headerCharset(header)
	for _, label := range []string{declared, said} {
		enc, name := charset.Lookup(label)
		switch {
		case enc == nil || name == "replacement" || strings.HasPrefix(name, "utf-16"):
			continue // a document in UTF-16 cannot be read as bytes up to here
		case name == "utf-8":
			if utf8.Valid(body) {
				return string(body), nil
			}
			continue
		case surelyUTF8(body, name):
			return string(body), nil
		}
		if s, err := enc.NewDecoder().Bytes(body); err == nil && bytes.Count(s, []byte("\uFFFD"))*20 <= len(s) {
			return string(s), nil
		}
	}
	if utf8.Valid(body) {
		return string(body), nil
	}
	return mixed(body), []string{"it has bytes that are not UTF-8: read as windows-1252"}
}

// byMark reads a document that begins with a byte order mark, or that is in
// UTF-16 without one.
func byMark(b []byte) (string, bool) {
	var enc encoding.Encoding
	switch {
	case bytes.HasPrefix(b, []byte("\xef\xbb\xbf")):
		if rest := b[3:]; utf8.Valid(rest) {
			return string(rest), true
		}
		return mixed(b[3:]), true
	case bytes.HasPrefix(b, []byte("\x00\x00\xfe\xff")), bytes.HasPrefix(b, []byte("\xff\xfe\x00\x00")):
		enc = utf32.UTF32(utf32.BigEndian, utf32.UseBOM)
	case bytes.HasPrefix(b, []byte("\xfe\xff")), bytes.HasPrefix(b, []byte("\xff\xfe")):
		enc = unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	case bytes.HasPrefix(b, []byte("<\x00?\x00")), bytes.HasPrefix(b, []byte("<\x00r\x00")), bytes.HasPrefix(b, []byte("{\x00")):
		enc = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	case bytes.HasPrefix(b, []byte("\x00<\x00?")), bytes.HasPrefix(b, []byte("\x00<\x00r")), bytes.HasPrefix(b, []byte("\x00{")):
		enc = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	default:
		return "", false
	}
	s, err := enc.NewDecoder().Bytes(b)
	return string(s), err == nil
}

var declaration = lazyregexp.New(`(?i)^[^<]{0,200}<\?xml[^>]{0,200}?\bencoding\s*=\s*["']?\s*([A-Za-z0-9._:-]{1,40})`)

func declaredCharset(b []byte) string {
	m := declaration.Re().FindSubmatch(b[:min(len(b), 1024)])
	if m == nil {
		return ""
	}
	return string(m[1])
}

func headerCharset(h http.Header) string {
	_, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil {
		return ""
	}
	return params["charset"]
}

// surelyUTF8 tells whether bytes can hardly be anything but UTF-8, although
// another charset is claimed. One well-formed sequence proves it against a
// charset of one byte a character; those of two need several.
func surelyUTF8(b []byte, claimed string) bool {
	if !utf8.Valid(b) {
		return false
	}
	wide := 0
	for _, r := range string(b) {
		if r >= utf8.RuneSelf {
			wide++
		}
	}
	switch claimed {
	case "gbk", "gb18030", "big5", "euc-jp", "euc-kr", "shift_jis":
		return wide >= 20
	case "iso-2022-jp", "hz-gb-2312", "utf-7":
		return false
	}
	return wide > 0
}

// mixed reads UTF-8 with stray bytes of windows-1252 in it.
func mixed(b []byte) string {
	var out strings.Builder
	out.Grow(len(b) + len(b)/8)
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n <= 1 {
			if !utf8.FullRune(b) && len(b) < utf8.UTFMax {
				break // a character that was cut with the document
			}
			r, n = charmap.Windows1252.DecodeByte(b[0]), 1
		}
		out.WriteRune(r)
		b = b[n:]
	}
	return out.String()
}

// twice undoes a text that was in UTF-8, was taken for windows-1252, and was
// encoded again: « é » has become « Ã© ». All of it must be so; one honest
// character outside that pattern, and it is left alone.
func twice(s string) (string, bool) {
	out := make([]byte, 0, len(s))
	wide := 0
	for _, r := range s {
		switch b, ok := charmap.Windows1252.EncodeRune(r); {
		case r < utf8.RuneSelf:
			out = append(out, byte(r))
			continue
		case r <= 0xff && r >= 0x80 && (!ok || r < 0xa0): // bytes that windows-1252 leaves open
			out = append(out, byte(r))
		case ok:
			out = append(out, b)
		default:
			return s, false
		}
		wide++
	}
	if wide < minTwice || !utf8.Valid(out) {
		return s, false
	}
	return string(out), true
}

// minTwice characters must fit the pattern: two could be meant.
const minTwice = 4

// clean drops the characters that XML forbids, and marks of byte order.
func clean(s string) string {
	if strings.IndexFunc(s, illegal) < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		if illegal(r) {
			return -1
		}
		return r
	}, s)
}

// illegal tells whether XML 1.0 forbids a character, or it means nothing.
func illegal(r rune) bool {
	switch {
	case r == '\t', r == '\n', r == '\r':
		return false
	case r < ' ', r == 0x7f, r == 0xFEFF, r == 0xFFFE, r == 0xFFFF, r >= 0xD800 && r <= 0xDFFF:
		return true
	}
	return false
}
