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
	Mail       string `json:"m"`
	Any        string `json:"a,omitempty"`
	ProperMail string `json:"pm,omitempty"`
	ProperName string `json:"pn,omitempty"`
}

// A mailmap says which addresses and names are the same people.
// Source: gitmailmap(5).
type mailmap map[[2]string]mailmapEntry

func newMailmap(list []mailmapEntry) mailmap {
	m := mailmap{}
	for _, e := range list {
		m[[2]string{e.Mail, e.Any}] = e
	}
	return m
}

// parseMailmap reads the text of a .mailmap file; lines that are none are
// passed over, as git does.
func parseMailmap(data []byte, k keyer) (list []mailmapEntry) {
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
		e := mailmapEntry{Mail: k.mail(mail), ProperName: k.name(name)}
		if commitName, commitMail, _, two := mailmapPart(rest); two {
			e.Mail, e.ProperMail = k.mail(commitMail), k.mail(mail)
			if commitName != "" {
				e.Any = k.hash("any", strings.ToLower(commitName))
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

// proper returns the hashes of the proper address and name of an alias; "" is
// as the commit says.
func (m mailmap) proper(a alias) (mail, name string) {
	e, ok := m[[2]string{a.Mail, a.Any}]
	if !ok {
		e = m[[2]string{a.Mail, ""}]
	}
	return e.ProperMail, e.ProperName
}
