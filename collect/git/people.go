package git

import (
	"bytes"
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash"
	"hash/maphash"
	"math"
	"slices"
	"strings"

	"guette/internal/lazyregexp"
)

// A keyer makes keyed hashes of what identifies a person. Without the key,
// which is random and never leaves the store, nobody can tell whose they are,
// not even by trying addresses.
type keyer struct{ key []byte }

// hash returns the digest of a text of some kind.
func (k keyer) hash(what, text string) digest { return k.hasher().hash(what, text) }

// mail is the hash of an address; case does not count.
func (k keyer) mail(address string) digest { return k.hasher().mail(address) }

// check tells whether marks were made with the same key.
func (k keyer) check() string { return k.hash("check", "").String() }

// hasher makes a maker of many hashes.
func (k keyer) hasher() *hasher { return &hasher{mac: hmac.New(sha256.New, k.key)} }

// A digest is 96 bits of HMAC-SHA-256 (RFC 2104); zero is none.
type digest [12]byte

// String returns 16 letters and digits, "" for none.
func (d digest) String() string {
	if d == (digest{}) {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(d[:])
}

// MarshalText keeps the form of String in marks.
func (d digest) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads the form of String.
func (d *digest) UnmarshalText(b []byte) error {
	got, err := base64.RawURLEncoding.DecodeString(string(b))
	if err != nil || len(got) != len(d) && len(got) > 0 {
		return fmt.Errorf("hash %q: want 16 letters and digits", b)
	}
	*d = digest{}
	copy(d[:], got)
	return nil
}

// A hasher makes keyed hashes one after the other.
type hasher struct {
	mac  hash.Hash
	text []byte
	sum  [sha256.Size]byte
}

func (h *hasher) hash(what, text string) digest {
	h.text = append(append(append(h.text[:0], what...), 0), text...)
	h.mac.Reset()
	h.mac.Write(h.text)
	return digest(h.mac.Sum(h.sum[:0]))
}

func (h *hasher) mail(address string) digest {
	return h.hash("mail", strings.ToLower(strings.TrimSpace(address)))
}

// name is the hash of a full name, none for a name that does not identify: one
// word is a nickname or a given name that several people may bear.
func (h *hasher) name(name string) digest {
	words := strings.Fields(strings.ToLower(name))
	if len(words) < 2 {
		return digest{}
	}
	return h.hash("name", strings.Join(words, " "))
}

// any is the hash of a name whatever its form.
func (h *hasher) any(name string) digest { return h.hash("any", strings.ToLower(name)) }

// An alias is an address with a name, as commits write them, hashed.
type alias struct {
	Mail digest `json:"m"`
	Name digest `json:"n,omitzero"`
	Any  digest `json:"a,omitzero"` // hash of the name whatever its form, for the mailmap
	Bot  bool   `json:"b,omitempty"`
	// First is the date of the first commit counted, in seconds since 1970;
	// noDate is none.
	First int64 `json:"f"`
}

const noDate = math.MaxInt64

// maxPeople bounds the aliases of one repository, which are in memory: linux
// has a third of that in all.
const maxPeople = 100_000

// People is the table of the aliases seen, with who is who. 10,000 aliases
// take 0.6 MB.
type people struct {
	hasher *hasher
	list   []alias
	index  []int32 // open addressing; number of the alias plus one, 0 is free
	// memo has the aliases of the last authors, by a keyed hash of "Name <mail>"
	// as commits write it: two of maxMemo have the same with a chance of 1 to
	// 10,000,000,000.
	memo map[uint64]int32
	seed maphash.Seed
}

func newPeople(k keyer, list []alias) *people {
	p := &people{hasher: k.hasher(), list: list, memo: map[uint64]int32{}, seed: maphash.MakeSeed()}
	p.reindex()
	return p
}

// maxMemo bounds the authors remembered; hashing again costs microseconds.
const maxMemo = 32 << 10

// add returns the number of the alias "Name <mail>".
func (p *people) add(who []byte) int32 {
	key := maphash.Bytes(p.seed, who)
	if i, ok := p.memo[key]; ok {
		return i
	}
	i := p.addSignature(readWho(who))
	if len(p.memo) >= maxMemo {
		clear(p.memo)
	}
	p.memo[key] = i
	return i
}

// addSignature returns the number of the alias of a signature.
func (p *people) addSignature(s signature) int32 {
	h := p.hasher
	a := alias{Mail: h.mail(s.mail), Name: h.name(s.name), Any: h.any(s.name), Bot: isBot(s), First: noDate}
	if s.mail == "" { // as in old imports: nobody is the same as anybody
		a.Mail = h.hash("no mail", strings.ToLower(s.name))
	}
	k := p.slot(a)
	if i := p.index[k]; i > 0 {
		return i - 1
	}
	p.list = append(p.list, a)
	if 4*len(p.list) > 3*len(p.index) {
		p.reindex()
	} else {
		p.index[k] = int32(len(p.list))
	}
	return int32(len(p.list) - 1)
}

// slot returns the place of an alias in the index.
func (p *people) slot(a alias) int {
	mask := len(p.index) - 1
	// Digests are as good as random, without a key known to nobody.
	k := int(binary.LittleEndian.Uint32(a.Mail[:])^binary.LittleEndian.Uint32(a.Any[:])) & mask
	for ; p.index[k] > 0; k = (k + 1) & mask {
		b := p.list[p.index[k]-1]
		if b.First = a.First; b == a {
			break
		}
	}
	return k
}

// reindex makes the index anew, twice as large as need be.
func (p *people) reindex() {
	size := 256
	for size < 2*len(p.list) {
		size *= 2
	}
	p.index = make([]int32, size)
	for i, a := range p.list {
		p.index[p.slot(a)] = int32(i + 1)
	}
}

// saw notes that a commit of an alias is counted.
func (p *people) saw(i int32, when int64) { p.list[i].First = min(p.list[i].First, when) }

// persons tells for each alias which person it is: aliases with the same
// address, or the same full name, or joined by the mailmap. The id of a person
// is a hash of the address seen first, so that a new address changes nothing
// for the months before.
func (p *people) persons(m mailmap) []string {
	u := newUnion(len(p.list))
	u.joinEqual(p.list, func(a alias) digest {
		mail, _ := m.proper(a)
		return cmp.Or(mail, a.Mail)
	})
	u.joinEqual(p.list, func(a alias) digest {
		_, name := m.proper(a)
		return cmp.Or(name, a.Name)
	})
	first := make([]int32, len(p.list)) // by root; alias plus one
	for i, a := range p.list {
		r := u.root(int32(i))
		if j := first[r]; j == 0 || earlier(a, p.list[j-1]) {
			first[r] = int32(i + 1)
		}
	}
	ids, made := make([]string, len(p.list)), make([]string, len(p.list))
	for i := range p.list {
		r := u.root(int32(i))
		if made[r] == "" {
			a := p.list[first[r]-1]
			made[r] = p.hasher.hash("person", a.Mail.String()+a.Any.String()).String()
		}
		ids[i] = made[r]
	}
	return ids
}

func earlier(a, b alias) bool {
	if a.First != b.First {
		return a.First < b.First
	}
	return cmp.Or(strings.Compare(a.Mail.String(), b.Mail.String()), strings.Compare(a.Any.String(), b.Any.String())) < 0
}

// botPattern finds authors who are no people: dependency updaters, continuous
// integration, translation services.
var botPattern = lazyregexp.New(`(?i)(\[bot\]|^dependabot|^renovate|github-actions|^actions(?:$|@)|^weblate$|hosted weblate|transifex|greenkeeper|snyk-bot|pre-commit-ci|^nextcloud[- ]?(bot|command)|-bot$|\bbot@|noreply@weblate\.org|hosted@weblate\.org|translatewiki|crowdin|allcontributors|semantic-release|mergify)`)

// botTraces are parts of all that botPattern finds. Nearly all people have none
// of them, and cost no regular expression.
var botTraces = []string{
	"bot", "renovate", "actions", "weblate", "transifex", "greenkeeper", "pre-commit", "nextcloud", "translatewiki", "crowdin",
	"allcontributors", "semantic-release", "mergify",
}

func isBot(s signature) bool { return isBotText(s.name) || isBotText(s.mail) }

func isBotText(text string) bool {
	low := strings.ToLower(text)
	for _, t := range botTraces {
		if strings.Contains(low, t) {
			return botPattern.Re().MatchString(text)
		}
	}
	return false
}

// A union is a disjoint-set forest.
type union struct{ parent []int32 }

func newUnion(n int) *union {
	u := &union{make([]int32, n)}
	for i := range u.parent {
		u.parent[i] = int32(i)
	}
	return u
}

func (u *union) root(i int32) int32 {
	for u.parent[i] != i {
		u.parent[i] = u.parent[u.parent[i]]
		i = u.parent[i]
	}
	return i
}

func (u *union) join(i, j int32) { u.parent[u.root(i)] = u.root(j) }

// joinEqual joins the aliases for which key gives the same hash; none is equal
// to nothing.
func (u *union) joinEqual(list []alias, key func(alias) digest) {
	type keyed struct {
		key   digest
		alias int32
	}
	all := make([]keyed, 0, len(list))
	for i, a := range list {
		if d := key(a); d != (digest{}) {
			all = append(all, keyed{d, int32(i)})
		}
	}
	slices.SortFunc(all, func(a, b keyed) int { return bytes.Compare(a.key[:], b.key[:]) })
	for i := 1; i < len(all); i++ {
		if all[i].key == all[i-1].key {
			u.join(all[i].alias, all[i-1].alias)
		}
	}
}
