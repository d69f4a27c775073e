package git

import (
	"bytes"
	"compress/zlib"
	"crypto/sha1"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

// A packBuilder makes packs, right and wrong ones.
type packBuilder struct {
	bytes.Buffer
	count   uint32
	offsets []int
	z       *zlib.Writer
}

func newPack() *packBuilder {
	b := &packBuilder{}
	b.WriteString("PACK\x00\x00\x00\x02\x00\x00\x00\x00")
	return b
}

// add appends an object and returns its name.
func (b *packBuilder) add(t objectType, data string) oid {
	b.raw(t, uint64(len(data)), nil, data)
	return nameOf(t, []byte(data))
}

// raw appends an object whose head says size, with what is between the head
// and the content.
func (b *packBuilder) raw(t objectType, size uint64, between []byte, data string) {
	b.offsets = append(b.offsets, b.Len())
	b.count++
	c := byte(t)<<4 | byte(size&15)
	for size >>= 4; size > 0; size >>= 7 {
		b.WriteByte(c | 0x80)
		c = byte(size & 0x7f)
	}
	b.WriteByte(c)
	b.Write(between)
	if b.z == nil {
		b.z = zlib.NewWriter(nil)
	}
	b.z.Reset(&b.Buffer)
	io.WriteString(b.z, data)
	b.z.Close()
}

// delta appends a delta against the i-th object.
func (b *packBuilder) delta(i int, delta string) {
	back := b.Len() - b.offsets[i]
	between := []byte{byte(back & 0x7f)}
	for back >>= 7; back > 0; back >>= 7 {
		back--
		between = append([]byte{0x80 | byte(back&0x7f)}, between...)
	}
	b.raw(typeOFSDelta, uint64(len(delta)), between, delta)
}

// seal ends the pack with its number of objects and checksum.
func (b *packBuilder) seal() []byte {
	p := bytes.Clone(b.Bytes())
	binary.BigEndian.PutUint32(p[8:], b.count)
	sum := sha1.Sum(p)
	return append(p, sum[:]...)
}

func size(n uint64) string {
	var b []byte
	for ; n >= 0x80; n >>= 7 {
		b = append(b, byte(n)|0x80)
	}
	return string(append(b, byte(n)))
}

// readAll reads a pack into "type content" lines.
func readAll(t testing.TB, data []byte) ([]string, error) {
	p, err := receivePack(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	defer p.Close()
	var out []string
	err = p.objects(t.Context(), func(objectType) bool { return true }, func(o object) error {
		if !o.cut && nameOf(o.typ, o.data) != o.id {
			t.Errorf("object %s has the content of %s", o.id, nameOf(o.typ, o.data))
		}
		out = append(out, o.typ.String()+" "+string(o.data))
		return nil
	})
	return out, err
}

func TestPack(t *testing.T) {
	for _, tt := range []struct {
		name string
		make func(b *packBuilder) []byte
		want string // objects, or
		err  error
	}{
		{name: "objects of all types", make: func(b *packBuilder) []byte {
			b.add(typeCommit, "c")
			b.add(typeTree, "")
			b.add(typeBlob, "blob")
			b.add(typeTag, "t")
			return b.seal()
		}, want: "commit c|tree |blob blob|tag t"},
		{name: "a delta that copies and inserts, and one on top of it", make: func(b *packBuilder) []byte {
			b.add(typeCommit, "hello world")
			b.delta(0, size(11)+size(8)+"\x90\x05"+"\x03 my")
			b.delta(1, size(8)+size(5)+"\x90\x05")
			return b.seal()
		}, want: "commit hello world|commit hello my|commit hello"},
		{name: "a delta against a name that comes later", make: func(b *packBuilder) []byte {
			base := nameOf(typeCommit, []byte("hello world"))
			b.raw(typeREFDelta, 4, base[:], size(11)+size(5)+"\x90\x05")
			b.add(typeCommit, "hello world")
			return b.seal()
		}, want: "commit hello world|commit hello"},
		{name: "a delta on a delta against a name", make: func(b *packBuilder) []byte {
			base := nameOf(typeCommit, []byte("hello world"))
			b.raw(typeREFDelta, 4, base[:], size(11)+size(5)+"\x90\x05")
			b.delta(0, size(5)+size(4)+"\x90\x04")
			b.add(typeCommit, "hello world")
			return b.seal()
		}, want: "commit hello world|commit hello|commit hell"},
		{name: "nothing", make: func(b *packBuilder) []byte { return b.seal() }},
		{name: "wrong checksum", make: func(b *packBuilder) []byte {
			b.add(typeCommit, "c")
			p := b.seal()
			p[len(p)-1] ^= 1
			return p
		}, err: errChecksum},
		{name: "cut", make: func(b *packBuilder) []byte {
			b.add(typeCommit, strings.Repeat("c", 100))
			return b.seal()[:30]
		}, err: errPack},
		{name: "not a pack", make: func(*packBuilder) []byte { return bytes.Repeat([]byte("<html>"), 20) }, err: errPack},
		{name: "more objects announced than there are", make: func(b *packBuilder) []byte {
			b.add(typeCommit, "c")
			b.count = 2
			return b.seal()
		}, err: errPack},
		{name: "fewer objects announced than there are", make: func(b *packBuilder) []byte {
			b.add(typeCommit, "c")
			b.add(typeCommit, "d")
			b.count = 1
			return b.seal()
		}, err: errPack},
		{name: "object longer than announced", make: func(b *packBuilder) []byte {
			b.raw(typeCommit, 3, nil, "longer")
			return b.seal()
		}, err: errPack},
		{name: "object shorter than announced", make: func(b *packBuilder) []byte {
			b.raw(typeCommit, 100, nil, "short")
			return b.seal()
		}, err: errPack},
		{name: "delta that would make a terabyte", make: func(b *packBuilder) []byte {
			b.add(typeCommit, "hello world")
			b.delta(0, size(11)+size(1<<40)+"\x90\x05")
			return b.seal()
		}, err: errObjectSize},
		{name: "delta that would make a file of a terabyte", make: func(b *packBuilder) []byte {
			b.add(typeBlob, "hello world")
			b.delta(0, size(11)+size(1<<40)+"\x90\x05")
			b.add(typeBlob, "licence")
			return b.seal()
		}, want: "blob hello world|blob licence"},
		{name: "delta that makes more than it says", make: func(b *packBuilder) []byte {
			b.add(typeCommit, "hello world")
			b.delta(0, size(11)+size(3)+"\x90\x05")
			return b.seal()
		}, err: errDelta},
		{name: "delta that copies beyond its base", make: func(b *packBuilder) []byte {
			b.add(typeCommit, "hello world")
			b.delta(0, size(11)+size(200)+"\x90\xc8")
			return b.seal()
		}, err: errDelta},
		{name: "delta for another base", make: func(b *packBuilder) []byte {
			b.add(typeCommit, "hello world")
			b.delta(0, size(12)+size(5)+"\x90\x05")
			return b.seal()
		}, err: errDelta},
		{name: "delta against an object that is not there", make: func(b *packBuilder) []byte {
			b.raw(typeREFDelta, 4, make([]byte, 20), size(11)+size(5)+"\x90\x05")
			return b.seal()
		}, err: errDelta},
		{name: "delta against itself", make: func(b *packBuilder) []byte {
			b.raw(typeOFSDelta, 4, []byte{0}, size(11)+size(5)+"\x90\x05")
			return b.seal()
		}, err: errDelta},
		{name: "delta against the middle of an object", make: func(b *packBuilder) []byte {
			b.add(typeCommit, "hello world")
			b.raw(typeOFSDelta, 4, []byte{3}, size(11)+size(5)+"\x90\x05")
			return b.seal()
		}, err: errDelta},
		{name: "object of no type", make: func(b *packBuilder) []byte {
			b.raw(5, 1, nil, "x")
			return b.seal()
		}, err: errPack},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := readAll(t, tt.make(newPack()))
			if !errors.Is(err, tt.err) || (err == nil) != (tt.err == nil) {
				t.Fatalf("error %v, want %v", err, tt.err)
			}
			if err == nil && strings.Join(got, "|") != tt.want {
				t.Errorf("got %q, want %q", strings.Join(got, "|"), tt.want)
			}
		})
	}
}

