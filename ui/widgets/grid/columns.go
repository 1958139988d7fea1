package grid

import (
	"slices"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
)

const (
	cellPad        = 8  // between the border of a cell and its text
	sortArrow      = 14 // room for the arrow beside a title
	defaultMinimum = 40
)

// columns knows where each column of a grid lies.
type columns struct {
	all     []Column
	columns []Column           // those that are shown, in their order
	cells   []int              // which cell of a row stands in each of them
	chosen  map[string]float32 // widths that were dragged, by column
	fit     map[string]float32 // the widest cell that was seen, by column
	order   []string           // of somebody's choice; the others keep their places behind them
	hidden  map[string]bool    // whether a column is hidden or shown, by somebody's choice
	idle    map[string]bool    // columns that say nothing now
	omitted map[int]bool       // spare columns for which there is no room
	lefts   []float32          // the left border of each column, and the right border of the last one
}

func (c *columns) set(columns []Column) {
	c.all = columns
	c.chosen, c.fit, c.hidden, c.idle = map[string]float32{}, map[string]float32{}, map[string]bool{}, map[string]bool{}
	c.choose()
}

// widestFit is how wide a column becomes by itself for what it holds.
const widestFit = 420

// base is the width of a column before what is left over is shared out.
func (c *columns) base(i int) float32 {
	column := c.columns[i]
	if c.omitted[i] {
		return 0
	}
	if width, ok := c.chosen[column.ID]; ok {
		return width
	}
	if fit, ok := c.fit[column.ID]; ok {
		return max(min(fit, widestFit), c.titleWidth(i), c.least(i))
	}
	if column.Width > 0 {
		return max(column.Width, c.minimum(i))
	}
	return max(c.titleWidth(i), c.minimum(i))
}

// least is how narrow what a column holds may make it: one that shows a status does not change its width with that.
func (c *columns) least(i int) float32 {
	if c.columns[i].Steady {
		return max(c.columns[i].Width, c.minimum(i))
	}
	return 0
}

// titleWidth is the width a column needs for its title.
func (c *columns) titleWidth(i int) float32 {
	title := fyne.MeasureText(c.columns[i].Title, theme.Size(fynetheme.SizeNameText), fyne.TextStyle{Bold: true})
	if c.columns[i].Sortable {
		title.Width += sortArrow
	}
	return title.Width + 2*cellPad
}

func (c *columns) minimum(i int) float32 {
	if width := c.columns[i].MinWidth; width > 0 {
		return width
	}
	return defaultMinimum
}

// layout computes the places of the columns in a view of a width. What is left over goes to the columns that stretch;
// where the columns are too wide, those give way: at first as far as their titles are seen whole, then to their MinWidth, unless there
// is something to scroll to all the same.
func (c *columns) layout(view float32) {
	c.omit(view)
	sum, shares, untitled, slack := float32(0), float32(0), float32(0), float32(0)
	for i := range c.columns {
		sum += c.base(i)
		shares += c.share(i)
		untitled += c.slackBesideTitle(i)
		slack += c.slack(i)
	}
	if sum-slack > view+0.5 && c.fitted() {
		untitled, slack = 0, 0 // what has to be scrolled need not be cut
	}
	spare := max(0, view-sum)
	first := portion(sum-view, untitled)
	then := portion(sum-view-untitled, slack-untitled)
	c.lefts = append(c.lefts[:0], 0)
	x := float32(0)
	for i := range c.columns {
		beside := c.slackBesideTitle(i)
		x += c.base(i) - beside*first - (c.slack(i)-beside)*then
		if shares > 0 {
			x += spare * c.share(i) / shares
		}
		c.lefts = append(c.lefts, x)
	}
}

// fitted reports whether the widths are those of what the columns hold.
func (c *columns) fitted() bool { return len(c.fit) > 0 }

// portion is which part of all that can be given is needed, from 0 to 1.
func portion(needed, all float32) float32 {
	if all <= 0 {
		return 0
	}
	return min(1, max(0, needed)/all)
}

// mostCut is which part of the width that it needs a column gives before others are left out for it.
const mostCut = 0.25

