package month

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"guette/render"
	"guette/render/draft"
	"guette/render/merge"
	"guette/templates"
	"guette/watch"
)

// Draft writes the drafts of the month, merged with what editors wrote.
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
	drafts, err := draft.All(material, words)
	if err != nil {
		return nil, err
	}
	for _, f := range drafts {
		if err := d.writeDraft(ctx, f); err != nil {
			return nil, err
		}
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

// writeDraft merges a draft with the file that is there: the editor's edits
// are those between the base (generated last) and the file.
func (d *Desk) writeDraft(ctx context.Context, f draft.Draft) error {
	path := filepath.Join(d.Dir(), filepath.FromSlash(f.Path))
	edited, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	base, err := d.Store.Base(ctx, d.Month, f.Path)
	if err != nil {
		return err
	}
	merged, did := merge.Merge(base, edited, f.Body)
	for _, e := range did.Entries {
		d.Log.InfoContext(ctx, "draft merged", "draft", f.Path, "block", e.ID, "outcome", string(e.Outcome))
	}
	if err := WriteFile(path, merged); err != nil {
		return fmt.Errorf("draft %s: %w", f.Path, err)
	}
	return d.Store.KeepBase(ctx, d.Month, f.Path, f.Body)
}
