// Package pdf renders a reviewed draft as a PDF that its readers can keep and
// everyone can read: tagged (PDF/UA-1), archivable (PDF/A-3a, or PDF/A-2a
// without attachments), with the same bytes for the same draft and options.
//
// It never reaches the network or the clock, never passes raw HTML on, and loses
// no text in silence: what cannot be set is an error with its line, what is set
// otherwise than written is a [Warning].
package pdf

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"time"
	"unicode"

	"guette/render/look"
	"guette/render/markdown"
	"guette/render/pdf/internal/layout"
	"guette/render/pdf/internal/paint"
	"guette/render/pdf/internal/tagged"
	"guette/render/pdf/signature"
)

// Options say how a bulletin looks and what goes with it. The zero value is a
// bulletin in the colours of Guette, without publisher, its draft attached.
type Options struct {
	Publisher look.Publisher
	Files     []File            // beside the draft itself, which is attached without its comments
	Bare      bool              // no attachment at all
	Images    fs.FS             // where images named in the draft are read; nil: none
	Draft     bool              // the word Brouillon on every page
	Part      int               // of PDF/A: 2 or 3; 0 means 3
	Signer    *signature.Signer // nil: not signed
	Signed    time.Time         // when the signer claims to sign
}

// A File is attached to the PDF (PDF/A-3 only).
type File struct {
	Name  string // base name, as a reader sees it
	Type  string // media type, such as text/markdown
	About string // one line
	Data  []byte
	// Source is true for what the PDF was made from, false for data behind it.
	Source bool
}

// A Warning tells what was set otherwise than written.
type Warning struct {
	Line int // of the draft; 0 is the whole draft
	Text string
}

func (w Warning) String() string {
	if w.Line == 0 {
		return w.Text
	}
	return fmt.Sprintf("line %d: %s", w.Line, w.Text)
}

var errPart = errors.New("part of PDF/A: want 2 or 3")

// noEdition dates a draft that has no day of edition: the file needs a date, and
// the clock would change the bytes.
var noEdition = time.Date(2000, time.January, 1, 0, 0, 0, 0, time.UTC)

// Render makes the PDF of a draft. A draft that cannot be set whole is an error
// with its line ([*markdown.Error]); so is a logo or a colour that cannot be read.
func Render(src []byte, o Options) (out []byte, warnings []Warning, err error) {
	return render(src, o, false)
}

// render writes objects one by one where plain is set, so that tests can break
// one of them.
func render(src []byte, o Options, plain bool) (out []byte, warnings []Warning, err error) {
	draft, err := markdown.Parse(src)
	if err != nil {
		return nil, nil, err
	}
	lo, notes, err := o.layout()
	if err != nil {
		return nil, nil, err
	}
	doc, err := layout.Build(draft, lo)
	if err != nil {
		return nil, nil, err
	}
	drawing, err := paint.Draw(doc)
	if err != nil {
		return nil, nil, err
	}
	if o.Signer != nil {
		if err := o.Signer.At(o.Signed); err != nil {
			return nil, nil, err
		}
	}
	meta, err := o.metadata(draft, doc)
	if err != nil {
		return nil, nil, err
	}
	meta.Plain = plain
	if out, err = tagged.Finish(doc, drawing, meta); err != nil {
		return nil, nil, err
	}
	for _, n := range notes {
		warnings = append(warnings, Warning{Text: n})
	}
	for _, w := range doc.Warnings {
		warnings = append(warnings, Warning(w))
	}
	return out, warnings, nil
}

func (o Options) layout() (lo layout.Options, notes []string, err error) {
	lo = layout.Options{Publisher: o.Publisher.Name, Contact: o.Publisher.Contact, Images: o.Images, Draft: o.Draft}
	if lo.Theme, notes, err = o.Publisher.Theme(); err != nil {
		return lo, nil, err
	}
	if len(o.Publisher.Logo) == 0 {
		return lo, notes, nil
	}
	pic, err := look.ReadPicture(o.Publisher.Logo)
	if err == nil {
		lo.Logo, err = layout.NewImage(pic)
	}
	if err != nil {
		return lo, nil, fmt.Errorf("publisher, logo: %w", err)
	}
	return lo, notes, nil
}

func (o Options) metadata(draft *markdown.Source, doc *layout.Document) (tagged.Options, error) {
	front := draft.Front
	part := o.Part
	if part == 0 {
		part = 3
	}
	if part != 2 && part != 3 {
		return tagged.Options{}, fmt.Errorf("%w, got %d", errPart, part)
	}
	when, ok := front.Edition()
	if !ok {
		when = noEdition
	}
	title := printable(doc.Title)
	m := tagged.Options{
		Part: part, Title: title, Subject: first(printable(doc.Subject), title), Author: first(printable(o.Publisher.Name), "Guette"),
		Signer: o.Signer, Signed: o.Signed,
		Keywords: strings.Join(strings.Fields(printable(front.Bulletin+" "+front.Period+" "+front.Entity)), ", "), Creator: "Guette", Date: when,
	}
	if !o.Bare && part == 3 {
		m.Files = o.attachments(draft)
	}
	return m, nil
}

// attachments are the draft and the files of the options.
func (o Options) attachments(draft *markdown.Source) []tagged.File {
	front := draft.Front
	files := []tagged.File{{Name: name(front) + ".md", Type: "text/markdown", About: wordsOf(front.Lang).draft, Relation: "Source", Data: draft.Public()}}
	for _, f := range o.Files {
		relation := "Data"
		if f.Source {
			relation = "Source"
		}
		files = append(files, tagged.File{Name: f.Name, Type: f.Type, About: f.About, Relation: relation, Data: f.Data})
	}
	return files
}

var notInName = regexp.MustCompile(`[^a-z0-9-]+`)

// name is the base name of a bulletin: its kind, its period, its entity.
func name(f markdown.Front) string {
	parts := strings.Join(strings.Fields(f.Bulletin+" "+f.Period+" "+f.Entity), "-")
	if parts = strings.Trim(notInName.ReplaceAllString(strings.ToLower(parts), "-"), "-"); parts != "" && len(parts) <= maxFileName {
		return parts
	}
	return "bulletin"
}

// maxFileName bounds the name of the attached draft.
const maxFileName = 80

// words are the few texts that the file itself says.
type words struct{ draft string }

func wordsOf(lang string) words {
	if strings.HasPrefix(lang, "en") {
		return words{"Text of the bulletin, in Markdown"}
	}
	return words{"Texte du bulletin, en Markdown"}
}

// printable drops what neither XML nor a title may hold, and shortens.
func printable(s string) string {
	s = strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r >= 0xfffe && r <= 0xffff {
			return -1
		}
		return r
	}, s))
	if r := []rune(s); len(r) > maxTitle {
		return string(r[:maxTitle]) + "…"
	}
	return s
}

// maxTitle bounds what the metadata say: readers show it in a title bar.
const maxTitle = 300

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
