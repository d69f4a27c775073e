package feed

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

func TestTheDocumentHasTheLimitsOfFeeds(t *testing.T) {
	doc, err := os.ReadFile("../../docs/security.md")
	if err != nil {
		t.Fatal(err)
	}
	for what, value := range map[string]any{
		"document":                           fmt.Sprint(maxDocument, " bytes"),
		"entries":                            maxItems,
		"elements":                           maxElements,
		"depth":                              maxDepth,
		"content of an entry":                fmt.Sprint(maxContent, " bytes"),
		"HTML that is converted to Markdown": fmt.Sprint(maxHTML, " bytes"),
		"plain text of an entry":             fmt.Sprint(maxText, " bytes"),
		"text kept of an entry":              fmt.Sprint(maxSummary, " bytes"),
		"title":                              fmt.Sprint(maxTitle, " characters"),
		"link":                               fmt.Sprint(maxLink, " bytes"),
		"entries remembered of a feed":       maxRemembered,
		"date in the future":                 clockSkew,
		"silence of a feed":                  silentAfter,
	} {
		if row := fmt.Sprintf("\n| %s | %v |", what, value); !strings.Contains(string(doc), row) {
			t.Errorf("docs/security.md has no row %q", row)
		}
	}
}
