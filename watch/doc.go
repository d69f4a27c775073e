// Package watch is the vocabulary of Guette: programs, entities, months, the
// facts that sources state, the evidence behind them, and what the analysis
// concludes from them (findings, scores, decisions). It imports nothing of
// ours, does no input or output, and never asks the time.
//
// Unknown is a value everywhere: a zero time is "no date", a nil pointer or an
// ok result of false is "not known". A zero number is a measurement.
package watch
