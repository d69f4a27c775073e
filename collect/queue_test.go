package collect

import (
	"fmt"
	"slices"
	"testing"
)

func tasksOf(urls ...string) (tasks []task) {
	for _, u := range urls {
		tasks = append(tasks, task{source: Source{URL: u}})
	}
	return tasks
}

func TestTheQueueGivesEachTaskOnceAndHostsInTurn(t *testing.T) {
	q := newQueue(tasksOf("https://a.test/1", "https://b.test/1", "https://a.test/2", "https://a.test/3", "https://c.test/1", "no address"))
	var order []int
	for {
		i, ok := q.next()
		if !ok {
			break
		}
		order = append(order, i)
		if len(order) == 5 {
			q.done(1) // b is done: it has nothing left
			q.done(0)
		}
	}
	// a has most to do and comes first; then each host once; then a again.
	if want := []int{0, 1, 4, 5, 2, 3}; !slices.Equal(order, want) {
		t.Errorf("order %v, want %v", order, want)
	}
}

func BenchmarkQueueOf10000Programs(b *testing.B) {
	var tasks []task
	for i := range 10_000 {
		for _, u := range []string{"https://github.com/%d", "https://api.osv.dev/%d", "https://endoflife.date/%d", "https://site-%d.test/feed", "https://git-%d.test/"} {
			tasks = append(tasks, task{source: Source{URL: fmt.Sprintf(u, i)}})
		}
	}
	for b.Loop() {
		q := newQueue(tasks)
		for {
			i, ok := q.next()
			if !ok {
				break
			}
			q.done(i)
		}
	}
}
