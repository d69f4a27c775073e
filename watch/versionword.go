package watch

import (
	"slices"
	"strings"

	"guette/internal/lazyregexp"
)

// canonical gives one word for those that mean the same; "" for the words of a
// final release. digit tells whether a number is glued to the word: 1.0b2 is a
// beta, 1.1.1b is the second letter of OpenSSL.
func canonical(word string, digit bool) string {
	switch word {
	case "final", "ga", "release", "stable", "lts", "incubating":
		return ""
	case "candidate":
		return "rc"
	case "c", "cr":
		if word == "cr" || digit {
			return "rc"
		}
	case "a":
		if digit {
			return "alpha"
		}
	case "b":
		if digit {
			return "beta"
		}
	case "m":
		if digit {
			return "milestone"
		}
	}
	return word
}

// prerelease ranks the words of versions that are not final, lowest first.
var prerelease = map[string]int{
	"nightly": 1, "canary": 1, "snapshot": 1, "dev": 2, "devel": 2, "git": 2, "dr": 2, "pr": 2, "test": 2, "debug": 2, "unstable": 2, "edge": 2,
	"pre": 3, "preview": 3, "tp": 3, "ea": 3, "eap": 3, "experimental": 3,
	"alpha": 4, "beta": 5, "milestone": 6, "preprod": 7, "rc": 8, "candidate": 8,
}

// generic are the words of a prefix that name no component.
var generic = map[string]bool{
	"v": true, "r": true, "n": true, "ver": true, "version": true, "rel": true, "release": true,
	"releases": true, "stable": true, "tag": true, "tags": true, "final": true, "lts": true, "ltr": true,
}

// marks are words of tags that keep a state of the work and publish nothing:
// PRE and POST merges, CVE-2026-1, pull/22, branch_3_1. What stands before the
// number may also be the name of a component, so that list is short.
var marks = map[string]bool{
	"before": true, "after": true, "branch": true, "branched": true, "branchpoint": true, "rebase": true, "rebranch": true,
	"attempt": true, "pull": true, "cve": true, "ghsa": true,
}

// marksBehind are such words behind a number: 1.3-merge-1-post, 0.1.0-doc.
var marksBehind = map[string]bool{
	"merge": true, "merged": true, "import": true, "imported": true, "removal": true, "cleanup": true, "backup": true, "temp": true, "tmp": true,
	"changelog": true, "retract": true, "retracted": true, "doc": true, "docs": true, "cvedocs": true,
}

var (
	letters = lazyregexp.New(`[A-Za-z]+`)
	// stateOf is start_of_2.8, final_state_of_release-2.3.
	stateOf = lazyregexp.New(`(?i)(^|[-_])(start|end|state)[-_]of[-_]`)
	// branchName tells the name of a branch, as 0.14.x or 3_1_x.
	branchName = lazyregexp.New(`(?i)^\d[\d._-]*[._-]?x$`)
)

// marksWork tells whether a name, cut where its number begins, only marks a
// state of the work. Titles and names of packages are not read this way.
func marksWork(before, behind string) bool {
	if strings.ContainsAny(before+behind, " @") {
		return false
	}
	has := func(text string, list ...map[string]bool) bool {
		return slices.ContainsFunc(letters.Re().FindAllString(strings.ToLower(text), -1), func(w string) bool {
			return slices.ContainsFunc(list, func(l map[string]bool) bool { return l[w] })
		})
	}
	return stateOf.Re().MatchString(before) || branchName.Re().MatchString(behind) || has(before, marks) || has(behind, marks, marksBehind)
}
