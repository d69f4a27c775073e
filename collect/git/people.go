package git

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"math"
	"regexp"
	"strings"
)

// A keyer makes keyed hashes of what identifies a person. Without the key,
// which is random and never leaves the store, nobody can tell whose they are,
// not even by trying addresses.
type keyer struct{ key []byte }

// hash returns 96 bits of HMAC-SHA-256 (RFC 2104) as 16 letters and digits.
func (k keyer) hash(what, text string) string {
	mac := hmac.New(sha256.New, k.key)
	mac.Write([]byte(what + "\x00" + text))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:12])
}

// mail is the hash of an address; case does not count.
func (k keyer) mail(address string) string {
	return k.hash("mail", strings.ToLower(strings.TrimSpace(address)))
}

// name is the hash of a full name, "" for a name that does not identify: one
// word is a nickname or a given name that several people may bear.
func (k keyer) name(name string) string {
	words := strings.Fields(strings.ToLower(name))
	if len(words) < 2 {
		return ""
	}
	return k.hash("name", strings.Join(words, " "))
}

// check tells whether marks were made with the same key.
func (k keyer) check() string { return k.hash("check", "") }

// An alias is an address with a name, as commits write them, hashed.
type alias struct {
	Mail string `json:"m"`
	Name string `json:"n,omitempty"`
	Any  string `json:"a,omitempty"` // hash of the name whatever its form, for the mailmap
	Bot  bool   `json:"b,omitempty"`
	// First is the date of the first commit counted, in seconds since 1970;
	// noDate is none.
	First int64 `json:"f"`
}

const noDate = math.MaxInt64

// People is the table of the aliases seen, with who is who.
type people struct {
	keyer keyer
	list  []alias
	index map[alias]int32  // without First
	memo  map[string]int32 // of "Name <mail>" as commits write it
}

func newPeople(k keyer, list []alias) *people {
	p := &people{keyer: k, list: list, index: map[alias]int32{}, memo: map[string]int32{}}
	for i, a := range list {
		a.First = 0
		p.index[a] = int32(i)
	}
	return p
}

// maxMemo bounds the addresses held in memory between two commits of the same
// author; hashing again costs a microsecond.
const maxMemo = 4096

// add returns the number of the alias "Name <mail>".
func (p *people) add(who []byte) int32 {
	if i, ok := p.memo[string(who)]; ok {
		return i
	}
	i := p.addSignature(readWho(who))
	if len(p.memo) >= maxMemo {
		clear(p.memo)
	}
	p.memo[string(who)] = i
	return i
}

// addSignature returns the number of the alias of a signature.
func (p *people) addSignature(s signature) int32 {
	a := alias{Mail: p.keyer.mail(s.mail), Name: p.keyer.name(s.name), Bot: isBot(s)}
	a.Any = p.keyer.hash("any", strings.ToLower(s.name))
	if s.mail == "" { // as in old imports: nobody is the same as anybody
		a.Mail = p.keyer.hash("no mail", strings.ToLower(s.name))
	}
	i, ok := p.index[a]
	if !ok {
		i = int32(len(p.list))
		p.index[a] = i
		a.First = noDate
		p.list = append(p.list, a)
	}
	return i
}

// saw notes that a commit of an alias is counted.
func (p *people) saw(i int32, when int64) { p.list[i].First = min(p.list[i].First, when) }

// persons tells for each alias which person it is: aliases with the same
// address, or the same full name, or joined by the mailmap. The id of a person
// is a hash of the address seen first, so that a new address changes nothing
// for the months before.
func (p *people) persons(m mailmap) []string {
	u := newUnion(len(p.list))
	by := map[string]int{}
	join := func(i int, key string) {
		if j, ok := by[key]; ok {
			u.join(i, j)
			return
		}
		by[key] = i
	}
	for i, a := range p.list {
		mail, name := m.proper(a)
		join(i, "m"+cmp.Or(mail, a.Mail))
		if name = cmp.Or(name, a.Name); name != "" {
			join(i, "n"+name)
		}
	}
	first := make([]int, len(p.list))
	for i := range first {
		first[i] = -1
	}
	for i := range p.list {
		r := u.root(i)
		if j := first[r]; j < 0 || earlier(p.list[i], p.list[j]) {
			first[r] = i
		}
	}
	ids := make([]string, len(p.list))
	for i := range p.list {
		a := p.list[first[u.root(i)]]
		ids[i] = p.keyer.hash("person", a.Mail+a.Any)
	}
	return ids
}

func earlier(a, b alias) bool {
	return cmp.Or(cmp.Compare(a.First, b.First), cmp.Compare(a.Mail, b.Mail), cmp.Compare(a.Any, b.Any)) < 0
}

// botPattern finds authors who are no people: dependency updaters, continuous
// integration, translation services.
var botPattern = regexp.MustCompile(`(?i)(\[bot\]|^dependabot|^renovate|github-actions|^actions(?:$|@)|^weblate$|hosted weblate|transifex|greenkeeper|snyk-bot|pre-commit-ci|^nextcloud[- ]?(bot|command)|-bot$|\bbot@|noreply@weblate\.org|hosted@weblate\.org|translatewiki|crowdin|allcontributors|semantic-release|mergify)`)

func isBot(s signature) bool { return botPattern.MatchString(s.name) || botPattern.MatchString(s.mail) }

// A union is a disjoint-set forest.
type union struct{ parent []int }

func newUnion(n int) *union {
	u := &union{make([]int, n)}
	for i := range u.parent {
		u.parent[i] = i
	}
	return u
}

func (u *union) root(i int) int {
	for u.parent[i] != i {
		u.parent[i] = u.parent[u.parent[i]]
		i = u.parent[i]
	}
	return i
}

func (u *union) join(i, j int) { u.parent[u.root(i)] = u.root(j) }
