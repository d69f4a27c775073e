package git

import (
	"context"
	"errors"
	"slices"
	"strings"

	"guette/fetch"
	"guette/internal/lazyregexp"
)

// A fileClass says why a file is followed.
type fileClass int

const (
	classNone   fileClass = iota
	classText             // read me, licence, notice, security, people, governance…
	classNotes            // change log, news: changes are noted, texts are not kept
	classPeople           // .mailmap: read for who is who, never stated
)

var (
	textFiles = lazyregexp.New(`(?i)^(read[-_]?me|(un)?licen[cs]es?|copying|copyright|notice|security|maintainers?|authors?|owners|code[-_]?owners|contributors?|credits|governance|contributing|code[-_]of[-_]conduct|support|status|deprecated|trademarks?|patents?|cla|dco|thanks)([-_. ].*)?$`)
	noteFiles = lazyregexp.New(`(?i)^(change[-_]?logs?|changes|news|history|releases?|release[-_]?notes|whatsnew)([-_. ].*)?$`)
	dataFiles = lazyregexp.New(`(?i)^(publiccode\.ya?ml|codemeta\.json|funding\.ya?ml)$`)
	codeFiles = lazyregexp.New(`(?i)\.(c|h|cc|cpp|go|js|mjs|ts|py|rb|rs|php|pl|pm|java|kt|sh|bash|bat|ps1|cmake|in|am|json|ya?ml|toml|xml|lock|svg|png|jpe?g|gif|ico|pdf|zip|gz|asc|sig|css|spec|mk)$`)
)

// followedDirs are folders of which entries are followed.
// GitHub and GitLab read them for the files that concern a whole project.
var followedDirs = map[string]bool{".github": true, ".gitlab": true, ".gitea": true, ".forgejo": true, "licenses": true}

// classOf tells whether a file of the root, or of a followed folder, is followed.
func classOf(name string) fileClass {
	switch {
	case len(name) > 200:
	case name == ".mailmap":
		return classPeople
	case dataFiles.Re().MatchString(name):
		return classText
	case codeFiles.Re().MatchString(name):
	case textFiles.Re().MatchString(name):
		return classText
	case noteFiles.Re().MatchString(name):
		return classNotes
	}
	return classNone
}

// classOfPath tells the class of a path.
func classOfPath(path string) fileClass {
	dir, name, ok := strings.Cut(path, "/")
	switch {
	case !ok:
		return classOf(dir)
	case strings.EqualFold(dir, "licenses"):
		return classText
	}
	return classOf(name)
}

// A fileEntry is a followed file in one state of the repository.
type fileEntry struct {
	Path string   `json:"p"`
	Mode treeMode `json:"m"`
	ID   oid      `json:"o"`
}

// maxFollowed bounds the entries followed of one tree: a LICENSES folder of
// the REUSE specification has a dozen.
const maxFollowed = 200

// A treeReader reads root trees, without what is below them.
type treeReader struct {
	*history
	trees    map[oid][]treeEntry // the entries that matter, of roots and folders
	text     map[oid]blobText
	classes  map[string]fileClass // of paths met: trees repeat them
	count    int                  // trees asked for
	refusals int
}

// A blobText is the text of a file.
type blobText struct {
	Text   string `json:"t,omitempty"`
	Cut    bool   `json:"c,omitempty"`
	Binary bool   `json:"b,omitempty"`
	Empty  bool   `json:"e,omitempty"`
}

// roots reads the root trees of commits and of their followed folders.
func (r *treeReader) roots(ctx context.Context, commits []int32) error {
	var ids []oid
	for _, c := range commits {
		ids = append(ids, r.graph.at(c).tree)
	}
	if err := r.readTrees(ctx, ids); err != nil {
		return err
	}
	var dirs []oid
	for _, id := range ids {
		for _, e := range r.trees[id] {
			if e.Mode.dir() {
				dirs = append(dirs, e.ID)
			}
		}
	}
	return r.readTrees(ctx, dirs)
}

