// Package centraltest gives tests PostgreSQL servers of their own: Debian's, started as an
// ordinary account in a temporary folder.
package centraltest
