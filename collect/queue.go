package collect

import (
	"cmp"
	"container/heap"
	"net/url"
	"sync"
)

// A queue gives out tasks so that no host holds up the others: the next task is
// of the host with the fewest running, and of those the one with most to do. No
// host has more than perHost running: a task that only waits for its turn would
// wait against its own deadline.
type queue struct {
	mu      sync.Mutex
	freed   *sync.Cond
	perHost int
	lines   lines
	of      []*line // by task
}

// A line is the tasks of one host, by their index.
type line struct {
	order   int // of appearance: it settles ties
	waiting []int
	running int
	place   int // in the heap; -1 when nothing waits
}

func newQueue(tasks []task, perHost int) *queue {
	q := &queue{perHost: perHost, of: make([]*line, len(tasks))}
	q.freed = sync.NewCond(&q.mu)
	hosts := map[string]*line{}
	for i, t := range tasks {
		h := host(t.source.URL)
		l := hosts[h]
		if l == nil {
			l = &line{order: len(hosts), place: len(hosts)}
			hosts[h] = l
			q.lines = append(q.lines, l)
		}
		l.waiting = append(l.waiting, i)
		q.of[i] = l
	}
	heap.Init(&q.lines)
	return q
}

// next takes a task, waiting for one that may run; ok is false when none is
// left.
func (q *queue) next() (i int, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.lines) > 0 && q.lines[0].running >= q.perHost {
		q.freed.Wait()
	}
	if len(q.lines) == 0 {
		return 0, false
	}
	l := q.lines[0]
	i, l.waiting = l.waiting[0], l.waiting[1:]
	l.running++
	if len(l.waiting) == 0 {
		heap.Pop(&q.lines)
	} else {
		heap.Fix(&q.lines, 0)
	}
	return i, true
}

// done gives a task back.
func (q *queue) done(i int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	l := q.of[i]
	l.running--
	if l.place >= 0 {
		heap.Fix(&q.lines, l.place)
	}
	q.freed.Broadcast()
}

// lines is a heap of the hosts where something waits.
type lines []*line

func (h lines) Len() int { return len(h) }

func (h lines) Less(i, j int) bool {
	a, b := h[i], h[j]
	return cmp.Or(cmp.Compare(a.running, b.running), cmp.Compare(len(b.waiting), len(a.waiting)), cmp.Compare(a.order, b.order)) < 0
}

func (h lines) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].place, h[j].place = i, j
}

// Push is not used: all lines are there from the start.
func (h *lines) Push(any) {}

// Pop takes the last line off.
func (h *lines) Pop() any {
	last := len(*h) - 1
	l := (*h)[last]
	l.place = -1
	*h = (*h)[:last]
	return l
}

// host is the host of an address; an address without one stands for itself.
func host(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return address
	}
	return u.Hostname()
}
