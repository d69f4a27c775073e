package pdf_test

import (
	"errors"
	"testing"

	"guette/render/markdown"
	"guette/render/pdf"
	"guette/render/pdf/conformance"
)

// FuzzRender holds that any draft gives a file that conforms, or an error with
// its line.
func FuzzRender(f *testing.F) {
	for _, name := range drafts {
		f.Add(read(f, name))
	}
	for _, h := range hostiles() {
		if len(h.text) < 3000 {
			f.Add([]byte(h.text))
		}
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		if len(in) > 20_000 {
			return
		}
		out, _, err := pdf.Render(in, pdf.Options{Draft: true})
		var bad *markdown.Error
		if err != nil && !errors.As(err, &bad) {
			t.Fatal(err)
		}
		if err != nil {
			return
		}
		if r := conformance.Check(out); len(r.Findings) > 0 {
			t.Errorf("%v", r.Findings)
		}
	})
}
