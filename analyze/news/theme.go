package news

import (
	"github.com/abadojack/whatlanggo"

	"guette/internal/lazyregexp"
	"guette/watch"
)

// A Theme is one of the themes of the strategic bulletin.
type Theme string

// The themes, in the order of the bulletin.
const (
	Governance Theme = "governance"
	Policy     Theme = "policy"
	Funding    Theme = "funding"
	Security   Theme = "security"
	Release    Theme = "release"
	Community  Theme = "community"
)

// weight is what a theme is worth to a reader who decides: what changes the
// ground of a program before what it does every month.
var weight = map[Theme]int{Governance: 6, Policy: 5, Funding: 4, Security: 3, Community: 2, Release: 1}

// words of each theme, in English and French, tried in this order: the title
// first, then the summary. A word of a later theme never outweighs an earlier.
var words = []struct {
	theme Theme
	re    *lazyregexp.Regexp
}{
	{Governance, lazyregexp.New(`(?i)(?:^|[^\pL\pN])(?:foundation|governance|steering committee|board of directors|relicens\pL*|licen[cs]e change|changes? (?:its |the )?licen[cs]e|fork(?:s|ed)?|trademark|stewardship|maintainership|new maintainers?|steps? down|end of life|sunset\pL*|archiv(?:ed|ing) the project|fondation|gouvernance|changement de licence|bifurcation|conseil d.administration|fin de vie)(?:[^\pL\pN]|$)`)},
	{Policy, lazyregexp.New(`(?i)(?:^|[^\pL\pN])(?:cyber resilience act|CRA|directive|regulation|regulatory|european commission|commission europ\pL+|lawsuit|court|legislation|public procurement|public sector|digital sovereignty|souverainet\pL+|loi|d\x{e9}cret|r\x{e8}glement|march\x{e9}s? publics?|minist\x{e8}re|administration publique|DINUM|circulaire|interop\pL+ act|AI act)(?:[^\pL\pN]|$)`)},
	{Funding, lazyregexp.New(`(?i)(?:^|[^\pL\pN])(?:funding|funded|grant(?:s|ed)?|donat\pL+|sponsor\pL*|acqui(?:re[sd]?|sition)|raises? \W?\d|sovereign tech|NLnet|crowdfunding|financement|subvention|rachat|rach\x{e8}te|lev\x{e9}e de fonds|mec\x{e9}nat)(?:[^\pL\pN]|$)`)},
	{Security, lazyregexp.New(`(?i)(?:^|[^\pL\pN])(?:CVE-\d{4}-\d+|vulnerabilit\pL+|security (?:release|advisory|update|fix|incident|audit)|exploit\pL*|zero-day|malware|backdoor|supply[- ]chain|compromis\pL+|vuln\x{e9}rabilit\pL+|s\x{e9}curit\x{e9}|correctif de s\x{e9}curit\x{e9})(?:[^\pL\pN]|$)`)},
	{Release, lazyregexp.New(`(?i)(?:\b(?:release[sd]?|released|available|changelog|release candidate|beta|version|sortie|disponible|publication de)\b.*\d|\bv?\d+\.\d+(?:\.\d+)*\b)`)},
}

// ThemeOf tells the theme of an item; community where no word tells.
func ThemeOf(title, summary string) Theme {
	for _, text := range []string{title, summary} {
		for _, w := range words {
			if w.theme == Release && text != title {
				continue // a summary that cites a version announces none
			}
			if w.re.Re().MatchString(text) {
				return w.theme
			}
		}
	}
	return Community
}

// free are the words by which an item speaks of free software.
var free = lazyregexp.New(`(?i)(?:^|[^\pL\pN])(?:open[- ]?source|free software|FOSS|FLOSS|FSF|OSI|linux|libre software|logiciels? libres?|code source ouvert|communs? num\x{e9}riques?|free and open)(?:[^\pL\pN]|$)`)

// language is that of the feed, else that of the words.
func language(n *watch.News) string {
	if n.Lang != "" {
		return n.Lang
	}
	info := whatlanggo.Detect(n.Title + " " + n.Summary)
	if info.IsReliable() {
		return info.Lang.Iso6391()
	}
	return "en"
}
