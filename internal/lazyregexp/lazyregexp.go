// Package lazyregexp holds regular expressions that are compiled when they are
// first used. The program knows some 400, of which a command uses a few:
// compiling all of them at its start took 10 MB and 10 ms.
package lazyregexp

import (
	"regexp"
	"sync"
)

// A Regexp is an expression that may not be compiled yet.
type Regexp struct {
	text     string
	once     sync.Once
	compiled *regexp.Regexp
}

// New returns the expression of a text. As a variable of a package it is laid
// out by the compiler: nothing is done for it at the start of the program.
func New(text string) *Regexp { return &Regexp{text: text} }

// Re returns it compiled. It panics when the text is no expression; a test
// compiles all that the sources write (internal/arch).
func (r *Regexp) Re() *regexp.Regexp {
	r.once.Do(func() { r.compiled = regexp.MustCompile(r.text) })
	return r.compiled
}
