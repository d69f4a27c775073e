package git

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"guette/fetch"
)

const (
	maxRefs      = 100_000 // of one repository; the longest tag list of the corpus has 1,466
	maxCaps      = 1000    // lines of capabilities; git sends 7
	maxRedirects = 5
	gzipFrom     = 1 << 10 // bytes of a request body, as git itself does
)

var errTooMany = errors.New("too many references")

// A session is a conversation with one git server about one repository, in
// protocol v2, or v0 where the server does not know better.
type session struct {
	client  *http.Client
	meter   *meter
	now     func() time.Time
	asked   string // address of the catalogue
	base    string // address that answers
	moved   string // where permanent redirects lead; "" when there were none
	forge   forge
	version int
	caps    map[string]string
	adverts []ref // v0 lists all references unasked
	symref  map[string]string
}

// A ref is a reference.
type ref struct {
	name, target string // target of a symbolic one
	id           oid
	peeled       oid // commit of a tag object, where the server names it
}

// A request asks for objects.
type request struct {
	wants, haves, shallow []oid
	since                 int64 // commits from this second on; 0 is all
	depth                 int   // commits in a row; 0 is all
	whole                 bool  // with trees and files
	ask                   bool  // v2: let the server say whether it knows the haves
}

// open begins a conversation: it asks for the address, and once more with .git
// at the end, as some servers want it.
func open(ctx context.Context, rt http.RoundTripper, address string, now func() time.Time) (*session, error) {
	s := &session{asked: address, now: now, meter: &meter{next: rt}}
	s.client = &http.Client{Transport: s.meter, CheckRedirect: s.checkRedirect}
	base := strings.TrimRight(address, "/")
	err := s.discover(ctx, base)
	if e, ok := errors.AsType[*fetch.Error](err); ok && !strings.HasSuffix(base, ".git") &&
		(e.Status == http.StatusNotFound || e.Reason == ReasonNotRepository) {
		if s.discover(ctx, base+".git") == nil {
			return s, nil
		}
	}
	return s, err
}

// discover asks for the capabilities of the server.
func (s *session) discover(ctx context.Context, base string) error {
	s.base, s.moved, s.version = base, "", 0
	s.caps, s.symref, s.adverts = map[string]string{}, map[string]string{}, nil
	resp, err := s.do(ctx, http.MethodGet, base+"/info/refs?service=git-upload-pack", nil)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	s.follow(resp)
	if resp.StatusCode != http.StatusOK {
		e := statusError(s.asked, resp, s.now())
		return s.diagnose(ctx, e, resp)
	}
	if kind := mediaType(resp); kind != "application/x-git-upload-pack-advertisement" {
		return s.diagnose(ctx, s.notGit(kind), resp)
	}
	if err := s.readAdvert(newPacketReader(resp.Body)); err != nil {
		return explain(s.asked, err)
	}
	if f := s.caps["object-format"]; f != "" && f != "sha1" {
		return fail(s.asked, ReasonSHA256, "the repository uses %q object names", f)
	}
	return nil
}

// readAdvert reads the first answer, of either protocol.
func (s *session) readAdvert(p *packetReader) error {
	first := true
	for {
		text, ok, err := p.line()
		switch {
		case err == io.EOF && !first:
			return nil
		case err != nil:
			return err
		case !ok && (s.version == 2 || len(s.adverts) > 0):
			return nil
		case !ok || strings.HasPrefix(text, "# service="):
			first = false
			continue
		case text == "version 2":
			s.version = 2
		case text == "version 1":
		case s.version == 2 && len(s.caps) == maxCaps:
			return fmt.Errorf("%w: more than %d capabilities", errPacket, maxCaps)
		case s.version == 2:
			key, value, _ := strings.Cut(text, "=")
			s.caps[key] = value
		default:
			if err := s.readRef(text); err != nil {
				return err
			}
		}
		first = false
	}
}

// readRef reads a reference of protocol v0; the first carries capabilities.
func (s *session) readRef(text string) error {
	line, caps, first := strings.Cut(text, "\x00")
	if first {
		for c := range strings.FieldsSeq(caps) {
			key, value, _ := strings.Cut(c, "=")
			if key == "symref" {
				from, to, _ := strings.Cut(value, ":")
				s.symref[from] = to
				continue
			}
			s.caps[key] = value
		}
	}
	hash, name, ok := strings.Cut(line, " ")
	if name == "capabilities^{}" {
		return nil // no reference at all
	}
	if strings.HasPrefix(line, "shallow ") {
		return nil
	}
	id, valid := parseOID(hash)
	if !valid && len(hash) == 64 {
		return fail(s.asked, ReasonSHA256, "the repository uses object names of 64 digits")
	}
	if !ok || !valid {
		return fmt.Errorf("%w: reference %q", errPacket, line[:min(len(line), 80)])
	}
	if len(s.adverts) == maxRefs {
		return fmt.Errorf("%w: more than %d", errTooMany, maxRefs)
	}
	if tag, ok := strings.CutSuffix(name, "^{}"); ok {
		if i := len(s.adverts) - 1; i >= 0 && s.adverts[i].name == tag {
			s.adverts[i].peeled = id
		}
		return nil
	}
	if name == "HEAD" || strings.HasPrefix(name, "refs/heads/") || strings.HasPrefix(name, "refs/tags/") {
		s.adverts = append(s.adverts, ref{name: name, id: id, target: s.symref[name]})
	}
	return nil
}

