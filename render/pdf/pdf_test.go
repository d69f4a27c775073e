package pdf_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"guette/render/look"
	"guette/render/pdf"
	"guette/render/pdf/conformance"
)

// drafts are real bulletins and one that holds every construction.
var drafts = []string{"technique", "strategique", "torture"}

func read(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name+".md"))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// logo is a picture with transparency.
func logo(t testing.TB) []byte {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, 60, 20))
	for x := range 60 {
		for y := range 20 {
			img.Set(x, y, color.NRGBA{200, 30, uint8(4 * x), uint8(12 * y)})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// photo is a JPEG, in grey or in colours.
func photo(t testing.TB, gray bool) []byte {
	t.Helper()
	var img draw.Image = image.NewRGBA(image.Rect(0, 0, 40, 30))
	if gray {
		img = image.NewGray(img.Bounds())
	}
	for x := range 40 {
		for y := range 30 {
			img.Set(x, y, color.RGBA{uint8(6 * x), uint8(8 * y), 90, 255})
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// options are those of a publisher who uses all of them.
func options(t testing.TB, src []byte) pdf.Options {
	pic := logo(t)
	return pdf.Options{
		Publisher: look.Publisher{Name: "Mission logiciels libres", Contact: "veille@exemple.example", Logo: pic},
		Images:    fstest.MapFS{"logo.png": {Data: pic}, "photo.jpg": {Data: photo(t, false)}, "gris.jpg": {Data: photo(t, true)}},
		Draft:     true,
		Files: []pdf.File{
			{Name: "findings.json", Type: "application/json", About: "Constats", Data: []byte("{}\n")},
		},
	}
}

// conforms fails the test with what the checker found, and keeps the file.
func conforms(t *testing.T, name string, out []byte) {
	t.Helper()
	r := conformance.Check(out)
	if len(r.Findings) == 0 && r.Checks > 100 {
		return
	}
	keep := filepath.Join(t.ArtifactDir(), name+".pdf")
	if err := os.WriteFile(keep, out, 0o644); err != nil {
		t.Error(err)
	}
	t.Errorf("%s: %d checks, kept in %s:", name, r.Checks, keep)
	for _, f := range r.Findings {
		t.Errorf("  %s %s: %.200s", f.Level, f.Rule, f.Text)
	}
}

func TestBulletinsConform(t *testing.T) {
	for _, name := range drafts {
		src := read(t, name)
		full := options(t, src)
		archive := full
		archive.Part, archive.Draft = 2, false
		for i, o := range []pdf.Options{full, archive, {}} {
			out, _, err := pdf.Render(src, o)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			conforms(t, fmt.Sprintf("%s-%d", name, i), out)
		}
	}
}

func TestWarningsNameTheirLine(t *testing.T) {
	src := read(t, "torture")
	_, got, err := pdf.Render(src, options(t, src))
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, w := range got {
		lines = append(lines, w.String())
	}
	t.Log(strings.Join(lines, "\n"))
}
