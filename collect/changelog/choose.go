package changelog

import (
	"slices"
	"strings"

	"guette/watch"
)

// titleLines are how many lines with text hold the title of a file.
const titleLines = 3

func allHeadings(lines []string, days dayReader) (all []heading) {
	fenced := false
	for i := 0; i < len(lines); i++ {
		if strings.HasPrefix(strings.TrimSpace(lines[i]), "```") {
			fenced = !fenced
			continue
		}
		if fenced {
			continue
		}
		if h, ok := headingAt(lines, i, days); ok {
			all = append(all, h)
			i += h.length - 1
		}
	}
	return slices.DeleteFunc(all, func(h heading) bool { return h.form == formBullet && h.date.IsZero() })
}

func named(h heading) bool { return h.version != "" }

// choose keeps the headings of one form. A file has one way to head its
// versions: that of most of its headings with the same words before the
// version. Headings in another form are text of a section, but for those above
// the first one that go on to higher versions: projects change their habits.
func choose(all []heading) []heading {
	best, common := commonest(all)
	var kept []heading
	var newest watch.Version
	var last watch.Date
	for _, h := range slices.Backward(all) {
		v, _ := watch.ParseVersion(h.version)
		usual := common[h.prefix] || strings.Contains(h.prefix, "@")
		switch {
		case h.form == best && (usual || h.prefix == ""):
		case !named(h) || len(kept) == 0 || v.Compare(newest) <= 0:
			continue
		case !last.IsZero() && h.date.After(last) && (h.form == best || h.form == formName && best == formPlain): // another name
		case h.prefix == "" && strong(h, best):
		default:
			continue
		}
		if named(h) && v.Compare(newest) > 0 {
			newest = v
		}
		if h.date.After(last) {
			last = h.date
		}
		kept = append(kept, h)
	}
	slices.Reverse(kept)
	return withoutParts(withoutTitle(kept))
}

// strong tells whether a heading in another form may stand beside those of the
// best one: lines of prose are never taken for one.
func strong(h heading, best form) bool {
	return h.form == formHash || h.form == formUnderline || best == formPlain && h.form == formBold
}

// commonest finds the form of most headings, and the words before the version
// that headings of this form often have.
func commonest(all []heading) (best form, common map[string]bool) {
	count := map[form]map[string]int{}
	for _, h := range all {
		if !named(h) {
			continue
		}
		if count[h.form] == nil {
			count[h.form] = map[string]int{}
		}
		count[h.form][h.prefix]++
	}
	most := 0
	for _, f := range forms {
		n := 0
		for _, c := range count[f] {
			n = max(n, c)
		}
		if n > most {
			best, most = f, n
		}
	}
	common = map[string]bool{}
	for prefix, n := range count[best] {
		common[prefix] = n >= max(2, most/10) || most == 1
	}
	return best, common
}

// withoutTitle drops the title of a file on a series: "Redis 7.2 release notes"
// before 7.2.5, "# NetBox v4.6" before "## v4.6.8".
func withoutTitle(list []heading) []heading {
	return slices.DeleteFunc(slices.Clone(list), func(h heading) bool {
		i := slices.IndexFunc(list, func(o heading) bool { return o.line > h.line && named(o) })
		if i < 0 || !named(h) || !h.date.IsZero() {
			return false
		}
		next, a := watch.ParseVersion(list[i].version)
		own, b := watch.ParseVersion(h.version)
		above := h.title || h.level > 0 && h.level < list[i].level
		return a && b && above && next.Numbers() > own.Numbers() && next.In(own)
	})
}

// withoutParts drops the headings inside a section that name its version again:
// "### 3.0 Cleanup" under "# v3.0.0".
func withoutParts(list []heading) []heading {
	var own watch.Version
	level := 0
	return slices.DeleteFunc(list, func(h heading) bool {
		v, ok := watch.ParseVersion(h.version)
		if ok && h.level > level && level > 0 && own.In(v) {
			return true
		}
		own, level = v, h.level
		return false
	})
}

// coming finds the section of what is not released yet, at the head of a file:
// that of the version itself where the file is read at its tag.
func coming(all []heading, tag string) (heading, bool) {
	for _, h := range all {
		switch {
		case h.coming && (h.next == "" || keyOf(h.next) == keyOf(tag) || becomes(h.next, tag)):
			return h, true
		case named(h):
			return heading{}, false
		}
	}
	return heading{}, false
}

// becomes tells whether a version is another one under the name that it had before:
// 1.24.2-dev is 1.24.2 to come.
func becomes(raw, version string) bool {
	before, a := watch.ParseVersion(raw)
	after, b := watch.ParseVersion(version)
	return a && b && before.Prerelease() && !after.Prerelease() && before.Numbers() == after.Numbers() && before.Branch(before.Numbers()) == after.Branch(after.Numbers())
}

// titleOf reads a file that is the notes of one version: its title names it.
func titleOf(lines []string, days dayReader) []heading {
	seen := 0
	for i, line := range lines {
		text := strings.TrimSpace(line)
		if text == "" || modeline.Re().MatchString(text) {
			continue
		}
		if seen++; seen > titleLines {
			return nil
		}
		if strings.HasSuffix(text, ".") || strings.HasPrefix(text, "..") || len(text) > maxHeading || unreleased.Re().MatchString(text) {
			continue
		}
		h := heading{line: i, length: 1, form: formPlain}
		text, h.date = days.take(strings.Join(strings.Fields(markup.Replace(text)), " "))
		if h.read(text) && named(h) && len(strings.Fields(text)) <= maxBefore+1 {
			return []heading{h}
		}
	}
	return nil
}
