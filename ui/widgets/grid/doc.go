// Package grid is the table of the program: any number of rows, of which those that are seen are drawn, and only the pages
// around them are in memory.
//
// Its functions are called on Fyne's goroutine and must not block.
package grid
