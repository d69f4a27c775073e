package chart

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Errors of values.
var (
	errNumber = errors.New("not a number")
	errDay    = errors.New("not a day: want YYYY-MM-DD or YYYY-MM")
)

// maxNumber bounds a value, so that sums stay exact.
const maxNumber = 1e12

// maxPoints bounds a series: 400 points are one a point of the paper.
const maxPoints = 400

var numeral = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", ",", ".", "%", "", "−", "-")

// number reads a number as French writes it.
func number(s string) (float64, error) {
	v, err := strconv.ParseFloat(numeral.Replace(s), 64)
	if err != nil || math.IsNaN(v) || math.Abs(v) > maxNumber {
		return 0, fmt.Errorf("%q: %w", s, errNumber)
	}
	return v, nil
}

// value is a number that [Chart.check] has read.
func value(s string) float64 {
	v, _ := number(s)
	return v
}

// missing stands in a series for a month without data: the line is broken there.
const missing = "-"

// series reads numbers parted by spaces; NaN stands for a missing one.
func series(s string) ([]float64, error) {
	var out []float64
	for _, f := range strings.Fields(s) {
		if f == missing || f == "–" {
			out = append(out, math.NaN())
			continue
		}
		v, err := number(f)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	if len(out) == 0 || len(out) > maxPoints {
		return nil, fmt.Errorf("%d values: want 1 to %d: %w", len(out), maxPoints, errNumber)
	}
	return out, nil
}

func values(s string) []float64 {
	v, _ := series(s)
	return v
}

func day(s string) (time.Time, error) {
	for _, form := range []string{time.DateOnly, "2006-01"} {
		if t, err := time.Parse(form, s); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("%q: %w", s, errDay)
}

func dayOf(s string) time.Time {
	t, _ := day(s)
	return t
}

// steps are the distances between marks of an axis that people read well.
var steps = []float64{1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000, 1e4, 2e4, 5e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12}

// axis chooses the step and the top of an axis from 0 to high.
func axis(high float64) (step, top float64) {
	step = steps[len(steps)-1]
	for _, s := range steps {
		if high/s <= 5 {
			step = s
			break
		}
	}
	return step, step * math.Max(1, math.Ceil(high/step))
}
