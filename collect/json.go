package collect

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"guette/fetch"
)

// JSON decodes an answer whole. It bounds the depth, and tells apart a web
// page, an answer that was cut and one that is no JSON. A value of another type
// than v wants is an error too: decode lists to []json.RawMessage, and each
// entry on its own, so that one bad entry does not spoil the others.
func JSON(data []byte, v any) error {
	data = fetch.TrimJSON(data)
	if e := fetch.CheckJSON(data, fetch.JSONLimits{}); e != nil {
		return &Error{Reason: e.Reason, Message: e.Message, Hint: e.Hint}
	}
	err := json.Unmarshal(data, v)
	if err == nil {
		return nil
	}
	e := &Error{Reason: fetch.ReasonNotJSON, Message: "not JSON", Err: err}
	if fetch.CutJSON(err) {
		e = &Error{Reason: fetch.ReasonTruncated, Message: "the answer ends in the middle of JSON", Err: io.ErrUnexpectedEOF}
	} else if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		e = &Error{Reason: fetch.ReasonWrongType, Message: fmt.Sprintf("field %q is a JSON %s", wrong.Field, wrong.Value)}
	}
	e.Hint = fetch.Hint(e.Reason)
	return e
}