// omit leaves out spare columns until the others fit. One that somebody has chosen, or its width, stays.
func (c *columns) omit(view float32) {
	c.omitted = map[int]bool{}
	if view <= 0 {
		return // it has no size yet
	}
	needed := float32(0)
	for i := range c.columns {
		needed += c.needed(i)
	}
	for _, i := range c.spare() {
		if needed <= view+0.5 {
			return
		}
		needed -= c.needed(i)
		c.omitted[i] = true
	}
}

// needed is the width for which others are left out.
func (c *columns) needed(i int) float32 {
	slack := c.slack(i)
	if c.fitted() {
		slack = min(slack, mostCut*c.base(i))
	}
	return c.base(i) - slack
}

// spare returns the columns that can be left out, in their order.
func (c *columns) spare() []int {
	var spare []int
	for i, column := range c.columns {
		_, resized := c.chosen[column.ID]
		if _, chosen := c.hidden[column.ID]; column.Spare > 0 && !chosen && !resized {
			spare = append(spare, i)
		}
	}
	slices.SortStableFunc(spare, func(a, b int) int { return c.columns[a].Spare - c.columns[b].Spare })
	return spare
}

// share is how much of the width that is left over a column takes; one of the user's choice takes none.
func (c *columns) share(i int) float32 {
	if _, chosen := c.chosen[c.columns[i].ID]; chosen || c.omitted[i] {
		return 0
	}
	return c.columns[i].Stretch
}

// slack is how much narrower than its width a column that stretches may become.
func (c *columns) slack(i int) float32 {
	if c.share(i) == 0 || c.columns[i].MinWidth == 0 {
		return 0
	}
	return max(0, c.base(i)-c.columns[i].MinWidth)
}

// slackBesideTitle is the part of the slack that leaves the title whole.
func (c *columns) slackBesideTitle(i int) float32 {
	return min(c.slack(i), max(0, c.base(i)-c.titleWidth(i)))
}

func (c *columns) total() float32 { return c.lefts[len(c.lefts)-1] }

func (c *columns) left(i int) float32 { return c.lefts[i] }

func (c *columns) width(i int) float32 { return c.lefts[i+1] - c.lefts[i] }

// resize gives a column a width of the user's choice; it no longer stretches.
func (c *columns) resize(i int, width float32) {
	c.chosen[c.columns[i].ID] = max(width, c.minimum(i))
}

// at returns the column at a place, or -1.
func (c *columns) at(x float32) int {
	for i := range c.columns {
		if x >= c.lefts[i] && x < c.lefts[i+1] {
			return i
		}
	}
	return -1
}

// borderAt returns the column whose right border lies at a place, or -1.
func (c *columns) borderAt(x float32) int {
	const reach = 4
	for i := len(c.columns) - 1; i >= 0; i-- {
		if border := c.lefts[i+1]; c.width(i) > 0 && x >= border-reach && x <= border+reach {
			return i
		}
	}
	return -1
}

// fitting is the width at which a column shows its title and the rows that are seen whole.
func (g *Grid) fitting(column int) float32 {
	width := g.columns.titleWidth(column)
	for _, row := range g.body.renderer.rows {
		width = max(width, g.widthOf(row, column))
	}
	return width
}

// widthOf is how wide the cell of a row is that is drawn; 0 of one that is not.
func (g *Grid) widthOf(row *drawnRow, column int) float32 {
	if row.number < 0 || !row.loaded {
		return 0
	}
	cell := row.cell(g, column)
	left, _ := g.textArea(cell, 0)
	text := fyne.MeasureText(widgets.FirstLine(cell.Text), theme.Size(fynetheme.SizeNameText), cell.style()).Width
	return left + text + g.cellPad() + 1
}

// fitColumns notes how wide the cells are that are drawn, and reports whether a column has become wider. Columns do not become narrower
// again, nor wider while the rows are scrolled, so that nothing moves to and fro.
func (g *Grid) fitColumns() bool {
	if !g.Fits || g.body.renderer == nil || g.offsetY > 0 && len(g.columns.fit) > 0 {
		return false
	}
	wider := false
	for i, column := range g.columns.columns {
		for _, row := range g.body.renderer.rows {
			if width := g.widthOf(row, i); width > g.columns.fit[column.ID] {
				g.columns.fit[column.ID] = width
				wider = true
			}
		}
	}
	return wider
}
