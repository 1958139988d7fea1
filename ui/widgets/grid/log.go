package grid

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/menu"
)

// Log is a list of any number of lines that stays at its last line while that is seen. A right click offers to copy.
type Log struct {
	widget.BaseWidget
	grid  *Grid
	lines []Cell
	rows  Rows    // the lines, broken where they are too long
	of    []int   // the line of each row
	width float32 // at which they were broken
}

// NewLog returns a list without lines.
func NewLog() *Log {
	v := &Log{grid: newPlain(Column{ID: "line", Stretch: 1})}
	v.grid.OnContextMenu = v.offerCopy
	v.ExtendBaseWidget(v)
	return v
}

// LineHeight is the height of a line.
func (v *Log) LineHeight() float32 { return v.grid.rowHeight() }

// Append adds lines at the end.
func (v *Log) Append(lines ...Cell) {
	_, last := v.grid.VisibleRows()
	follow := last >= len(v.rows)-1
	for _, line := range lines {
		v.lines = append(v.lines, line)
		v.addRows(len(v.lines) - 1)
	}
	v.grid.data = v.rows
	v.grid.Refresh()
	if follow {
		v.grid.ScrollTo(len(v.rows) - 1)
	}
}

// continuation is how far the rows of a line are moved to the right that are not its first.
const continuation = 16

// addRows adds the rows of a line: as many as it needs at the present width.
func (v *Log) addRows(number int) {
	line := v.lines[number]
	text := []string{line.Text}
	if v.width > 4*continuation {
		text = widgets.Wrap(line.Text, v.width-continuation-1, line.style())
	}
	for i, part := range text {
		row := line
		row.Text = part
		if i > 0 {
			row.Indent += continuation
		}
		v.rows, v.of = append(v.rows, []Cell{row}), append(v.of, number)
	}
}

// Resize breaks the lines anew where the width has changed.
func (v *Log) Resize(size fyne.Size) {
	v.BaseWidget.Resize(size)
	if width := size.Width - scrollBarWidth; width != v.width {
		v.width, v.rows, v.of = width, nil, nil
		for number := range v.lines {
			v.addRows(number)
		}
		v.grid.data = v.rows
		v.grid.Refresh()
	}
}

// Clear removes all lines.
func (v *Log) Clear() {
	v.lines, v.rows, v.of = nil, nil, nil
	v.grid.SetData(v.rows)
}

// Text returns all lines.
func (v *Log) Text() string {
	var text strings.Builder
	for _, line := range v.lines {
		text.WriteString(line.Text + "\n")
	}
	return text.String()
}

func (v *Log) offerCopy(row int, at fyne.Position) {
	c := widgets.CanvasOf(v)
	if c == nil || len(v.lines) == 0 {
		return
	}
	clipboard := fyne.CurrentApp().Clipboard()
	copies := fyne.NewMenu("")
	if row >= 0 {
		copies.Items = append(copies.Items, fyne.NewMenuItem(lang.L("Copy Line"), func() { clipboard.SetContent(v.lines[v.of[row]].Text) }))
	}
	copies.Items = append(copies.Items, fyne.NewMenuItem(lang.L("Copy All"), func() { clipboard.SetContent(v.Text()) }))
	menu.Show(c, copies, at)
}

// CreateRenderer draws the lines.
func (v *Log) CreateRenderer() fyne.WidgetRenderer {
	v.ExtendBaseWidget(v)
	return widget.NewSimpleRenderer(v.grid)
}
