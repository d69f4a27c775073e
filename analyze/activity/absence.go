package activity

// Absence is the Contributor Absence Factor: the smallest number of the largest
// counts, in descending order, that make half of their sum. Unit: people. It is
// 0 when nothing was counted: not known. Source: CHAOSS, metric "Contributor
// Absence Factor".
func Absence(descending []int) int {
	total := sum(descending)
	if total == 0 {
		return 0
	}
	part := 0
	for i, n := range descending {
		if part += n; 2*part >= total {
			return i + 1
		}
	}
	return len(descending)
}

// topShare is the share of the first author; not known when nothing was counted.
func topShare(descending []int) Num {
	total := sum(descending)
	if total == 0 {
		return Num{}
	}
	return Known(float64(descending[0]) / float64(total))
}

func sum(counts []int) (total int) {
	for _, n := range counts {
		total += n
	}
	return total
}