// refs lists the references whose names begin with one of prefixes, with the
// commits of tag objects if peel is set (servers of v0 tell them unasked).
func (s *session) refs(ctx context.Context, peel bool, prefixes ...string) ([]ref, error) {
	if s.version != 2 {
		var out []ref
		for _, r := range s.adverts {
			if slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(r.name, p) }) {
				out = append(out, r)
			}
		}
		return out, nil
	}
	var body packetWriter
	body.line("command=ls-refs\n")
	body.line("agent=guette\n")
	body.delim()
	body.line("symrefs\n")
	if peel {
		body.line("peel\n")
	}
	if strings.Contains(s.caps["ls-refs"], "unborn") {
		body.line("unborn\n")
	}
	for _, p := range prefixes {
		body.line("ref-prefix %s\n", p)
	}
	body.flush()
	resp, err := s.post(ctx, body.Bytes())
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	list, err := readRefs(newPacketReader(resp.Body))
	return list, explain(s.asked, err)
}

// readRefs reads the answer to ls-refs.
func readRefs(p *packetReader) (list []ref, err error) {
	for {
		text, ok, err := p.line()
		switch {
		case err != nil:
			return nil, ended(err)
		case !ok:
			return list, nil
		case len(list) == maxRefs:
			return nil, fmt.Errorf("%w: more than %d", errTooMany, maxRefs)
		}
		words := strings.Split(text, " ")
		r := ref{}
		valid := false
		if words[0] == "unborn" {
			valid = true
		} else {
			r.id, valid = parseOID(words[0])
		}
		if !valid || len(words) < 2 {
			return nil, fmt.Errorf("%w: reference %q", errPacket, text[:min(len(text), 80)])
		}
		r.name = words[1]
		for _, w := range words[2:] {
			if t, ok := strings.CutPrefix(w, "symref-target:"); ok {
				r.target = t
			}
			if hash, ok := strings.CutPrefix(w, "peeled:"); ok {
				r.peeled, _ = parseOID(hash)
			}
		}
		list = append(list, r)
	}
}

// can tells whether the server has a feature of fetching.
func (s *session) can(feature string) bool {
	if s.version == 2 {
		switch feature {
		case "deepen-since":
			feature = "shallow"
		case "any-want":
			return true // protocol v2 does not look whether a want is advertised
		}
		return slices.Contains(strings.Fields(s.caps["fetch"]), feature)
	}
	if feature == "any-want" {
		_, reachable := s.caps["allow-reachable-sha1-in-want"]
		_, any := s.caps["allow-any-sha1-in-want"]
		return reachable || any
	}
	_, ok := s.caps[feature]
	return ok
}

// fetch asks for objects. The pack is whole; Close it.
func (s *session) fetch(ctx context.Context, r request) (*pack, error) {
	if !r.whole && !s.can("filter") {
		r.whole = true
	}
	body, read := s.fetchV2(r)
	if s.version != 2 {
		body, read = s.fetchV0(r)
	}
	resp, err := s.post(ctx, body)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	p, err := read(newPacketReader(resp.Body))
	return p, explain(s.asked, err)
}

// post sends a command and returns its answer.
func (s *session) post(ctx context.Context, body []byte) (*http.Response, error) {
	resp, err := s.do(ctx, http.MethodPost, s.base+"/git-upload-pack", body)
	if err != nil {
		return nil, err
	}
	if kind := mediaType(resp); resp.StatusCode == http.StatusOK && kind == "application/x-git-upload-pack-result" {
		return resp, nil
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, statusError(s.asked, resp, s.now())
	}
	return nil, fail(s.asked, ReasonBadProtocol, "the git server answers with %q", mediaType(resp))
}

func (s *session) do(ctx context.Context, method, address string, body []byte) (*http.Response, error) {
	var packed bool
	if packed = len(body) > gzipFrom; packed {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		z.Write(body)
		z.Close()
		body = b.Bytes()
	}
	req, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		return nil, fail(s.asked, fetch.ReasonBadURL, "%v", err)
	}
	if s.version == 2 || method == http.MethodGet {
		req.Header.Set("Git-Protocol", "version=2")
	}
	if method == http.MethodPost {
		req.Header.Set("Content-Type", "application/x-git-upload-pack-request")
		req.Header.Set("Accept", "application/x-git-upload-pack-result")
	}
	if packed {
		req.Header.Set("Content-Encoding", "gzip")
	}
	resp, err := s.client.Do(req)
	if u, ok := errors.AsType[*url.Error](err); ok {
		err = u.Err // its text repeats the address
	}
	return resp, explain(s.asked, err)
}

func mediaType(resp *http.Response) string {
	kind, _, _ := strings.Cut(resp.Header.Get("Content-Type"), ";")
	return strings.ToLower(strings.TrimSpace(kind))
}
