package hostile

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"io"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"guette/watch"
)

// A packer compresses.
type packer func(io.Writer) io.WriteCloser

var packers = map[string]packer{
	"gzip": func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) },
	"zlib": func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) },
	"raw": func(w io.Writer) io.WriteCloser {
		f, err := flate.NewWriter(w, 9)
		if err != nil {
			panic(err)
		}
		return f
	},
	"br": func(w io.Writer) io.WriteCloser { return brotli.NewWriter(w) },
	"zstd": func(w io.Writer) io.WriteCloser {
		z, err := zstd.NewWriter(w)
		if err != nil {
			panic(err)
		}
		return z
	},
}

func pack(how, text string) string {
	var b bytes.Buffer
	w := packers[how](&b)
	io.WriteString(w, text)
	w.Close()
	return b.String()
}

// bomb is 100 MB of spaces in a feed, compressed.
var bomb = func(how string) func() string {
	return sync.OnceValue(func() string {
		var b bytes.Buffer
		w := packers[how](&b)
		io.WriteString(w, "<rss><channel><title>")
		block := bytes.Repeat([]byte(" "), 1<<20)
		for range 100 {
			w.Write(block)
		}
		w.Close()
		return b.String()
	})
}

func archiveFaults() []fault {
	whole := feedOf(3)
	zipped := pack("gzip", whole)
	gz, br := bomb("gzip")(), bomb("br")()
	broken := []byte(zipped)
	broken[len(broken)/2] ^= 0xff
	checksum := []byte(zipped)
	checksum[len(checksum)-5] ^= 0xff
	list := []fault{
		{name: "gzip bomb", serve: body(rss, gz, "Content-Encoding", "gzip"), reasons: []string{"too-large"}},
		{name: "brotli bomb", serve: body(rss, br, "Content-Encoding", "br"), reasons: []string{"too-large"}},
		{name: "deflate bomb", serve: body(rss, bomb("raw")(), "Content-Encoding", "deflate"), reasons: []string{"too-large"}},
		{name: "gzip bomb in gzip", serve: body(rss, pack("gzip", gz), "Content-Encoding", "gzip, gzip"), reasons: []string{"too-large"}},
		{name: "packed three times", serve: body(rss, pack("gzip", pack("gzip", zipped)), "Content-Encoding", "gzip, gzip, gzip"), reasons: []string{"bad-encoding"}},
		{name: "gzip cut", serve: body(rss, zipped[:len(zipped)/2], "Content-Encoding", "gzip"), reasons: []string{"truncated"}},
		{name: "gzip without its checksum", serve: body(rss, zipped[:len(zipped)-8], "Content-Encoding", "gzip"), reasons: []string{"truncated"}},
		{name: "gzip cut in its head", serve: body(rss, zipped[:5], "Content-Encoding", "gzip"), reasons: []string{"truncated"}},
		{name: "gzip damaged", serve: body(rss, string(broken), "Content-Encoding", "gzip"), reasons: []string{"bad-encoding"}},
		{name: "gzip with a wrong checksum", serve: body(rss, string(checksum), "Content-Encoding", "gzip"), reasons: []string{"bad-encoding"}},
		{name: "gzip with something behind", serve: body(rss, zipped+"something", "Content-Encoding", "gzip"), reasons: []string{"bad-encoding", "truncated"}},
		{name: "said to be gzip, is not", serve: body(rss, whole, "Content-Encoding", "gzip"), reasons: []string{"bad-encoding"}},
		{name: "said to be brotli, is not", serve: body(rss, whole, "Content-Encoding", "br"), reasons: []string{"bad-encoding", "truncated"}},
		{name: "brotli cut", serve: body(rss, pack("br", whole)[:150], "Content-Encoding", "br"), reasons: []string{"truncated"}},
		{name: "deflate cut", serve: body(rss, pack("zlib", whole)[:150], "Content-Encoding", "deflate"), reasons: []string{"truncated"}},
		{name: "deflate that is none", serve: body(rss, "\xff\xff\xff\xff", "Content-Encoding", "deflate"), reasons: []string{"bad-encoding"}},
		{name: "zstd that nobody asked for", serve: body(rss, pack("zstd", whole), "Content-Encoding", "zstd"), reasons: []string{"bad-encoding"}},
		{name: "encoding that nobody knows", serve: body(rss, whole, "Content-Encoding", "lzma"), reasons: []string{"bad-encoding"}},
		{name: "packed, and does not say so", serve: body(rss, zipped), reasons: []string{"not-a-feed"}},
		{name: "packed empty body", serve: body(rss, pack("gzip", ""), "Content-Encoding", "gzip"), reasons: []string{"empty"}},
		{name: "empty body said to be packed", serve: body(rss, "", "Content-Encoding", "gzip"), reasons: []string{"empty"}},
	}
	for i := range list {
		list[i].class, list[i].outcome = "archive", watch.OutcomeError
	}
	for name, f := range map[string]fault{
		"gzip":           {serve: body(rss, zipped, "Content-Encoding", "gzip")},
		"old name of it": {serve: body(rss, zipped, "Content-Encoding", "x-gzip")},
		"brotli":         {serve: body(rss, pack("br", whole), "Content-Encoding", "br")},
		"deflate":        {serve: body(rss, pack("zlib", whole), "Content-Encoding", "deflate")},
		"raw deflate":    {serve: body(rss, pack("raw", whole), "Content-Encoding", "deflate")},
		"gzip twice":     {serve: body(rss, pack("gzip", zipped), "Content-Encoding", "gzip, gzip")},
		"gzip in parts":  {serve: body(rss, pack("gzip", whole[:100])+pack("gzip", whole[100:]), "Content-Encoding", "gzip")},
		"none":           {serve: body(rss, whole, "Content-Encoding", "identity")},
	} {
		f.class, f.name, f.outcome, f.items = "archive", "control: "+name, watch.OutcomeOK, 3
		list = append(list, f)
	}
	return list
}
