package notes

import (
	"regexp"
	"strings"
)

// headingRules give the class of a heading by its words: the first that
// matches. Maintenance comes before changes, so that "Internal Changes" is not
// a change of the program.
var headingRules = []struct {
	class string
	words *regexp.Regexp
}{
	{Security, regexp.MustCompile(`(?i)\b(security|vulnerabilit\w*|cves?|s[ée]curit[ée])\b`)},
	{Breaking, regexp.MustCompile(`(?i)\bbreaking\b|incompatib|rupture|backwards? compat`)},
	{Removed, regexp.MustCompile(`(?i)\b(removed|removals?|remove|suppressions?|supprim\w+|retir\w+)\b`)},
	{Deprecated, regexp.MustCompile(`(?i)\bdeprecat\w*|d[ée]pr[ée]ci|obsol[eè]t`)},
	{Upgrade, regexp.MustCompile(`(?i)\b(upgrad\w+|migrat\w+|update notes|requirements?|required|mise à (niveau|jour))\b`)},
	{Maintenance, regexp.MustCompile(`(?i)\b(internal|dependenc\w+|deps|chores?|ci|build\w*|documentation|docs|tests?|testing|misc\w*|maintenance|refactor\w*|housekeeping|under the hood|developer|packaging)\b`)},
	{Fixed, regexp.MustCompile(`(?i)\b(fix(e[sd])?|bug ?fix\w*|bugs?|corrections?|corrig\w+)\b`)},
	{Added, regexp.MustCompile(`(?i)\b(added|adds?|additions?|new|features?|nouveaut\w+|ajouts?|ajout\w+)\b|✨`)},
	{Changed, regexp.MustCompile(`(?i)\b(changed|changes|improve\w*|enhanc\w*|performance|optimi[sz]\w*|modifi\w+|am[ée]lior\w+|evolutions?|évolutions?)\b`)},
}

// generic headings name no class: what a forge writes above its own list.
var genericHeading = regexp.MustCompile(`(?i)what'?s changed|full changelog|^change ?log\b|^release notes?\b|^changes (in|since|from|with|for) `)

func headingClass(text string) string {
	if genericHeading.MatchString(text) || len(text) > 80 {
		return ""
	}
	for _, r := range headingRules {
		if r.words.MatchString(text) {
			return r.class
		}
	}
	return ""
}

// conventional commits: type(scope)!: subject.
// Source: conventionalcommits.org, version 1.0.0.
var conventional = regexp.MustCompile(`^(?i)([a-z]{2,12})(\([^)]{1,60}\))?(!)?:\s+(.+)$`)

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
	words *regexp.Regexp
}{
	{Fixed, regexp.MustCompile(`(?i)^(fix(e[sd]|ing)?|bug ?fix|correct(s|ed)?|repair(s|ed)?|corrige|correction)\b`)},
	{Added, regexp.MustCompile(`(?i)^(add(s|ed|ing)?|new|implement(s|ed)?|introduc(e|es|ed)|support(s|ed)? (for )?|allow(s|ed)?|ajoute?)\b`)},
	{Removed, regexp.MustCompile(`(?i)^(remove[sd]?|drop(s|ped)?|delete[sd]?|supprim\w+)\b`)},
	{Deprecated, regexp.MustCompile(`(?i)^deprecat\w+\b`)},
	{Changed, regexp.MustCompile(`(?i)^(chang(e|es|ed)|improv(e|es|ed)|updat(e|es|ed)|renam(e|es|ed)|enhance[sd]?|switch(es|ed)?|make|now|use[sd]?|mov(e|es|ed)|increas(e|es|ed)|reduc(e|es|ed))\b`)},
}

// people are the words of entries about persons, which are not quoted.
var people = regexp.MustCompile(`(?i)\b(maintainers?|authors?|contributors?) (list|file)\b|\b(AUTHORS|MAINTAINERS|CONTRIBUTORS)\b`)

var (
	// marked are the words that make a person look: a keyword is no proof.
	marked = regexp.MustCompile(`(?i)\b(security|vulnerab\w+|CVE-\d{4}-\d{4,}|GHSA-\w{4}-\w{4}-\w{4}|XSS|CSRF|SSRF|XXE|RCE|SQL ?injection|cross[- ]site|remote code execution|code injection|command injection|(path|directory) traversal|privilege escalation|auth\w* bypass|(buffer|stack|heap|integer)[- ]overflow|use[- ]after[- ]free|denial[- ]of[- ]service|s[ée]curit[ée]|vulnérab\w+)\b`)
	// unmarked are uses of the same words that tell nothing of a vulnerability.
	unmarked = regexp.MustCompile(`(?i)security\.(md|txt|rst)|security[- ](policy|insights|scorecard|advisor(y|ies) (template|page))|codeql|scorecard|security[- ]headers?\b|SecurityContext|spring[- ]security`)
	// step are the words of what those who upgrade have to do or to have.
	step = regexp.MustCompile(`(?i)\b(migrat(e|es|ed|ion|ions|ing)|breaking( change)?|incompatib\w+|no longer support\w*|drop(s|ped|ping)? support|end of support|(must|need to|have to|should) (be )?(upgrad|updat|migrat|run|re-?run|reindex|rebuil)\w*|manual (step|action|intervention)|minimum (required )?(version|supported)|minimum \w+ version|requires? (at least )?(PHP|Python|Java|JDK|Node(\.?js)?|PostgreSQL|MySQL|MariaDB|Ruby|Go|Redis|Elasticsearch|OpenSearch|glibc|OpenSSL) ?v?\d)\b`)
)

// offered are the words of what users rely on: where only the first word of an
// entry says that something is removed, it has to be one of these.
var offered = regexp.MustCompile(`(?i)\b(support|options?|parameters?|commands?|api|endpoints?|variables?|env|flags?|settings?|config\w*|drivers?|plugins?|modules?|compat\w*|python|php|java|node|ruby)\b`)

// newEntry classifies a bullet: conventional prefix or picture first, then the
// heading above it, then its first word.
func newEntry(headingClass, raw string) Entry {
	text := clean(raw)
	class, proved := "", true
	if m := conventional.FindStringSubmatch(text); m != nil && conventionalClass[strings.ToLower(m[1])] != "" {
		class = conventionalClass[strings.ToLower(m[1])]
		if m[3] == "!" {
			class = Breaking
		}
	} else if headingClass == "" {
		class = pictureClass(raw)
	}
	if headingClass != "" && (class == "" || class == Maintenance || headingClass == Security || headingClass == Breaking) {
		class = headingClass
	}
	if class == "" {
		class, proved = verbClass(text), false
	}
	e := Entry{Text: subject(text), Class: class, IDs: Identifiers(raw)}
	if !unmarked.MatchString(text) {
		e.Keyword = marked.FindString(text)
	}
	e.Marked = class == Security || e.Keyword != ""
	asks := class == Breaking || class == Removed || class == Deprecated || class == Upgrade
	e.Step = asks && (proved || offered.MatchString(text)) || step.MatchString(text)
	return e
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

func verbClass(text string) string {
	text = subject(text)
	if people.MatchString(text) {
		return Maintenance
	}
	for _, v := range verbs {
		if v.words.MatchString(text) {
			return v.class
		}
	}
	return Other
}
