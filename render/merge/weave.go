package merge

type node[T any] struct {
	value T
	next  *node[T]
}

// orderOf weaves elements of an edited and a fresh text. The fresh order holds;
// what the editor added or moved stays behind the element that it stood behind.
// Indexes are those of the edited and of the
// fresh text.
type orderOf[T any] struct {
	fresh    int             // number of fresh elements
	edited   int             // number of edited elements
	toFresh  alignment       // of edited elements
	moved    []bool          // by the editor
	ofFresh  func(j int) []T // what stands in the place of fresh element j
	ofEdited func(i int) []T // what stands for an edited element that has no place of its own in the fresh text, or was moved
}

// elements returns the woven elements.
func (o orderOf[T]) elements() []T {
	head := &node[T]{}
	tail := head
	place := map[int]*node[T]{} // of edited elements that stay with the fresh order
	fromFresh := o.toFresh.inverse(o.fresh)
	for j := range o.fresh {
		if i := fromFresh[j]; i != none && o.moved[i] {
			continue
		}
		for _, v := range o.ofFresh(j) {
			tail.next = &node[T]{value: v}
			tail = tail.next
		}
		if i := fromFresh[j]; i != none {
			place[i] = tail
		}
	}
	prev := head
	for i := range o.edited {
		if p, ok := place[i]; ok {
			prev = p
			continue
		}
		for _, v := range o.ofEdited(i) {
			prev.next = &node[T]{value: v, next: prev.next}
			prev = prev.next
		}
	}
	var out []T
	for n := head.next; n != nil; n = n.next {
		out = append(out, n.value)
	}
	return out
}
