package month

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const alertDraft = "---\ntitle: T\nbulletin: alerte\nperiod: 2026-07\nlang: fr\nstatus: brouillon\nentity: a\n---\n\n# T {#titre}\n\nTexte.\n"

// An alert whose decision is gone goes with it, unless a person changed it.
func TestAlertsWhoseDecisionIsGone(t *testing.T) {
	d := desk(t, nil)
	const untouched, edited = "entites/a/alertes/nginx.md", "entites/a/alertes/php.md"
	for _, name := range []string{untouched, edited} {
		if err := d.writeDraft(t.Context(), name, []byte(alertDraft), []byte(alertDraft)); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.write(edited, []byte(alertDraft+"\nRelu.\n")); err != nil {
		t.Fatal(err)
	}
	for _, closed := range []bool{true, false} {
		kept, err := d.retireAlerts(t.Context(), nil, closed)
		if err != nil {
			t.Fatal(err)
		}
		var want []string
		if !closed {
			want = []string{edited}
		}
		if diff := cmp.Diff(want, kept); diff != "" {
			t.Errorf("closed %v: kept (-want +got)\n%s", closed, diff)
		}
		_, err = os.Stat(filepath.Join(d.Dir(), untouched))
		if gone := errors.Is(err, fs.ErrNotExist); gone == closed {
			t.Errorf("closed %v: the alert that nobody changed is gone: %v", closed, gone)
		}
	}
	if _, err := os.Stat(filepath.Join(d.Dir(), edited)); err != nil {
		t.Errorf("the alert that was changed: %v", err)
	}
}

// An alert is published as the bulletins are: refused while nobody has read it.
func TestAlertIsPublishedAsBulletinsAre(t *testing.T) {
	d := desk(t, nil)
	if err := d.write("entites/a/alertes/nginx.md", []byte(alertDraft)); err != nil {
		t.Fatal(err)
	}
	done, err := d.Publish(t.Context(), Publication{})
	if !errors.Is(err, ErrNothingToPublish) || len(done) != 1 || done[0].Refused == "" {
		t.Errorf("an alert that nobody has read: got %+v, %v", done, err)
	}
	done, err = d.Publish(t.Context(), Publication{Drafts: true})
	if err != nil || len(done) != 1 {
		t.Fatalf("got %+v, %v", done, err)
	}
	if got, want := done[0].PDF+" "+done[0].HTML, "pdf/a/alerte-2026-07-a-nginx.pdf html/a/alerte-2026-07-a-nginx.html"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
