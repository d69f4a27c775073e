package risk

import "strings"

// fold is a name without case, for order.
func fold(s string) string { return strings.ToLower(s) }
