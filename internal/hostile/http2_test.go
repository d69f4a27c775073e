package hostile

import (
	"bytes"
	"crypto/tls"
	"io"
	"net"
	"strings"
	"time"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"

	"guette/watch"
)

// h2 plays a server of HTTP/2 frame by frame: each is called for each request.
func h2(each func(p *peer, stream uint32)) func(net.Conn) {
	return func(c net.Conn) {
		p := &peer{conn: c, Framer: http2.NewFramer(c, c)}
		if _, err := io.ReadFull(c, make([]byte, len(http2.ClientPreface))); err != nil {
			return
		}
		p.WriteSettings()
		for {
			f, err := p.ReadFrame()
			if err != nil {
				return
			}
			switch f := f.(type) {
			case *http2.SettingsFrame:
				if !f.IsAck() {
					p.WriteSettingsAck()
				}
			case *http2.PingFrame:
				if !f.IsAck() {
					p.WritePing(true, f.Data)
				}
			case *http2.HeadersFrame:
				each(p, f.StreamID)
			}
		}
	}
}

// A peer is a connection of HTTP/2.
type peer struct {
	*http2.Framer
	conn net.Conn
}

// head writes the head of an answer.
func (p *peer) head(stream uint32, end bool, fields ...string) {
	var b bytes.Buffer
	e := hpack.NewEncoder(&b)
	e.WriteField(hpack.HeaderField{Name: ":status", Value: "200"})
	for i := 0; i+1 < len(fields); i += 2 {
		e.WriteField(hpack.HeaderField{Name: fields[i], Value: fields[i+1]})
	}
	p.WriteHeaders(http2.HeadersFrameParam{StreamID: stream, BlockFragment: b.Bytes(), EndHeaders: true, EndStream: end})
}

func http2Faults(a *authority) []fault {
	whole := []byte(feedOf(3))
	list := []fault{
		{name: "goes away at once", conn: func(c net.Conn) {
			f := http2.NewFramer(c, c)
			f.WriteSettings()
			f.WriteGoAway(0, http2.ErrCodeNo, nil)
			io.Copy(io.Discard, c)
		}, reasons: []string{"reset", "reconnect-storm", "timeout"}},
		{name: "goes away at each request", conn: h2(func(p *peer, _ uint32) {
			p.WriteGoAway(0, http2.ErrCodeNo, nil)
			p.conn.Close()
		}), reasons: []string{"reset", "reconnect-storm"}},
		{name: "goes away, too much asked", conn: h2(func(p *peer, _ uint32) {
			p.WriteGoAway(0, http2.ErrCodeEnhanceYourCalm, []byte("too_many_pings"))
			p.conn.Close()
		}), reasons: []string{"reset", "reconnect-storm"}},
		{name: "refuses each stream", conn: h2(func(p *peer, s uint32) { p.WriteRSTStream(s, http2.ErrCodeRefusedStream) }),
			reasons: []string{"reset", "timeout", "reconnect-storm"}},
		{name: "resets each stream", conn: h2(func(p *peer, s uint32) { p.WriteRSTStream(s, http2.ErrCodeInternal) }), reasons: []string{"reset"}},
		{name: "resets in the body", conn: h2(func(p *peer, s uint32) {
			p.head(s, false)
			p.WriteData(s, false, whole[:300])
			p.WriteRSTStream(s, http2.ErrCodeInternal)
		}), reasons: []string{"truncated"}},
		{name: "closes in the body", conn: h2(func(p *peer, s uint32) {
			p.head(s, false)
			p.WriteData(s, false, whole[:300])
			p.conn.Close()
		}), reasons: []string{"truncated"}},
		{name: "ends before the announced length", conn: h2(func(p *peer, s uint32) {
			p.head(s, false, "content-length", "5000")
			p.WriteData(s, true, whole[:300])
		}), reasons: []string{"truncated"}},
		{name: "sends more than announced", conn: h2(func(p *peer, s uint32) {
			p.head(s, false, "content-length", "100")
			p.WriteData(s, true, whole)
		}), reasons: []string{"truncated", "bad-http"}},
		{name: "never answers", conn: h2(func(*peer, uint32) {}), reasons: []string{"timeout"}},
		{name: "stops in the body", conn: h2(func(p *peer, s uint32) {
			p.head(s, false)
			p.WriteData(s, false, whole[:300])
		}), reasons: []string{"timeout"}},
		{name: "body without bytes, without end", conn: h2(func(p *peer, s uint32) {
			p.head(s, false)
			for p.WriteData(s, false, nil) == nil {
				time.Sleep(time.Millisecond)
			}
		}), reasons: []string{"timeout"}},
		{name: "body before the head", conn: h2(func(p *peer, s uint32) { p.WriteData(s, false, whole) }), reasons: []string{"reset", "bad-http"}},
		{name: "head without end", conn: h2(func(p *peer, s uint32) {
			field := hpackLiteral(strings.Repeat("a", 10_000))
			p.WriteHeaders(http2.HeadersFrameParam{StreamID: s, BlockFragment: field})
			for p.WriteContinuation(s, false, field) == nil {
			}
		}), reasons: []string{"too-large", "reset", "bad-http"}},
		{name: "head larger than the limit", conn: h2(func(p *peer, s uint32) {
			var fields []string
			for i := range 40 {
				fields = append(fields, "x-padding-"+string(rune('a'+i%26)), strings.Repeat("b", 300))
			}
			p.head(s, true, append(fields, "x-more", strings.Repeat("c", 8000))...)
		}), reasons: []string{"empty"}}, // within the limit: a control
		{name: "pings without end", conn: h2(func(p *peer, _ uint32) {
			for p.WritePing(false, [8]byte{1}) == nil {
				time.Sleep(time.Millisecond)
			}
		}), reasons: []string{"timeout", "reset"}},
		{name: "garbage after the handshake", conn: func(c net.Conn) {
			io.WriteString(c, strings.Repeat("not frames ", 50))
			hold(c)
		}, reasons: []string{"bad-http", "reset"}},
		{name: "speaks HTTP/1 on HTTP/2", conn: func(c net.Conn) {
			io.WriteString(c, okHead+"\r\n")
			hold(c)
		}, reasons: []string{"bad-http", "reset"}},
	}
	for i := range list {
		list[i].class, list[i].outcome = "http/2", watch.OutcomeError
		list[i].tls = h2Config(a)
	}
	return append(list,
		fault{class: "http/2", name: "control: a good answer", tls: h2Config(a), outcome: watch.OutcomeOK, items: 3, conn: h2(func(p *peer, s uint32) {
			p.head(s, false, "content-type", rss)
			p.WriteData(s, true, whole)
		})},
		fault{class: "http/2", name: "refuses one stream, then answers", tls: h2Config(a), outcome: watch.OutcomeOK, items: 3, conn: h2(func(p *peer, s uint32) {
			if s == 1 {
				p.WriteRSTStream(s, http2.ErrCodeRefusedStream)
				return
			}
			p.head(s, false, "content-type", rss)
			p.WriteData(s, true, whole)
		})},
	)
}

func h2Config(a *authority) *tls.Config {
	c := a.server(nil)
	c.NextProtos = []string{"h2"}
	return c
}

// hpackLiteral is a field of a head that is not indexed.
func hpackLiteral(value string) []byte {
	var b bytes.Buffer
	hpack.NewEncoder(&b).WriteField(hpack.HeaderField{Name: "x-padding", Value: value, Sensitive: true})
	return b.Bytes()
}
