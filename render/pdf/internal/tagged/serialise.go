package tagged

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/klauspost/compress/zlib"
)

var (
	flateFilter  = regexp.MustCompile(`\s*/Filter\s*/FlateDecode`)
	fontKey      = regexp.MustCompile(`/F[0-9a-f]{40}\b`)
	emptyXObject = regexp.MustCompile(`/XObject <<\s*>>`)
)

// packedObjects is how many objects share one stream: more would slow readers
// that want one of them.
const packedObjects = 200

// compressors are kept and reset: each new one clears over a megabyte. The level
// is the package's, so bytes do not change with the Go release.
var compressors = sync.Pool{New: func() any {
	w, err := zlib.NewWriterLevel(nil, zlib.BestCompression)
	if err != nil {
		panic(err) // the level is a constant
	}
	return w
}}

func deflate(p []byte) ([]byte, error) {
	var b bytes.Buffer
	w := compressors.Get().(*zlib.Writer)
	defer compressors.Put(w)
	w.Reset(&b)
	if _, err := w.Write(p); err != nil {
		return nil, err
	}
	err := w.Close()
	return b.Bytes(), err
}

func inflate(p []byte) ([]byte, error) {
	r, err := zlib.NewReader(bytes.NewReader(p))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

// A place is where an object stands: at an offset, or in an object stream.
type place struct{ offset, stream, index int }

type file struct {
	*writer
	out    bytes.Buffer
	places map[int]place
	short  map[string]string // names of fonts: gofpdf's are 40 digits, on every page

	rangeAt, contentsAt int // offsets in the signature
}

// serialise writes streams as they are, then all else in object streams, then
// the cross-reference stream.
func (w *writer) serialise(catalog, info int) ([]byte, error) {
	f := &file{writer: w, places: map[int]place{}}
	f.shortNames()
	f.out.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	var packed []int
	for _, k := range slices.Sorted(maps.Keys(w.objs)) {
		if w.field != nil && k == w.field.value {
			continue // written last, outside of any object stream
		}
		if o := w.objs[k]; !o.stream && w.opts.Plain {
			f.places[k] = place{offset: f.out.Len()}
			fmt.Fprintf(&f.out, "%d 0 obj\n%s\nendobj\n", k, o.dict)
			continue
		} else if !o.stream {
			packed = append(packed, k)
			continue
		}
		if err := f.stream(k); err != nil {
			return nil, err
		}
	}
	for part := range slices.Chunk(packed, packedObjects) {
		if err := f.pack(part); err != nil {
			return nil, err
		}
	}
	if f.field == nil {
		return f.end(catalog, info)
	}
	f.signature()
	out, err := f.end(catalog, info)
	if err != nil {
		return nil, err
	}
	return f.sign(out)
}

func (f *file) shortNames() {
	f.short = map[string]string{}
	res := f.objs[2]
	for _, m := range fontKey.FindAllString(res.dict, -1) {
		if _, ok := f.short[m]; !ok {
			f.short[m] = fmt.Sprintf("/F%d", len(f.short)+1)
		}
	}
	res.dict = fontKey.ReplaceAllStringFunc(res.dict, func(s string) string { return f.short[s] })
}

func (f *file) stream(k int) error {
	o := f.objs[k]
	data, dict := o.data, o.dict
	if flateFilter.MatchString(dict) {
		var err error
		if data, err = inflate(data); err != nil {
			return fmt.Errorf("object %d: %w", k, err)
		}
		dict = flateFilter.ReplaceAllString(dict, "")
	}
	dict = strings.TrimSpace(lengthKey.ReplaceAllString(dict, ""))
	if !strings.HasPrefix(dict, "<</Type/EmbeddedFile") { // its inner dictionary keeps its end
		dict = strings.TrimSuffix(dict, ">>")
	}
	if bytes.Contains(data, []byte(" BDC\n")) {
		data = fontKey.ReplaceAllFunc(data, func(s []byte) []byte { return []byte(f.short[string(s)]) })
	}
	if !o.plain {
		var err error
		if data, err = deflate(data); err != nil {
			return err
		}
		dict += "/Filter/FlateDecode"
	}
	f.places[k] = place{offset: f.out.Len()}
	fmt.Fprintf(&f.out, "%d 0 obj\n%s/Length %d>>\nstream\n", k, dict, len(data))
	f.out.Write(data)
	f.out.WriteString("\nendstream\nendobj\n")
	return nil
}

func (f *file) pack(part []int) error {
	n := f.next
	f.next++
	var head, body bytes.Buffer
	for j, k := range part {
		fmt.Fprintf(&head, "%d %d ", k, body.Len())
		body.WriteString(f.objs[k].dict + "\n")
		f.places[k] = place{stream: n, index: j}
	}
	data, err := deflate(slices.Concat(head.Bytes(), body.Bytes()))
	if err != nil {
		return err
	}
	f.places[n] = place{offset: f.out.Len()}
	fmt.Fprintf(&f.out, "%d 0 obj\n<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>\nstream\n", n, len(part), head.Len(), len(data))
	f.out.Write(data)
	f.out.WriteString("\nendstream\nendobj\n")
	return nil
}

// end writes the cross-reference stream; the id is a hash of what comes before.
func (f *file) end(catalog, info int) ([]byte, error) {
	h := sha256.Sum256(f.out.Bytes())
	id := strings.ToUpper(hex.EncodeToString(h[:16]))
	n, at := f.next, f.out.Len()
	f.places[n] = place{offset: at}
	var rows []byte
	for k := range n + 1 {
		p, ok := f.places[k]
		kind, value, last := byte(1), p.offset, byte(0)
		switch {
		case !ok:
			kind, last = 0, 255
		case p.stream > 0:
			kind, value, last = 2, p.stream, byte(p.index)
		}
		rows = binary.BigEndian.AppendUint32(append(rows, kind), uint32(value))
		rows = append(rows, last)
	}
	data, err := deflate(rows)
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(&f.out, "%d 0 obj\n<</Type/XRef/Size %d/W[1 4 1]/Root %s/Info %s/ID[<%s><%s>]/Filter/FlateDecode/Length %d>>\nstream\n",
		n, n+1, ref(catalog), ref(info), id, id, len(data))
	f.out.Write(data)
	fmt.Fprintf(&f.out, "\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n", at)
	return f.out.Bytes(), nil
}
