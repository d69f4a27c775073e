package git

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// maxPacket is the longest packet of the protocol, its length included.
// Source: gitprotocol-common, "pkt-line Format".
const maxPacket = 65520

// A packetKind tells data from the marks between sections.
type packetKind int

const (
	packetData packetKind = iota
	packetFlush
	packetDelim
	packetEnd
)

var errPacket = errors.New("not a packet of the git protocol")

// A remoteError is a refusal in the server's own words.
type remoteError struct{ text string }

func (e *remoteError) Error() string { return fmt.Sprintf("the server says %q", e.text) }

// A packetReader reads packets (pkt-lines).
type packetReader struct {
	r   *bufio.Reader
	buf []byte
}

func newPacketReader(r io.Reader) *packetReader {
	return &packetReader{r: bufio.NewReaderSize(r, 16<<10)}
}

// next returns the next packet. The data hold until the next call. A clean end
// of the answer is io.EOF; an end within a packet is io.ErrUnexpectedEOF.
func (p *packetReader) next() ([]byte, packetKind, error) {
	var head [4]byte
	if _, err := io.ReadFull(p.r, head[:]); err != nil {
		return nil, 0, err
	}
	n, err := strconv.ParseUint(string(head[:]), 16, 16)
	if err != nil || n == 3 || n > maxPacket {
		return nil, 0, fmt.Errorf("%w: length %q", errPacket, head[:])
	}
	switch n {
	case 0:
		return nil, packetFlush, nil
	case 1:
		return nil, packetDelim, nil
	case 2:
		return nil, packetEnd, nil
	}
	if n -= 4; uint64(cap(p.buf)) < n {
		p.buf = make([]byte, maxPacket)
	}
	data := p.buf[:n]
	if _, err := io.ReadFull(p.r, data); err != nil {
		return nil, 0, ended(err)
	}
	if text, ok := bytes.CutPrefix(data, []byte("ERR ")); ok {
		return nil, 0, &remoteError{oneLine(string(text))}
	}
	return data, packetData, nil
}

// ended is err; an end where something must follow is a cut.
func ended(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// line returns the next packet as text without its line end; ok is false at a
// mark between sections.
func (p *packetReader) line() (text string, ok bool, err error) {
	data, kind, err := p.next()
	if err != nil {
		return "", false, err
	}
	return strings.TrimSuffix(string(data), "\n"), kind == packetData, nil
}

// A packetWriter gathers the packets of a request.
type packetWriter struct{ bytes.Buffer }

func (p *packetWriter) line(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	fmt.Fprintf(p, "%04x%s", len(text)+4, text)
}

func (p *packetWriter) flush() { p.WriteString("0000") }
func (p *packetWriter) delim() { p.WriteString("0001") }

// A band reads the pack out of the side band of an answer. An answer that ends
// without the closing mark is cut.
type band struct {
	packets *packetReader
	left    []byte
	done    bool
}

// Read implements io.Reader.
func (b *band) Read(p []byte) (int, error) {
	for len(b.left) == 0 {
		if b.done {
			return 0, io.EOF
		}
		data, kind, err := b.packets.next()
		switch {
		case err != nil:
			return 0, ended(err)
		case kind != packetData:
			b.done = true
		case len(data) == 0:
		case data[0] == 1:
			b.left = data[1:]
		case data[0] == 3:
			return 0, &remoteError{oneLine(string(data[1:]))}
		}
	}
	n := copy(p, b.left)
	b.left = b.left[n:]
	return n, nil
}

// oneLine makes foreign text fit for a message: one line, bounded, valid.
func oneLine(s string) string {
	const most = 200
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "�")), " ")
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	return withoutAddresses(s)
}

// more tells whether more packets follow.
func (p *packetReader) more() (bool, error) {
	_, err := p.r.Peek(1)
	if err == io.EOF {
		return false, nil
	}
	return err == nil, err
}
