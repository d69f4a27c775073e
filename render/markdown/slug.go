package markdown

import (
	"fmt"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// slugs makes ids for headings that have none; accented letters keep their base
// letter (the generator of goldmark drops them: "héron" gives "hron").
type slugs struct {
	seen map[string]bool
	next map[string]int
}

// maxSlug bounds a generated id: longer ones are of no use in an address.
const maxSlug = 80

var plainLetter = strings.NewReplacer("à", "a", "â", "a", "ä", "a", "ç", "c", "é", "e", "è", "e", "ê", "e", "ë", "e",
	"î", "i", "ï", "i", "ô", "o", "ö", "o", "ù", "u", "û", "u", "ü", "u", "ÿ", "y", "œ", "oe", "æ", "ae")

func (s *slugs) Generate(value []byte, _ ast.NodeKind) []byte {
	var b strings.Builder
	for _, r := range plainLetter.Replace(strings.ToLower(string(value))) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
		if b.Len() > maxSlug {
			break
		}
	}
	id := strings.Trim(b.String(), "-")
	if id == "" {
		id = "section"
	}
	out := id
	for s.seen[out] {
		s.next[id] = max(s.next[id]+1, 2)
		out = fmt.Sprintf("%s-%d", id, s.next[id])
	}
	s.seen[out] = true
	return []byte(out)
}

func (s *slugs) Put(value []byte) { s.seen[string(value)] = true }
