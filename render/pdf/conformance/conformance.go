// Package conformance checks a PDF against the conditions of PDF/UA-1 and of
// PDF/A-2a or 3a that a machine can check. It is independent of the writer: it
// reads with pdfcpu and shares no code with package pdf. It is stricter than the
// standards where a bulletin has no need of what they allow (layers, forms).
//
// Rules are named after ISO 14289-1 ("UA", with the conditions of the Matterhorn
// Protocol) and ISO 19005 ("A"). Whether an alternative text is right, and
// whether the order makes sense, stays with people.
package conformance

import (
	"bytes"
	"fmt"
	"regexp"
	"sort"
	"sync"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
)

// A Finding is one condition that failed.
type Finding struct{ Level, Rule, Text string }

// A Report is what a file showed.
type Report struct {
	Pages, Elems, Sequences, Annots, Checks int
	Findings                                []Finding
}

// Failed tells whether an error, not a warning, was found.
func (r *Report) Failed() bool {
	for _, f := range r.Findings {
		if f.Level == levelError {
			return true
		}
	}
	return false
}

// The levels of findings.
const (
	levelError   = "error"
	levelWarning = "warning"
)

// perRule bounds the findings kept of one rule.
const perRule = 8

type checker struct {
	r      *Report
	x      *model.XRefTable
	pages  []int // object numbers
	byNum  map[int]*node
	roots  []*node
	roles  map[string]string
	fonts  map[int]*fontInfo
	part   string
	conf   string
	count  map[string]int
	owners map[kidRef]*node
}

// configure keeps pdfcpu from reading and writing its own configuration.
var configure = sync.OnceFunc(api.DisableConfigDir)

// Check checks a file. A file that cannot be read is a finding too.
func Check(raw []byte) (r *Report) {
	configure()
	r = &Report{}
	c := &checker{r: r, byNum: map[int]*node{}, roles: map[string]string{}, fonts: map[int]*fontInfo{}, count: map[string]int{}}
	defer func() {
		if e := recover(); e != nil { // pdfcpu panics on some broken files
			c.fail("reading", "the file cannot be read: %v", e)
		}
		sort.SliceStable(r.Findings, func(i, j int) bool {
			a, b := r.Findings[i], r.Findings[j]
			return a.Rule < b.Rule || a.Rule == b.Rule && a.Text < b.Text
		})
	}()
	c.rawChecks(raw)
	conf := model.NewDefaultConfiguration()
	conf.ValidationMode = model.ValidationRelaxed
	ctx, err := api.ReadContext(bytes.NewReader(raw), conf)
	if err != nil {
		c.fail("reading", "pdfcpu: %v", err)
		return r
	}
	c.x = ctx.XRefTable
	cat, err := c.x.Catalog()
	if err != nil {
		c.fail("reading", "catalog: %v", err)
		return r
	}
	c.ok(c.x.Encrypt == nil, "A 6.1.3", "the file is encrypted")
	c.ok(len(c.x.ID) == 2, "A 6.1.3", "no ID at the end of the file")
	c.walkPages(cat)
	c.catalog(cat)
	c.metadata(cat)
	c.structure(cat)
	c.content()
	c.outlines(cat)
	c.objects(raw)
	return r
}

func (c *checker) fail(rule, f string, a ...any) { c.add(levelError, rule, f, a...) }

func (c *checker) note(rule, f string, a ...any) { c.add(levelWarning, rule, f, a...) }

func (c *checker) add(lv, rule, f string, a ...any) {
	c.count[rule]++
	if c.count[rule] <= perRule {
		c.r.Findings = append(c.r.Findings, Finding{lv, rule, fmt.Sprintf(f, a...)})
	}
}

func (c *checker) ok(cond bool, rule, f string, a ...any) bool {
	c.r.Checks++
	if !cond {
		c.fail(rule, f, a...)
	}
	return cond
}

func (c *checker) rawChecks(raw []byte) {
	c.ok(regexp.MustCompile(`^%PDF-1\.[0-7]\r?\n`).Match(raw), "A 6.1.2", "no header %%PDF-1.n at the first byte")
	ok := false
	if i := bytes.IndexByte(raw, '\n'); i > 0 && len(raw) > i+6 && raw[i+1] == '%' {
		ok = raw[i+2] > 127 && raw[i+3] > 127 && raw[i+4] > 127 && raw[i+5] > 127
	}
	c.ok(ok, "A 6.1.2", "no binary comment after the header")
	t := bytes.TrimRight(raw, "\r\n")
	c.ok(bytes.HasSuffix(t, []byte("%%EOF")) && len(raw)-len(t) <= 2, "A 6.1.3", "data after %%%%EOF")
	c.ok(!bytes.Contains(raw, []byte("/LZWDecode")), "A 6.1.7", "LZW filter")
}
