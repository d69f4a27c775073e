package collect

import (
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
)

func tasksOf(urls ...string) (tasks []task) {
	for _, u := range urls {
		tasks = append(tasks, task{source: Source{URL: u}})
	}
	return tasks
}

func TestTheQueueGivesEachTaskOnceAndHostsInTurn(t *testing.T) {
	q := newQueue(tasksOf("https://a.test/1", "https://b.test/1", "https://a.test/2", "https://a.test/3", "https://c.test/1", "no address"), 8)
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

func TestTheQueueHoldsBackTheTasksOfABusyHost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newQueue(tasksOf("https://a.test/1", "https://a.test/2", "https://a.test/3"), 2)
		q.next()
		q.next()
		got := make(chan int)
		go func() {
			i, _ := q.next()
			got <- i
			_, ok := q.next()
			if ok {
				t.Error("a fourth task of three")
			}
			close(got)
		}()
		synctest.Wait()
		select {
		case i := <-got:
			t.Fatalf("task %d runs while two of its host do, want 2 at most", i)
		default:
		}
		q.done(0)
		if i := <-got; i != 2 {
			t.Errorf("task %d, want 2", i)
		}
		<-got
	})
}

func BenchmarkQueueOf10000Programs(b *testing.B) {
	var tasks []task
	for i := range 10_000 {
		for _, u := range []string{"https://github.com/%d", "https://api.osv.dev/%d", "https://endoflife.date/%d", "https://site-%d.test/feed", "https://git-%d.test/"} {
			tasks = append(tasks, task{source: Source{URL: fmt.Sprintf(u, i)}})
		}
	}
	for b.Loop() {
		q := newQueue(tasks, 8)
		for {
			i, ok := q.next()
			if !ok {
				break
			}
			q.done(i)
		}
	}
}
