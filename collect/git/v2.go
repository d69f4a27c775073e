package git

// fetchV2 makes a fetch command of protocol v2, and the reader of its answer.
// Source: gitprotocol-v2, "fetch".
func (s *session) fetchV2(r request) ([]byte, func(*packetReader) (*pack, error)) {
	var b packetWriter
	b.line("command=fetch")
	b.line("agent=guette")
	b.delim()
	b.line("ofs-delta\n")
	b.line("no-progress\n")
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
	for _, id := range r.wants {
		b.line("want %s\n", id)
	}
	for _, id := range r.haves {
		b.line("have %s\n", id)
	}
	if !r.ask {
		b.line("done\n")
	}
	b.flush()
	return b.Bytes(), readFetchV2
}

// readFetchV2 reads sections up to the pack. An answer that ends before it
// says only which haves the server knows: then count is 0.
func readFetchV2(p *packetReader) (*pack, error) {
	var said answer
	for {
		text, ok, err := p.line()
		switch {
		case err != nil:
			return nil, ended(err)
		case !ok:
			if more, err := p.more(); err != nil || !more {
				return &pack{spool: &spool{}, answer: said}, err
			}
		case text == "packfile":
			got, err := receivePack(&band{packets: p})
			if err == nil {
				got.answer = said
			}
			return got, err
		default:
			said.line(text)
		}
	}
}
