package month

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"guette/render"
	"guette/render/draft"
	"guette/render/edition"
	"guette/render/french"
	"guette/render/merge"
	"guette/render/review"
	"guette/templates"
	"guette/watch"
)

// Draft writes the drafts of the month, merged with what editors wrote, and
// what a person has to look at in them: relecture.md.
func (d *Desk) Draft(ctx context.Context) (*watch.Analysis, error) {
	a, err := d.Analyze(ctx)
	if err != nil {
		return nil, err
	}
	words, err := draft.Load(templates.FS(d.Templates))
	if err != nil {
		return nil, err
	}
	material, err := d.material(ctx, a)
	if err != nil {
		return nil, err
	}
	fresh, err := draft.All(material, words)
	if err != nil {
		return nil, err
	}
	if err := d.writeDrafts(ctx, material, fresh); err != nil {
		return nil, err
	}
	return a, d.remember(ctx, a)
}

// material is all that the bulletins are made from.
func (d *Desk) material(ctx context.Context, a *watch.Analysis) (render.Material, error) {
	past, err := d.past(ctx)
	if err != nil {
		return render.Material{}, err
	}
	return render.Material{Analysis: a, Programs: d.Catalog.Programs, Portfolio: d.Portfolio, Past: past,
		Publisher: d.Settings.Publisher, Language: d.Settings.Language, Window: d.Settings.Window}, nil
}

// writeDrafts merges the drafts with the files that are there.
func (d *Desk) writeDrafts(ctx context.Context, m render.Material, fresh []draft.Draft) error {
	base, edited, err := d.before(ctx, d.Month, fresh)
	if err != nil {
		return err
	}
	closed, err := d.known(ctx, d.Month)
	if err != nil {
		return err
	}
	kept, err := d.retireAlerts(ctx, fresh, !closed.IsZero())
	if err != nil {
		return err
	}
	merged := edition.Merge(m, fresh, base, edited)
	for _, f := range fresh {
		if file := edited[f.Path]; file != nil && !closed.IsZero() {
			merged.Drafts[f.Path], merged.Base[f.Path] = file, base[f.Path] // what was published stays as it is
			continue
		}
		d.logMerge(ctx, f.Path, merged.Reports[f.Path])
		if err := d.writeDraft(ctx, f.Path, merged.Base[f.Path], merged.Drafts[f.Path]); err != nil {
			return fmt.Errorf("draft %s: %w", f.Path, err)
		}
	}
	return d.writeReview(ctx, m, fresh, merged, kept)
}

// before reads what lies in the folder of a month, and what it was generated as.
func (d *Desk) before(ctx context.Context, m watch.Month, drafts []draft.Draft) (base, edited edition.Files, err error) {
	base, edited = edition.Files{}, edition.Files{}
	for _, f := range drafts {
		file, err := os.ReadFile(filepath.Join(d.Settings.Reports, m.String(), filepath.FromSlash(f.Path)))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		edited[f.Path] = file
		if base[f.Path], err = d.Store.Base(ctx, m, f.Path, file); err != nil {
			return nil, nil, err
		}
	}
	return base, edited, nil
}

func (d *Desk) writeDraft(ctx context.Context, path string, base, file []byte) error {
	if err := d.Store.PlanBase(ctx, d.Month, path, base, file); err != nil {
		return err
	}
	if err := d.write(path, file); err != nil {
		return err
	}
	return d.Store.KeepBase(ctx, d.Month, path)
}

func (d *Desk) logMerge(ctx context.Context, path string, r merge.Report) {
	for _, e := range r.Entries {
		d.Log.InfoContext(ctx, "draft merged", "draft", path, "block", e.ID, "outcome", string(e.Outcome))
	}
}

// writeReview writes what a person has to look at, draft by draft.
func (d *Desk) writeReview(ctx context.Context, m render.Material, fresh []draft.Draft, merged edition.Result, kept []string) error {
	lastBase, last, err := d.before(ctx, d.Month.Add(-1), fresh)
	if err != nil {
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# Relecture, %s\n\nCe fichier est écrit à chaque passage ; rien de ce qu’on y ajoute n’est gardé.\n", d.Month)
	general := map[render.Kind][]review.Item{}
	for _, f := range fresh {
		items := review.Review(review.Input{Draft: merged.Drafts[f.Path], Base: merged.Base[f.Path],
			Findings: m.Analysis.Findings, LastDraft: last[f.Path], LastBase: lastBase[f.Path], Carried: merged.Carried[f.Path]})
		fmt.Fprintf(&b, "\n## %s\n\n", f.Path)
		if len(items) == 0 {
			b.WriteString("Rien à signaler.\n")
		}
		if f.Entity == "" {
			general[f.Kind] = items
		} else {
			items = sharedItems(&b, items, general[f.Kind])
		}
		for _, i := range items {
			b.WriteString(reviewLine(i))
		}
	}
	for _, name := range kept {
		fmt.Fprintf(&b, "\n## %s\n\nLa décision immédiate de cette alerte n’existe plus ; le texte modifié est gardé. Le supprimer, ou le diffuser s’il reste juste.\n", name)
	}
	return d.write("relecture.md", []byte(b.String()))
}

// sharedItems says in one line what is to settle in the general edition.
func sharedItems(b *strings.Builder, items, general []review.Item) []review.Item {
	own, n := review.Shared(items, general)
	if n > 0 {
		fmt.Fprintf(b, "- %s de l’édition générale : à trancher là, puis relancer le brouillon (bloquant)\n", french.Count(n, "point", false))
	}
	return own
}

// reviewLine writes an item as a line of a list.
func reviewLine(i review.Item) string {
	parts := slices.DeleteFunc([]string{i.Text, i.Hint}, func(s string) bool { return s == "" })
	where, mark := "", ""
	if i.Line > 0 {
		where = fmt.Sprintf("ligne %d, ", i.Line)
	}
	if i.Blocking {
		mark = " (bloquant)"
	}
	return fmt.Sprintf("- %s%s%s : %s\n", where, strings.TrimSpace(i.What.Word()+" "+i.ID), mark, Plain(strings.Join(parts, " ; ")))
}
