package html_test

import (
	"os"
	"testing"

	"guette/render/html"
	"guette/render/look"
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
	out, warns, err := html.Render(src, html.Options{Publisher: look.Publisher{Name: "Mission logiciels libres"}, Draft: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range warns {
		t.Log(w)
	}
	if err := os.WriteFile(os.Getenv("TRY_OUT"), out, 0o644); err != nil {
		t.Fatal(err)
	}
}
