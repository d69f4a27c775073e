// Package collecttest checks that a collector stands a hostile world. It ships
// a store in memory, a door to a stand-in network, and a suite of faults that
// every collector passes: see [Run].
package collecttest
