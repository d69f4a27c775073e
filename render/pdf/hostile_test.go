package pdf_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"guette/render/markdown"
	"guette/render/pdf"
)

type hostile struct{ name, text string }

// hostiles are drafts made to break a renderer.
func hostiles() []hostile {
	rep := strings.Repeat
	var rows, nest, quote strings.Builder
	rows.WriteString("| Réf. | Produit | Note |\n|--|--|--:|\n")
	for i := range 10_000 {
		fmt.Fprintf(&rows, "| EX-%05d | Produit numéro %d | %d,%d |\n", i, i, i%10, i%7)
	}
	wide, bar := "|", "|"
	for i := range 60 {
		nest.WriteString(rep("  ", i) + fmt.Sprintf("- niveau %d\n", i))
		quote.WriteString(rep("> ", i+1) + fmt.Sprintf("citation %d\n", i))
	}
	for i := range 40 {
		wide += fmt.Sprintf(" colonne%d |", i)
		bar += "--|"
	}
	return []hostile{
		{"an empty file", ""},
		{"a cell of 60,000 words", "| a | b |\n|--|--|\n| x | " + rep("mot ", 60_000) + "|\n"},
		{"a cell of 200,000 signs without a space", "| a | b |\n|--|--|\n| x | " + rep("A", 200_000) + "|\n"},
		{"a table of 10,000 rows", rows.String()},
		{"a table of 40 columns", wide + "\n" + bar + "\n" + wide + "\n"},
		{"a huge header of a table", "| " + rep("entête ", 4000) + " | b |\n|--|--|\n| 1 | 2 |\n"},
		{"rows of a table with too few cells", "| a | b |\n|--|--|\n| 1 |\n|  |  |\n"},
		{"lists nested 60 deep", nest.String()},
		{"quotations nested 60 deep", quote.String()},
		{"quotations nested 5,000 deep", rep(">", 5000) + " fond\n"},
		{"brackets and backticks in masses", rep("[", 20_000) + rep("`", 20_001)},
		{"emphasis nested 3,000 deep", rep("*a _b ", 3000)},
		{"emoji", "Fusée 🚀, famille 👨‍👩‍👧, drapeau 🇫🇷, cœur ❤️.\n"},
		{"the first character over the basic plane", "linéaire B : \U00010000 fin\n"},
		{"Arabic and Hebrew", "arabe : مرحبا بالعالم ; hébreu : שלום עולם\n"},
		{"Chinese", "安全公告 2026\n"},
		{"combining characters", "Zalgo Z̷̢̛a̴͝l̵g̶o̸ ; e\u0301te\u0301 décomposé\n"},
		{"null bytes and controls", "a\x00b\x01c\x1b[31md\x7fe\u0085f\n"},
		{"invalid UTF-8", "a\xff\xfeb\xc3 c\xe2\x82\n"},
		{"a mark that turns the text", "fichier \u202efdp.exe\n"},
		{"links to scripts and files", "[cliquez](javascript:alert(1)) [data](data:text/html,x) [fichier](file:///etc/passwd) [smb](\\\\\\\\srv\\\\x)\n"},
		{"links of 100,000 signs", "[x](https://exemple.example/" + rep("a", 100_000) + ") <https://exemple.example/" + rep("b", 900) + ">\n"},
		{"links with brackets and escapes", "[x](<https://exemple.example/a(b)c\\d>) [y](https://exemple.example/%0d%0a)\n"},
		{"images that are not there", "![schéma](absent.png)\n\n![](http://10.0.0.1/x.png)\n\n![x](../../etc/passwd)\n"},
		{"an image of 3 MB in its address", "![g](data:image/png;base64," + rep("A", 3_000_000) + ")\n"},
		{"raw HTML", "<script>alert(1)</script>\n\ntexte <b onclick=x>gras</b> <iframe src=x></iframe> <span lang=\"en\">ok</span> <span lang='x\">'>\n\n<table><tr><td>x</td></tr></table>\n"},
		{"a span that is never closed", "<span lang=\"en\">never closed\n\nsuite\n"},
		{"levels of headings that are skipped", "# A\n\n##### E\n\n## B\n\n###### F\n\n# G\n"},
		{"a heading of 20,000 signs", "## " + rep("titre ", 4000) + "\n\nfin\n"},
		{"a title of 20,000 signs", "# " + rep("titre ", 4000) + "\n\nfin\n"},
		{"5,000 headings", rep("## Titre\n\ntexte\n\n", 5000)},
		{"the same heading twice, and empty ones", "## \n\n## A\n\n## A\n\n### \n\n[x](#a-2)\n"},
		{"a link to no heading", "[x](#nulle-part)\n"},
		{"a note without call and a call without note", "texte[^1] et [^2]\n\n[^1]: note\n[^3]: orpheline\n"},
		{"charts with absurd data", "```barres\nA | NaN\nB | -5\nC | 1e400\n```\n\n```courbe\nx: a\nS | 1\n```\n\n```matrice\n1 | r | 99 | -3\n```\n\n```indicateurs\nA\n| |\n```\n\n```barres\n```\n\n```calendrier\nA | 0001-01-01\nB | 9999-12-31\n```\n\n```repartition\nA | 0\n```\n"},
		{"20,000 lines of code", "```\n" + rep("ligne de code\n", 20_000) + "```\n"},
		{"operators of PDF in the text", "EMC Q ET ) Tj ] TJ (((((( \\\\ endstream endobj 1 0 obj %%EOF /P <</MCID 0>> BDC\n"},
		{"ligatures and rare signs", "ﬁ ﬂ … ⚠ ☎ ∑ ∞ ⅓ ℓ ™ ‰ № ½ ① ⓐ ᵉ ʳ Ω ẞ ĳ ŉ \ufeff\u200b\u00ad\u2028\n"},
		{"hostile front matter", "---\ntitle: \"A (b) \\\\ <script>&amp; \U0001F680\"\nlang: \"x\\\"y\"\nperiod: )>>\nsummary: " + rep("r ", 3000) + "\n---\n\ntexte\n"},
		{"1 MB in one paragraph", rep("mot suivant ", 87_000) + "\n"},
		// Those below were not in the first list.
		{"a list of 5,000 numbers from 999,999", "999995. a\n" + rep("1. b\n", 5000)},
		{"a list item of 3,000 lines", "- " + rep("une ligne de liste\n  ", 3000) + "\n"},
		{"a title table with 200 rows", "# T\n\n| Rubrique | Valeur |\n|--|--|\n" + rep("| Destinataire | x |\n", 200)},
		{"a title table with a long value", "# T\n\n| Rubrique | Valeur |\n|--|--|\n| Destinataire | " + rep("très long ", 500) + " |\n"},
		{"a title made of one long word", "# " + rep("W", 3000) + "\n"},
		{"a summary of 300 actions", "## En bref {#en-bref}\n\n" + rep("1. **A** : b.\n", 300)},
		{"a figure of the summary in 2,000 words", "## En bref {#en-bref}\n\n- **" + rep("mot ", 2000) + "** suite\n"},
		{"an action of 5,000 words", "## En bref {#en-bref}\n\n1. " + rep("mot ", 5000) + "\n"},
		{"a panel of 3,000 words", "### P {#priorite-p}\n\n" + rep("mot ", 3000) + "\n"},
		{"a decision of 3,000 words", "### F {#fiche-f}\n\n**Décision proposée.** " + rep("mot ", 3000) + "\n"},
		{"200 sheets", rep("### F {#fiche-f}\n\n| a | b |\n|--|--|\n| c | d |\n\n", 200)},
		{"one table inside a quotation inside a list", "- > | a | b |\n  > |--|--|\n  > | c | d |\n"},
		{"a table inside a note", "a[^1]\n\n[^1]: x\n\n    | a | b |\n    |--|--|\n    | c | d |\n"},
		{"a heading inside a quotation and a list", "> ## Q\n>\n> texte\n\n- ## L\n"},
		{"a link around an image around a link", "[![a](b.png)](https://exemple.example) [a [b](https://exemple.example/c) d](https://exemple.example/e)\n"},
		{"empty links and empty code", "[](https://exemple.example) [ ](https://exemple.example) `` ` `` ![]()\n"},
		{"a link in a header that repeats", "| [a](https://exemple.example) | b |\n|--|--|\n" + rep("| c | d |\n", 200)},
		{"500 notes on one line", func() string {
			var b, n strings.Builder
			for i := range 500 {
				fmt.Fprintf(&b, "a[^%d] ", i)
				fmt.Fprintf(&n, "[^%d]: note %d\n", i, i)
			}
			return b.String() + "\n\n" + n.String()
		}()},
		{"attributes of a heading that attack", "## A {#a\" onclick=x}\n\n## B {#b onclick=alert(1) .c lang=x}\n\n[a](#a) [b](#b)\n"},
		{"hard breaks alone", rep("\\\n", 300) + "x\n"},
		{"spaces of all kinds", "a\u2003b\u3000c\u00a0d\u202fe\u2009f\u200ag\u2007h\ti\n"},
		{"private and unassigned characters", "a \ue000 \uf8ff \U000F0000 \U0010FFFF \u0378 \ufffe b\n"},
		{"a reference that expands", "&NotEqualTilde; &#0; &#x110000; &#xD800; &amp;amp; &unknown; &nbsp;x\n"},
		{"a thousand rules", rep("---\n\n", 1000)},
		{"tabs and trailing spaces", "\ta\n\t\tb  \n   c   \n"},
		{"carriage returns alone", "# A\r\rtexte\r\r- b\r"},
		{"a byte order mark before the front matter", "\ufeff---\ntitle: T\n---\n\ntexte\n"},
		{"task lists and strikes", "- [x] a ~~b~~\n- [ ] c\n"},
		{"a table whose rows are empty", "| a | b |\n|--|--|\n|   |\n |\n"},
		{"links around code, marks and other scripts", "[`code`](https://exemple.example/a) [🚀](https://exemple.example/b) [a 安 <span lang=\"en\">b</span> **c**](https://exemple.example/c)\n"},
		{"tables without any text, with an empty head", "|  |  |\n|--|--|\n|  |  |\n\na\n\n|  |  |\n|--|--|\n| b |  |\n\n| ![](x) | [](y) |\n|--|--|\n"},
		{"300 pages", rep("## Section\n\n"+rep("Une phrase de longueur moyenne pour remplir la page. ", 60)+"\n\n", 170)},
	}
}

