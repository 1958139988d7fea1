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
	kept    []string           // columns that are asked for now, and so are not spared
	omitted map[int]bool       // spare columns for which there is no room
	decided float32            // the width of the view for which that was decided by what the rows hold; 0 for none
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
	return max(column.Width, c.titleWidth(i), c.minimum(i))
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

// layout computes the places of the columns in a view of a width. What is left over goes to the columns that stretch, at first to
// those in which something is cut.
func (c *columns) layout(view float32) {
	c.omit(view)
	widths, shares := c.widths(view), float32(0)
	for i := range c.columns {
		shares += c.share(i)
	}
	c.uncut(widths, view)
	spare := max(0, view-sum(widths))
	c.lefts = append(c.lefts[:0], 0)
	x := float32(0)
	for i := range c.columns {
		x += widths[i]
		if shares > 0 && spare > 1 {
			x += spare * c.share(i) / shares
		}
		c.lefts = append(c.lefts, x)
	}
}

// uncut widens the columns in which something is cut, as far as there is room in a view.
func (c *columns) uncut(widths []float32, view float32) {
	cut := make([]float32, len(widths))
	for i, width := range widths {
		if c.share(i) > 0 {
			cut[i] = max(0, c.fit[c.columns[i].ID]-width)
		}
	}
	all, spare := sum(cut), view-sum(widths)
	if all == 0 || spare <= 0 {
		return
	}
	for i := range widths {
		widths[i] += cut[i] * min(1, spare/all)
	}
}

// widestScrolled is how wide what gives way may be in a grid that has to be scrolled sideways all the same.
const widestScrolled = 240

// widths are those of the columns before what is left over is shared out. Where they are too wide, those that yield give way first, and
// then those that stretch, the widest first: at first as far as their titles are seen whole, then to their MinWidth. What has to be
// scrolled all the same is hardly cut.
func (c *columns) widths(view float32) []float32 {
	var wanted, yielded, titled, least, scrolled []float32
	for i := range c.columns {
		base := c.base(i)
		narrowest := base - c.slack(i)
		wanted = append(wanted, base)
		yielded = append(yielded, c.yielded(i, base, narrowest))
		titled = append(titled, max(narrowest, min(base, c.titleWidth(i))))
		least = append(least, narrowest)
		scrolled = append(scrolled, max(narrowest, min(base, widestScrolled)))
	}
	switch {
	case sum(least) > view+0.5 && c.fitted():
		return scrolled
	case sum(titled) > view:
		return narrowed(titled, least, view)
	case sum(yielded) > view:
		return narrowed(yielded, titled, view)
	default:
		return narrowed(wanted, yielded, view)
	}
}

// yielded is the width of a column before others are cut for it.
func (c *columns) yielded(i int, base, narrowest float32) float32 {
	if column := c.columns[i]; column.Yields {
		return max(narrowest, min(base, max(column.Width, c.titleWidth(i))))
	}
	return base
}

// narrowed returns widths of a sum: the widest become as narrow as the next ones, none narrower than its least.
func narrowed(widths, least []float32, room float32) []float32 {
	at := func(widest float32) []float32 {
		cut := make([]float32, len(widths))
		for i, width := range widths {
			cut[i] = max(least[i], min(width, widest))
		}
		return cut
	}
	if sum(widths) <= room {
		return widths
	}
	const exact = 1.0 / 64 // of a pixel, so that sums of widths are exact
	low, high := 0, int(slices.Max(widths)/exact)
	for high-low > 1 {
		if middle := (low + high) / 2; sum(at(float32(middle)*exact)) > room {
			high = middle
		} else {
			low = middle
		}
	}
	return at(float32(low) * exact)
}

func sum(widths []float32) (all float32) {
	for _, width := range widths {
		all += width
	}
	return all
}

// fitted reports whether the widths are those of what the columns hold.
func (c *columns) fitted() bool { return len(c.fit) > 0 }

const (
	// mostWhole is how wide a column remains before others are left out for it, so that usual names are seen whole.
	mostWhole = 240
	// mostCut is which part of a greater width it gives before that.
	mostCut = 0.25
)

// omit leaves out spare columns until the others fit. One that somebody has chosen, or its width, stays. Once that was decided by what
// the rows hold, it stays so while others come in a view of that width: columns would come and go with every search.
func (c *columns) omit(view float32) {
	if c.decided > 0 && max(view-c.decided, c.decided-view) <= scrollBarWidth && c.narrowest() <= view+0.5 {
		return
	}
	c.decided = 0
	if c.fitted() {
		c.decided = max(0, view)
	}
	c.omitted = map[int]bool{}
	if view <= 0 {
		return // it has no size yet
	}
	needed := float32(0)
	for i := range c.columns {
		needed += c.needed(i)
	}
	for _, i := range c.spare() {
		if needed+c.cutBeside(i) <= view+0.5 {
			return
		}
		needed -= c.needed(i)
		c.omitted[i] = true
	}
}

// narrowest is the width that the columns take at least.
func (c *columns) narrowest() (all float32) {
	for i := range c.columns {
		all += c.base(i) - c.slack(i)
	}
	return all
}

// widestWhole is how wide a column becomes before the spare ones that come before it in their order are shown.
const widestWhole = 600

// cutBeside is how much is cut of the columns that are left out after one: rather than that, it is left out itself.
func (c *columns) cutBeside(i int) (cut float32) {
	for j, column := range c.columns {
		if column.Spare > c.columns[i].Spare {
			cut += max(0, min(c.fit[column.ID], widestWhole)-c.needed(j))
		}
	}
	return cut
}

// needed is the width for which others are left out.
func (c *columns) needed(i int) float32 {
	base, slack := c.base(i), c.slack(i)
	if c.fitted() {
		slack = min(slack, mostCut*base, max(0, base-mostWhole))
	} else { // nothing is known but the titles
		slack = min(slack, max(0, base-c.titleWidth(i)))
	}
	return base - slack
}

// spare returns the columns that can be left out, in their order.
func (c *columns) spare() []int {
	var spare []int
	for i, column := range c.columns {
		_, resized := c.chosen[column.ID]
		if _, chosen := c.hidden[column.ID]; column.Spare > 0 && !chosen && !resized && !slices.Contains(c.kept, column.ID) {
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

func (c *columns) total() float32 { return c.lefts[len(c.lefts)-1] }

func (c *columns) left(i int) float32 { return c.lefts[i] }

func (c *columns) width(i int) float32 { return c.lefts[i+1] - c.lefts[i] }

// room is the width that a cell of a row has: that of its column, and of a wide one also that of those beside it that say nothing.
func (c *columns) room(cells []Cell, i int) float32 {
	end := i + 1
	if cells[c.cells[i]].Wide {
		for end < len(c.columns) && cells[c.cells[end]].Text == "" {
			end++
		}
	}
	return c.lefts[end] - c.lefts[i]
}

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

// widthOf is how wide the cell of a row is that is drawn; 0 of one that is not, or that has the room of others.
func (g *Grid) widthOf(row *drawnRow, column int) float32 {
	if row.number < 0 || !row.loaded {
		return 0
	}
	cell := row.cell(g, column)
	if cell.Wide {
		return 0
	}
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
