package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
)

// Tiles lays objects out side by side, all of one width and, in a row, of one height. Where one would be narrower than Least, there are
// more rows.
type Tiles struct{ Gap, Least float32 }

// columns is how many objects stand in a row.
func (t Tiles) columns(objects []fyne.CanvasObject, width float32) int {
	if len(objects) == 0 {
		return 1
	}
	fit := int((width + t.Gap) / (t.Least + t.Gap))
	columns := max(1, min(fit, len(objects)))
	rows := (len(objects) + columns - 1) / columns
	return (len(objects) + rows - 1) / rows // so that no row has one alone
}

// Layout implements [fyne.Layout].
func (t Tiles) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	columns := t.columns(objects, size.Width)
	width := (size.Width - t.Gap*float32(columns-1)) / float32(columns)
	y := float32(0)
	for first := 0; first < len(objects); first += columns {
		row := objects[first:min(first+columns, len(objects))]
		height := float32(0)
		for _, object := range row {
			height = max(height, HeightAt(object, width))
		}
		for i, object := range row {
			Put(object, float32(i)*(width+t.Gap), y, width, height)
		}
		y += height + t.Gap
	}
}

// MinSize implements [fyne.Layout]. The height is that at the width that the objects have.
func (t Tiles) MinSize(objects []fyne.CanvasObject) fyne.Size {
	width := float32(0)
	if len(objects) > 0 {
		width = objects[0].Size().Width
	}
	columns := 1
	if len(objects) > 1 && objects[1].Position().Y == objects[0].Position().Y && width > 0 {
		columns = 2
		for columns < len(objects) && objects[columns].Position().Y == objects[0].Position().Y {
			columns++
		}
	}
	var least fyne.Size
	for first := 0; first < len(objects); first += columns {
		height := float32(0)
		for _, object := range objects[first:min(first+columns, len(objects))] {
			height = max(height, object.MinSize().Height)
		}
		least.Height += height + t.Gap
	}
	least.Height = max(0, least.Height-t.Gap)
	least.Width = t.Least
	return least
}

// NewColumn lays objects out below each other, each as high as it is at the width of the column.
func NewColumn(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(Column{Gap: gap}, objects...)
}

// AtLeast gives an object a height that it has at least.
func AtLeast(object fyne.CanvasObject, height float32) *fyne.Container {
	room := canvas.NewRectangle(theme.Color(theme.ColorNameNone))
	room.SetMinSize(fyne.NewSize(0, height))
	return container.NewStack(room, object)
}

// NewTelling returns a line of text that is cut where it does not fit, and then says the whole as a tooltip.
func NewTelling(text string, color fyne.ThemeColorName) fyne.CanvasObject {
	return newTellingLabel(text, color, fynetheme.SizeNameText)
}
