package pdf_test

import (
	"os"
	"testing"

	"guette/render/look"
	"guette/render/pdf"
)

func TestTry(t *testing.T) {
	in := os.Getenv("TRY_IN")
	if in == "" {
		t.Skip()
	}
	src, err := os.ReadFile(in)
	if err != nil {
		t.Fatal(err)
	}
	out, warns, err := pdf.Render(src, pdf.Options{Publisher: look.Publisher{Name: "Mission logiciels libres"}, Draft: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range warns {
		t.Log(w)
	}
	os.WriteFile(os.Getenv("TRY_OUT"), out, 0o644)
	conforms(t, "try", out)
}
