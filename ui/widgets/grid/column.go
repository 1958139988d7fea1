package grid

// Column is a column of a Grid.
type Column struct {
	ID         string
	Title      string
	Width      float32 // at least, beside that of its title; in a grid that fits, the width of what it holds counts in its place
	MinWidth   float32 // as narrow as dragging makes it, and as a column that stretches becomes; 0 is 40 and does not give way
	Stretch    float32 // its share of the width that is left over; 0 keeps its width
	AlignRight bool    // for numbers
	Sortable   bool
	Yields     bool // it becomes as narrow as Width before another one is cut, such as a list of names beside what tells rows apart
	Spare      int  // the order in which columns are left out while there is no room for all; 0 stays
	Steady     bool // it is at least as wide as Width also in a grid that fits
	Constant   bool // it is left out while all rows say the same in it
}
