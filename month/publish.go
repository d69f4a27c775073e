package month

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"guette/render"
	"guette/render/edition"
	"guette/render/html"
	"guette/render/look"
	"guette/render/markdown"
	"guette/render/pdf"
	"guette/watch"
)

// A Publication says which drafts to publish.
type Publication struct {
	Drafts bool // those that nobody has reviewed too, with the word Brouillon on each page
	Force  bool // those where something is left to decide too
}

// A Published draft, or why it is not published.
type Published struct {
	Draft    string   `json:"draft"` // path in the folder of the month
	Entity   string   `json:"entity"`
	Status   string   `json:"status"`
	PDF      string   `json:"pdf,omitempty"`
	HTML     string   `json:"html,omitempty"`
	Warnings []string `json:"warnings,omitempty"`
	Refused  string   `json:"refused,omitempty"` // why it is not published
}

// ErrNothingToPublish says that no draft could be published.
var ErrNothingToPublish = errors.New("nothing to publish")

// Publish makes the PDF and the HTML page of each draft that may be published.
// Drafts that may not are told with the reason; an error is that nothing could
// be written.
func (d *Desk) Publish(ctx context.Context, p Publication) ([]Published, error) {
	if err := d.sweep(); err != nil {
		return nil, err
	}
	names, err := d.draftFiles()
	if err != nil {
		return nil, err
	}
	done := make([]Published, len(names))
	g, all := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, name := range names {
		g.Go(func() (err error) {
			if all.Err() != nil {
				return all.Err()
			}
			done[i], err = d.publishOne(name, p)
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(done, func(p Published) bool { return p.PDF != "" }) {
		return done, fmt.Errorf("month %s: %w", d.Month, ErrNothingToPublish)
	}
	return done, d.close(ctx, done)
}

// close freezes the month once every bulletin was published for good. An alert
// that nobody takes up does not keep it open.
func (d *Desk) close(ctx context.Context, done []Published) error {
	bulletins := slices.DeleteFunc(slices.Clone(done), func(p Published) bool { return isAlert(p.Draft) })
	for _, p := range bulletins {
		if p.PDF == "" || p.Status != string(edition.Published) {
			return nil
		}
	}
	if len(bulletins) == 0 {
		return nil
	}
	return d.Store.CloseMonth(ctx, d.Month)
}

// draftFiles lists the drafts of the month: general edition first, then by
// entity.
func (d *Desk) draftFiles() ([]string, error) {
	root := os.DirFS(d.Dir())
	var names []string
	for _, folder := range []string{".", "entites/*"} {
		for _, kind := range []render.Kind{render.Technical, render.Strategic} {
			found, err := fs.Glob(root, path.Join(folder, string(kind)+".md"))
			if err != nil {
				return nil, err
			}
			names = append(names, found...)
		}
	}
	alerts, err := fs.Glob(root, path.Join("entites/*", alertFolder, "*.md"))
	if err != nil {
		return nil, err
	}
	names = append(names, alerts...)
	if len(names) == 0 {
		return nil, fmt.Errorf("%s: no draft there: write them first: guette draft --month %s", d.Dir(), d.Month)
	}
	slices.SortStableFunc(names, func(a, b string) int { return strings.Compare(path.Dir(a), path.Dir(b)) })
	return names, nil
}

func (d *Desk) publishOne(name string, o Publication) (Published, error) {
	p := Published{Draft: name}
	src, err := os.ReadFile(filepath.Join(d.Dir(), filepath.FromSlash(name)))
	if err != nil {
		return p, err
	}
	read, err := markdown.Parse(src)
	if err != nil {
		p.Refused = fmt.Sprintf("%s: %v", name, err)
		return p, nil
	}
	p.Entity, p.Status = read.Front.Entity, read.Front.Status
	if read.Front.Period != d.Month.String() {
		p.Refused = fmt.Sprintf("its period is %q, not %s", read.Front.Period, d.Month)
		return p, nil
	}
	status, _ := edition.StatusOf(src) // an unreadable one is among the obstacles
	switch {
	case status == edition.Draft && o.Drafts:
		return p, d.render(&p, src, false)
	case status == edition.Published:
		return p, d.publishAgain(&p, src, o)
	}
	if p.Refused = d.refusal(src, p, o); p.Refused != "" {
		return p, nil
	}
	final := edition.Publish(src, watch.DateIn(d.Now(), d.Settings.Zone))
	if err := d.render(&p, final, true); err != nil || p.Refused != "" {
		return p, err
	}
	p.Status = string(edition.Published)
	return p, errors.Join(d.write(name, final), d.write(output("md", &p, d.Month), final))
}

// publishAgain publishes a bulletin that was published before: what was edited
// since makes a new revision, which tells what changed.
func (d *Desk) publishAgain(p *Published, src []byte, o Publication) error {
	if p.Refused = d.refusal(src, *p, o); p.Refused != "" {
		return nil
	}
	copied := output("md", p, d.Month)
	last, err := os.ReadFile(filepath.Join(d.Dir(), filepath.FromSlash(copied)))
	if errors.Is(err, fs.ErrNotExist) {
		last, err = src, nil
	}
	if err != nil {
		return err
	}
	final, revision := edition.Revise(last, src, watch.DateIn(d.Now(), d.Settings.Zone))
	if err := d.render(p, final, true); err != nil || p.Refused != "" || len(revision.Changes) == 0 {
		return err
	}
	return errors.Join(d.write(p.Draft, final), d.write(copied, final))
}

// refusal says why a draft is not published for good, one reason a line, "" for
// nothing.
func (d *Desk) refusal(src []byte, p Published, o Publication) string {
	if d.Portfolio.Kind == "example" && p.Entity != "" && !o.Force {
		return "the portfolio is an example: set kind: production in it"
	}
	var why []string
	for _, x := range edition.Obstacles(src) {
		if o.Force && x.What != "status" && x.What != "front-matter" {
			continue
		}
		line := ""
		if x.Line > 0 {
			line = fmt.Sprintf("line %d: ", x.Line)
		}
		why = append(why, fmt.Sprintf("%s%s %s: %s", line, x.What, strings.TrimSpace(x.ID+" "+x.Text), x.Hint))
	}
	return strings.Join(why, "\n")
}

// render writes the outputs of a draft.
func (d *Desk) render(p *Published, src []byte, final bool) error {
	publisher, err := d.publisher()
	if err != nil {
		return err
	}
	folder := os.DirFS(filepath.Dir(filepath.Join(d.Dir(), filepath.FromSlash(p.Draft))))
	o := pdf.Options{Publisher: publisher, Images: folder, Draft: !final}
	if o.Files, err = d.attachments(p); err != nil {
		return err
	}
	if final {
		o.Signer, o.Signed = d.Settings.Signer, d.Now()
	}
	body, warnings, err := pdf.Render(src, o)
	if err != nil {
		p.Refused = fmt.Sprintf("%s: %v", p.Draft, err)
		return nil
	}
	for _, w := range warnings {
		p.Warnings = append(p.Warnings, w.String())
	}
	page, doubts, err := html.Render(src, html.Options{Publisher: publisher, Images: folder, Draft: !final})
	if err != nil {
		p.Refused = fmt.Sprintf("%s: %v", p.Draft, err)
		return nil
	}
	for _, w := range doubts {
		if s := w.String(); !slices.Contains(p.Warnings, s) {
			p.Warnings = append(p.Warnings, s)
		}
	}
	p.PDF, p.HTML = output("pdf", p, d.Month), output("html", p, d.Month)
	return errors.Join(d.write(p.PDF, body), d.write(p.HTML, page))
}

// output is the path of an output of a draft, in the folder of the month:
// pdf/ID/technique-2026-07-ID.pdf, pdf/ID/alerte-2026-07-ID-PROGRAM.pdf.
func output(format string, p *Published, m watch.Month) string {
	name := strings.TrimSuffix(path.Base(p.Draft), ".md") + "-" + m.String()
	if p.Entity == "" {
		return path.Join(format, name+"."+format)
	}
	if isAlert(p.Draft) {
		program := strings.TrimSuffix(path.Base(p.Draft), ".md")
		return path.Join(format, p.Entity, fmt.Sprintf("%s-%s-%s-%s.%s", render.Alert, m, p.Entity, program, format))
	}
	return path.Join(format, p.Entity, name+"-"+p.Entity+"."+format)
}

// publisher reads what the outputs show of the publisher.
func (d *Desk) publisher() (look.Publisher, error) {
	p := look.Publisher{Name: d.Settings.Publisher.Name, Contact: d.Settings.Publisher.Contact,
		Primary: d.Settings.Primary, Accent: d.Settings.Accent}
	if d.Settings.Publisher.Logo == "" {
		return p, nil
	}
	logo, err := os.ReadFile(d.Settings.Publisher.Logo)
	if err != nil {
		return p, fmt.Errorf("publisher.logo: %w", err)
	}
	p.Logo = logo
	return p, nil
}
