package notes

import (
	"strings"

	"guette/internal/lazyregexp"
)

// label is the word before an entry that tells its class, in the forms of the
// world: [SECURITY] of Prometheus, "Bug #12:" of trackers, BUG/MINOR: of
// HAProxy, FIX: of Dolibarr, "*) SECURITY:" of Apache.
var label = lazyregexp.New(`^(?:\d{4}-\d{2}-\d{2}: |[#\w-]*\d[:,] |)(?:\[([A-Za-z][A-Za-z /_-]{1,24})\]:?|\(?([A-Za-z][A-Za-z]{1,15}(?: ?[A-Za-z]{3,12})?)(/[A-Z]{3,12})?(?: #?(?:[A-Z]{2,8}-)?\d+)?\)?:)\s+(\S.*)$`)

// labels give the class of a label, in lower case.
var labels = map[string]string{
	"security": Security, "sec": Security, "vulnerability": Security, "security fix": Security, "sécurité": Security, "sicherheit": Security,
	"breaking": Breaking, "breaking change": Breaking, "bc break": Breaking, "incompatibility": Breaking, "incompatible": Breaking,
	"bug": Fixed, "bugfix": Fixed, "bug fix": Fixed, "fix": Fixed, "fixed": Fixed, "fixes": Fixed, "defect": Fixed, "hotfix": Fixed, "correction": Fixed,
	"feature": Added, "new": Added, "new feature": Added, "add": Added, "added": Added, "story": Added, "nouveau": Added,
	"change": Changed, "chg": Changed, "changed": Changed, "update": Changed, "updated": Changed, "enhancement": Changed, "enh": Changed,
	"improvement": Changed, "improve": Changed, "optimization": Changed, "optim": Changed, "perf": Changed, "performance": Changed, "patch": Changed,
	"minor": Changed, "medium": Changed, "major": Changed, "workaround": Fixed,
	"remove": Removed, "removed": Removed, "del": Removed, "removal": Removed, "deprecated": Deprecated, "deprecation": Deprecated, "deprecate": Deprecated,
	"doc": Maintenance, "docs": Maintenance, "documentation": Maintenance, "build": Maintenance, "test": Maintenance, "tests": Maintenance,
	"regtests": Maintenance, "ci": Maintenance, "cleanup": Maintenance, "clean": Maintenance, "internal": Maintenance, "task": Maintenance,
	"chore": Maintenance, "qual": Maintenance, "scripts": Maintenance, "dev": Maintenance,
}

// shouted are words in capitals at the head of an entry, without a colon.
var shouted = lazyregexp.New(`^(?:\*\*|__)?(BREAKING(?: CHANGES?)?|INCOMPATIBILITY|INCOMPATIBLE(?: CHANGE)?|BC BREAK|SECURITY)(?:\*\*|__)?\b[:\s]+(\S.*)$`)

// labelOf takes the labels off an entry and returns the gravest class; "" where
// no label is known.
func labelOf(text string) (class, rest string) {
	rest = text
	for range 3 {
		name, behind := "", ""
		if m := shouted.Re().FindStringSubmatch(rest); m != nil {
			name, behind = Breaking, m[2]
			if m[1] == "SECURITY" {
				name = Security
			}
		} else if m := label.Re().FindStringSubmatch(rest); m != nil {
			word := strings.ToLower(m[1] + m[2])
			if m[3] != "" && word != "bug" && labels[word] != Maintenance {
				word = ""
			}
			name, behind = labels[word], m[4]
		}
		if name == "" {
			return class, rest
		}
		if class == "" || class != Maintenance && (name == Security || name == Breaking) {
			class = name // a document about security repairs nothing
		}
		rest = behind
	}
	return class, rest
}

// labelledLine tells whether a line that is no bullet is an entry all the same:
// it begins with a label in capitals or brackets, or with that of a tracker.
var labelledLine = lazyregexp.New(`^(?:\[[A-Z][A-Z /_-]+\] |[A-Z][A-Z ]{1,14}: |[A-Z][a-z]+ #\d+: )\S`)

func labelled(line string) bool {
	if !labelledLine.Re().MatchString(line) {
		return false
	}
	class, _ := labelOf(line)
	return class != ""
}
