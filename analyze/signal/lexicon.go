package signal

import (
	"regexp"
	"slices"
	"strings"

	"guette/internal/lazyregexp"
	"guette/watch"
)

// A claim is what a sentence says of the project.
type claim struct {
	kind watch.FindingKind
	note string // which form of the sentence
}

// subject is how a project names itself in its notices. The name of the program
// is added for each program.
const subject = `(?:(?:this|the|our)\s+(?:\w+[\s-]){0,2}?(?:project|repository|repo|package|library|module|plugin|plug-in|extension|software|tool|application|app|program|code\s?base|gem|crate|framework|product|fork|add-on|addon|client|server|daemon|utility)|development\s+of\s+this\s+\w+|%s)`

const (
	be   = `(?:\s+(?:is|are|was|were|has\s+been|have\s+been|will\s+be|is\s+being|is\s+now|has\s+now\s+been))`
	adv  = `(?:\s+(?:now|currently|officially|formally|permanently|completely|fully|also|hereby|no\s+longer\s+maintained\s+and|considered|being|effectively|soon\s+to\s+be|therefore|essentially)){0,3}`
	gone = `(?:no\s+longer\s+(?:be\s+|being\s+)?(?:actively\s+|officially\s+|publicly\s+|in\s+active\s+|under\s+active\s+)?(?:active|maintained|supported|developed|updated|development|maintenance)|not\s+(?:being\s+|actively\s+|currently\s+)*(?:maintained|supported|developed)(?:\s+any\s?more)?|unmaintained|un-maintained|unsupported|abandoned|discontinued|retired|sunset(?:ted|ting)?|end[\s-]of[\s-]lifed?|EOL(?:ed)?|dead|inactive|decommissioned)`
)

// A pattern maps words to a claim. Patterns are tried in order.
type pattern struct {
	claim
	re      *lazyregexp.Regexp
	subject bool // the words name the project themselves: enough in any prominent place
}

// headline are words that speak of the project when they stand alone in a
// heading, a badge or the start of a call-out.
var headline = []pattern{
	{claim{watch.FindingDeprecation, "renamed"}, lazyregexp.New(`(?i)^(?:deprecated|obsolete)\W+renamed\b`), false},
	{claim{watch.FindingAbandonment, "archived"}, lazyregexp.New(`(?i)^\W*(?:(?:project\s+)?status\s*[:\-]\s*)?archived\b(?:\W*$|\W+(?:legacy|project|repo(?:sitory)?|&|and|no)\b)`), false},
	{claim{watch.FindingEndOfLife, "end-of-life"}, lazyregexp.New(`(?i)^\W*(?:(?:project\s+)?status\s*[:\-]\s*)?(?:end[\s-]of[\s-](?:life|support)|EOL)(?:\s+(?:notice|announcement))?\W*$`), false},
	{claim{watch.FindingAbandonment, "unmaintained"}, lazyregexp.New(`(?i)^\W*(?:(?:project\s+)?status\s*[:\-]\s*)?(?:unmaintained|abandoned|discontinued|unsupported|inactive|(?:this\s+project\s+is\s+)?no\s+longer\s+maintained|not\s+maintained(?:\s+any\s?more)?|no\s+maintenance\s+intended)\b(?:\W*$|\W+(?:project|repo(?:sitory)?|package|notice)\W*$)`), false},
	{claim{watch.FindingDeprecation, "deprecated"}, lazyregexp.New(`(?i)^\W*(?:(?:project\s+)?status\s*[:\-]\s*)?(?:deprecated|obsolete)\b(?:\W*$|\W+(?:project|repo(?:sitory)?|package)\W*$)|^\W*deprecation\s+(?:notice|warning)\W*$|^\W*this\s+(?:project|repo(?:sitory)?|package|library|module)\s+is\s+deprecated`), false},
	{claim{watch.FindingMaintenanceMode, "maintenance"}, lazyregexp.New(`(?i)^\W*(?:(?:project\s+)?status\s*[:\-]\s*)?(?:in\s+)?maintenance[\s-](?:mode|only)\W*$`), false},
}

