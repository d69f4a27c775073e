package look

import (
	"bytes"
	"errors"
	"image"
	"image/png"
	"math"
	"testing"
	"testing/fstest"
)

func TestContrastOfWCAG(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want float64
	}{{"#000000", "#FFFFFF", 21}, {"#FFFFFF", "#FFFFFF", 1}, {"#777777", "#FFFFFF", 4.48}, {"#0B57A4", "#FFFFFF", 7.2}} {
		a, err := ParseColor(tt.a)
		if err != nil {
			t.Fatal(err)
		}
		b, err := ParseColor(tt.b)
		if err != nil {
			t.Fatal(err)
		}
		if got := Contrast(a, b); math.Abs(got-tt.want) > 0.05 {
			t.Errorf("%s on %s: got %.2f, want %.2f", tt.a, tt.b, got, tt.want)
		}
	}
}

// TestAnyColoursGiveAReadableTheme tries colours all over the cube.
func TestAnyColoursGiveAReadableTheme(t *testing.T) {
	for r := 0; r < 256; r += 51 {
		for g := 0; g < 256; g += 51 {
			for b := 0; b < 256; b += 51 {
				c := Color{uint8(r), uint8(g), uint8(b)}
				th, notes := NewTheme(c, c)
				for _, x := range []struct {
					what string
					got  float64
					want float64
				}{
					{"titles on white", Contrast(th.Primary, White), titleContrast},
					{"titles on mist", Contrast(th.Primary, th.Mist), 4.5},
					{"text on mist", Contrast(Ink, th.Mist), 7},
					{"grey on mist", Contrast(Grey, th.Mist), 4.5},
					{"links on mist", Contrast(Link, th.Mist), 4.5},
					{"white on the cover", Contrast(White, th.Deep), coverContrast},
					{"accent on the cover", Contrast(th.Accent, th.Deep), accentContrast},
				} {
					if x.got < x.want {
						t.Errorf("%s: %s: %.2f, want %g", c, x.what, x.got, x.want)
					}
				}
				if (th.Primary != c || th.Accent != c) != (len(notes) > 0) {
					t.Errorf("%s: changed in silence, or told without a change: %q", c, notes)
				}
			}
		}
	}
}

func TestLevelsAreReadableAndKeepTheirOrderInGrey(t *testing.T) {
	before := -1.0
	for _, l := range []Level{LevelHigh, LevelUp, LevelMid, LevelLow, LevelOpen} {
		fill, text, edge := l.Colors()
		if c := Contrast(fill, text); c < 4.5 {
			t.Errorf("level %d: text %.2f", l, c)
		}
		if c := Contrast(l.SignColor(), White); c < 3 {
			t.Errorf("level %d: sign %.2f", l, c)
		}
		if c := Contrast(edge, White); c < 3 {
			t.Errorf("level %d: edge %.2f", l, c)
		}
		if y := luminance(fill); y <= before {
			t.Errorf("level %d is not lighter than the one before", l)
		} else {
			before = y
		}
	}
}

func TestLevelOf(t *testing.T) {
	for _, tt := range []struct {
		column, cell string
		want         Level
	}{
		{"Priorité", "Immédiate", LevelHigh}, {"Priorité", "À vérifier", LevelLow}, {"Santé", "à surveiller", LevelMid},
		{"Priority", "Urgent", LevelUp}, {"Gravité", "Non notée", LevelOpen}, {"Logiciel", "Critique", NoLevel}, {"Priorité", "autre", NoLevel},
	} {
		if got := LevelOf(tt.column, tt.cell); got != tt.want {
			t.Errorf("%s, %s: got %d, want %d", tt.column, tt.cell, got, tt.want)
		}
	}
}

func TestColoursThatCannotBeRead(t *testing.T) {
	for _, s := range []string{"", "#", "13294B", "#13294", "#13294G", "#+13294", "#13294B "} {
		if c, err := ParseColor(s); err == nil {
			t.Errorf("%q gave %s", s, c)
		}
	}
}

func TestPictures(t *testing.T) {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 3, 2))); err != nil {
		t.Fatal(err)
	}
	bomb := bytes.Clone(b.Bytes())
	copy(bomb[16:24], []byte{0, 1, 0, 0, 0, 1, 0, 0}) // 65,536 × 65,536 pixels
	folder := fstest.MapFS{"a/logo.png": {Data: b.Bytes()}, "cut.png": {Data: b.Bytes()[:40]}, "big.png": {Data: make([]byte, MaxPictureBytes+2)}}
	if p, err := OpenPicture(folder, "a/../a/logo.png"); err != nil || p.W != 3 || p.H != 2 {
		t.Errorf("got %d × %d, %v", p.W, p.H, err)
	}
	for _, tt := range []struct {
		name string
		want error
	}{{"../a/logo.png", ErrNotLocal}, {"/a/logo.png", ErrNotLocal}, {"http://x/y.png", ErrNotLocal}, {"data:image/png;base64,AA", ErrNotLocal}, {"big.png", ErrPictureSize}} {
		if _, err := OpenPicture(folder, tt.name); !errors.Is(err, tt.want) {
			t.Errorf("%s: got %v, want %v", tt.name, err, tt.want)
		}
	}
	if _, err := OpenPicture(folder, "cut.png"); err == nil {
		t.Error("a truncated picture was taken")
	}
	if _, err := ReadPicture(bomb); err == nil {
		t.Error("a picture of 4 billion pixels was taken")
	}
}

func TestTailLevel(t *testing.T) {
	for _, tt := range []struct {
		column, cell, before, word string
		level                      Level
	}{
		{"CVSS, gravité", "9,8 (v3.1), critique", "9,8 (v3.1), ", "critique", LevelHigh},
		{"CVSS, gravité", "Non notée", "Non notée", "", NoLevel},
		{"Nature", "a, critique", "a, critique", "", NoLevel},
	} {
		if before, word, l := TailLevel(tt.column, tt.cell); before != tt.before || word != tt.word || l != tt.level {
			t.Errorf("%s: got %q, %q, %d", tt.cell, before, word, l)
		}
	}
}
