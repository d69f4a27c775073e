package feed

import (
	"slices"
	"strings"
	"unicode/utf8"

	"guette/fetch"
)

// mended is a document that can be read, and what had to be done to it.
type mended struct {
	text  string
	notes []string
	cut   string // reason code when entries are missing
}

const (
	maxTag    = 64 << 10 // bytes of one tag: links in data: form are long
	maxNested = 2000     // elements that were never closed, in one another
)

// repair writes a damaged document anew, so that a reader of XML accepts it:
// junk around the root, stray and unclosed tags, attributes without quotes,
// unknown entities, characters that XML forbids, CDATA without an end, entries
// in one another. It changes nothing that is well-formed, and stops at the
// limits.
func repair(text string) (mended, *fetch.Error) {
	root := rootIndex(text)
	if root < 0 {
		return mended{}, fetch.Fail("", fetch.ReasonNotFeed, "no root element of a feed in it")
	}
	r := &repairer{in: text, at: root, next: map[string]int{}, entities: entitiesOf(text[:root])}
	r.lastEntry = lastEntry(text)
	r.out.Grow(len(text) + len(text)/16)
	if junk := strings.TrimSpace(dropDeclaration(text[:root])); junk != "" {
		r.noteJunk(junk)
	}
	for !r.done && r.at < len(r.in) {
		r.step()
	}
	if r.fail != nil {
		return mended{}, r.fail
	}
	r.finish()
	if len(r.notes) == 0 {
		r.note("it is not well-formed")
	}
	return mended{text: r.out.String(), notes: r.notes, cut: r.cut}, nil
}

// A repairer copies a document, mending as it goes.
type repairer struct {
	in        string
	at        int
	next      map[string]int // where marks stand; see find
	lastEntry int            // where the last entry begins
	out       strings.Builder
	open      []string // names of open elements, as written
	hidden    int      // open elements that are not copied, being too deep
	entities  map[string]string
	elements  int
	items     int
	bare      int // value of elements at the start of the last entry
	notes     []string
	cut       string
	ended     bool // the root was closed once already
	done      bool
	fail      *fetch.Error
}

func (r *repairer) note(s string) {
	if !slices.Contains(r.notes, s) {
		r.notes = append(r.notes, s)
	}
}

func (r *repairer) noteJunk(junk string) {
	if strings.HasPrefix(junk, "<!") || strings.HasPrefix(junk, "<?") {
		return // a document type, a style sheet
	}
	r.note("there is something else before the feed")
}

// step copies one piece: a text, a tag, a comment…
func (r *repairer) step() {
	rest := r.in[r.at:]
	switch {
	case rest[0] != '<':
		n := strings.IndexByte(rest, '<')
		if n < 0 {
			n = len(rest)
		}
		r.text(rest[:n])
		r.at += n
	case strings.HasPrefix(rest, "<![CDATA["):
		r.cdata(rest)
	case strings.HasPrefix(rest, "<!--"):
		r.skip("<!--", "-->")
	case strings.HasPrefix(rest, "<?"):
		r.skip("<?", "?>")
	case strings.HasPrefix(rest, "<!"):
		r.skip("<!", ">")
	case len(rest) > 2 && rest[1] == '/' && nameStart(rest[2]):
		r.end(rest)
	case len(rest) > 1 && nameStart(rest[1]):
		r.start(rest)
	default:
		r.literal("<")
	}
}

// skip leaves out a piece up to its mark of end. Without one, only its start is
// left out.
func (r *repairer) skip(start, end string) {
	if n := r.find(end, r.at+len(start)); n >= 0 {
		r.at = n + len(end)
		return
	}
	r.note("a comment or an instruction has no end")
	r.at += len(start)
}

// find is where a mark stands next, -1 when it does not. It remembers, so that
// a document cannot make us search to its end again and again.
func (r *repairer) find(mark string, from int) int {
	if at, ok := r.next[mark]; ok && (at < 0 || at >= from) {
		return at
	}
	at := strings.Index(r.in[from:], mark)
	if at >= 0 {
		at += from
	}
	r.next[mark] = at
	return at
}

// start copies a start tag.
func (r *repairer) start(rest string) {
	t, ok := parseTag(rest)
	if !ok {
		r.literal("<")
		return
	}
	local := localName(t.name)
	if r.wrapped(t.name) || t.empty && isEntry(local) {
		r.note("there are entries without anything in them")
		r.at += t.size
		return
	}
	r.closeForgotten(t.name)
	if r.elements++; r.elements > maxElements || isEntry(local) && r.items == maxItems {
		r.note("it has more entries or elements than are read")
		r.cut, r.done = fetch.ReasonTooMany, true
		return
	}
	if isEntry(local) {
		r.items++
		r.bare = r.elements
	}
	r.at += t.size
	empty := t.empty || void[strings.ToLower(t.name)] && !strings.Contains(t.name, ":") && r.inText()
	if len(r.open) == 0 && strings.EqualFold(local, "channel") {
		r.out.WriteString("<rss>")
		r.open = append(r.open, "rss")
		r.note("it has no root element")
	}
	if len(r.open) >= maxDepth {
		r.deeper(empty)
		return
	}
	t.write(r, empty)
	if !empty {
		r.open = append(r.open, t.name)
	}
}

