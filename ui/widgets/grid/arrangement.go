package grid

import (
	"maps"
	"slices"
	"strings"
)

// Arrangement is how somebody has arranged the columns of a grid. The zero value leaves them as they come.
type Arrangement struct {
	// Order are columns in their order; those that are missing stand behind the one that they come after.
	Order []string `json:"order,omitempty"`
	// Hidden says of columns whether they are hidden or shown; of the others the grid decides.
	Hidden map[string]bool `json:"hidden,omitempty"`
	// Widths are those that were chosen.
	Widths map[string]float32 `json:"widths,omitempty"`
}

// IsZero reports whether nothing was arranged.
func (a Arrangement) IsZero() bool { return len(a.Order)+len(a.Hidden)+len(a.Widths) == 0 }

// ColumnState is a column as it stands now.
type ColumnState struct {
	ID, Title string
	Shown     bool // it is left out all the same while NoRoom
	NoRoom    bool // it is left out until there is room for it, because nobody has chosen it
}

// DrawnColumn is a column that is shown, and which cell of a row stands in it.
type DrawnColumn struct {
	Column
	Cell int
}

// Drawn returns the columns that are shown, in their order, also those for which there is no room.
func (g *Grid) Drawn() []DrawnColumn {
	drawn := make([]DrawnColumn, len(g.columns.columns))
	for i, column := range g.columns.columns {
		drawn[i] = DrawnColumn{column, g.columns.cells[i]}
	}
	return drawn
}

// Line is what the cells of a row say in columns, with tabs between them.
func Line(columns []DrawnColumn, cells []Cell) string {
	var texts []string
	for _, column := range columns {
		if column.Cell < len(cells) {
			texts = append(texts, cells[column.Cell].Text)
		}
	}
	return strings.Join(texts, "\t")
}

// Arrange arranges the columns; those that there are not are passed over.
func (g *Grid) Arrange(a Arrangement) {
	c := &g.columns
	c.order = slices.Clone(a.Order)
	c.hidden, c.chosen = maps.Clone(a.Hidden), maps.Clone(a.Widths)
	if c.hidden == nil {
		c.hidden = map[string]bool{}
	}
	if c.chosen == nil {
		c.chosen = map[string]float32{}
	}
	g.rearrange()
}

// Arrangement returns how the columns are arranged.
func (g *Grid) Arrangement() Arrangement {
	c := &g.columns
	return Arrangement{Order: slices.Clone(c.order), Hidden: maps.Clone(c.hidden), Widths: maps.Clone(c.chosen)}
}

// Columns returns all columns in their order.
func (g *Grid) Columns() []ColumnState {
	var states []ColumnState
	for _, i := range g.columns.ordered() {
		column := g.columns.all[i]
		states = append(states, ColumnState{
			ID: column.ID, Title: column.Title, Shown: g.columns.shows(column), NoRoom: g.columns.lacksRoom(column.ID),
		})
	}
	return states
}

// SetIdle hides a column while it says nothing, unless somebody has chosen to see it.
func (g *Grid) SetIdle(columnID string, idle bool) {
	if g.columns.idle[columnID] != idle {
		g.columns.idle[columnID] = idle
		g.rearrange()
	}
}

// Keep has columns stay that are left out elsewhere, for lack of room or because they say nothing, in place of those of before.
func (g *Grid) Keep(columnIDs ...string) {
	if !slices.Equal(g.columns.kept, columnIDs) {
		g.columns.kept = columnIDs
		g.rearrange()
	}
}

// ShowColumn shows or hides a column, as somebody has chosen. The last one that is shown stays.
func (g *Grid) ShowColumn(columnID string, shown bool) {
	if !shown && len(g.columns.columns) == 1 {
		return
	}
	g.columns.hidden[columnID] = !shown
	g.rearrange()
	g.arranged()
}

// MoveColumn moves a column by a number of places to the right, less than 0 to the left.
func (g *Grid) MoveColumn(columnID string, by int) {
	var order []string
	for _, i := range g.columns.ordered() {
		order = append(order, g.columns.all[i].ID)
	}
	from := slices.Index(order, columnID)
	to := from + by
	if from < 0 || to < 0 || to >= len(order) {
		return
	}
	order = slices.Insert(slices.Delete(order, from, from+1), to, columnID)
	g.columns.order = order
	g.rearrange()
	g.arranged()
}

// FitColumns gives every column the width of what it holds, and forgets those that were chosen.
func (g *Grid) FitColumns() {
	clear(g.columns.chosen)
	clear(g.columns.fit)
	g.rearrange()
	g.arranged()
}

// ResetColumns has the columns as they come.
func (g *Grid) ResetColumns() {
	clear(g.columns.fit)
	g.Arrange(Arrangement{})
	g.arranged()
}

// rearrange shows the columns that are to be shown.
func (g *Grid) rearrange() {
	g.columns.choose()
	g.Refresh()
}

// arranged draws the columns in their new places, and tells of it.
func (g *Grid) arranged() {
	g.layoutParts()
	if g.OnArranged != nil {
		g.OnArranged()
	}
}

// ordered returns the columns in their order, by their numbers.
func (c *columns) ordered() []int {
	var order []int
	for _, id := range c.order {
		if i := slices.IndexFunc(c.all, func(column Column) bool { return column.ID == id }); i >= 0 && !slices.Contains(order, i) {
			order = append(order, i)
		}
	}
	for i := range c.all { // what is new since the order was chosen
		if !slices.Contains(order, i) {
			order = slices.Insert(order, slices.Index(order, i-1)+1, i)
		}
	}
	return order
}

// choose notes which columns are shown, and where.
func (c *columns) choose() {
	c.columns, c.cells = nil, nil
	for _, i := range c.ordered() {
		if c.shows(c.all[i]) {
			c.columns, c.cells = append(c.columns, c.all[i]), append(c.cells, i)
		}
	}
	if len(c.columns) == 0 && len(c.all) > 0 { // of another version
		c.columns, c.cells = c.all[:1], []int{0}
	}
	c.decided = 0
	c.layout(0)
}

func (c *columns) shows(column Column) bool {
	if hidden, chosen := c.hidden[column.ID]; chosen {
		return !hidden
	}
	return !c.idle[column.ID] || slices.Contains(c.kept, column.ID)
}

// lacksRoom reports whether a column is left out now because there is no room for it.
func (c *columns) lacksRoom(id string) bool {
	i := slices.IndexFunc(c.columns, func(column Column) bool { return column.ID == id })
	return i >= 0 && c.omitted[i]
}

// notice hides the columns in which all rows say the same, and shows them again. It can be told only of data that is all in memory.
func (c *columns) notice(data Data) {
	if _, paged := data.(loader); paged || data.Len() == 0 {
		return
	}
	changed := false
	for i, column := range c.all {
		if column.Constant {
			same := constant(data, i)
			changed = changed || same != c.idle[column.ID]
			c.idle[column.ID] = same
		}
	}
	if changed {
		c.choose()
	}
}

// constant reports whether all rows say the same in a cell.
func constant(data Data, cell int) bool {
	said := ""
	for row := range data.Len() {
		cells, ok := data.Row(row)
		if !ok || cell >= len(cells) || row > 0 && cells[cell].Text != said {
			return false
		}
		said = cells[cell].Text
	}
	return true
}
