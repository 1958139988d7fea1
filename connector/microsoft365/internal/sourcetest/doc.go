// Package sourcetest holds what the tests of several rooms of the Microsoft 365 source
// use: a sink and an observer that remember, a proxy, samples of answers, and a look for
// secrets in errors and logs.
package sourcetest
