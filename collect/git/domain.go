package git

import "strings"

// publicDomainList names providers of mail to everybody, and domains that
// forges make up: they say nothing about an employer.
const publicDomainList = `
gmail.com googlemail.com outlook.com outlook.fr hotmail.com hotmail.fr hotmail.co.uk hotmail.de hotmail.it hotmail.es live.com
live.fr live.nl live.de live.co.uk msn.com windowslive.com yahoo.com yahoo.fr yahoo.co.uk yahoo.de yahoo.es yahoo.it yahoo.in
yahoo.co.in yahoo.com.br yahoo.co.jp ymail.com rocketmail.com aol.com aim.com icloud.com me.com mac.com protonmail.com
protonmail.ch proton.me pm.me tutanota.com tutanota.de tuta.io tuta.com posteo.de posteo.net posteo.org posteo.eu mailbox.org
fastmail.com fastmail.fm fastmail.net fastmail.org hey.com zoho.com gmx.de gmx.net gmx.com gmx.at gmx.ch gmx.fr web.de t-online.de
freenet.de arcor.de mail.de email.de free.fr laposte.net orange.fr wanadoo.fr sfr.fr neuf.fr numericable.fr bbox.fr
club-internet.fr voila.fr aliceadsl.fr libertysurf.fr tiscali.it libero.it virgilio.it alice.it tin.it telefonica.net terra.es
uol.com.br terra.com.br bol.com.br mail.ru yandex.ru yandex.com ya.ru inbox.ru list.ru bk.ru rambler.ru ukr.net i.ua qq.com
163.com 126.com foxmail.com sina.com sina.cn sohu.com yeah.net aliyun.com naver.com daum.net hanmail.net seznam.cz centrum.cz
email.cz post.cz volny.cz wp.pl o2.pl onet.pl interia.pl op.pl gazeta.pl abv.bg mail.bg comcast.net verizon.net att.net
sbcglobal.net cox.net charter.net earthlink.net bellsouth.net btinternet.com ntlworld.com virginmedia.com blueyonder.co.uk
sky.com talktalk.net xs4all.nl kpnmail.nl ziggo.nl hetnet.nl planet.nl home.nl telenet.be skynet.be bluewin.ch hispeed.ch
sunrise.ch chello.at chello.nl aon.at optusnet.com.au bigpond.com telia.com telia.se bredband.net online.no riseup.net
disroot.org autistici.org cock.li airmail.cc hush.com mailfence.com mail.com email.com usa.net inbox.com lavabit.com runbox.com
duck.com mozmail.com simplelogin.com anonaddy.com relay.firefox.com users.noreply.github.com noreply.github.com
users.noreply.gitlab.com noreply.codeberg.org noreply.gitea.io users.sourceforge.net users.sf.net localhost
localhost.localdomain example.com example.org`

// A domainSet is a set of domains.
type domainSet map[string]bool

// publicSet makes the set of public domains.
func publicSet() domainSet {
	set := domainSet{}
	for d := range strings.FieldsSeq(publicDomainList) {
		set[d] = true
	}
	return set
}

// domainOf returns the domain of an address, in lower case; "" for an address
// without one, as those of old imports.
func domainOf(mail string) string {
	i := strings.LastIndexByte(mail, '@')
	d := strings.ToLower(strings.Trim(mail[i+1:], " ."))
	if i < 0 || d == "" || len(d) > 253 || strings.ContainsAny(d, " <>@\x00/\\") {
		return ""
	}
	return d
}

// has tells whether a domain belongs to no organisation of its author.
func (s domainSet) has(domain string) bool {
	return s[domain] || strings.HasSuffix(domain, ".noreply.github.com") || strings.HasPrefix(domain, "users.noreply.") ||
		strings.HasSuffix(domain, ".local") || strings.HasSuffix(domain, ".localdomain") || strings.HasSuffix(domain, ".lan") ||
		strings.HasSuffix(domain, ".(none)") || domain == "(none)" || !strings.Contains(domain, ".")
}
