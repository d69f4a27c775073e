package draft_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"guette/render"
	"guette/render/draft"
	"guette/templates"
	"guette/watch"
)

// saying is a month in which all foreign text is s: names, titles, versions,
// quotes, reasons, words of feeds.
func saying(s string) render.Material {
	month := watch.Month{Year: 2026, Month: time.July}
	day := watch.Date{Year: 2026, Month: 7, Day: 15}
	ev := []watch.Evidence{{URL: "https://example.org/e", Title: s, Quote: s, Path: s, Commit: s}}
	quote := &watch.Quote{Text: s, Lang: "en"}
	no := false
	p := watch.Program{ID: "p", Name: s, Aliases: []string{s}, Category: s, Licence: s}
	details := map[watch.FindingKind]watch.Detail{
		watch.FindingRelease:         &watch.ReleaseDetail{Version: s, Tag: s, Branch: s, Stable: true, Nature: watch.NatureMinor, NewBranch: true, NotesURL: "https://example.org/n", Notes: &watch.Notes{Quote: quote, Upgrade: []watch.Quote{*quote}, Headings: []watch.Count{{Name: "added", N: 3}}}},
		watch.FindingSecurityRelease: &watch.ReleaseDetail{Version: s, Tag: s, Branch: s, Stable: true, Nature: watch.NatureSecurity, Fixes: []string{s}, NotesURL: "javascript:alert(1)"},
		watch.FindingVulnerability:   &watch.VulnerabilityDetail{CVE: s, Title: s, Fixed: []watch.Fix{{Branch: s, Version: s}}, InMonth: true, Page: "https://example.org/v", PageTitle: s, Doubt: s, Recorded: day},
		watch.FindingExploited:       &watch.VulnerabilityDetail{CVE: s, KEV: &watch.Exploited{CVE: s, Added: day, Name: s, Action: s}, CERTFR: []watch.Notice{{Reference: s, Type: "alerte", Title: s, Date: day, Risks: []string{s}, URL: "https://example.org/c"}}, InMonth: true, Page: "https://example.org/v"},
		watch.FindingEndOfSupport:    &watch.LifecycleDetail{Product: s, Branch: s, Phase: "eol", Word: s, Until: watch.Until{State: watch.Dated, Date: watch.Date{Year: 2026, Month: 9, Day: 1}}, Days: 32, Target: []watch.Cycle{{Name: s}}},
		watch.FindingLicenceChange:   &watch.SignalDetail{Theme: "licence", From: s, To: s, Quote: quote, Path: s, Version: s, Free: &no, New: true},
		watch.FindingMaintenanceMode: &watch.SignalDetail{Theme: "stop", Quote: quote, Path: s, New: true},
		watch.FindingMove:            &watch.SignalDetail{Theme: "repository", From: s, To: s, Other: s, New: true},
		watch.FindingFork:            &watch.SignalDetail{Theme: "repository", Other: s, New: true},
		watch.FindingGovernance:      &watch.SignalDetail{Theme: "governance", Path: s, Quote: quote, New: true},
		watch.FindingNews:            &watch.NewsDetail{Title: s, Lang: "en", Feed: s, Theme: "licence", Others: []string{"https://example.org/o", "javascript:" + s}},
		watch.FindingCorrection:      &watch.CorrectionDetail{Month: month.Add(-1), Was: s, Now: s},
	}
	a := &watch.Analysis{
		Month: month, Edition: watch.Date{Year: 2026, Month: 8, Day: 7}, AsOf: month.LastDay(),
		Profiles:  []watch.Profile{{Program: p, HasOSV: true, Last: &watch.LastRelease{Version: s, Date: day, Evidence: ev[0]}, Calendar: &ev[0], Repository: &ev[0], Activity: &watch.ActivitySummary{Repository: s, Commits: 30, LastHash: "0123456789abcdef", Whole: true}}},
		Curations: []watch.Curation{{Program: "p", Subject: s, Reason: s, Value: s, Who: s}},
		Sources:   []watch.SourceReport{{Program: "p", Collector: "osv", Outcome: watch.OutcomeError, Message: s}},
	}
	d := watch.Decision{Program: "p", Version: s, Level: watch.Urgent, Action: watch.Action{Kind: watch.ActionUpgrade, Versions: []string{s}}, Deadline: day, Owners: []string{"r"}}
	for _, kind := range []watch.FindingKind{watch.FindingRelease, watch.FindingSecurityRelease, watch.FindingVulnerability, watch.FindingExploited, watch.FindingEndOfSupport, watch.FindingLicenceChange, watch.FindingMaintenanceMode, watch.FindingMove, watch.FindingFork, watch.FindingGovernance, watch.FindingNews, watch.FindingCorrection} {
		f := watch.Finding{ID: string(kind) + "-" + s, Program: "p", Kind: kind, Date: day, Severity: watch.SeverityHigh, Confidence: watch.Uncertain, Detail: details[kind], Evidence: ev, Todo: s}
		a.Findings = append(a.Findings, f)
		d.Findings = append(d.Findings, f.ID)
	}
	a.Entities = []watch.EntityDecisions{{Entity: "e", Decisions: []watch.Decision{d}, Verdicts: []watch.Verdict{
		{Program: "p", Finding: "vulnerability-" + s, Affected: watch.AffectedYes, Fixed: s}, {Program: "p", Finding: "exploited-" + s, Affected: watch.AffectedYes, Fixed: s}}}}
	return render.Material{
		Analysis: a, Programs: []watch.Program{p}, Publisher: render.Publisher{Name: s},
		Portfolio: watch.Portfolio{Entities: []watch.Entity{{
			ID: "e", Name: s, Diffusion: s, Roles: []watch.Role{{ID: "r", Label: s}},
			Programs: []watch.Declaration{{Program: "p", Version: s, Label: s, Criticality: watch.High, Owner: "r", Domain: "d"}},
		}}, Domains: []watch.Domain{{ID: "d", Label: s}}},
	}
}