// wrapped tells an entry that is the first thing in an entry.
func (r *repairer) wrapped(name string) bool {
	return len(r.open) > 0 && isEntry(localName(name)) && r.open[len(r.open)-1] == name && r.bare == r.elements
}

// deeper leaves out a tag that is nested too deep.
func (r *repairer) deeper(empty bool) {
	r.note("it is nested deeper than is read")
	if empty {
		return
	}
	if r.hidden++; r.hidden > maxNested {
		r.fail, r.done = tooDeep(), true
	}
}

// end copies an end tag when its element is open, closing what was forgotten
// inside.
func (r *repairer) end(rest string) {
	n := strings.IndexByte(rest, '>')
	if next := strings.IndexByte(rest[1:], '<'); n < 0 || next >= 0 && next+1 < n {
		if n = next + 1; next < 0 {
			n = len(rest)
		}
		r.note("a tag has no end")
		r.closeTo(endName(rest[2:n]))
		r.at += n
		return
	}
	r.closeTo(endName(rest[2:n]))
	r.at += n + 1
}

func (r *repairer) closeTo(name string) {
	for i := len(r.open) - 1; i >= 0; i-- {
		if !strings.EqualFold(r.open[i], name) {
			continue
		}
		if r.hidden > 0 && i == len(r.open)-1 && !structural[strings.ToLower(localName(name))] {
			r.hidden-- // of the same name, too deep to be copied
			return
		}
		if i < len(r.open)-1 {
			r.note("elements are not closed")
		}
		r.hidden = 0
		if i == 0 && r.at < r.lastEntry {
			r.note("there are entries after the end of the feed")
			r.ended = true
			r.closeFrom(1)
			return
		}
		r.closeFrom(i)
		r.done = i == 0
		return
	}
	if r.hidden > 0 {
		r.hidden--
		return
	}
	r.note("tags are closed that were never opened")
}

// lastEntry is where the last entry of a document begins.
func lastEntry(text string) int {
	low := strings.ToLower(text)
	return max(strings.LastIndex(low, "<item>"), strings.LastIndex(low, "<item "), strings.LastIndex(low, "<entry>"), strings.LastIndex(low, "<entry "))
}

func (r *repairer) closeFrom(i int) {
	for j := len(r.open) - 1; j >= i; j-- {
		r.out.WriteString("</" + r.open[j] + ">")
	}
	r.open = r.open[:i]
}

// closeForgotten closes elements that cannot hold the one that begins: an entry
// in an entry, a field of an entry in another field.
func (r *repairer) closeForgotten(name string) {
	local := strings.ToLower(localName(name))
	entry := slices.IndexFunc(r.open, func(name string) bool { return isEntry(localName(name)) })
	if entry < 0 {
		return
	}
	switch {
	case strings.EqualFold(r.open[entry], name):
		r.note("entries are not closed")
		r.closeFrom(entry)
	case len(r.open) > entry+1 && (fieldOnly[local] || fieldName[local] && leaf[strings.ToLower(localName(r.open[entry+1]))]):
		switch strings.ToLower(localName(r.open[entry+1])) {
		case "source", "author", "contributor":
			return // hold such fields themselves
		}
		r.note("elements are not closed")
		r.closeFrom(entry + 1)
	}
}

// inText tells whether we are inside a field of an entry or of the feed, where
// unescaped HTML may stand.
func (r *repairer) inText() bool {
	for _, name := range r.open {
		switch strings.ToLower(localName(name)) {
		case "description", "content", "summary", "encoded", "title", "subtitle", "div", "body":
			return true
		}
	}
	return false
}

// finish closes what is open at the end of the document.
func (r *repairer) finish() {
	if len(r.open) > 0 && r.cut == "" && !(r.ended && len(r.open) == 1) {
		r.cut = fetch.ReasonTruncated
		r.note("it ends in the middle")
		s := strings.TrimRight(r.out.String(), "&")
		if !utf8.ValidString(s) {
			s = strings.ToValidUTF8(s, "")
		}
		r.out.Reset()
		r.out.WriteString(s)
	}
	r.closeFrom(0)
}

var (
	// void are the elements of HTML that have no end.
	void = set("br hr img input meta wbr area col embed param base")
	// structural are the elements whose end counts wherever it stands.
	structural = set("rss rdf channel feed item entry description content encoded summary title")
	// fieldOnly are fields of entries that no HTML has.
	fieldOnly = set("guid pubdate encoded creator published updated issued modified pubdate lastbuilddate")
	// fieldName are all fields of entries.
	fieldName = set("title link description author category comments enclosure guid pubdate source content summary id published updated encoded creator date subject")
	// leaf are the fields that hold no elements.
	leaf = set("title link guid pubdate id published updated issued modified creator date category comments")
)
