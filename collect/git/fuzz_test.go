package git

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"
)

func FuzzPackets(f *testing.F) {
	f.Add([]byte("001e# service=git-upload-pack\n0000000eversion 2\n0000"))
	f.Add([]byte("0032" + strings.Repeat("1", 40) + " HEAD\n0000"))
	f.Add([]byte("000dpackfile\n0006\x01P0000"))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, read := newPacketReader(bytes.NewReader(data)), 0
		for {
			got, kind, err := p.next()
			if err != nil {
				break
			}
			if read += 4 + len(got); kind != packetData && len(got) > 0 || read > len(data) {
				t.Fatalf("%d bytes read of %d", read, len(data))
			}
		}
		s := &session{caps: map[string]string{}, symref: map[string]string{}}
		s.readAdvert(newPacketReader(bytes.NewReader(data)))
		for _, r := range s.adverts {
			if r.name == "" {
				t.Fatal("a reference without a name")
			}
		}
		if list, err := readRefs(newPacketReader(bytes.NewReader(data))); err != nil && list != nil {
			t.Fatal("references and an error")
		}
		for _, read := range []func(*packetReader) (*pack, error){
			readFetchV2, func(p *packetReader) (*pack, error) { return readFetchV0(p, true, true) },
		} {
			if got, err := read(newPacketReader(bytes.NewReader(data))); (got == nil) == (err == nil) {
				t.Fatalf("want a pack or an error, got %v and %v", got, err)
			}
		}
	})
}

func FuzzPack(f *testing.F) {
	b := newPack()
	b.add(typeCommit, honestCommit())
	b.delta(0, size(uint64(len(honestCommit())))+size(5)+"\x90\x05")
	base := nameOf(typeCommit, []byte(honestCommit()))
	b.raw(typeREFDelta, 5, base[:], size(uint64(len(honestCommit())))+size(5)+"\x90\x05")
	f.Add(b.Bytes()[12:], uint32(3))
	f.Fuzz(func(t *testing.T, body []byte, count uint32) {
		sealed := newPack()
		sealed.Write(body)
		sealed.count = count % 1000
		n := 0
		p, err := receivePack(bytes.NewReader(sealed.seal()))
		if err != nil {
			t.Fatalf("a pack with a right checksum: %v", err)
		}
		defer p.Close()
		err = p.objects(t.Context(), func(objectType) bool { return true }, func(o object) error {
			if n++; !o.cut && nameOf(o.typ, o.data) != o.id || len(o.data) > maxObject {
				t.Fatal("an object of another name, or too large")
			}
			return nil
		})
		if err == nil && n > p.count {
			t.Fatalf("%d objects of %d", n, p.count)
		}
	})
}

func FuzzDelta(f *testing.F) {
	f.Add([]byte("hello world"), []byte(size(11)+size(8)+"\x90\x05"+"\x03 my"))
	f.Fuzz(func(t *testing.T, base, delta []byte) {
		const most = 1 << 16
		got, err := applyDelta(base, delta, most, func(n int) []byte { return make([]byte, n) })
		if err != nil && got != nil || len(got) > most {
			t.Fatalf("%d bytes and %v", len(got), err)
		}
	})
}

func FuzzObjects(f *testing.F) {
	f.Add([]byte(honestCommit()))
	f.Add([]byte("object 4b825dc642cb6eb9a060e54bf8d69288fbee4904\ntype commit\ntag v1\ntagger A <a@b.test> 1 +0000\n\nv1\n-----BEGIN PGP SIGNATURE-----\n"))
	f.Add([]byte("100644 LICENSE\x00aaaaaaaaaaaaaaaaaaaa40000 .github\x00bbbbbbbbbbbbbbbbbbbb"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var c rawCommit
		if err := c.parse(data); err == nil && (len(c.parents) > maxParents || c.committed < 0 || !utf8.ValidString(readWho(c.who).name)) {
			t.Fatalf("commit %+v", c)
		}
		if tag, err := parseTag(data); err == nil && tag.object == (oid{}) && !bytes.Contains(data, []byte(strings.Repeat("0", 40))) {
			t.Fatalf("tag %+v", tag)
		}
		entries := 0
		if err := parseTree(data, func(treeEntry) { entries++ }); err != nil && !errors.Is(err, errObject) || entries > len(data)/20 {
			t.Fatalf("%d entries, %v", entries, err)
		}
		trailers(data)
		text, _, ok := plainText(data, true)
		if ok && (!utf8.ValidString(text) || withoutAddresses(text) != text) {
			t.Fatalf("text %q", text)
		}
	})
}

func FuzzMailmap(f *testing.F) {
	f.Add([]byte("Ada Exemple <a@x.test> ada <root@x.test>\n# comment\n<a@x.test> <b@x.test>\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		list := parseMailmap(data, keyer{[]byte("key")})
		if len(list) > bytes.Count(data, []byte("\n"))+1 {
			t.Fatalf("%d entries", len(list))
		}
		for _, e := range list {
			if e.Mail == (digest{}) {
				t.Fatalf("entry %+v", e)
			}
		}
	})
}

func FuzzAddress(f *testing.F) {
	for _, s := range []string{"https://github.com/a/b", "git@github.com:a/b", "svn://x", "https://user:pw@host/%zz", "http://[::1]/x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		a := readAddress(raw)
		if (a.clone == "") == (a.reason == "") || a.reason != "" && a.hint == "" {
			t.Fatalf("%q: %+v", raw, a)
		}
		if a.clone != "" && readAddress(a.clone).clone != a.clone {
			t.Fatalf("%q is read as %q, and that as %q", raw, a.clone, readAddress(a.clone).clone)
		}
	})
}
