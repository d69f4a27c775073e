package export

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"guette/watch"
)

var (
	july    = watch.Month{Year: 2026, Month: 7}
	edition = watch.Date{Year: 2026, Month: 8, Day: 7}
	seen    = time.Date(2026, 8, 1, 6, 0, 0, 0, time.UTC)
)

// findings are an end of support and a hostile news item.
func findings() []watch.Finding {
	return []watch.Finding{
		{ID: "end-nginx-1.28", Program: "nginx", Kind: watch.FindingEndOfSupport, Date: watch.Date{Year: 2026, Month: 7, Day: 1},
			Severity: watch.SeverityHigh, Confidence: watch.Certain, Rule: "lifecycle",
			Detail: &watch.LifecycleDetail{Branch: "1.28", Until: watch.Until{State: watch.Dated,
				Date: watch.Date{Year: 2026, Month: 10, Day: 31}}},
			Evidence: []watch.Evidence{{URL: "https://endoflife.test/nginx", Retrieved: seen}}},
		{ID: "=news", Kind: watch.FindingNews, Date: watch.Date{Year: 2026, Month: 7, Day: 9}, Severity: watch.SeverityNone,
			Detail: &watch.NewsDetail{}, Evidence: []watch.Evidence{{URL: "javascript:alert(1)", Retrieved: seen}}},
	}
}

func statement(f watch.Finding) string {
	if f.Kind == watch.FindingNews {
		return "=1+1, \"x\"\nBEGIN:VEVENT\u202E<b>"
	}
	return "Nginx 1.28 : fin de support."
}

func name(id string) string { return strings.ToUpper(id) }

func TestNoCellOfATableIsAFormula(t *testing.T) {
	table := Findings(findings(), statement)
	var b bytes.Buffer
	if err := table.CSV(&b); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"'=news", "", "news", "2026-07-09", "none", "", "'=1+1, \"x\" BEGIN:VEVENT\uFFFD<b>", "javascript:alert(1)", "2026-08-01", "", "", "", "", "", "", "", "", "", ""}
	if diff := cmp.Diff(want, rows[2]); diff != "" {
		t.Errorf("CSV (-want +got):\n%s", diff)
	}
	b.Reset()
	if err := table.XLSX(&b); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b, excelize.Options{UnzipSizeLimit: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	formula, err := f.GetCellFormula("findings", "G3")
	value, err2 := f.GetCellValue("findings", "G3")
	if formula != "" || err != nil || err2 != nil || value != "=1+1, \"x\" BEGIN:VEVENT\uFFFD<b>" {
		t.Errorf("XLSX: formula %q, value %q, %v, %v", formula, value, err, err2)
	}
}

func TestALongCellSaysThatItIsCut(t *testing.T) {
	for _, s := range []string{strings.Repeat("a", maxCell+1), strings.Repeat("é", maxCell)} {
		got := cut(s)
		if len(got) > maxCell || !strings.HasSuffix(got, " […]") || strings.Contains(got, "\uFFFD") {
			t.Errorf("%d bytes, ends with %q", len(got), got[len(got)-10:])
		}
	}
	if s := strings.Repeat("a", maxCell); cut(s) != s {
		t.Error("a cell that fits was cut")
	}
}

func TestAtomIsAFeedWithoutLinksThatAct(t *testing.T) {
	var b bytes.Buffer
	if err := Atom(&b, july, edition, "Éditeur", findings(), statement, name); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), "javascript:") || strings.Contains(b.String(), "\u202E") || strings.Contains(b.String(), "<b>") {
		t.Errorf("text from outside is live:\n%s", b.String())
	}
	var feed struct {
		Entry []struct {
			ID      string `xml:"id"`
			Updated string `xml:"updated"`
		} `xml:"entry"`
	}
	if err := xml.Unmarshal(b.Bytes(), &feed); err != nil {
		t.Fatal(err)
	}
	got := []string{feed.Entry[0].ID, feed.Entry[0].Updated, feed.Entry[1].ID}
	want := []string{"tag:guette,2026-07-01:=news", "2026-07-09T00:00:00Z", "tag:guette,2026-07-01:end-nginx-1.28"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("newest first (-want +got):\n%s", diff)
	}
}

func TestTheCalendarHasTheEndsOfSupport(t *testing.T) {
	var b bytes.Buffer
	if err := Calendar(&b, edition, findings(), statement, name); err != nil {
		t.Fatal(err)
	}
	text := b.String()
	for _, want := range []string{"DTSTART;VALUE=DATE:20261031", "DTEND;VALUE=DATE:20261101", "SUMMARY:NGINX 1.28 : fin de support", "UID:end-nginx-1.28@guette"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if n := strings.Count(text, "BEGIN:VEVENT"); n != 1 {
		t.Errorf("%d events, want 1", n)
	}
}

func TestFactsKeepTheWordsOfTheSource(t *testing.T) {
	fact := watch.Fact{Program: "nginx", Collector: "forge", Key: "1", At: seen, Evidence: watch.Evidence{URL: "https://a.test", Retrieved: seen, SHA256: "aa"},
		Body: &watch.Release{Version: "1.30.4", Title: "=1"}}
	table, err := Facts([]watch.Fact{fact})
	if err != nil {
		t.Fatal(err)
	}
	data, err := table.JSON()
	if err != nil {
		t.Fatal(err)
	}
	var got []struct {
		Program, At, SHA256 string
		Body                watch.Release
	}
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	if got[0].Program != "nginx" || got[0].At != "2026-08-01T06:00:00Z" || got[0].SHA256 != "aa" || got[0].Body.Title != "=1" {
		t.Errorf("%+v", got[0])
	}
}

func TestThePerimeterOfAnEntity(t *testing.T) {
	list := append(findings(), watch.Finding{ID: "other", Program: "secret"})
	var ids []string
	for _, f := range InPerimeter(list, []string{"nginx"}) {
		ids = append(ids, f.ID)
	}
	if diff := cmp.Diff([]string{"end-nginx-1.28", "=news"}, ids); diff != "" {
		t.Error(diff)
	}
}
