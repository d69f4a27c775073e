package feed

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/mmcdole/gofeed"

	"guette/internal/corpus"
)

// damage changes a document in one of the ways in which documents are damaged.
func damage(r *rand.Rand, b []byte) []byte {
	out := bytes.Clone(b)
	at := r.IntN(len(out))
	switch r.IntN(6) {
	case 0: // cut
		return out[:at]
	case 1: // some bytes are others
		for range 5 {
			out[r.IntN(len(out))] = byte(r.IntN(256))
		}
	case 2: // a part is missing
		end := min(at+r.IntN(200), len(out))
		return append(out[:at], out[end:]...)
	case 3: // a tag is missing
		if i := bytes.IndexByte(out[at:], '<'); i >= 0 {
			if j := bytes.IndexByte(out[at+i:], '>'); j >= 0 {
				return append(out[:at+i], out[at+i+j+1:]...)
			}
		}
	case 4: // a part comes twice
		end := min(at+r.IntN(500), len(out))
		return append(bytes.Clone(out[:end]), out[at:]...)
	case 5: // a stray character
		return append(bytes.Clone(out[:at]), append([]byte("&<"), out[at:]...)...)
	}
	return out
}

// TestDamagedFeeds damages each feed of the corpus and compares with gofeed
// alone: what it reads, we read too.
func TestDamagedFeeds(t *testing.T) {
	const each = 3
	r := rand.New(rand.NewPCG(1, 2))
	docs, alone, ours, worse := 0, 0, 0, 0
	var told []string
	for _, name := range corpusIndex(t) {
		b, err := os.ReadFile(corpus.File(t, "feeds", name))
		if err != nil {
			t.Fatal(err)
		}
		if len(b) > 200_000 {
			continue // the long ones take all the time, and are damaged like the short ones
		}
		for n := range each {
			doc := damage(r, b)
			docs++
			f, _, err := Read(doc, nil, served+name)
			ours += len(f.Items)
			g, gerr := gofeed.NewParser().Parse(bytes.NewReader(doc))
			if gerr != nil {
				continue
			}
			some := 0
			for _, i := range g.Items {
				if i.Title != "" || i.Link != "" || i.GUID != "" || i.Description != "" || i.Content != "" {
					some++
				}
			}
			alone += some
			if len(f.Items) < some {
				worse++
				told = append(told, fmt.Sprintf("%s, damage %d: %d entries, gofeed alone %d (%v, %q)", name, n, len(f.Items), some, err, f.Repairs))
			}
		}
	}
	t.Logf("%d damaged documents: %d entries, gofeed alone %d; fewer in %d", docs, ours, alone, worse)
	if worse > 0 {
		t.Errorf("fewer entries than gofeed alone:\n%s", strings.Join(told[:min(len(told), 20)], "\n"))
	}
}
