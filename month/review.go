package month

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"guette/render/merge"
	"guette/render/review"
	"guette/watch"
)

// A Reviewed draft, and what a person has to look at in it.
type Reviewed struct {
	Draft string        `json:"draft"` // path in the folder of the month
	Items []review.Item `json:"items"`
}

// Review lists what a person has to look at in each draft as it lies in the
// folder now, without changing it.
func (d *Desk) Review(ctx context.Context) ([]Reviewed, error) {
	names, err := d.draftFiles()
	if err != nil {
		return nil, err
	}
	a, err := d.Analysis(ctx)
	if err != nil {
		return nil, err
	}
	var list []Reviewed
	for _, name := range names {
		file, base, err := d.draftOf(ctx, d.Month, name)
		if err != nil {
			return nil, err
		}
		last, lastBase, err := d.draftOf(ctx, d.Month.Add(-1), name)
		if err != nil {
			return nil, err
		}
		items := review.Review(review.Input{Draft: file, Base: base, Findings: a.Findings, LastDraft: last, LastBase: lastBase})
		list = append(list, Reviewed{name, items})
	}
	return list, nil
}

// Checklist puts what is to be looked at into each draft, in a comment at its
// head that is replaced the next time.
func (d *Desk) Checklist(list []Reviewed) error {
	for _, r := range list {
		file, err := os.ReadFile(filepath.Join(d.Dir(), filepath.FromSlash(r.Draft)))
		if err != nil {
			return err
		}
		if err := d.write(r.Draft, review.Checklist(file, r.Items)); err != nil {
			return err
		}
	}
	return nil
}

// A Compared draft, and what it says that the other does not.
type Compared struct {
	Draft   string         `json:"draft"`
	Changes []merge.Change `json:"changes"`
}

// Compare tells what the drafts of the month say otherwise than those of
// another month; the same month compares what was drafted with what stands now.
func (d *Desk) Compare(ctx context.Context, other watch.Month) ([]Compared, error) {
	names, err := d.draftFiles()
	if err != nil {
		return nil, err
	}
	var list []Compared
	for _, name := range names {
		now, base, err := d.draftOf(ctx, d.Month, name)
		if err != nil {
			return nil, err
		}
		if other != d.Month {
			if base, _, err = d.draftOf(ctx, other, name); err != nil {
				return nil, err
			}
		}
		if base != nil {
			list = append(list, Compared{name, merge.Diff(base, now)})
		}
	}
	return list, nil
}

// draftOf reads a draft of a month and what it was generated as; nil where there
// is none.
func (d *Desk) draftOf(ctx context.Context, m watch.Month, name string) (file, base []byte, err error) {
	file, err = os.ReadFile(filepath.Join(d.Settings.Reports, m.String(), filepath.FromSlash(name)))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	base, err = d.Store.Base(ctx, m, name, file)
	return file, base, err
}
