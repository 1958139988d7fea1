// Package connector says what a connection is, what a source is, and which
// inventory records a source delivers.
//
// It is the bottom of the house: it imports nothing else of the program. A
// source lives in a package of its own below this one (connector/microsoft365)
// and knows neither SQL nor windows; it reads an external system with a
// [Connection] and its [Secrets] and hands records to a [Sink].
package connector
