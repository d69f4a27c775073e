package pdf_test

import (
	"bytes"
	"sync"
	"testing"
	"time"

	"guette/render/pdf"
)

// TestSameBytes renders each draft eight times at once, in two time zones and two
// languages of the machine: the bytes must not move.
func TestSameBytes(t *testing.T) {
	for _, name := range drafts {
		src := read(t, name)
		o := options(t, src)
		want, _, err := pdf.Render(src, o)
		if err != nil {
			t.Fatal(err)
		}
		for _, zone := range []string{"Pacific/Auckland", "America/Caracas"} {
			t.Setenv("TZ", zone)
			t.Setenv("LC_ALL", map[bool]string{true: "C", false: "fr_FR.UTF-8"}[zone < "B"])
			loc, err := time.LoadLocation(zone)
			if err != nil {
				t.Fatal(err)
			}
			old := time.Local
			time.Local = loc
			got := make([][]byte, 4)
			var wg sync.WaitGroup
			for i := range got {
				wg.Go(func() { got[i], _, _ = pdf.Render(src, o) })
			}
			wg.Wait()
			time.Local = old
			for i := range got {
				if !bytes.Equal(got[i], want) {
					t.Errorf("%s, %s: run %d differs", name, zone, i)
				}
			}
		}
	}
}

// TestACommaChangesOnlyItsPage removes a comma of the text and counts the objects
// that change.
func TestACommaChangesOnlyItsPage(t *testing.T) {
	src := read(t, "technique")
	less := bytes.Replace(src, []byte("Pour la dernière, la fiche"), []byte("Pour la dernière la fiche"), 1)
	if bytes.Equal(src, less) {
		t.Fatal("the draft has no such comma")
	}
	a, b := objects(t, src), objects(t, less)
	if len(a) != len(b) {
		t.Fatalf("%d objects, then %d", len(a), len(b))
	}
	changed := 0
	for i := range a {
		if !bytes.Equal(a[i], b[i]) {
			changed++
		}
	}
	if changed != 1 {
		t.Errorf("%d objects change, want the content of one page", changed)
	}
}

// objects cuts a plain file in objects; the cross-reference stream, which holds
// their offsets, is left out.
func objects(t *testing.T, src []byte) [][]byte {
	t.Helper()
	out, _, err := pdf.RenderPlain(src, pdf.Options{Bare: true})
	if err != nil {
		t.Fatal(err)
	}
	parts := bytes.Split(out, []byte("endobj\n"))
	return parts[:len(parts)-2]
}