// end patterns name the project; %s is its name.
var sentences = []struct {
	claim
	re string
}{
	{claim{watch.FindingAbandonment, "archived"}, `(?i)\b` + subject + be + adv + `\s+(?:archived|read[\s-]only)\b`},
	{claim{watch.FindingEndOfLife, "end-of-life"}, `(?i)\b` + subject + `(?:` + be + adv + `|\s+has\s+(?:now\s+)?reached|\s+reached|\s+reaches|\s+will\s+reach)\s+(?:its\s+|the\s+|at\s+)?(?:end[\s-]of[\s-](?:life|support)|EOL)\b`},
	{claim{watch.FindingAbandonment, "unmaintained"}, `(?i)\b` + subject + be + adv + `\s+` + gone + `\b`},
	{claim{watch.FindingAbandonment, "unmaintained"}, `(?i)\b(?:we|i)\s+(?:are|am|will|have)\s+(?:no\s+longer\s+(?:be\s+)?(?:maintaining|developing|supporting)|(?:sunsetting|discontinuing|retiring|ending)(?:\s+the)?(?:\s+development\s+of)?|stopped\s+(?:maintaining|developing|the\s+development\s+of)|decided\s+to\s+(?:archive|retire|discontinue|sunset))\s+` + subject},
	{claim{watch.FindingAbandonment, "unmaintained"}, `(?i)\b` + subject + `\s+(?:will\s+no\s+longer|no\s+longer|does\s+not|will\s+not)\s+(?:receive|get)s?\s+(?:any\s+)?(?:more\s+|further\s+)?(?:updates|fixes|security\s+(?:updates|fixes)|maintenance)\b`},
	{claim{watch.FindingDeprecation, "superseded"}, `(?i)\b` + subject + be + adv + `\s+(?:superseded|replaced|succeeded)\s+by\b`},
	{claim{watch.FindingDeprecation, "deprecated"}, `(?i)\b` + subject + be + adv + `\s+(?:deprecated|obsoleted?)\b`},
	{claim{watch.FindingMaintenanceMode, "maintenance"}, `(?i)\b` + subject + `(?:` + be + `|\s+entered|\s+enters|\s+moved\s+(?:in)?to|\s+has\s+(?:entered|moved\s+(?:in)?to)|\s+will\s+(?:enter|move\s+(?:in)?to))` + adv + `(?:\s+a\s+legacy\s+project,?(?:\s+now)?)?\s+(?:in\s+|under\s+|into\s+|a\s+)?(?:(?:pure\s+|long[\s-]term\s+)?maintenance[\s-](?:mode|only|phase)|feature[\s-](?:complete|frozen|freeze)|security[\s-](?:fixes\s+)?only\s+mode|life\s+support)\b`},
	{claim{watch.FindingMaintenanceMode, "maintenance"}, `(?i)\b` + subject + be + adv + `\s+(?:under\s+maintenance\s+and\s+(?:is\s+)?)?(?:not|no\s+longer)\s+accept(?:ing|s)?\s+(?:any\s+)?(?:new\s+)?(?:changes|contributions|features|feature\s+requests|pull\s+requests)\b`},
	{claim{watch.FindingMaintenanceMode, "fixes-only"}, `(?i)\b` + subject + `\s+(?:only\s+(?:receives?|accepts?|gets?)|(?:will\s+)?(?:receives?|accepts?|gets?)\s+only)\s+(?:critical\s+|important\s+|security\s+|bug\s?)*fixes\b`},
	{claim{watch.FindingMove, "moved"}, `(?i)\b(?:` + subject + `|development(?:\s+of\s+this\s+\w+)?)\s+(?:has|have|is|was)\s+(?:now\s+|been\s+|officially\s+)*(?:moved|migrated|transferred|relocated)\s+(?:over\s+)?to\b`},
	{claim{watch.FindingMove, "moved"}, `(?i)^\W*(?:this\s+(?:project|repo(?:sitory)?)\s+)?(?:has\s+)?moved\s+to\s+(?:https?://|github|gitlab|codeberg|sourcehut|the\s+\w+\s+organi[sz]ation)`},
	{claim{watch.FindingRename, "renamed"}, `(?i)\b` + subject + be + adv + `\s+renamed\s+(?:to|as|into)\b`},
	{claim{watch.FindingMaintainerChange, "wanted"}, `(?i)\b(?:(?:looking|searching|in\s+search)\s+(?:for|of)\s+(?:a\s+|new\s+|co-?|additional\s+|active\s+)*maintainers?|(?:new\s+)?maintainers?\s+(?:is\s+|are\s+)?(?:wanted|needed)|up\s+for\s+adoption|help\s+wanted\s*:\s*maintainers?)\b`},
	{claim{watch.FindingDistribution, "source-only"}, `(?i)\b(?:source[\s-](?:code\s+)?only\s+(?:distribution|releases?|project)|(?:distributed|released|available|provided)\s+(?:only\s+as|as)\s+source(?:\s+code)?\s+only|only\s+(?:be\s+)?(?:distributed|released|available|provided)\s+as\s+source|(?:no\s+longer|will\s+not)\s+(?:provide|publish|distribute|release|ship|build)\s+(?:\w+\s+){0,4}?(?:binar(?:y|ies)|packages|(?:docker|container)\s+images|installers|pre-?built))`},
	{claim{watch.FindingFork, "fork-of"}, `(?i)\b(?:` + subject + `|it)\s+(?:is|was|started\s+as|began\s+as)\s+(?:a|an)\s+(?:\w+\s+){0,2}fork\s+of\b`},
	{claim{watch.FindingFork, "fork-of"}, `(?i)\b(?:this\s+\w+|%s)[^.;]{0,120}?\bforked\s+from\b`},
	{claim{watch.FindingGovernance, "foundation"}, `(?i)\b` + subject + `\s+(?:(?:is|has\s+become|became)\s+(?:now\s+)?(?:a|an|part\s+of)|(?:has\s+)?(?:joined|been\s+(?:donated|contributed|transferred|accepted)\s+(?:to|by|into)|moved\s+to|is\s+(?:now\s+)?hosted\s+(?:by|at)))\s+(?:the\s+)?(?:\w+\s+){0,4}?(?:foundation|CNCF|Software\s+Freedom\s+Conservancy|Commonhaus|Software\s+in\s+the\s+Public\s+Interest)\b`},
	{claim{watch.FindingGovernance, "funding"}, `(?i)\b(?:(?:looking|searching|in\s+(?:urgent\s+)?need)\s+(?:for|of)\s+(?:\w+\s+){0,2}?(?:funding|sponsors|financial\s+(?:support|help))|needs?\s+(?:your\s+)?(?:funding|financial\s+(?:support|help)))\b`},
	{claim{watch.FindingCompromise, "compromised"}, `(?i)\b(?:(?:releases?|packages?|tarballs?|binar(?:y|ies)|(?:build|signing)\s+(?:server|infrastructure|keys?)|accounts?)\s+(?:\S+\s+){0,3}?(?:was|were|has\s+been|have\s+been)\s+(?:\w+\s+)?(?:compromised|backdoored|tampered\s+with|hijacked))\b`},
}