// readTrees reads trees not read yet.
func (r *treeReader) readTrees(ctx context.Context, ids []oid) error {
	var wants []oid
	asked := map[oid]bool{}
	for _, id := range ids {
		if _, ok := r.trees[id]; !ok && !asked[id] && id != (oid{}) {
			asked[id] = true
			wants = append(wants, id)
		}
	}
	r.count += len(wants)
	for part := range slices.Chunk(wants, wantsAtOnc) {
		err := r.byName(ctx, part, typeTree, func(o object) error {
			var list []treeEntry
			err := parseTree(o.data, func(e treeEntry) {
				follow := e.Mode.dir() && followedDirs[strings.ToLower(e.Name)] || !e.Mode.dir()
				if follow && len(list) < maxFollowed && (e.Mode.dir() || e.Mode.link() || e.Mode.file()) && r.keepEntry(e) {
					list = append(list, e)
				}
			})
			if err != nil {
				list = nil
			}
			r.trees[o.id] = list
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// keepEntry drops the files that are followed neither in the root nor in any
// folder; in a LICENSES folder all files have names of licences.
func (r *treeReader) keepEntry(e treeEntry) bool {
	return e.Mode.dir() || r.classOf(e.Name) != classNone || licenceName.Re().MatchString(e.Name)
}

// classOf is the class of a path.
func (r *treeReader) classOf(path string) fileClass {
	class, ok := r.classes[path]
	if !ok {
		class = classOfPath(path)
		if len(r.classes) < maxNames {
			r.classes[path] = class
		}
	}
	return class
}

// maxNames bounds the paths whose class is kept.
const maxNames = 10_000

// licenceName is the form of a file of a LICENSES folder.
// Source: REUSE specification 3.3, "License files".
var licenceName = lazyregexp.New(`^[A-Za-z0-9.+-]+\.(txt|md)$`)

// byName gives objects by their names: asked for, or out of the pack that came
// with the commits where the server sends everything at once. An object that
// the server does not have costs the others nothing but requests.
func (r *treeReader) byName(ctx context.Context, ids []oid, typ objectType, use func(object) error) error {
	if r.files {
		var err error
		for _, p := range r.packs {
			err = errors.Join(err, r.within(ctx, p, ids, typ, use))
		}
		return err
	}
	p, err := r.fetch(ctx, request{wants: ids})
	e, ok := err.(*fetch.Error)
	if ok && e.Reason == ReasonServerError && len(ids) > 1 && r.refusals < maxRefusals {
		r.refusals++
		half := len(ids) / 2
		return errors.Join(r.byName(ctx, ids[:half], typ, use), r.byName(ctx, ids[half:], typ, use))
	}
	if ok && e.Reason == ReasonServerError && typ == typeBlob {
		return nil // its fact says that the text is missing
	}
	if err != nil {
		return err
	}
	defer p.Close()
	return r.within(ctx, p, ids, typ, use)
}

// maxRefusals bounds the requests for objects that the server does not have.
const maxRefusals = 24

func (r *treeReader) within(ctx context.Context, p *pack, ids []oid, typ objectType, use func(object) error) error {
	wanted := map[oid]bool{}
	for _, id := range ids {
		wanted[id] = true
	}
	err := p.objects(ctx, func(t objectType) bool { return t == typ }, func(o object) error {
		if !wanted[o.id] {
			return nil
		}
		return use(o)
	})
	return explain(r.session.asked, err)
}

// entries lists the followed files of a commit by path; ok is false where not
// all of its trees were read.
func (r *treeReader) entries(commit int32) (list []fileEntry, ok bool) {
	root, ok := r.trees[r.graph.at(commit).tree]
	for _, e := range root {
		if !e.Mode.dir() {
			if r.classOf(e.Name) != classNone {
				list = append(list, fileEntry{e.Name, e.Mode, e.ID})
			}
			continue
		}
		below, read := r.trees[e.ID]
		ok = ok && read
		for _, f := range below {
			if path := e.Name + "/" + f.Name; !f.Mode.dir() && r.classOf(path) != classNone {
				list = append(list, fileEntry{path, f.Mode, f.ID})
			}
		}
	}
	slices.SortFunc(list, func(a, b fileEntry) int { return strings.Compare(a.Path, b.Path) })
	return list[:min(len(list), maxFollowed)], ok
}

// texts reads the contents of files not read yet, as far as budget bytes of
// text go.
func (r *treeReader) texts(ctx context.Context, ids []oid) error {
	var wants []oid
	asked := map[oid]bool{}
	for _, id := range ids {
		if _, ok := r.text[id]; !ok && !asked[id] && len(r.text)+len(wants) < maxTexts {
			asked[id] = true
			wants = append(wants, id)
		}
	}
	if len(wants) == 0 {
		return nil
	}
	return r.byName(ctx, wants, typeBlob, func(o object) error {
		text, cut, ok := plainText(o.data, !o.cut)
		r.text[o.id] = blobText{Text: text, Cut: cut, Binary: !ok, Empty: ok && strings.TrimSpace(text) == ""}
		return nil
	})
}

// maxTexts bounds the texts of one repository and reading: 200 of 32 KB at
// most are 6 MB; most are of 5 KB.
const maxTexts = 200
