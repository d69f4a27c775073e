// Package health judges the life of a project from its monthly activity, in the
// project's own rhythm: a score from 0 to 100 whose contributions sum exactly,
// an interval that widens where data are missing, a trend with a change test,
// and a calibrated probability of abandonment within 12 months. The formulas,
// their calibration and their limits are in docs/method.md.
package health