func TestHostileDrafts(t *testing.T) {
	for _, h := range hostiles() {
		t.Run(h.name, func(t *testing.T) {
			if testing.Short() && len(h.text) > 50_000 {
				t.Skip("a long draft: run without -short")
			}
			out, _, err := pdf.Render([]byte(h.text), pdf.Options{Draft: true})
			if err != nil {
				t.Fatal(err)
			}
			conforms(t, "hostile", out)
		})
	}
}

func TestRefusedDraftsNameTheirLine(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"a comment that is never closed", "a\n\nb\n\n<!-- c\n\nd\n", "line 5: comment opened by <!-- is never closed by -->: the text after it would be lost"},
		{"front matter that is never closed", "---\ntitle: x\n\n# A\n", "line 1: front matter opened by --- is never closed by a line ---"},
		{"front matter that is no YAML", "---\ntitle: x\nlang: [\n---\n", "line 3: front matter: did not find expected node content"},
		{"a row with too many cells", "---\ntitle: x\n---\n\n| a | b |\n|--|--|\n| c | d |\n| e | f | g |\n", "line 8: the row has 3 cells, its table has 2 columns: write \\| for a bar inside a cell"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			out, _, err := pdf.Render([]byte(tt.text), pdf.Options{})
			var bad *markdown.Error
			if out != nil || !errors.As(err, &bad) || err.Error() != tt.want {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
}
