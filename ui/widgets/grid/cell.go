package grid

import (
	"fyne.io/fyne/v2"

	"inventorybeacon/ui/theme"
)

// Cell is what stands in one place of a Grid.
type Cell struct {
	Text    string
	Status  theme.Status // a dot before the text
	Icon    string       // name of one of our icons, drawn before the text
	Indent  float32      // how far the content is moved to the right
	Bold    bool
	Italic  bool
	Muted   bool
	Error   bool   // red text
	Wide    bool   // it goes on over the cells beside it that say nothing, such as the name of a group
	Tooltip string // shown instead of the whole text while the pointer rests on the cell

	// Value is what a file holds in place of Text, such as a number or a moment; nil is the text.
	Value any
}

// Nothing is the Value of a cell whose text says that there is none.
type Nothing struct{}

// Text returns a plain cell.
func Text(text string) Cell { return Cell{Text: text} }

// Muted returns a gray cell.
func Muted(text string) Cell { return Cell{Text: text, Muted: true} }

func (c Cell) style() fyne.TextStyle { return fyne.TextStyle{Bold: c.Bold, Italic: c.Italic} }

// Data is what a Grid shows. It is asked only for the rows that can be seen, every time they are drawn anew,
// so its methods must be fast and must not block.
type Data interface {
	// Len is the number of rows.
	Len() int
	// Row returns the cells of a row, one for each column. It returns false while the row is not loaded yet.
	Row(i int) (cells []Cell, ok bool)
}

// Rows is Data that is all in memory.
type Rows [][]Cell

// Len is the number of rows.
func (r Rows) Len() int { return len(r) }

// Row returns a row.
func (r Rows) Row(i int) ([]Cell, bool) { return r[i], true }

// watcher is Data that changes by itself, such as Paged.
type watcher interface {
	// watch sets what is called on Fyne's goroutine when the rows have changed.
	watch(changed func())
}

// viewer is Data that wants to know which rows are seen, so that it loads those first.
type viewer interface {
	// showing is called with the first and the last row that is seen.
	showing(first, last int)
}

// loader is Data that may not know yet how many rows it has.
type loader interface {
	// Loading reports whether the number of rows is still unknown.
	Loading() bool
}

// awaited is Data that is still read.
type awaited struct{ Rows }

// Loading implements [loader].
func (awaited) Loading() bool { return true }
