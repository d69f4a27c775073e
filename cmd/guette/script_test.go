package main

import (
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"guette/internal/golden"
)

// TestScripts runs the stories of testdata/script: what a person types and sees.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script", RequireExplicitExec: true, UpdateScripts: golden.Updating(),
		Setup: func(e *testscript.Env) error {
			// The zones of the machine, and no proxy: stories reach no network.
			e.Setenv("HTTP_PROXY", "")
			e.Setenv("HTTPS_PROXY", "")
			return nil
		}})
}