// doubt are words that turn a claim into something else: a condition, a
// negation, a citation.
var doubt = lazyregexp.New(`(?i)\b(?:if|unless|until|whether|should|could|might|may|in\s+case|when\s+(?:this|the)|not\s+(?:abandoned|deprecated|dead|archived|unmaintained|discontinued)|isn't|doesn't\s+mean|does\s+not\s+mean|never|no\s+longer\s+(?:deprecated|abandoned|unmaintained|in\s+maintenance|archived)|is\s+not\s+(?:a\s+)?fork|rather\s+than|example|for\s+instance|e\.g\.|refers?\s+to)\b`)

// otherSubject are things that end while the project lives.
var otherSubject = lazyregexp.New(`(?i)\b(?:option|flag|parameter|argument|api|endpoint|method|function|class|branch|version|release|series|platform|plugin|python|node(?:\.js)?|php|java|driver|backend|image|wiki|website|page|document|documentation|chart|theme|protocol|format|cipher|algorithm|support\s+for|feature|command|syntax|config(?:uration)?|dependency|upstream|issue|mailing\s+list|irc|forum|channel|translation|docker)\b`)

// phrases are the patterns of one program.
type phrases []pattern

// phrasesFor makes the patterns of a program: its own name is a subject too.
func phrasesFor(p watch.Program) phrases {
	names := []string{}
	for _, n := range append([]string{p.Name, p.ID}, p.Aliases...) {
		if len(n) >= 3 {
			names = append(names, regexp.QuoteMeta(n))
		}
	}
	if len(names) == 0 {
		names = []string{"this project"}
	}
	name := `(?:` + strings.Join(names, "|") + `)`
	var out phrases
	for _, s := range slices.Concat(sentences, tongues) {
		out = append(out, pattern{s.claim, lazyregexp.New(strings.ReplaceAll(s.re, "%s", name)), true})
	}
	return out
}

