package fetch

import (
	"bufio"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

const (
	defaultMaxBody = 8 << 20
	// acceptEncoding is what we ask for; zstd is decoded where a request asks for it.
	acceptEncoding = "gzip, deflate, br"
	maxEncodings   = 2        // layers of compression
	wireSlack      = 64 << 10 // bytes that may be received beyond the limit of the decoded ones
	zstdMemory     = 16 << 20

	idleTimeout = 15 * time.Second // without a byte of the body
	// minRate in bytes a second, over rateWindow of waiting: a server under it
	// would hold a source for hours.
	minRate    = 1 << 10
	rateWindow = 8 * time.Second
	// gitRate is lower: a git server sends one byte now and then while it counts.
	gitIdle       = 60 * time.Second
	gitRateWindow = 60 * time.Second
	gitRate       = 256
)

// A tempo is how fast a body must come.
type tempo struct {
	idle, window time.Duration
	rate         int64 // bytes a second
}

var (
	pageTempo = tempo{idleTimeout, rateWindow, minRate}
	gitTempo  = tempo{gitIdle, gitRateWindow, gitRate}
)

// A meter reads bytes as they come over the wire: it counts them, and gives up
// on a server that is too slow. Only the time spent waiting counts, so a slow
// reader is not the server's fault.
type meter struct {
	r      io.Reader
	tempo  tempo
	cancel context.CancelCauseFunc
	limit  int64
	n      int64

	waited time.Duration // in the window
	got    int64         // in the window
}

func (m *meter) Read(p []byte) (int, error) {
	start := time.Now()
	timer := time.AfterFunc(m.tempo.idle, func() {
		m.cancel(failure(ReasonTimeout, "no byte of the answer for %v", m.tempo.idle))
	})
	n, err := m.r.Read(p)
	timer.Stop()
	m.n += int64(n)
	if m.n > m.limit {
		return n, failure(ReasonTooLarge, "more than %d bytes", m.limit)
	}
	if slow := m.slow(time.Since(start), n); slow != nil && err == nil {
		m.cancel(slow)
		return n, slow
	}
	return n, err
}

// slow tells when a whole window of waiting brought too few bytes.
func (m *meter) slow(waited time.Duration, n int) error {
	m.waited += waited
	m.got += int64(n)
	if m.waited < m.tempo.window {
		return nil
	}
	rate := float64(m.got) / m.waited.Seconds()
	m.waited, m.got = 0, 0
	if rate < float64(m.tempo.rate) {
		return failure(ReasonTimeout, "the answer comes at %.0f bytes a second, want %d or more", rate, m.tempo.rate)
	}
	return nil
}

// readBody reads and decodes a whole body, at most limit bytes of it.
func readBody(ctx context.Context, resp *http.Response, m *meter, limit int64, asked string) ([]byte, *Error) {
	if resp.ContentLength > limit {
		return nil, failure(ReasonTooLarge, "%d bytes announced, the limit is %d", resp.ContentLength, limit)
	}
	dec, err := decoder(m, resp.Header, asked)
	if err != nil {
		return nil, explainBody(ctx, err)
	}
	defer dec.Close()
	body, err := io.ReadAll(io.LimitReader(dec, limit+1))
	switch {
	case err != nil:
		return nil, explainBody(ctx, err)
	case int64(len(body)) > limit:
		return nil, failure(ReasonTooLarge, "more than %d bytes once decoded", limit)
	}
	if _, err := io.Copy(io.Discard, m); err != nil { // what follows the compressed data
		return nil, explainBody(ctx, err)
	}
	return body, nil
}

// explainBody gives the reason of an error in the middle of a body.
func explainBody(ctx context.Context, err error) *Error {
	if _, ok := errors.AsType[*Error](err); ok || context.Cause(ctx) != nil {
		return explain(ctx, err)
	}
	var e *Error
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		e = failure(ReasonTruncated, "the answer was cut")
	case isCodec(err):
		e = failure(ReasonBadEncoding, "the compressed answer is damaged (%v)", bare(err))
	default:
		e = explain(ctx, err)
		if e.Reason == ReasonReset {
			e.Reason, e.Message, e.Hint = ReasonTruncated, "the connection was cut in the middle of the answer", hints[ReasonTruncated]
		}
		return e
	}
	e.Err = err
	return e
}

