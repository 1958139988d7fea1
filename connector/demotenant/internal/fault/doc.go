// Package fault is how an answer goes wrong: what a fault is, how it travels with a request,
// and how it is done to the answer.
package fault
