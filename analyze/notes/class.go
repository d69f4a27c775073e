package notes

import (
	"strings"

	"guette/internal/lazyregexp"
)

// headingRules give the class of a heading by its words: the first that
// matches. Maintenance comes before changes, so that "Internal Changes" is not
// a change of the program.
var headingRules = []struct {
	class string
	words *lazyregexp.Regexp
}{
	{Security, lazyregexp.New(`(?i)\b(security|vulnerabilit\w*|cves?|securite|failles?|sicherheit\w*|seguridad)\b`)},
	{Breaking, lazyregexp.New(`(?i)\bbreaking\b|incompatib|inkompatib|rupture|backwards? compat`)},
	{Removed, lazyregexp.New(`(?i)\b(removed|removals?|remove|suppressions?|supprim\w+|retir\w+|entfernt\w*|eliminad\w+)\b`)},
	{Deprecated, lazyregexp.New(`(?i)\bdeprecat\w*|depreci|obsol[e]t|veraltet`)},
	{Upgrade, lazyregexp.New(`(?i)\b(upgrad\w+|migrat\w+|update notes|requirements?|required|compatibility|mise a (niveau|jour))\b`)},
	{Maintenance, lazyregexp.New(`(?i)\b(internal|dependenc\w+|deps|chores?|ci|build\w*|documentation|docs|tests?|testing|misc\w*|maintenance|refactor\w*|housekeeping|under the hood|developer|packaging)\b`)},
	{Fixed, lazyregexp.New(`(?i)\b(fix(e[sd])?|bug ?fix\w*|bugs?|corrections?|corrig\w+|korrekturen|behoben\w*|fehler\w*|correcciones)\b`)},
	{Added, lazyregexp.New(`(?i)\b(added|adds?|additions?|new|features?|nouveaut\w+|nouvelles?|ajouts?|ajout\w+|neu(e|es|erungen|heiten)?|hinzugefugt|funktionen|novedades)\b|✨`)},
	{Changed, lazyregexp.New(`(?i)\b(changed|changes|improve\w*|enhanc\w*|performance|optimi[sz]\w*|modifi\w+|amelior\w+|evolutions?|anderungen|geandert|verbesserung\w*|cambios|mejoras)\b`)},
}

// generic headings name no class: what a forge writes above its own list.
var genericHeading = lazyregexp.New(`(?i)what'?s changed|full changelog|^change ?log\b|^release notes?\b|^changes (in|since|from|with|for) `)

func headingClass(text string) string {
	if genericHeading.Re().MatchString(text) || len(text) > 80 {
		return ""
	}
	text = fold.Replace(text)
	for _, r := range headingRules {
		if r.words.Re().MatchString(text) {
			return r.class
		}
	}
	return ""
}

// fold takes the accents of French, German and Spanish off.
var fold = strings.NewReplacer("é", "e", "è", "e", "ê", "e", "ë", "e", "à", "a", "â", "a", "ä", "a", "î", "i", "ï", "i", "ô", "o", "ö", "o", "ó", "o",
	"ù", "u", "û", "u", "ü", "u", "ç", "c", "É", "E", "È", "E", "À", "A", "Ä", "A", "Ö", "O", "Ü", "U", "Ç", "C")

// conventional commits: type(scope)!: subject.
// Source: conventionalcommits.org, version 1.0.0.
var conventional = lazyregexp.New(`^(?i)([a-z]{2,12})(\([^)]{1,60}\))?(!)?:\s+(.+)$`)

var conventionalClass = map[string]string{
	"feat": Added, "feature": Added, "add": Added, "fix": Fixed, "bugfix": Fixed, "hotfix": Fixed, "perf": Changed, "revert": Changed,
	"improvement": Changed, "security": Security, "sec": Security, "breaking": Breaking, "remove": Removed, "deprecate": Deprecated,
	"refactor": Maintenance, "style": Maintenance, "chore": Maintenance, "ci": Maintenance, "build": Maintenance,
	"test": Maintenance, "tests": Maintenance, "docs": Maintenance, "doc": Maintenance, "deps": Maintenance, "release": Maintenance,
}

// gitmoji gives the class of an entry that begins with a picture.
// Source: gitmoji.dev.
var gitmoji = map[string]string{
	"✨": Added, "🎉": Added, "🐛": Fixed, "🚑": Fixed, "🩹": Fixed, "🔒": Security, "💥": Breaking, "🔥": Removed, "⚡": Changed,
	"♻": Maintenance, "⬆": Maintenance, "⬇": Maintenance, "📝": Maintenance, "🔧": Maintenance, "✅": Maintenance, "👷": Maintenance,
	"🚨": Maintenance, "🔖": Maintenance, "📌": Maintenance, "🌐": Changed, "💄": Changed, "♿": Changed, "🗑": Deprecated,
}

// verbs give the class of an entry by its first word, where nothing else does.
var verbs = []struct {
	class string
	words *lazyregexp.Regexp
}{
	{Fixed, lazyregexp.New(`(?i)^(fix(e[sd]|ing)?|bug ?fix|correct(s|ed)?|repair(s|ed)?|corrige|correction|resolve[sd]?|behoben|behebt)\b`)},
	{Added, lazyregexp.New(`(?i)^(add(s|ed|ing)?|new|implement(s|ed)?|introduc(e|es|ed)|support(s|ed)? (for )?|allow(s|ed)?|ajoute?)\b`)},
	{Removed, lazyregexp.New(`(?i)^(remove[sd]?|drop(s|ped)?|delete[sd]?|supprim\w+)\b`)},
	{Deprecated, lazyregexp.New(`(?i)^deprecat\w+\b`)},
	{Changed, lazyregexp.New(`(?i)^(chang(e|es|ed)|improv(e|es|ed)|updat(e|es|ed)|renam(e|es|ed)|enhance[sd]?|switch(es|ed)?|make|now|use[sd]?|mov(e|es|ed)|increas(e|es|ed)|reduc(e|es|ed))\b`)},
}

