// Package activity reads the monthly facts of repositories: the comparison of
// the last twelve months with the twelve before, in CHAOSS terms, and the table
// of months that the model of package health reads. It never prints or orders
// by the keyed hashes of authors.
package activity
