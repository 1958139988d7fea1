// Package chart draws numbers: stacked bars, lines over time, and a time line of dated marks.
//
// The charts are made of primitives of the canvas in colors of the theme, and nothing in them moves by itself. What differs in color
// differs in its pattern or its marker, too. The pointer and the arrows choose one part at a time, of which a tooltip or the legend says
// the numbers; a screen reader is told all of them as a text, which Ctrl+C copies.
//
// Functions of the charts are called on Fyne's goroutine and must not block. A chart is given its texts and how numbers are written: it
// knows nothing of the program.
package chart
