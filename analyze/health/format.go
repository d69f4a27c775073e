package health

import (
	"math"
	"strconv"
)

// format writes the value of a term for people.
func format(t Term) string {
	if !t.Value.OK {
		return "n. c."
	}
	v := t.Value.V
	switch {
	case t.Indicator.Unit == "ratio":
		return strconv.FormatFloat(v, 'f', 2, 64)
	case v >= math.MaxInt32:
		return "> 730"
	}
	return strconv.FormatFloat(v, 'f', 0, 64)
}
