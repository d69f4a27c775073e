package month

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"guette/render/pdf"
)

// attachments are the data that go with a PDF: the findings, with the general
// edition alone. The edition of an entity carries its own text and nothing else:
// findings name programs that it does not declare.
func (d *Desk) attachments(p *Published) ([]pdf.File, error) {
	if p.Entity != "" {
		return nil, nil
	}
	data, err := os.ReadFile(filepath.Join(d.Dir(), "findings.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	about := "Constats du mois, avec leurs preuves"
	if d.Settings.Language == "en" {
		about = "Findings of the month, with their evidence"
	}
	return []pdf.File{{Name: "findings-" + d.Month.String() + ".json", Type: "application/json", About: about, Data: data}}, nil
}
