// Package schedule says when imports run: what a schedule is, its next runs, and
// which of them are due. It stores nothing and starts nothing.
package schedule
