// Package templates holds the words of the bulletins, one file a section and
// language: fr/versions.md.tmpl. A publisher overrides a file by one of the
// same name in a folder of their own.
package templates

import (
	"embed"
	"errors"
	"io/fs"
	"slices"
	"strings"
)

//go:embed fr en
var files embed.FS

// FS returns the templates: those of the folder over ours. override may be nil.
func FS(override fs.FS) fs.FS {
	if override == nil {
		return files
	}
	return overlay{override}
}

type overlay struct{ over fs.FS }

// Open opens the publisher's file, else ours.
func (o overlay) Open(name string) (fs.File, error) {
	f, err := o.over.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return files.Open(name)
	}
	return f, err
}

// ReadDir lists the files of both, ours and the publisher's.
func (o overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	list, err := files.ReadDir(name)
	own, ownErr := fs.ReadDir(o.over, name)
	if err != nil {
		return own, ownErr
	}
	if ownErr != nil && !errors.Is(ownErr, fs.ErrNotExist) {
		return nil, ownErr
	}
	for _, e := range own {
		if !slices.ContainsFunc(list, func(x fs.DirEntry) bool { return x.Name() == e.Name() }) {
			list = append(list, e)
		}
	}
	slices.SortFunc(list, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return list, nil
}

// Names lists our templates of a language, in order.
func Names(lang string) ([]string, error) { return fs.Glob(files, lang+"/*.md.tmpl") }
