package feed

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestPlainText(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"words stay", "plain words", "plain words"},
		{"blocks part words, inline elements do not", "<p>one</p><p>t<b>w</b>o<br>three</p><ul><li>four</ul>", "one two three four"},
		{"entities are decoded once", "a &amp;lt; b &lt;c&gt; &eacute;&nbsp;x", "a &lt; b <c> é x"},
		{"scripts and styles are not for readers", "a<script>alert(1)</script><style>p{}</style><!-- c -->b", "a b"},
		{"a script without an end hides the rest", "a<script>b", "a"},
		{"images say nothing", `a<img src="x" alt="y">b`, "ab"},
		{"a lone bracket is a character", "1 < 2 and 3 > 2", "1 < 2 and 3 > 2"},
		{"controls are gone", "a\x00\x1b[31mb\u0085c", "a [31mb c"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := PlainText(tt.in); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

func TestTitles(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"HTML in it is read", "<b>New</b> in 2.0: <i>speed</i>", "New in 2.0: speed"},
		{"what it speaks of stays", "Use of <canvas> and Vec<T>", "Use of <canvas> and Vec<T>"},
		{"escaped twice", "AT&amp;T &#8211; R&amp;D", "AT&T – R&D"},
		{"an escaped tag is text", "The &lt;b&gt; element", "The <b> element"},
		{"lines are one", " a\n\t b ", "a b"},
		{"long ones are cut, and show it", strings.Repeat("é", 600), strings.Repeat("é", 499) + "…"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := titleText(tt.in); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

func TestMarkdown(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"the usual elements", "<h2>Fixed</h2><ul><li>one <code>x</code></li><li><a href=\"https://a.test/\">two</a></li></ul>", "## Fixed\n\n- one `x`\n- [two](https://a.test/)"},
		{"links that act are gone", `<a href="javascript:alert(1)">click</a><img src="https://evil.test/t.png">`, "click"},
		{"scripts are gone", "a<script>alert(1)</script>b", "ab"},
		{"two lists in a row", "<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n\n\n\n- b"},
		{"a table stays a table", "<table><tr><th>a</th></tr><tr><td>b</td></tr></table>", "| a |\n|---|\n| b |"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Markdown(tt.in); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
	t.Run("nested too deep, it is plain text", func(t *testing.T) {
		if got := Markdown(strings.Repeat("<div>", 600) + "deep"); got != "deep" {
			t.Errorf("%q", got)
		}
	})
}

// FuzzText: what comes out is text, bounded, without anything that a terminal
// obeys, and Markdown holds no element and no link that acts.
func FuzzText(f *testing.F) {
	for _, s := range []string{"<p>a &amp; b</p>", "<a href='javascript:x'>y</a>", "<table><tr><td>1", "a<script>b</script>", "<![CDATA[x]]>", "&#0;&#x80;&notin;"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		plain := PlainText(s)
		if len(plain) > maxText || strings.IndexFunc(plain, unicode.IsControl) >= 0 {
			t.Fatalf("%q: plain text %q", s, plain)
		}
		if utf8.ValidString(s) && !utf8.ValidString(plain) {
			t.Fatalf("%q: plain text %q", s, plain)
		}
		md := Markdown(s)
		low := strings.ToLower(md)
		if len(md) > 2*maxHTML || strings.Contains(low, "](javascript:") && !strings.Contains(strings.ToLower(s), "](javascript:") {
			t.Fatalf("%q: Markdown %q", s, md)
		}
	})
}
