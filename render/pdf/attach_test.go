package pdf_test

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pdfcpu/pdfcpu/pkg/api"

	"guette/render/markdown"
	"guette/render/pdf"
)

// attached reads the files that a PDF holds.
func attached(t *testing.T, out []byte) map[string]string {
	t.Helper()
	api.DisableConfigDir()
	list, err := api.ExtractAttachmentsRaw(bytes.NewReader(out), "", nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, a := range list {
		b, err := io.ReadAll(a)
		if err != nil {
			t.Fatal(err)
		}
		files[a.FileName] = string(b)
	}
	return files
}

func TestAttachments(t *testing.T) {
	src := read(t, "technique")
	draft, err := markdown.Parse(src)
	if err != nil {
		t.Fatal(err)
	}
	extra := []pdf.File{{Name: "findings.json", Type: "application/json", About: "Constats", Data: []byte("{}\n")}}
	out, _, err := pdf.Render(src, pdf.Options{Files: extra})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"technique-2026-07-exemple-a.md": string(draft.Public()), "findings.json": "{}\n"}
	if diff := cmp.Diff(want, attached(t, out)); diff != "" {
		t.Error(diff)
	}
	if bytes.Contains(draft.Public(), []byte("<!--")) {
		t.Error("a comment of the draft would reach its readers")
	}
	for name, o := range map[string]pdf.Options{"PDF/A-2": {Part: 2, Files: extra}, "bare": {Bare: true, Files: extra}} {
		out, _, err := pdf.Render(src, o)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := api.ExtractAttachmentsRaw(bytes.NewReader(out), "", nil, nil); err == nil || !strings.Contains(err.Error(), "no attachments") {
			t.Errorf("%s: got attachments, or %v", name, err)
		}
	}
}
