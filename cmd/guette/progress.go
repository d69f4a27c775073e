package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"golang.org/x/term"

	"guette/collect"
	"guette/month"
)

// A progress shows how far a collection is: a bar on a terminal, plain lines
// elsewhere, nothing when quiet.
type progress interface {
	show(collect.Progress)
	stop()
}

// newProgress chooses how to show progress on w.
func (a *app) newProgress() progress {
	switch {
	case a.quiet:
		return silent{}
	case a.verbose || !onTerminal(a.stderr):
		return &lines{w: a.stderr, now: a.now, start: a.now()}
	}
	return newBar(a.stderr, a.now)
}

// onTerminal tells whether w is a terminal that understands cursor moves.
func onTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd())) && os.Getenv("TERM") != "dumb" && os.Getenv("CI") == ""
}

type silent struct{}

func (silent) show(collect.Progress) {}
func (silent) stop()                 {}

// A left estimates the time left from the pace so far. The first tenth of the
// sources is too few to tell: the slow ones begin first.
func left(p collect.Progress, since time.Duration) string {
	if p.SourcesDone*10 < p.Sources || p.SourcesDone == 0 {
		return ""
	}
	d := time.Duration(float64(since) / float64(p.SourcesDone) * float64(p.Sources-p.SourcesDone))
	switch {
	case d < time.Second:
		return ""
	case d < time.Minute:
		return fmt.Sprintf("about %d s left", int(d.Seconds())+1)
	}
	return fmt.Sprintf("about %d min left", int(d.Minutes())+1)
}

// running names what is being read, the longest first, within a width.
func running(p collect.Progress, width int) string {
	var b strings.Builder
	for i, name := range p.Running {
		name = month.Plain(name)
		if i > 0 {
			if b.Len()+len(name)+2 > width {
				fmt.Fprintf(&b, " +%d", len(p.Running)-i)
				break
			}
			b.WriteString(", ")
		}
		b.WriteString(name)
	}
	return b.String()
}

// lines writes a line now and then.
type lines struct {
	w     io.Writer
	now   func() time.Time
	start time.Time
	last  time.Time
}

const lineEvery = 10 * time.Second // a night's log stays readable

func (l *lines) show(p collect.Progress) {
	now := l.now()
	if p.SourcesDone < p.Sources && now.Sub(l.last) < lineEvery && !l.last.IsZero() {
		return
	}
	l.last = now
	parts := []string{fmt.Sprintf("collect: %d of %d programs, %d of %d sources", p.ProgramsDone, p.Programs, p.SourcesDone, p.Sources)}
	if t := left(p, now.Sub(l.start)); t != "" {
		parts = append(parts, t)
	}
	if r := running(p, 60); r != "" {
		parts = append(parts, "now "+r)
	}
	fmt.Fprintln(l.w, strings.Join(parts, "; "))
}

func (*lines) stop() {}

// bar draws on a terminal.
type bar struct {
	mu    sync.Mutex
	now   func() time.Time
	start time.Time
	pool  *mpb.Progress
	bar   *mpb.Bar
	p     collect.Progress
}

func newBar(w io.Writer, now func() time.Time) *bar {
	b := &bar{now: now, start: now(), pool: mpb.New(mpb.WithOutput(w), mpb.WithWidth(40), mpb.WithRefreshRate(200*time.Millisecond))}
	b.bar = b.pool.New(0, mpb.BarStyle().Lbound("[").Filler("=").Tip(">").Padding(" ").Rbound("]"),
		mpb.BarRemoveOnComplete(),
		mpb.PrependDecorators(decor.Any(func(decor.Statistics) string { return b.head() })),
		mpb.AppendDecorators(decor.Any(func(decor.Statistics) string { return b.tail() })))
	return b
}

func (b *bar) show(p collect.Progress) {
	b.mu.Lock()
	b.p = p
	b.mu.Unlock()
	b.bar.SetTotal(int64(p.Sources)+1, false) // stop completes it
	b.bar.SetCurrent(int64(p.SourcesDone))
}

func (b *bar) head() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return fmt.Sprintf("%d/%d programs ", b.p.ProgramsDone, b.p.Programs)
}

func (b *bar) tail() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	s := " " + left(b.p, b.now().Sub(b.start))
	if r := running(b.p, 40); r != "" {
		s += " " + r
	}
	return s
}

func (b *bar) stop() {
	b.bar.Abort(true)
	b.pool.Wait()
}