// people are the words of entries about persons, which are not quoted.
var people = lazyregexp.New(`(?i)\b(maintainers?|authors?|contributors?) (list|file)\b|\b(AUTHORS|MAINTAINERS|CONTRIBUTORS)\b`)

var (
	// marked are the words that make a person look: a keyword is no proof.
	marked = lazyregexp.New(`(?i)\b(security|vulnerab\w+|CVE[- ]\d{4}-\d{4,}|GHSA-\w{4}-\w{4}-\w{4}|XSS|CSRF|SSRF|XXE|RCE|SQL ?injection|cross[- ]site|remote code execution|code injection|command injection|(path|directory) traversal|privilege escalation|auth\w* bypass|security bypass|(buffer|stack|heap|integer)[- ]overflow|use[- ]after[- ]free|denial[- ]of[- ]service|s[ée]curit[ée]|vulnérab\w+|faille|Sicherheitslücken?)(?:\b|$)`)
	// unmarked are uses of the same words that tell nothing of a vulnerability.
	unmarked = lazyregexp.New(`(?i)security\.(md|txt|rst)|security[- ](policy|insights|scorecard|advisor(y|ies) (template|page))|codeql|scorecard|security[- ]headers?\b|SecurityContext|spring[- ]security|security::`)
	// step are the words of what those who upgrade have to do or to have.
	step = lazyregexp.New(`(?i)\b(breaking changes?|no longer support\w*|drop(s|ped|ping)? support|end of support|(must|need to|have to|should) (be )?(upgrad|updat|migrat|run|re-?run|reindex|rebuil)\w*|manual (step|action|intervention)|minimum (required )?(version|supported)|minimum \w+ version|requires? (at least )?(PHP|Python|Java|JDK|Node(\.?js)?|PostgreSQL|MySQL|MariaDB|Ruby|Go|Redis|Elasticsearch|OpenSearch|glibc|OpenSSL) ?v?\d)\b`)
	// migration are words of a step that corrections and chores also use of the
	// code itself.
	migration = lazyregexp.New(`(?i)\b(migrat(e|es|ed|ion|ions|ing)|incompatib\w+)\b`)
	migrates  = lazyregexp.New(`(?i)^migrat(e|es|ed|ing)\b`)
)

// offered are the words of what users rely on: where only the first word of an
// entry says that something is removed, it has to be one of these.
var offered = lazyregexp.New(`(?i)\b(support|options?|parameters?|commands?|api|endpoints?|variables?|env|flags?|settings?|config\w*|drivers?|plugins?|modules?|compat\w*|python|php|java|node|ruby)\b`)

// newEntry classifies a bullet: its label, conventional prefix or picture first,
// then the heading above it, then its first word. One that begins with the
// identifier of a vulnerability is about it.
func newEntry(headingClass, raw string) Entry {
	if headingClass == Other {
		headingClass = ""
	}
	text := clean(raw)
	class, text := labelOf(text)
	proved := true
	if m := conventional.Re().FindStringSubmatch(text); m != nil && conventionalClass[strings.ToLower(m[1])] != "" {
		class = graver(class, conventionalClass[strings.ToLower(m[1])])
		if m[3] == "!" {
			class = Breaking
		}
	} else if headingClass == "" && class == "" {
		class = pictureClass(raw)
	}
	if headingClass != "" && (class == "" || class == Maintenance || headingClass == Security || headingClass == Breaking) {
		class = headingClass
	}
	if aboutID.Re().MatchString(text) && class != Breaking && !spared.Re().MatchString(text) {
		class = Security
	}
	if class == "" {
		class, proved = verbClass(text), false
	}
	e := Entry{Text: subject(text), Class: class, IDs: Identifiers(raw)}
	e.cited = class != Added && cited.Re().MatchString(text) && !detects.Re().MatchString(text) && !spared.Re().MatchString(text)
	if !unmarked.Re().MatchString(text) {
		e.Keyword = marked.Re().FindString(text)
	}
	e.Marked = class == Security || e.Keyword != ""
	asks := class == Breaking || class == Removed || class == Deprecated || class == Upgrade
	e.Step = asks && (proved || offered.Re().MatchString(text)) || step.Re().MatchString(text) ||
		migration.Re().MatchString(text) && (class != Fixed && class != Maintenance && class != Security || migrates.Re().MatchString(e.Text))
	return e
}

// graver keeps the class of a label where it says more than that of a commit.
func graver(label, commit string) string {
	if label == Security || label == Breaking || label != "" && commit == Maintenance {
		return label
	}
	return commit
}

func pictureClass(raw string) string {
	raw = strings.TrimLeft(raw, " *_")
	for picture, class := range gitmoji { // at most one is a prefix
		if strings.HasPrefix(raw, picture) {
			return class
		}
	}
	return ""
}

// module is the name of a part before an entry: "mod_ssl: Fix a crash".
var module = lazyregexp.New(`^[\w./+*-]{2,40}(?:\([\w ,./-]{1,40}\))?: `)

func verbClass(text string) string {
	text = fold.Replace(module.Re().ReplaceAllString(subject(text), ""))
	if people.Re().MatchString(text) {
		return Maintenance
	}
	for _, v := range verbs {
		if v.words.Re().MatchString(text) {
			return v.class
		}
	}
	return Other
}
