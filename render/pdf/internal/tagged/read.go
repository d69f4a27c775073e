package tagged

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// An object is one indirect object of the file.
type object struct {
	dict   string
	data   []byte
	stream bool
	plain  bool // the stream is not compressed
}

// A source is the file of gofpdf.
type source struct {
	objs             map[int]*object
	size, root, info int
}

var (
	lengthKey   = regexp.MustCompile(`/Length (\d+)`)
	contentsKey = regexp.MustCompile(`/Contents (\d+) 0 R`)
	rootKey     = regexp.MustCompile(`/Root (\d+) 0 R`)
	infoKey     = regexp.MustCompile(`/Info (\d+) 0 R`)
)

var errForm = errors.New("gofpdf wrote a form that is not known")

// parse reads the cross-reference table and the objects.
func parse(raw []byte) (*source, error) {
	i := bytes.LastIndex(raw, []byte("startxref\n"))
	if i < 0 {
		return nil, fmt.Errorf("startxref: %w", errForm)
	}
	var at int
	if _, err := fmt.Sscanf(string(raw[i+len("startxref\n"):]), "%d", &at); err != nil || at <= 0 || at >= i {
		return nil, fmt.Errorf("startxref: %w", errForm)
	}
	lines := strings.Split(string(raw[at:i]), "\n")
	s := &source{objs: map[int]*object{}}
	if _, err := fmt.Sscanf(lines[1], "0 %d", &s.size); err != nil || len(lines) < 2+s.size {
		return nil, fmt.Errorf("xref: %w", errForm)
	}
	for k := 1; k < s.size; k++ {
		off, err := strconv.Atoi(lines[2+k][:10])
		if err != nil {
			return nil, fmt.Errorf("xref, object %d: %w", k, errForm)
		}
		if s.objs[k], err = readObject(raw, k, off); err != nil {
			return nil, err
		}
	}
	trailer := string(raw[at:])
	s.root, s.info = number(rootKey, trailer), number(infoKey, trailer)
	return s, nil
}

func readObject(raw []byte, k, off int) (*object, error) {
	head := fmt.Sprintf("%d 0 obj\n", k)
	if off == 0 || !bytes.HasPrefix(raw[off:], []byte(head)) {
		return nil, fmt.Errorf("object %d: %w", k, errForm)
	}
	b := raw[off+len(head):]
	end, st := bytes.Index(b, []byte("endobj")), bytes.Index(b, []byte("stream\n"))
	if st < 0 || st > end {
		return &object{dict: strings.TrimSpace(string(b[:end]))}, nil
	}
	o := &object{dict: strings.TrimSpace(string(b[:st])), stream: true}
	n := number(lengthKey, o.dict)
	from := st + len("stream\n")
	if from+n > len(b) || !bytes.HasPrefix(b[from+n:], []byte("\nendstream")) {
		return nil, fmt.Errorf("object %d: length %d: %w", k, n, errForm)
	}
	o.data = b[from : from+n]
	return o, nil
}

func number(re *regexp.Regexp, s string) int {
	m := re.FindStringSubmatch(s)
	if m == nil {
		return 0
	}
	n, _ := strconv.Atoi(m[1])
	return n
}

// findPages lists the pages and their contents, and drops the sheet of runes.
func (w *writer) findPages(size int) error {
	for k := 1; k < size; k++ {
		if o := w.objs[k]; strings.HasPrefix(o.dict, "<</Type /Page\n") {
			w.pages = append(w.pages, k)
			w.contents = append(w.contents, number(contentsKey, o.dict))
		}
	}
	n := len(w.doc.Pages)
	if len(w.pages) != n+1 {
		return fmt.Errorf("%d pages written, %d set: %w", len(w.pages), n+1, errForm)
	}
	delete(w.objs, w.pages[n])
	delete(w.objs, w.contents[n])
	w.pages, w.contents = w.pages[:n], w.contents[:n]
	return nil
}
