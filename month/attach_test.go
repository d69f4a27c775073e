package month

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/api"
)

// TestOnlyTheGeneralEditionCarriesTheFindings publishes a bulletin of each kind
// and reads what is attached.
func TestOnlyTheGeneralEditionCarriesTheFindings(t *testing.T) {
	api.DisableConfigDir()
	d := desk(t, nil)
	front := func(entity string) []byte {
		return []byte("---\ntitle: T\nbulletin: technique\nperiod: 2026-07\nlang: fr\nstatus: brouillon\n" + entity + "---\n\n# T\n\nTexte.\n")
	}
	for name, data := range map[string][]byte{
		"findings.json": []byte(`{"findings": []}`), "technique.md": front(""), "entites/a/technique.md": front("entity: a\n"),
	} {
		if err := d.write(name, data); err != nil {
			t.Fatal(err)
		}
	}
	done, err := d.Publish(t.Context(), Publication{Drafts: true})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][]string{"": {"findings-2026-07.json", "technique-2026-07.md"}, "a": {"technique-2026-07-a.md"}}
	for _, p := range done {
		out, err := os.ReadFile(filepath.Join(d.Dir(), p.PDF))
		if err != nil {
			t.Fatalf("%+v: %v", p, err)
		}
		list, err := api.ExtractAttachmentsRaw(bytes.NewReader(out), "", nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, a := range list {
			got = append(got, a.FileName)
		}
		slices.Sort(got)
		if !slices.Equal(got, want[p.Entity]) {
			t.Errorf("edition of %q: attached %q, want %q", p.Entity, got, want[p.Entity])
		}
		delete(want, p.Entity)
	}
	if len(want) > 0 {
		t.Errorf("not published: %v", want)
	}
}
