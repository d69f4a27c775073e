package pdf_test

import (
	"runtime"
	"sync"
	"testing"

	"guette/render/pdf"
)

func BenchmarkRender(b *testing.B) {
	for _, name := range drafts[:2] {
		src := read(b, name)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := pdf.Render(src, pdf.Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkMonth renders the 48 bulletins of a month, as many at once as there
// are processors.
func BenchmarkMonth(b *testing.B) {
	var srcs [][]byte
	for range 24 {
		srcs = append(srcs, read(b, "technique"), read(b, "strategique"))
	}
	for b.Loop() {
		queue := make(chan []byte)
		var wg sync.WaitGroup
		for range runtime.GOMAXPROCS(0) {
			wg.Go(func() {
				for src := range queue {
					if _, _, err := pdf.Render(src, pdf.Options{}); err != nil {
						b.Error(err)
					}
				}
			})
		}
		for _, src := range srcs {
			queue <- src
		}
		close(queue)
		wg.Wait()
	}
}
