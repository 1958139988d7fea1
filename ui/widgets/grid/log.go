package grid

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"inventorybeacon/ui/widgets"
)

// Log is a list of any number of lines that stays at its last line while that is seen. A right click offers to copy.
type Log struct {
	widget.BaseWidget
	grid  *Grid
	lines Rows
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
	follow := last >= len(v.lines)-1
	for _, line := range lines {
		v.lines = append(v.lines, []Cell{line})
	}
	v.grid.data = v.lines
	v.grid.Refresh()
	if follow {
		v.grid.ScrollTo(len(v.lines) - 1)
	}
}

// Clear removes all lines.
func (v *Log) Clear() {
	v.lines = nil
	v.grid.SetData(v.lines)
}

// Text returns all lines.
func (v *Log) Text() string {
	var text strings.Builder
	for _, line := range v.lines {
		text.WriteString(line[0].Text + "\n")
	}
	return text.String()
}

func (v *Log) offerCopy(row int, at fyne.Position) {
	c := widgets.CanvasOf(v)
	if c == nil || len(v.lines) == 0 {
		return
	}
	clipboard := fyne.CurrentApp().Clipboard()
	menu := fyne.NewMenu("")
	if row >= 0 {
		menu.Items = append(menu.Items, fyne.NewMenuItem(lang.L("Copy line"), func() { clipboard.SetContent(v.lines[row][0].Text) }))
	}
	menu.Items = append(menu.Items, fyne.NewMenuItem(lang.L("Copy all"), func() { clipboard.SetContent(v.Text()) }))
	widgets.ShowMenu(c, menu, at)
}

// CreateRenderer draws the lines.
func (v *Log) CreateRenderer() fyne.WidgetRenderer {
	v.ExtendBaseWidget(v)
	return widget.NewSimpleRenderer(v.grid)
}
