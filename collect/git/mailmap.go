package git

import (
	"bufio"
	"bytes"
	"strings"
)

const maxMailmap = 20_000 // entries; the mailmap of linux has 1,000

// A mailmapEntry is one line of a mailmap, as hashes: who wrote commits with an
// address, and a name where the line gives one.
type mailmapEntry struct {
	Mail       digest `json:"m"`
	Any        digest `json:"a,omitzero"`
	ProperMail digest `json:"pm,omitzero"`
	ProperName digest `json:"pn,omitzero"`
}

// A mailmap says which addresses and names are the same people.
// Source: gitmailmap(5).
type mailmap map[[2]digest]mailmapEntry

func newMailmap(list []mailmapEntry) mailmap {
	m := mailmap{}
	for _, e := range list {
		m[[2]digest{e.Mail, e.Any}] = e
	}
	return m
}

// parseMailmap reads the text of a .mailmap file; lines that are none are
// passed over, as git does.
func parseMailmap(data []byte, k keyer) (list []mailmapEntry) {
	h := k.hasher()
	scan := bufio.NewScanner(bytes.NewReader(data))
	scan.Buffer(nil, 64<<10)
	for scan.Scan() && len(list) < maxMailmap {
		line := strings.TrimSpace(scan.Text())
		if line == "" || line[0] == '#' {
			continue
		}
		name, mail, rest, ok := mailmapPart(line)
		if !ok {
			continue
		}
		e := mailmapEntry{Mail: h.mail(mail), ProperName: h.name(name)}
		if commitName, commitMail, _, two := mailmapPart(rest); two {
			e.Mail, e.ProperMail = h.mail(commitMail), h.mail(mail)
			if commitName != "" {
				e.Any = h.any(commitName)
			}
		}
		list = append(list, e)
	}
	return list
}

// mailmapPart cuts "Name <address>" off a line.
func mailmapPart(line string) (name, mail, rest string, ok bool) {
	name, rest, ok = strings.Cut(line, "<")
	if !ok {
		return "", "", "", false
	}
	mail, rest, ok = strings.Cut(rest, ">")
	return strings.TrimSpace(name), strings.TrimSpace(mail), rest, ok && strings.TrimSpace(mail) != ""
}

// proper returns the hashes of the proper address and name of an alias; none is
// as the commit says.
func (m mailmap) proper(a alias) (mail, name digest) {
	e, ok := m[[2]digest{a.Mail, a.Any}]
	if !ok {
		e = m[[2]digest{a.Mail, {}}]
	}
	return e.ProperMail, e.ProperName
}