// TestPackOnDisk reads a pack that does not fit in memory, with deltas whose
// bases are no longer kept.
func TestPackOnDisk(t *testing.T) {
	b := newPack()
	var noise strings.Builder
	for i := range uint32(100_000) {
		sum := sha1.Sum(binary.BigEndian.AppendUint32(nil, i))
		noise.Write(sum[:5])
	}
	first := noise.String()
	b.add(typeBlob, first)
	for i := range 20 {
		b.add(typeBlob, fmt.Sprint(i)+first)
	}
	b.delta(0, size(uint64(len(first)))+size(5)+"\x90\x05")
	b.delta(21, size(5)+size(3)+"\x90\x03")
	p := b.seal()
	if len(p) <= spoolMemory {
		t.Fatalf("a pack of %d bytes, want more than %d", len(p), spoolMemory)
	}
	got, err := readAll(t, p)
	if err != nil {
		t.Fatal(err)
	}
	if want := "blob " + first[:3]; got[len(got)-1] != want {
		t.Errorf("got %q, want %q", got[len(got)-1], want)
	}
}

// TestLargeObject reads the head of what is too large to be held.
func TestLargeObject(t *testing.T) {
	b := newPack()
	text := "tree 0000000000000000000000000000000000000000\nauthor A <a@example.org> 1 +0000\ncommitter A <a@example.org> 1 +0000\n\n" + strings.Repeat("long ", 4<<20)
	want := b.add(typeCommit, text)
	p, err := receivePack(bytes.NewReader(b.seal()))
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	var got []oid
	err = p.objects(t.Context(), func(objectType) bool { return true }, func(o object) error {
		if !o.cut || len(o.data) > maxObject || !strings.HasPrefix(text, string(o.data)) {
			t.Errorf("%d bytes, cut %v", len(o.data), o.cut)
		}
		got = append(got, o.id)
		return nil
	})
	if err != nil || len(got) != 1 || got[0] != want {
		t.Errorf("got %v, %v, want %v", got, err, want)
	}
}

// BenchmarkCommits takes the commits of a pack into a graph.
func BenchmarkCommits(b *testing.B) {
	for _, n := range []int{300, 20_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var packed bytes.Buffer
			longHistory(n, 49, 300).writePack(&packed)
			b.ReportAllocs()
			for b.Loop() {
				p, err := receivePack(bytes.NewReader(packed.Bytes()))
				if err != nil {
					b.Fatal(err)
				}
				g := newGraph(newPeople(keyer{}, nil))
				if err := p.objects(b.Context(), func(t objectType) bool { return t == typeCommit }, g.add); err != nil {
					b.Fatal(err)
				}
				g.close()
				p.Close()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/commit")
		})
	}
}
