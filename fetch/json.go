package fetch

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
)

const (
	jsonDepth  = 64        // the deepest answer of a source that we read has 9 levels
	jsonValues = 4_000_000 // the largest of the corpus, the KEV catalogue, has 22,000; a page of OSV records may have 32 MB
)

// JSONLimits bounds a JSON document. The zero value is a safe default.
type JSONLimits struct {
	Depth  int // arrays and objects in one another; 0 means 64
	Values int // of arrays and objects; 0 means four million
}

// CheckJSON tells what keeps a body from being read as JSON before anything is
// built of it: nothing in it, a web page in its place, or more than the limits.
// nil is nothing. It does not tell whether the body is JSON: encoding/json does.
func CheckJSON(body []byte, limits JSONLimits) *Error {
	body = TrimJSON(body)
	switch {
	case len(body) == 0:
		return failure(ReasonEmpty, "an empty answer instead of JSON")
	case body[0] == '<':
		e := failure(ReasonHTML, "a web page came instead of JSON")
		e.Hint = "the source may want a sign-in, or has moved: open the address in a browser"
		return e
	}
	return scanJSON(body, cmp.Or(limits.Depth, jsonDepth), cmp.Or(limits.Values, jsonValues))
}

// TrimJSON drops what may stand around a document: spaces, and the byte order
// mark that some servers send and encoding/json refuses.
func TrimJSON(body []byte) []byte {
	return bytes.Trim(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")), " \t\r\n")
}

// CutJSON tells that an error of encoding/json is the end of a document that
// came too early.
func CutJSON(err error) bool {
	syntax, ok := errors.AsType[*json.SyntaxError](err)
	return ok && syntax.Error() == "unexpected end of JSON input"
}

// scanJSON counts brackets and commas outside of texts.
func scanJSON(body []byte, maxDepth, maxValues int) *Error {
	depth, values, quoted := 0, 0, false
	for i := 0; i < len(body); i++ {
		c := body[i]
		switch {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			depth++
			values++
		case c == '}' || c == ']':
			depth--
		case c == ',':
			values++
		}
		if depth > maxDepth {
			return failure(ReasonTooDeep, "JSON nested more than %d deep", maxDepth)
		}
		if values > maxValues {
			return failure(ReasonTooMany, "more than %d values of JSON", maxValues)
		}
	}
	return nil
}
