//go:build unix

package feed

import (
	"strings"
	"syscall"
	"testing"
	"time"
)

// maxReading is ten times what the slowest of these documents takes, for the
// race detector. It is time of the processor: a busy machine takes longer, not more.
const maxReading = 20 * time.Second

// TestLimits reads the documents that kill readers, in little time.
func TestLimits(t *testing.T) {
	for _, tt := range []struct{ name, in string }{
		{"a million empty entries", "<rss><channel>" + strings.Repeat("<item/>", 1_000_000) + "</channel></rss>"},
		{"a million entries", "<rss><channel>" + strings.Repeat("<item>a", 1_000_000)},
		{"a million attributes", "<rss><channel><item" + strings.Repeat(" a=1", 1_000_000) + "><title>x</title></item></channel></rss>"},
		{"a million brackets", "<rss><channel><item><title>" + strings.Repeat("<", 4_000_000)},
		{"a million quotes", `<rss><channel><item a="` + strings.Repeat(`<a b="`, 1_000_000)},
		{"a million ends", "<rss><channel>" + strings.Repeat("</a>", 1_000_000)},
		{"a million comments", "<rss><channel>" + strings.Repeat("<!--", 1_000_000)},
		{"a million sections", "<rss><channel><item><title>" + strings.Repeat("<![CDATA[", 500_000)},
		{"a million sections that end at the end", "<rss><channel><item><title>" + strings.Repeat("<![CDATA[</title>", 400_000) + "]]>"},
		{"a million early ends", "<rss>" + strings.Repeat("</rss><item>", 500_000)},
		{"a million open comments, one end", "<rss><channel>" + strings.Repeat("<!-- <item>", 500_000) + "-->"},
		{"a million wrong nestings", "<rss><channel><item><description>" + strings.Repeat("<b><i></b></i>", 400_000)},
		{"a million roots", strings.Repeat("<rss><channel></channel></rss>x<item>", 100_000)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			start := processor(t)
			f, _, err := Read([]byte(tt.in), nil, "")
			if took := processor(t) - start; took > maxReading {
				t.Errorf("took %v", took)
			}
			if err == nil && len(f.Items) > maxItems {
				t.Errorf("%d entries", len(f.Items))
			}
		})
	}
}

// processor is the time that this process has spent on processors.
func processor(t *testing.T) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
