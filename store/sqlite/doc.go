// Package sqlite opens the program's SQLite files: it recognizes them, brings
// their schema up to date and says in an administrator's words what is wrong
// with one that cannot be used.
//
// A file that is damaged, that another program made, or that a newer version of
// this program made is refused before a byte of it or beside it is written.
package sqlite