// claimOf tells what a sentence says of the project; ok is false when it says
// nothing, speaks of something else or is not prominent.
func (ph phrases) claimOf(s sentence) (claim, bool) {
	prominent := s.top || s.callout || s.heading || statusHeading.Re().MatchString(s.under)
	if !prominent || !telling(s.text) {
		return claim{}, false
	}
	if k, ok := titled(s); ok {
		return k, true
	}
	if s.heading || s.callout {
		for _, p := range headline {
			if p.kind == watch.FindingMaintenanceMode && s.heading && !s.title {
				continue // it may be the name of a feature
			}
			if p.re.Re().MatchString(s.text) && len(strings.Fields(s.text)) <= 12 {
				return p.claim, true
			}
		}
	}
	if changeHeading.Re().MatchString(s.under) {
		return claim{}, false
	}
	for _, p := range ph {
		at := p.re.Re().FindStringIndex(s.text)
		if at == nil {
			continue
		}
		if clause := before(s.text, at[1]); doubt.Re().MatchString(clause) || doubtFR.Re().MatchString(clause) {
			continue
		}
		if p.kind == watch.FindingAbandonment || p.kind == watch.FindingDeprecation || p.kind == watch.FindingEndOfLife {
			if claimed := s.text[at[0]:at[1]]; otherSubject.Re().MatchString(claimed) || otherFR.Re().MatchString(claimed) || elsewhere.Re().MatchString(s.text[at[1]:]) || within.Re().MatchString(s.text[:at[0]]) {
				continue
			}
		}
		return p.claim, true
	}
	return claim{}, false
}

// conditions are the claims of marks in the title of a README ("# Tool [ARCHIVED]")
// and of the badges of repostatus.org, a standard vocabulary.
var conditions = []pattern{
	{claim{watch.FindingAbandonment, "archived"}, lazyregexp.New(`(?i)^[\[(]?(?:archived?|archivée?)[\])]?$`), true},
	{claim{watch.FindingDeprecation, "deprecated"}, lazyregexp.New(`(?i)^[\[(]?(?:deprecated|obsolete|obsolète)[\])]?$`), true},
	{claim{watch.FindingAbandonment, "unmaintained"}, lazyregexp.New(`(?i)^[\[(]?(?:unmaintained|not\s+maintained|no\s+longer\s+maintained|discontinued|abandoned|unsupported|retired|dead|abandonnée?|non\s+maintenue?)[\])]?$`), true},
	{claim{watch.FindingMove, "moved"}, lazyregexp.New(`(?i)^[\[(]?moved[\])]?$`), true},
}

var (
	// titleMark is a word in brackets at either end of a title.
	titleMark = lazyregexp.New(`(?i)^\W*([\[(][\pL ]{4,22}[\])])\s|\s([\[(][\pL ]{4,22}[\])])\W*$|^\W*(?:projet|dépôt)\s+(\pL+)\W*$`)
	// statusBadge is a badge or a line on the state of the project.
	statusBadge = lazyregexp.New(`(?i)^\W*(?:project\s+)?status\s*[:–-]\s*(\pL+)(?:\s*[:–.,-]|\s*$)`)
)

// titled reads the mark in the title of a README, and badges on its state.
func titled(s sentence) (claim, bool) {
	mark := ""
	if m := titleMark.Re().FindStringSubmatch(s.text); m != nil && s.heading && s.title {
		mark = m[1] + m[2] + m[3]
	} else if m := statusBadge.Re().FindStringSubmatch(s.text); m != nil && s.callout {
		mark = m[1]
	}
	for _, p := range conditions {
		if mark != "" && p.re.Re().MatchString(mark) {
			return p.claim, true
		}
	}
	return claim{}, false
}

// before is the clause that a match ends, where a condition would stand.
func before(text string, end int) string {
	start := max(strings.LastIndexAny(text[:end], ";:"), 0)
	return text[start:end]
}

var (
	// statusHeading are headings under which a project speaks of its state.
	statusHeading = lazyregexp.New(`(?i)\b(?:status|maintenance|maintainers?|deprecat|end of life|archived|important|notice|warning|announcement|support|about|history)\b`)
	// changeHeading are headings of lists of changes.
	changeHeading = lazyregexp.New(`(?i)^(?:change\s?log|changes|release notes|history|news|what'?s new|v?\d+\.\d+)`)
	// elsewhere are words after a claim that narrow it to a part or to a use.
	elsewhere = lazyregexp.New(`(?i)^\s*(?:on|for|in|with|since|by)\s+(?:python|node|php|java|windows|linux|macos|version|v?\d+\.[\dx]|v\d|this\s+(?:version|branch)|older|previous|the\s+(?:following|old|previous)|zenodo|production)|^\s+on\s+Zenodo`)
	// within are words before a claim that narrow it to a part.
	within = lazyregexp.New(`(?i)\b(?:version|branch|release|part|feature|module|support\s+for|example|previous|old|original|versions?\s+[\d.x]+\s+of)\s+(?:\S+\s+){0,3}(?:of\s+)?$`)
)
