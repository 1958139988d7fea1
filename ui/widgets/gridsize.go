package widgets

// ContentHeight is the height at which the grid shows all its rows without
// scrolling.
func (g *Grid) ContentHeight() float32 {
	return float32(g.data.Len()+1)*g.rowHeight() + 2
}
