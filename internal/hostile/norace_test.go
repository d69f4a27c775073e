//go:build !race

package hostile

// slow is how much longer everything may take with the race detector.
const slow = 1
