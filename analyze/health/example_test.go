package health

import (
	"math"
	"testing"

	"guette/analyze/activity"
)

// The losses of two worked examples of the calibration: logrotate in June 2024,
// and docker/machine in August 2019, 14 days before its last commit.
func TestLossesOfWorkedExamples(t *testing.T) {
	for _, tt := range []struct {
		name   string
		values []float64 // silence_vs_record and longest_silence_12m lose nothing in both
		want   []float64
		p12    float64
	}{
		{"logrotate", []float64{7, .4, 80, 4, .89, .33, .68, 7, 1}, []float64{0, 0, 0, 1.14, .02, .03, .18, 0, 0}, .032},
		{"docker/machine", []float64{1, .4, 80, 2, .04, .02, .16, 225, .022}, []float64{0, 0, 0, 1.17, .69, .70, .59, .55, .39}, .34},
	} {
		t.Run(tt.name, func(t *testing.T) {
			logit := intercept
			for i := range Indicators {
				got := Indicators[i].Loss(tt.values[i])
				if math.Abs(got-tt.want[i]) > .03 {
					t.Errorf("%s: loss %.2f, want %.2f", Indicators[i].Name, got, tt.want[i])
				}
				logit += got
			}
			if p := logistic(logit); math.Abs(p-tt.p12) > .02 {
				t.Errorf("P12 %.3f, want %.3f", p, tt.p12)
			}
		})
	}
}

func TestTheMaximaAreThoseOfTheMethod(t *testing.T) {
	want := []float64{.96, .20, 1.22, 1.37, .69, .70, .59, .55, .42}
	sum := 0.0
	for i := range Indicators {
		if got := Indicators[i].Max(); math.Abs(got-want[i]) > 1e-9 {
			t.Errorf("%s: %v, want %v", Indicators[i].Name, got, want[i])
		}
		sum += Indicators[i].Max()
	}
	if math.Abs(sum-6.70) > 1e-9 {
		t.Errorf("the maxima sum to %v, want 6.70", sum)
	}
}

func series(p ...float64) (out []Forecast) {
	for _, v := range p {
		out = append(out, Forecast{P12: v})
	}
	return out
}

func TestWordsDoNotFlicker(t *testing.T) {
	for _, tt := range []struct {
		name string
		p    []float64
		want string
	}{
		{"the first month", []float64{.03}, "unlikely"},
		{"just over the edge for one month", []float64{.03, .06}, "unlikely"},
		{"over the edge for two months", []float64{.03, .06, .06}, "possible"},
		{"far over the edge at once", []float64{.03, .12}, "possible"},
		{"back under for one month", []float64{.06, .06, .045}, "possible"},
		{"two months above, in two bands", []float64{.03, .06, .39}, "possible"},
		{"up to a third", []float64{.349}, "possible"},
		{"from a third on", []float64{.35}, "likely"},
		{"the highest", []float64{.6}, "very-likely"},
		{"back under for two", []float64{.06, .045, .045}, "unlikely"},
	} {
		if got := Word(series(tt.p...)); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestAlarmsNeedTwoMonths(t *testing.T) {
	got := Alarms(series(.4, .2, .31, .35, .25, .17, .2, .17, .17, .17))
	want := []bool{false, false, false, true, true, true, true, true, false, false}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("month %d: alarm %v, want %v", i, got[i], want[i])
		}
	}
}

func TestAFinishedToolIsNotSilent(t *testing.T) {
	yearly := activity.Row{Silence: activity.Known(200), SilenceShare: activity.Known(.4), SilenceBase: 1826}
	if s := SilenceShare(yearly); s < usualSilence {
		t.Errorf("a project with yearly commits is silent by %v", s)
	}
	busy := activity.Row{Silence: activity.Known(200), SilenceShare: activity.Known(0), SilenceBase: 1826}
	if s := SilenceShare(busy); s >= usualSilence {
		t.Errorf("a busy project that stops is usual by %v", s)
	}
}
