package fetch

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

func TestTheDocumentHasTheLimitsOfFetch(t *testing.T) {
	doc, err := os.ReadFile("../docs/security.md")
	if err != nil {
		t.Fatal(err)
	}
	c := newClient(t, Options{})
	for what, value := range map[string]any{
		"connection, with name resolution":          connectTimeout,
		"secure connection":                         tlsTimeout,
		"first byte of an answer":                   firstByteTimeout,
		"silence in a body":                         idleTimeout,
		"rate of a body":                            fmt.Sprintf("%d B/s over %v", minRate, rateWindow),
		"whole exchange, with retries":              c.opt.Timeout,
		"head of an answer":                         fmt.Sprint(maxHeader, " bytes"),
		"body, decoded":                             fmt.Sprint(c.opt.MaxBody, " bytes"),
		"body as received":                          fmt.Sprint(wireSlack, " bytes more"),
		"layers of compression":                     maxEncodings,
		"memory of zstd":                            fmt.Sprint(zstdMemory, " bytes"),
		"redirects":                                 maxRedirects,
		"attempts":                                  maxAttempts,
		"pause between attempts":                    fmt.Sprintf("%v doubled, to %v", backoffBase, backoffMax),
		"wish of a server to be left alone":         retryMax,
		"failures in a row that close a host":       breakerFailures,
		"connections for one request":               maxDials,
		"requests at once to a host":                c.opt.PerHost,
		"age of a kept answer that nobody asks for": fmt.Sprint(int(cacheAge.Hours()/24), " days"),
		"JSON: depth":                               jsonDepth,
		"JSON: values":                              jsonValues,
	} {
		if row := fmt.Sprintf("\n| %s | %v |", what, value); !strings.Contains(string(doc), row) {
			t.Errorf("docs/security.md has no row %q", row)
		}
	}
	for _, said := range []string{fmt.Sprintf("to %d hosts at most", maxHosts), fmt.Sprintf("for %v; once %d of its addresses failed", breakerDelay, breakerAddresses),
		fmt.Sprintf("when %d addresses in a row say so", holdAddresses), fmt.Sprintf("%d B/s over 60 s for git", gitRate), "60 s for git", "90 s for git"} {
		if !strings.Contains(string(doc), said) {
			t.Errorf("docs/security.md does not say %q", said)
		}
	}
}

func TestEveryReasonHasAHint(t *testing.T) {
	src, err := os.ReadFile("reason.go")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, line := range strings.Split(string(src), "\n") {
		if _, rest, ok := strings.Cut(line, "= \""); ok && strings.HasPrefix(line, "\tReason") {
			code, _, _ := strings.Cut(rest, "\"")
			if n++; Hint(code) == "" || !strings.Contains(line, "//") {
				t.Errorf("reason %q has no hint or no explanation", code)
			}
		}
	}
	if n < 30 {
		t.Errorf("%d reasons found in reason.go", n)
	}
}