// A codecError is damage of compressed data, as opposed to trouble of the wire.
type codecError struct{ err error }

func (e *codecError) Error() string { return e.err.Error() }
func (e *codecError) Unwrap() error { return e.err }

func isCodec(err error) bool { _, ok := errors.AsType[*codecError](err); return ok }

// decoder undoes Content-Encoding.
func decoder(r io.Reader, h http.Header, asked string) (io.ReadCloser, error) {
	var layers []string
	for _, name := range strings.Split(strings.Join(h.Values("Content-Encoding"), ","), ",") {
		name = strings.ToLower(strings.TrimSpace(name))
		if name != "" && name != "identity" && name != "none" && name != "utf-8" {
			layers = append(layers, name)
		}
	}
	if len(layers) > maxEncodings {
		return nil, failure(ReasonBadEncoding, "compressed %d times over", len(layers))
	}
	out := io.NopCloser(r)
	for _, name := range slices.Backward(layers) {
		if name == "zstd" && !strings.Contains(asked, "zstd") {
			return nil, failure(ReasonBadEncoding, "compressed with zstd, which was not asked for")
		}
		next, err := layer(out, name)
		if err != nil {
			return nil, err
		}
		out = next
	}
	return out, nil
}

// layer undoes one compression. An empty body is empty in each of them.
func layer(r io.Reader, name string) (io.ReadCloser, error) {
	buf := bufio.NewReader(r)
	head, err := buf.Peek(2)
	if len(head) == 0 {
		if err == io.EOF {
			return io.NopCloser(buf), nil
		}
		return nil, err
	}
	var dec io.Reader
	switch name {
	case "gzip", "x-gzip":
		dec, err = gzip.NewReader(buf)
	case "deflate": // zlib by the standard, raw by some servers
		if len(head) == 2 && head[0]&0x0f == 8 && (int(head[0])<<8|int(head[1]))%31 == 0 {
			dec, err = zlib.NewReader(buf)
		} else {
			dec, err = flate.NewReader(buf), nil
		}
	case "br":
		dec, err = brotli.NewReader(buf), nil
	case "zstd":
		z, zerr := zstd.NewReader(buf, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(zstdMemory), zstd.WithDecoderMaxWindow(zstdMemory/2))
		if zerr != nil {
			return nil, codec(zerr)
		}
		return &codecReader{z, z.Close}, nil
	default:
		return nil, failure(ReasonBadEncoding, "compressed with %q, which is not known", name)
	}
	if err != nil {
		return nil, codec(err)
	}
	return &codecReader{dec, func() {}}, nil
}

// A codecReader marks the errors of a decoder as damage.
type codecReader struct {
	io.Reader
	close func()
}

func (c *codecReader) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	return n, codec(err)
}

func (c *codecReader) Close() error {
	c.close()
	return nil
}

// codec marks an error of a decoder, unless it comes from below: the end of the
// bytes, the wire, or a limit.
func codec(err error) error {
	if err == nil || err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, context.Canceled) {
		return err
	}
	if _, ok := errors.AsType[*Error](err); ok {
		return err
	}
	for _, known := range []error{gzip.ErrHeader, gzip.ErrChecksum, zlib.ErrHeader, zlib.ErrChecksum, zlib.ErrDictionary} {
		if errors.Is(err, known) {
			return &codecError{err}
		}
	}
	if _, ok := errors.AsType[flate.CorruptInputError](err); ok {
		return &codecError{err}
	}
	if text := err.Error(); strings.HasPrefix(text, "brotli: ") || isZstd(err) {
		return &codecError{err}
	}
	return err
}

func isZstd(err error) bool {
	for _, known := range []error{zstd.ErrMagicMismatch, zstd.ErrWindowSizeExceeded, zstd.ErrWindowSizeTooSmall, zstd.ErrDecoderSizeExceeded,
		zstd.ErrUnknownDictionary, zstd.ErrFrameSizeExceeded, zstd.ErrFrameSizeMismatch, zstd.ErrCRCMismatch, zstd.ErrReservedBlockType,
		zstd.ErrCompressedSizeTooBig, zstd.ErrBlockTooSmall, zstd.ErrUnexpectedBlockSize} {
		if errors.Is(err, known) {
			return true
		}
	}
	return false
}
