package fetch

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

const (
	jsonDepth  = 64        // the deepest answer of a source that we read has 9 levels
	jsonValues = 2_000_000 // the largest, the KEV catalogue, has 30,000
	jsonDigits = 40        // digits of a number: more is no measurement
)

// JSONLimits bounds a JSON document. The zero value is a safe default.
type JSONLimits struct {
	Depth  int // arrays and objects in one another; 0 means 64
	Values int // of any kind; 0 means two million
	// Twice accepts keys that come twice in one object: the last one holds.
	Twice bool
}

// JSON reads the body of an answer into v, as encoding/json does, once it is
// known to be one whole, bounded document. A web page, a cut answer and a field
// of the wrong type each get a reason of their own.
func (r *Response) JSON(v any) error {
	if e := CheckJSON(r.Body, JSONLimits{}); e != nil {
		e.URL, e.Status = r.URL, r.Status
		return e
	}
	if err := json.Unmarshal(withoutMark(r.Body), v); err != nil {
		e := Fail(r.URL, ReasonWrongType, "%s", explainJSON(err))
		e.Status, e.Err = r.Status, err
		return e
	}
	return nil
}

// CheckJSON tells what keeps a body from being one JSON document within limits;
// nil is nothing.
func CheckJSON(body []byte, limits JSONLimits) *Error {
	trimmed := bytes.Trim(withoutMark(body), " \t\r\n") // all the spaces that JSON knows
	switch {
	case len(trimmed) == 0:
		return failure(ReasonEmpty, "an empty answer instead of JSON")
	case trimmed[0] == '<':
		e := failure(ReasonHTML, "a web page came instead of JSON")
		e.Hint = "the source may want a sign-in, or has moved: open the address in a browser"
		return e
	}
	limits.Depth, limits.Values = cmp.Or(limits.Depth, jsonDepth), cmp.Or(limits.Values, jsonValues)
	return walkJSON(trimmed, limits)
}

// withoutMark drops the byte order mark that some servers send.
func withoutMark(body []byte) []byte { return bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")) }

// walkJSON counts without building anything. Keys that come twice are refused,
// unless told otherwise: readers disagree on which one holds.
func walkJSON(body []byte, limits JSONLimits) *Error {
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	var open []*level
	for n := 0; ; n++ {
		tok, err := dec.Token()
		switch {
		case err == io.EOF && len(open) == 0 && n > 0:
			return nil
		case err != nil:
			return jsonFailure(err, dec.InputOffset(), len(body))
		case n > 0 && len(open) == 0:
			return failure(ReasonNotJSON, "more than one JSON document")
		case n > limits.Values:
			return failure(ReasonTooMany, "more than %d values of JSON", limits.Values)
		}
		if e := longNumber(tok); e != nil {
			return e
		}
		d, isDelim := tok.(json.Delim)
		if isDelim && (d == '}' || d == ']') {
			open = open[:len(open)-1]
			continue
		}
		if len(open) > 0 {
			if e := open[len(open)-1].add(tok); e != nil && !limits.Twice {
				return e
			}
		}
		if !isDelim {
			continue
		}
		if len(open) == limits.Depth {
			return failure(ReasonTooDeep, "JSON nested more than %d deep", limits.Depth)
		}
		open = append(open, newLevel(d))
	}
}

// A level is an array or an object that is being read.
type level struct {
	keys  map[string]bool // nil in an array
	value bool            // the next token is a value
}

func newLevel(d json.Delim) *level {
	if d == '{' {
		return &level{keys: map[string]bool{}}
	}
	return &level{}
}

func (l *level) add(tok json.Token) *Error {
	if l.keys == nil {
		return nil
	}
	if l.value {
		l.value = false
		return nil
	}
	key, _ := tok.(string)
	l.value = true
	if l.keys[key] {
		return failure(ReasonNotJSON, "the key %.40q comes twice in one object", key)
	}
	l.keys[key] = true
	return nil
}

func longNumber(tok json.Token) *Error {
	if n, ok := tok.(json.Number); ok && len(n) > jsonDigits {
		return failure(ReasonWrongType, "a number of %d digits", len(n))
	}
	return nil
}

func jsonFailure(err error, at int64, size int) *Error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return failure(ReasonTruncated, "the JSON ends in the middle, after %d bytes", size)
	}
	e := failure(ReasonNotJSON, "not JSON, at byte %d: %s", at, bare(err))
	e.Err = err
	return e
}

// explainJSON says which field has the wrong type.
func explainJSON(err error) string {
	if t, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fmt.Sprintf("field %q is a %s: want %s", t.Field, t.Value, t.Type)
	}
	return strings.TrimPrefix(bare(err), "json: ")
}
