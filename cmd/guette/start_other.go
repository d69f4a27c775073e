//go:build !linux

package main

// forgetStart does nothing: see start_linux.go.
func forgetStart() {}
