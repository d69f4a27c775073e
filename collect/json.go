package collect

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"guette/fetch"
)

// maxDepth bounds the nesting of a JSON answer; the deepest real one, an OSV
// record with its database fields, has 9 levels.
const maxDepth = 64

// JSON decodes an answer whole. It bounds the depth, and tells apart a web
// page, an answer that was cut and one that is no JSON. A value of another type
// than v wants is an error too: decode lists to []json.RawMessage, and each
// entry on its own, so that one bad entry does not spoil the others.
func JSON(data []byte, v any) error {
	data = bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\ufeff")))
	if len(data) == 0 {
		return &Error{Reason: fetch.ReasonEmpty, Message: "the answer is empty"}
	}
	if data[0] == '<' {
		return &Error{Reason: fetch.ReasonHTML, Message: "a web page in the place of JSON",
			Hint: "open the address in a browser: it may ask to sign in, or have moved"}
	}
	if tooDeep(data) {
		return &Error{Reason: fetch.ReasonTooDeep, Message: fmt.Sprintf("JSON nested deeper than %d levels", maxDepth)}
	}
	err := json.Unmarshal(data, v)
	if err == nil {
		return nil
	}
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok && syntax.Offset >= int64(len(data)) {
		return &Error{Reason: fetch.ReasonTruncated, Message: "the answer ends in the middle of JSON", Err: io.ErrUnexpectedEOF}
	}
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return &Error{Reason: fetch.ReasonWrongType, Message: fmt.Sprintf("field %q is a JSON %s", wrong.Field, wrong.Value)}
	}
	return &Error{Reason: fetch.ReasonNotJSON, Message: "not JSON", Err: err}
}

// tooDeep tells whether brackets outside of strings nest deeper than maxDepth.
func tooDeep(data []byte) bool {
	depth, quoted := 0, false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			if depth++; depth > maxDepth {
				return true
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return false
}
