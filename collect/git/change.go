package git

import (
	"path"
	"slices"
	"strings"

	"guette/internal/lazyregexp"
	"guette/watch"
)

// emptyBlob is the name of the file without content.
var emptyBlob = nameOf(typeBlob, nil)

// A fileDelta is one change between two states of the followed files.
type fileDelta struct {
	transition
	path, from    string
	change        watch.Change
	before, after oid // contents; zero is none
}

// deltas lists the changes of a transition, by path.
func (t transition) deltas() []fileDelta {
	var list, gone []fileDelta
	old := map[string]fileEntry{}
	for _, e := range t.before {
		old[e.Path] = e
	}
	now := map[string]bool{}
	for _, e := range t.after {
		now[e.Path] = true
	}
	for _, e := range t.before {
		if !now[e.Path] {
			gone = append(gone, fileDelta{transition: t, path: e.Path, change: watch.ChangeRemoved, before: e.ID})
		}
	}
	for _, e := range t.after {
		d := fileDelta{transition: t, path: e.Path, after: e.ID, change: watch.ChangeAdded}
		if o, ok := old[e.Path]; ok {
			if o.ID == e.ID && o.Mode.link() == e.Mode.link() {
				continue
			}
			d.before, d.change = o.ID, watch.ChangeModified
			if e.Mode.link() && !o.Mode.link() {
				d.change = watch.ChangeLinked
			}
			if e.ID == emptyBlob {
				d.change = watch.ChangeEmptied
			}
		}
		list = append(list, d)
	}
	list = append(renames(list, gone), gone...)
	list = slices.DeleteFunc(list, func(d fileDelta) bool { return d.change == "" })
	slices.SortFunc(list, func(a, b fileDelta) int { return strings.Compare(a.path, b.path) })
	return list
}

// renames joins files that went with files that came: of the same content, or
// of the same family where one went and one came. What is joined is no longer
// among gone.
func renames(list, gone []fileDelta) []fileDelta {
	join := func(i, j int) {
		list[i].change, list[i].from, list[i].before = watch.ChangeRenamed, gone[j].path, gone[j].before
		gone[j].change = ""
	}
	came, went := map[string][]int{}, map[string][]int{}
	for i := range list {
		if list[i].change != watch.ChangeAdded {
			continue
		}
		j := slices.IndexFunc(gone, func(g fileDelta) bool { return g.change != "" && g.before == list[i].after })
		if j >= 0 {
			join(i, j)
			continue
		}
		came[family(list[i].path)] = append(came[family(list[i].path)], i)
	}
	for j := range gone {
		if gone[j].change != "" {
			went[family(gone[j].path)] = append(went[family(gone[j].path)], j)
		}
	}
	for f, js := range went {
		if is := came[f]; len(is) == 1 && len(js) == 1 {
			join(is[0], js[0])
		}
	}
	return list
}

var familyWord = lazyregexp.New(`^[a-z]+`)

// family is what files of one purpose have in common, whatever their ending.
func family(p string) string {
	name := strings.ReplaceAll(strings.ToLower(path.Base(p)), "license", "licence")
	switch word := familyWord.Re().FindString(name); word {
	case "copying", "copyright", "unlicence", "licence", "licences":
		return "licence"
	case "maintainers", "owners", "codeowners":
		return "maintainers"
	case "":
		return name
	default:
		return word
	}
}
