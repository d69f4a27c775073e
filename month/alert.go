package month

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"

	"guette/render/draft"
)

// alertFolder is the folder of an entity's alerts.
const alertFolder = "alertes"

// isAlert tells whether a draft is an alert out of cycle.
func isAlert(name string) bool { return path.Base(path.Dir(name)) == alertFolder }

// retireAlerts takes away the alerts whose decision is gone, as they were
// generated. Those that a person changed stay, and are returned; those of a
// closed month stay too.
func (d *Desk) retireAlerts(ctx context.Context, fresh []draft.Draft, closed bool) (kept []string, err error) {
	names, err := fs.Glob(os.DirFS(d.Dir()), path.Join("entites/*", alertFolder, "*.md"))
	if err != nil || closed {
		return nil, err
	}
	for _, name := range names {
		if slices.ContainsFunc(fresh, func(f draft.Draft) bool { return f.Path == name }) {
			continue
		}
		file, base, err := d.draftOf(ctx, d.Month, name)
		if err != nil {
			return nil, err
		}
		if !bytes.Equal(file, base) {
			kept = append(kept, name)
			continue
		}
		d.Log.InfoContext(ctx, "alert withdrawn", "draft", name)
		if err := os.Remove(filepath.Join(d.Dir(), filepath.FromSlash(name))); err != nil {
			return nil, err
		}
	}
	return kept, nil
}
