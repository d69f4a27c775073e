package draft

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"text/template"
	"text/template/parse"

	"guette/render/markup"
)

// ending of the files of templates.
const ending = ".md.tmpl"

// Templates are the words of the bulletins in each language.
type Templates struct{ languages map[string]*template.Template }

// Load reads and checks all templates. Each error names file and line; all are
// reported together.
func Load(files fs.FS) (*Templates, error) {
	t := &Templates{languages: map[string]*template.Template{}}
	var errs []error
	for _, lang := range []string{"fr", "en"} {
		set, err := load(files, lang)
		t.languages[lang] = set
		errs = append(errs, err)
	}
	return t, errors.Join(errs...)
}

func load(files fs.FS, lang string) (*template.Template, error) {
	set := template.New(lang).Funcs(shared).Funcs(ofLanguage[lang]).Funcs(template.FuncMap{escapeFunc: markup.Of}).Option("missingkey=error")
	names, err := fs.Glob(files, lang+"/*"+ending)
	if err != nil {
		return nil, err
	}
	var errs []error
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err == nil {
			_, err = set.New(strings.TrimSuffix(path.Base(name), ending)).Parse(string(text))
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("template %s: %w", name, err))
		}
	}
	for _, t := range set.Templates() {
		if t.Tree == nil {
			continue
		}
		e := escaper{tree: t.Tree, file: lang + "/" + t.ParseName + ending}
		e.list(t.Root)
		errs = append(errs, e.errs...)
	}
	return set, errors.Join(errs...)
}

// escapeFunc is the function that is put at the end of each action that prints.
const escapeFunc = "escaped"

// An escaper rewrites a parse tree, as html/template does, so that what is
// printed is escaped unless it is markup. The escape is right in text only:
// where markup of the template surrounds the place of a value, it reports an
// error that says what to use instead.
type escaper struct {
	tree *parse.Tree
	file string
	text strings.Builder // literal text read so far
	errs []error
}

func (e *escaper) list(l *parse.ListNode) {
	if l == nil {
		return
	}
	for _, n := range l.Nodes {
		switch n := n.(type) {
		case *parse.TextNode:
			e.text.Write(n.Text)
		case *parse.ActionNode:
			e.action(n)
		case *parse.IfNode:
			e.branch(&n.BranchNode)
		case *parse.RangeNode:
			e.branch(&n.BranchNode)
		case *parse.WithNode:
			e.branch(&n.BranchNode)
		}
	}
}

func (e *escaper) branch(b *parse.BranchNode) {
	e.list(b.List)
	e.list(b.ElseList)
}

func (e *escaper) action(n *parse.ActionNode) {
	if len(n.Pipe.Decl) > 0 {
		return // assigns, prints nothing
	}
	if use := e.misplaced(); use != "" {
		where, context := e.tree.ErrorContext(n)
		_, place, _ := strings.Cut(where, ":")
		e.errs = append(e.errs, fmt.Errorf("template %s:%s: %s: %s", e.file, place, context, use))
	}
	escape := parse.NewIdentifier(escapeFunc).SetPos(n.Pos).SetTree(e.tree)
	n.Pipe.Cmds = append(n.Pipe.Cmds, &parse.CommandNode{NodeType: parse.NodeCommand, Pos: n.Pos, Args: []parse.Node{escape}})
	e.text.WriteString("value")
}

var (
	openLink   = regexp.MustCompile(`\]\([^()\n]*$`)
	openTag    = regexp.MustCompile(`<[A-Za-z/][^<>\n]*$`)
	openAnchor = regexp.MustCompile(`\{#[^{}\n]*$`)
)

// misplaced tells what to use instead of a plain value where the text before
// it has opened something; "" is fine.
func (e *escaper) misplaced() string {
	text := e.text.String()
	line := text[strings.LastIndexByte(text, '\n')+1:]
	switch {
	case strings.LastIndex(text, "<!--") > strings.LastIndex(text, "-->"):
		return "a value inside a comment: use src, rows, zone or todo"
	case openLink.MatchString(line):
		return "a value inside the address of a link: use link or ref"
	case openTag.MatchString(line):
		return "a value inside a tag: use span or quote"
	case openAnchor.MatchString(line):
		return "a value inside an anchor: use anchor"
	case strings.Count(line, "`")%2 == 1:
		return "a value inside code: use code"
	}
	return ""
}
