package git

import (
	"fmt"
	"io"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/protocol/packp"
	"github.com/go-git/go-git/v5/plumbing/protocol/packp/capability"
)

// fetchV0 makes a request of protocol v0, and the reader of its answer.
// Source: gitprotocol-pack, "Packfile Negotiation".
func (s *session) fetchV0(r request) ([]byte, func(*packetReader) (*pack, error)) {
	q := packp.NewUploadRequest()
	q.Wants, q.Shallows = hashes(r.wants), hashes(r.shallow)
	switch {
	case r.since > 0:
		q.Depth = packp.DepthSince(time.Unix(r.since, 0))
	case r.depth > 0:
		q.Depth = packp.DepthCommits(r.depth)
	}
	if !r.whole {
		q.Filter = packp.FilterTreeDepth(0)
	}
	for _, c := range s.capabilities(r) {
		q.Capabilities.Add(c)
	}
	q.Capabilities.Add(capability.Agent, "guette")
	var b packetWriter
	// A buffer takes all: what fails is a request without wants, which the
	// server refuses.
	_ = q.Encode(&b)
	_ = (&packp.UploadHaves{Haves: hashes(r.haves)}).Encode(&b, false)
	b.line("done\n")
	return b.Bytes(), func(p *packetReader) (*pack, error) {
		return readFetchV0(p, !q.Depth.IsZero(), s.can("side-band-64k"))
	}
}

// capabilities lists what a request wants of those that the server has.
func (s *session) capabilities(r request) (list []capability.Capability) {
	for _, c := range []capability.Capability{capability.OFSDelta, capability.NoProgress, capability.Sideband64k} {
		if s.can(c.String()) {
			list = append(list, c)
		}
	}
	if r.since > 0 || r.depth > 0 || len(r.shallow) > 0 {
		list = append(list, capability.Shallow)
	}
	if r.since > 0 {
		list = append(list, capability.DeepenSince)
	}
	if !r.whole {
		list = append(list, capability.Filter)
	}
	return list
}

func hashes(ids []oid) []plumbing.Hash {
	list := make([]plumbing.Hash, len(ids))
	for i, id := range ids {
		list[i] = plumbing.Hash(id)
	}
	return list
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
