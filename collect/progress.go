package collect

import (
	"cmp"
	"slices"
	"sync"
)

// Progress is how far a run has come.
type Progress struct {
	Programs, ProgramsDone int // programs with something to read
	Sources, SourcesDone   int
	Running                []string // "nginx: git", longest running first; "kev" for a shared source
}

// A board counts what is done and shows it.
type board struct {
	mu      sync.Mutex
	show    func(Progress)
	now     Progress
	waiting map[string]int // sources by program
	started map[Row]int    // order in which running sources began
	n       int
}

func newBoard(show func(Progress), plan [][]task) *board {
	b := &board{show: show, waiting: map[string]int{}, started: map[Row]int{}}
	for _, stage := range plan {
		for _, t := range stage {
			b.now.Sources++
			b.waiting[t.source.Program]++
		}
	}
	b.now.Programs = len(b.waiting)
	if b.waiting[""] > 0 {
		b.now.Programs--
	}
	return b
}

// again puts tasks that are read once more back on the board.
func (b *board) again(tasks []task) *board {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, t := range tasks {
		b.now.SourcesDone--
		if t.source.Program != "" && b.waiting[t.source.Program] == 0 {
			b.now.ProgramsDone--
		}
		b.waiting[t.source.Program]++
	}
	return b
}

func (b *board) begin(t task) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.n++
	b.started[t.row()] = b.n
	b.tell()
}

func (b *board) end(t task) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.started, t.row())
	b.now.SourcesDone++
	b.waiting[t.source.Program]--
	if t.source.Program != "" && b.waiting[t.source.Program] == 0 {
		b.now.ProgramsDone++
	}
	b.tell()
}

func (b *board) tell() {
	if b.show == nil {
		return
	}
	rows := make([]Row, 0, len(b.started))
	for r := range b.started {
		rows = append(rows, r)
	}
	slices.SortFunc(rows, func(x, y Row) int { return cmp.Compare(b.started[x], b.started[y]) })
	p := b.now
	for _, r := range rows {
		name := r.Collector
		if r.Program != "" {
			name = r.Program + ": " + r.Collector
		}
		p.Running = append(p.Running, name)
	}
	b.show(p)
}