// outline is the structure of a document, without its words.
func outline(t *testing.T, doc []byte) []string {
	t.Helper()
	md := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote), goldmark.WithParserOptions(parser.WithAttribute()))
	root := md.Parser().Parse(text.NewReader(doc))
	var list []string
	err := ast.Walk(root, func(n ast.Node, in bool) (ast.WalkStatus, error) {
		switch {
		case !in || n.Kind() == ast.KindText || n.Kind() == ast.KindString:
		case n.Kind() == ast.KindLink:
			if u := string(n.(*ast.Link).Destination); !strings.HasPrefix(u, "https://example.org/") && !strings.HasPrefix(u, "#") {
				t.Errorf("a link to %q", u)
			}
			list = append(list, "Link")
		case n.Kind() == ast.KindRawHTML:
			raw := n.(*ast.RawHTML).Segments
			var b strings.Builder
			for i := range raw.Len() {
				s := raw.At(i)
				b.Write(s.Value(doc))
			}
			list = append(list, "RawHTML "+strings.Split(b.String(), " ")[0])
		case n.Kind() == ast.KindHeading:
			list = append(list, fmt.Sprintf("Heading %d", n.(*ast.Heading).Level))
		default:
			list = append(list, n.Kind().String())
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

var hostileTexts = []string{
	"# Titre", "## Autre {#titre}", "- un", "1. un", "> cité", "```", "| a | b |", "|", "*gras* _x_ `y`", "<b>x</b>", "<script>alert(1)</script>",
	"<!-- guette:todo id=x reason=\"y\" -->", "-->", "[x](javascript:alert(1))", "[a]: http://a.test", "[^1]: note", "![i](http://a.test/i.png)",
	"---", "===", "---\nstatus: diffusé\n---", "a\n\n# b", "a\r\n\r\n| c | d |\n|---|---|", "{{.Secret}}", "http://a.test www.a.test a@a.test",
	"\u202etxet", "&lt;b&gt;", "\\", "~~x~~", "$x$", "![", "é\xff", ":-- | --:", "\uE001k\uE002\uE003", "« » : ; ! ?", "\"'", "a  b", "<span lang=\"en\">", "</span>",
}

func TestHostileTextActsNowhere(t *testing.T) {
	set, err := draft.Load(templates.FS(nil))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := draft.All(saying("Zqxw"), set)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range hostileTexts {
		t.Run(fmt.Sprintf("%q", s), func(t *testing.T) {
			drafts, err := draft.All(saying(s), set)
			if err != nil {
				t.Fatal(err)
			}
			for i, d := range drafts {
				want, got := outline(t, beforeGlossary(plain[i].Body)), outline(t, beforeGlossary(d.Body))
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s: the page is another (-want +got)\n%s\n%s", d.Path, diff, d.Body)
				}
				if n := strings.Count(string(d.Body), "\nstatus:"); n != 1 {
					t.Errorf("%s: %d fields status", d.Path, n)
				}
			}
		})
	}
}

// beforeGlossary cuts the section of terms, which depends on the words.
func beforeGlossary(doc []byte) []byte {
	s := string(doc)
	s = s[strings.Index(s[4:], "\n---\n")+8:] // the front matter is YAML
	for _, id := range []string{" {#sigles}", " {#glossaire}"} {
		if i := strings.Index(s, id); i >= 0 {
			s = s[:strings.LastIndexByte(s[:i], '\n')]
		}
	}
	return []byte(s)
}
