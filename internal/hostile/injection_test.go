package hostile

import (
	"html"
	"strings"
	"testing"
	"unicode"

	"guette/collect/feed"
	"guette/watch"
)

// attacks are texts that act in some output. Each comes as title, link, author
// and text of an entry, beside an honest word that has to survive.
var attacks = map[string]string{
	"terminal":           "\x1b[2J\x1b]0;owned\x07\x1b[31mred",
	"terminal, one byte": "\u009b31mred",
	"script":             `<script>alert(1)</script><img src=x onerror=alert(1)>`,
	"markdown link":      `[click](javascript:alert(1)) ![x](https://evil.test/track.png)`,
	"markdown block":     "\n\n# Title\n\n```\n- [ ] x\n<!-- guette:block end -->\n---\nstatus: relu\n---\n",
	"template":           `{{.Secret}} ${HOME} <%= 7*7 %> {% raw %}`,
	"formula":            `=HYPERLINK("https://evil.test/","x") @SUM(1) +1 -1`,
	"two directions":     "abc\u202egnp.exe\u2066x\u2069",
	"invisible":          "p\u200ba\u200cy\u2060pal\ufeff\U000e0041",
	"footnote":           "[^1]: https://evil.test\n[ref]: javascript:alert(1)",
	"SQL":                `'); DROP TABLE facts; --`,
	"entities":           `&#x3c;script&#x3e;alert(1)&#x3c;/script&#x3e;`,
	"line ends":          "one\r\ntwo\u2028three\u2029four\vfive",
	"a long line":        strings.Repeat("A", 100_000),
}

func injectionFaults() []fault {
	var list []fault
	for name, attack := range attacks {
		text := html.EscapeString("honest " + attack)
		fields := `<title>` + text + `</title><guid>` + text + `</guid><author>` + text + `</author><description>` + text + `</description>` + dated
		list = append(list, fault{name: name, serve: body(rss, channel(item(fields))), outcome: watch.OutcomeOK, items: 1, check: harmless})
		list = append(list, fault{name: name + " in the title of a page", serve: body("text/html", "<html><title>"+text+"</title></html>"),
			outcome: watch.OutcomeError, reasons: []string{"html-instead"}, check: harmless})
	}
	for _, link := range []string{"javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "vbscript:x", "file:///etc/passwd", "java\nscript:alert(1)", " javascript:alert(1)", "//user:pw@evil.test/x", "https://user:pw@evil.test/x"} {
		fields := `<title>honest</title><link>` + html.EscapeString(link) + `</link>` + dated + `<description>` + html.EscapeString(`<a href="`+link+`">honest</a>`) + `</description>`
		list = append(list, fault{name: "link " + link, serve: body(rss, channel(item(fields))), outcome: watch.OutcomeOK, items: 1, check: harmless})
	}
	for i := range list {
		list[i].class = "injection"
	}
	return list
}

// harmless checks what of the attack is left in the facts and in the report.
func harmless(t *testing.T, r result) {
	for what, text := range map[string]string{"message": r.row.Message, "hint": r.row.Hint, "reason": r.row.Reason} {
		if i := strings.IndexFunc(text, acts); i >= 0 {
			t.Errorf("%s %q: a character that acts at %d", what, text, i)
		}
		if len(text) > 2000 {
			t.Errorf("%s of %d bytes", what, len(text))
		}
	}
	for _, f := range r.facts {
		n := f.Body.(*watch.News)
		for what, text := range map[string]string{"title": n.Title, "author": n.Author, "summary": n.Summary, "id": n.ID, "link": n.Link} {
			if strings.IndexFunc(text, unicode.IsControl) >= 0 {
				t.Errorf("%s %q: a control character", what, text)
			}
		}
		if n.Link != "" && !strings.HasPrefix(n.Link, "http") || strings.Contains(n.Link, "pw@") {
			t.Errorf("link %q", n.Link)
		}
		if !strings.Contains(n.Title, "honest") || len(n.Title) > 3000 || len(n.Summary) > 5000 {
			t.Errorf("title %.100q, summary of %d bytes", n.Title, len(n.Summary))
		}
		if md := strings.ToLower(feed.Markdown(n.Title)); strings.Contains(md, "<script") || strings.Contains(md, "(javascript:") && !strings.Contains(n.Title, "(javascript:") {
			t.Errorf("Markdown %q", md)
		}
	}
}

// acts tells a character that a terminal, or a reader of two directions, obeys.
func acts(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }
