package collect

import (
	"net/url"
	"sync"
)

// A queue gives out tasks so that no host holds up the others: the next task is
// of the host with the fewest running, and of those the one with most to do.
type queue struct {
	mu      sync.Mutex
	hosts   []string // in order of appearance: ties are settled by it
	waiting map[string][]int
	running map[string]int
	host    []string // by task
}

func newQueue(tasks []task) *queue {
	q := &queue{waiting: map[string][]int{}, running: map[string]int{}, host: make([]string, len(tasks))}
	for i, t := range tasks {
		h := host(t.source.URL)
		if len(q.waiting[h]) == 0 {
			q.hosts = append(q.hosts, h)
		}
		q.waiting[h] = append(q.waiting[h], i)
		q.host[i] = h
	}
	return q
}

// next takes a task; ok is false when none is left.
func (q *queue) next() (i int, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	best := ""
	for _, h := range q.hosts {
		if len(q.waiting[h]) == 0 {
			continue
		}
		if !ok || q.running[h] < q.running[best] ||
			q.running[h] == q.running[best] && len(q.waiting[h]) > len(q.waiting[best]) {
			best, ok = h, true
		}
	}
	if !ok {
		return 0, false
	}
	i, q.waiting[best] = q.waiting[best][0], q.waiting[best][1:]
	q.running[best]++
	return i, true
}

// done gives a task back.
func (q *queue) done(i int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.running[q.host[i]]--
}

// host is the host of an address; an address without one stands for itself.
func host(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return address
	}
	return u.Hostname()
}
