package git

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

const maxParents = 64 // the widest merge of linux has 66, and counts as one with 64

var errObject = errors.New("malformed object")

// A signature is the author, committer or tagger line of an object.
type signature struct {
	name, mail string
	when       int64 // seconds since 1970
	zone       int   // minutes east of UTC
}

// parseSignature reads "Name <mail> 1234567890 +0200". Real histories have
// lines without date, without name, and with brackets in the name: what can be
// read is read.
func parseSignature(b []byte) (s signature, ok bool) {
	who, when, zone, ok := cutSignature(b)
	if !ok {
		return signature{}, false
	}
	s = readWho(who)
	s.when, s.zone = when, zone
	return s, true
}

// cutSignature cuts the line into who, up to the closing bracket, and when. It
// makes nothing new: it is called for each commit.
func cutSignature(b []byte) (who []byte, when int64, zone int, ok bool) {
	from, to := bytes.IndexByte(b, '<'), bytes.LastIndexByte(b, '>')
	if from < 0 || to < from {
		return nil, 0, 0, false
	}
	date, rest, _ := bytes.Cut(bytes.TrimLeft(b[to+1:], " "), []byte(" "))
	return b[:to+1], parseDate(date), parseZone(bytes.TrimSpace(rest)), true
}

// readWho reads "Name <mail>".
func readWho(b []byte) signature {
	name, mail, _ := bytes.Cut(b, []byte("<"))
	mail = bytes.TrimSuffix(mail, []byte(">"))
	text := func(b []byte) string { return strings.TrimSpace(strings.ToValidUTF8(string(b), "�")) }
	return signature{name: text(name), mail: text(mail)}
}

// parseDate reads seconds since 1970; what git cannot read is 0 to it, and to us.
func parseDate(b []byte) (when int64) {
	for _, c := range b {
		if c < '0' || c > '9' || when > math.MaxInt64/32 {
			return 0
		}
		when = 10*when + int64(c-'0')
	}
	return when
}

// parseZone reads "+0530" as minutes; nonsense is 0.
func parseZone(b []byte) int {
	if len(b) < 2 || len(b) > 5 || b[0] != '+' && b[0] != '-' {
		return 0
	}
	n := int(parseDate(b[1:]))
	if n = n/100*60 + n%100; b[0] == '-' {
		return -n
	}
	return n
}

// A rawCommit is what a commit object says. Its slices are those of the data.
type rawCommit struct {
	tree      oid
	parents   []oid
	who       []byte // author, up to the closing bracket
	authored  int64
	zone      int // of the author, minutes east of UTC
	committed int64
	message   []byte // may be cut
}

// parse reads a commit object, or the head of a large one.
func (c *rawCommit) parse(data []byte) error {
	*c = rawCommit{parents: c.parents[:0]}
	var seen bool
	for len(data) > 0 {
		line, rest, _ := bytes.Cut(data, []byte("\n"))
		data = rest
		if len(line) == 0 {
			c.message = data
			break
		}
		key, value, _ := bytes.Cut(line, []byte(" "))
		switch string(key) {
		case "tree":
			c.tree, _ = decodeOID(value)
		case "parent":
			id, ok := decodeOID(value)
			if !ok {
				return fmt.Errorf("%w: parent %q", errObject, value[:min(len(value), 80)])
			}
			if len(c.parents) < maxParents {
				c.parents = append(c.parents, id)
			}
		case "author":
			c.who, c.authored, c.zone, _ = cutSignature(value)
		case "committer":
			if _, c.committed, _, seen = cutSignature(value); !seen {
				return fmt.Errorf("%w: committer", errObject)
			}
		}
	}
	if !seen {
		return fmt.Errorf("%w: commit without committer", errObject)
	}
	return nil
}

// A rawTag is what a tag object says.
type rawTag struct {
	object  oid
	typ     string // of the object
	name    string
	tagger  signature
	message []byte
	signed  bool
}

// parseTag reads a tag object. Tags older than 2005 have no tagger.
func parseTag(data []byte) (t rawTag, err error) {
	var ok bool
	for len(data) > 0 {
		line, rest, _ := bytes.Cut(data, []byte("\n"))
		data = rest
		if len(line) == 0 {
			t.message = data
			break
		}
		key, value, _ := bytes.Cut(line, []byte(" "))
		switch string(key) {
		case "object":
			if t.object, ok = decodeOID(value); !ok {
				return t, fmt.Errorf("%w: tag of %q", errObject, value[:min(len(value), 80)])
			}
		case "type":
			t.typ = string(value)
		case "tag":
			t.name = string(value)
		case "tagger":
			t.tagger, _ = parseSignature(value)
		case "gpgsig", "gpgsig-sha256":
			t.signed = true
		}
	}
	if !ok {
		return t, fmt.Errorf("%w: tag without object", errObject)
	}
	for _, mark := range []string{"-----BEGIN PGP", "-----BEGIN SSH", "-----BEGIN SIGNED"} {
		if i := bytes.Index(t.message, []byte(mark)); i >= 0 && (i == 0 || t.message[i-1] == '\n') {
			t.message, t.signed = t.message[:i], true
		}
	}
	return t, nil
}

// signatures reads the persons of a line, most at most: one, or several parted
// by commas.
func signatures(line []byte, most int) (list []signature) {
	for len(list) < most {
		i := bytes.IndexByte(line, '>')
		if i < 0 {
			break
		}
		if s, ok := parseSignature(bytes.TrimLeft(line[:i+1], ", ")); ok && s.mail != "" {
			list = append(list, s)
		}
		line = line[i+1:]
	}
	return list
}

// A treeEntry is one entry of a tree.
type treeEntry struct {
	Name string   `json:"n"`
	Mode treeMode `json:"m"`
	ID   oid      `json:"o"`
}

// A treeMode is the mode of an entry. Source: gitformat-index, "32-bit mode".
type treeMode uint32

func (m treeMode) dir() bool  { return m&0o170000 == 0o040000 }
func (m treeMode) link() bool { return m&0o170000 == 0o120000 }
func (m treeMode) file() bool { return m&0o170000 == 0o100000 }

// parseTree calls use for each entry of a tree.
func parseTree(data []byte, use func(treeEntry)) error {
	for len(data) > 0 {
		head, rest, ok := bytes.Cut(data, []byte{0})
		mode, name, spaced := bytes.Cut(head, []byte(" "))
		m, err := strconv.ParseUint(string(mode), 8, 32)
		if !ok || !spaced || err != nil || len(rest) < len(oid{}) {
			return fmt.Errorf("%w: tree", errObject)
		}
		e := treeEntry{Name: string(name), Mode: treeMode(m)}
		copy(e.ID[:], rest)
		data = rest[len(e.ID):]
		use(e)
	}
	return nil
}

// trailers reads the lines of a commit message that name people: whether it is
// signed off, and who else wrote it.
func trailers(message []byte) (signedOff bool, coauthors []signature) {
	const most = 1000 // a merge of a long branch names each of its authors
	for len(message) > 0 {
		line, rest, _ := bytes.Cut(message, []byte("\n"))
		message = rest
		key, value, ok := bytes.Cut(line, []byte(":"))
		if !ok {
			continue
		}
		switch {
		case bytes.EqualFold(key, []byte("signed-off-by")):
			signedOff = true
		case bytes.EqualFold(key, []byte("co-authored-by")) && len(coauthors) < most:
			coauthors = append(coauthors, signatures(value, most-len(coauthors))...)
		}
	}
	return signedOff, coauthors
}
