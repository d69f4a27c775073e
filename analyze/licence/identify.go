package licence

import (
	"cmp"
	"slices"
	"strings"

	"github.com/google/licensecheck"

	"guette/internal/lazyregexp"
)

const (
	// coverage is the least share of a text, in percent, that must be the text
	// of a known licence. Measured on 67 licence texts of 22 projects: free ones
	// are at 95 to 100, texts that only cite a licence at 14 to 26.
	coverage = 75
	// maxText bounds what is scanned; the longest licence in use has 36 kB.
	maxText = 256 << 10
)

// A Text is what was recognised in the text of a licence.
type Text struct {
	ID      string // SPDX id or LicenseRef-…; "" where nothing is recognised
	IDs     []string
	Status  Status
	Named   []string // what it names or holds, recognised or not, sorted: notices and addresses too
	Percent float64  // of the text that is the text of a known licence
	Marker  string   // words that restrict use, exactly as they are; "" for none
	Quote   string   // the sentence around Marker, on one line
}

// A marker is a term of the licences that restrict use, with the id it names.
type marker struct {
	id string
	re *lazyregexp.Regexp
}

// markers come in the order in which they decide.
var markers = []marker{
	{"FSL", lazyregexp.New(`(?i)functional\s+source\s+license`)},
	{"BUSL-1.1", lazyregexp.New(`(?i)business\s+source\s+license`)},
	{"SSPL-1.0", lazyregexp.New(`(?i)server\s+side\s+public\s+license`)},
	{"LicenseRef-RSAL", lazyregexp.New(`(?i)redis\s+source\s+available\s+license|\bRSALv[12]\b`)},
	{"Elastic-2.0", lazyregexp.New(`(?i)elastic\s+license,?\s+(?:v(?:ersion)?\.?\s*)?2(?:\.0)?\b`)},
	{"LicenseRef-Elastic", lazyregexp.New(`(?i)elastic\s+license`)},
	{"LicenseRef-Commons-Clause", lazyregexp.New(`(?i)commons\s+clause`)},
	{"LicenseRef-CockroachDB", lazyregexp.New(`(?i)cockroach(?:db)?\s+(?:software|community)\s+license`)},
	{"LicenseRef-Confluent-Community", lazyregexp.New(`(?i)confluent\s+community\s+license`)},
	{"LicenseRef-Timescale", lazyregexp.New(`(?i)timescale\s+license`)},
	{"LicenseRef-Sustainable-Use", lazyregexp.New(`(?i)sustainable\s+use\s+license`)},
	{"LicenseRef-Fair-Core", lazyregexp.New(`(?i)fair\s+core\s+license`)},
	{"LicenseRef-PolyForm", lazyregexp.New(`(?i)polyform\s+[a-z ]{3,30}license`)},
	{"LicenseRef-Source-Available", lazyregexp.New(`(?i)[a-z]+\s+source\s+available\s+license`)},
	{"LicenseRef-Competing-Use", lazyregexp.New(`(?i)competing\s+use`)},
	{"LicenseRef-Hosted-Service", lazyregexp.New(`(?i)hosted\s+or\s+managed\s+service`)},
	{"LicenseRef-Non-Commercial", lazyregexp.New(`(?i)non-?commercial\s+use\s+only|may\s+not\s+be\s+used\s+for\s+commercial`)},
}

var fslID = lazyregexp.New(`FSL-1\.\d-(?:Apache-2\.0|ALv2|MIT)`)

// Identify reads the text of a licence file.
func Identify(text string) Text {
	if len(text) > maxText {
		text = text[:maxText]
	}
	cov := licensecheck.Scan([]byte(text))
	t := Text{Percent: cov.Percent, Status: Unknown}
	for _, m := range cov.Match {
		if !m.IsURL && !slices.Contains(t.IDs, m.ID) {
			t.IDs = append(t.IDs, m.ID)
		}
		if base := Base(m.ID); !slices.Contains(t.Named, base) {
			t.Named = append(t.Named, base)
		}
	}
	slices.Sort(t.Named)
	if t.restrict(text) {
		return t
	}
	if cov.Percent < coverage || len(t.IDs) == 0 {
		return t
	}
	if main := t.IDs[0]; len(t.IDs) > 1 && ofParts(text, cov.Match) {
		t.IDs = []string{main}
	}
	slices.Sort(t.IDs)
	t.IDs = families(t.IDs)
	t.ID = strings.Join(t.IDs, " AND ")
	t.Status = Free
	for _, id := range t.IDs {
		t.Status = worse(t.Status, statusOfID(id))
	}
	return t
}

// partsText are the words that lead to the licences of what a program bundles.
var partsText = lazyregexp.New(`(?i)\b(?:sub-?components?|third[- ]party|bundled|portions\s+of|includes?\s+(?:software|code|a\s+number\s+of)|(?:the\s+)?following\s+(?:files|directories|components|libraries|software)|is\s+derived\s+from|exceptions)\b`)

// maxOwn is how many licences a program is itself under, all together, at most:
// files with more list those of its parts.
const maxOwn = 3

// ofParts tells whether the licences after the first one of a file are those of
// parts: words before the second say so, or their number.
func ofParts(text string, matches []licensecheck.Match) bool {
	var ids []string
	for _, m := range matches {
		if !m.IsURL {
			ids = append(ids, m.ID)
		}
	}
	if len(families(ids)) > maxOwn {
		return true
	}
	first := slices.IndexFunc(matches, func(m licensecheck.Match) bool { return !m.IsURL })
	for _, m := range matches[first+1:] {
		if !m.IsURL && Base(m.ID) != Base(matches[first].ID) {
			return partsText.Re().MatchString(text[:matches[first].Start]) || partsText.Re().MatchString(text[min(matches[first].End, m.Start):m.Start])
		}
	}
	return false
}

// restrict looks for terms that restrict use.
func (t *Text) restrict(text string) bool {
	for _, m := range markers {
		at := m.re.Re().FindStringIndex(text)
		if at == nil {
			continue
		}
		t.ID, t.Status, t.Marker = m.id, NotFree, oneLine(text[at[0]:at[1]])
		if m.id == "FSL" {
			t.ID = cmp.Or(fslID.Re().FindString(text), "LicenseRef-FSL")
		}
		t.Quote = sentence(text, at[0])
		if expression, whole := offers(text); expression != "" {
			if t.ID, t.Status = expression, StatusOf(expression); !whole && t.Status == Free {
				t.Status = Unknown // some files are under one of them alone
			}
		}
		t.IDs = []string{t.ID}
		return true
	}
	return false
}

// families leaves one id of each family: the text of a licence is the same for
// "only" and "or later", and its own appendix reads as the second.
func families(ids []string) []string {
	var out []string
	for _, id := range ids {
		if base := Base(id); !slices.Contains(out, base) {
			out = append(out, base)
		}
	}
	return out
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// sentence is the sentence around a place of a text, on one line.
func sentence(text string, at int) string {
	start := strings.LastIndexAny(text[:at], ".\n") + 1
	if para := strings.LastIndex(text[:at], "\n\n"); para >= 0 && start < para {
		start = para
	}
	end := strings.IndexAny(text[at:], ".\n")
	if end < 0 {
		end = len(text) - at
	}
	return oneLine(text[start : at+end])
}

// Base is the family of an id: the same for "only", "or later" and the old
// ids, so that a change of form is no change of licence.
func Base(id string) string {
	id = strings.TrimSuffix(strings.TrimSuffix(id, "-only"), "-or-later")
	return strings.TrimSuffix(id, "+")
}
