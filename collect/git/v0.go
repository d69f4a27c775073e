package git

import (
	"fmt"
	"io"
	"strings"
)

// fetchV0 makes a request of protocol v0, and the reader of its answer.
// Source: gitprotocol-pack, "Packfile Negotiation".
func (s *session) fetchV0(r request) ([]byte, func(*packetReader) (*pack, error)) {
	var caps []string
	for _, c := range []string{"ofs-delta", "no-progress", "side-band-64k"} {
		if s.can(c) {
			caps = append(caps, c)
		}
	}
	deepens := r.since > 0 || r.depth > 0
	if deepens || len(r.shallow) > 0 {
		caps = append(caps, "shallow")
	}
	if r.since > 0 {
		caps = append(caps, "deepen-since")
	}
	if !r.whole {
		caps = append(caps, "filter")
	}
	caps = append(caps, "agent=guette")
	var b packetWriter
	for i, id := range r.wants {
		if i == 0 {
			b.line("want %s %s\n", id, strings.Join(caps, " "))
			continue
		}
		b.line("want %s\n", id)
	}
	for _, id := range r.shallow {
		b.line("shallow %s\n", id)
	}
	switch {
	case r.since > 0:
		b.line("deepen-since %d\n", r.since)
	case r.depth > 0:
		b.line("deepen %d\n", r.depth)
	}
	if !r.whole {
		b.line("filter tree:0\n")
	}
	b.flush()
	for _, id := range r.haves {
		b.line("have %s\n", id)
	}
	b.line("done\n")
	return b.Bytes(), func(p *packetReader) (*pack, error) {
		return readFetchV0(p, deepens, s.can("side-band-64k"))
	}
}

// readFetchV0 reads the shallow lines, the acknowledgement and the pack.
func readFetchV0(p *packetReader, deepens, banded bool) (*pack, error) {
	var said answer
	for deepens {
		text, ok, err := p.line()
		if err != nil {
			return nil, ended(err)
		}
		if !ok {
			break
		}
		said.line(text)
	}
	text, ok, err := p.line()
	if err != nil {
		return nil, ended(err)
	}
	if said.line(text); !ok || !said.acked && text != "NAK" {
		return nil, fmt.Errorf("%w: %q, want ACK or NAK", errPacket, oneLine(text))
	}
	var r io.Reader = p.r
	if banded {
		r = &band{packets: p}
	}
	got, err := receivePack(r)
	if err == nil {
		got.answer = said
	}
	return got, err
}
