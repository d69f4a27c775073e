package layout

// tradedRows bounds the rows whose lines are counted, and trades the changes made.
const (
	tradedRows = 120
	maxTrades  = 60
)

// trade moves width from column to column as long as the rows get fewer lines. The
// widths that [spend] gives are by estimate; here the lines are counted.
func trade(cols []wants, out []float64) {
	t := trader{cols: cols, rows: min(len(cols[0].cells), tradedRows), have: make([][]int, len(cols))}
	for i := range cols {
		t.have[i] = t.count(i, out[i])
	}
	trades := 0
	for _, step := range []float64{18, 9, 4} {
		for ; trades < maxTrades && t.best(out, step); trades++ {
		}
	}
}

type trader struct {
	cols []wants
	rows int
	have [][]int // lines of each cell of a column, in its width
}

// count is the lines of each cell of column i in a width.
func (t *trader) count(i int, width float64) []int {
	n := make([]int, t.rows)
	for r := range n {
		n[r] = 1
		if r < len(t.cols[i].cells) {
			n[r] = t.cols[i].cells[r].lines(width - 2*cellPad)
		}
	}
	return n
}

// best makes the one trade of a step that saves most lines, if one saves any.
func (t *trader) best(out []float64, step float64) bool {
	less, more := make([][]int, len(out)), make([][]int, len(out))
	for i := range out {
		if out[i]-step >= t.cols[i].least() {
			less[i] = t.count(i, out[i]-step)
		}
		more[i] = t.count(i, out[i]+step)
	}
	from, to, low := -1, -1, t.sum(-1, -1, nil, nil)
	for i := range out {
		for j := range out {
			if i == j || less[i] == nil {
				continue
			}
			if n := t.sum(i, j, less[i], more[j]); n < low {
				from, to, low = i, j, n
			}
		}
	}
	if from < 0 {
		return false
	}
	out[from], out[to] = out[from]-step, out[to]+step
	t.have[from], t.have[to] = less[from], more[to]
	return true
}

// sum is the lines of all rows where columns i and j have others than they have.
func (t *trader) sum(i, j int, a, b []int) int {
	sum := 0
	for r := range t.rows {
		most := 0
		for k, have := range t.have {
			n := have[r]
			switch k {
			case i:
				n = a[r]
			case j:
				n = b[r]
			}
			most = max(most, n)
		}
		sum += most
	}
	return sum
}
