package widgets

import (
	"fyne.io/fyne/v2"

	"inventorybeacon/ui/theme"
)

// Aligned is a list of names, each with what stands beside it.
type Aligned struct {
	Composite
	least    float32
	names    []*StatusDot
	contents []fyne.CanvasObject
}

// NewAligned returns an empty list of names with what stands beside each. The column of the names is as wide as the longest of them,
// but at least as wide as least, and takes half of the width at most, beyond which names are cut.
func NewAligned(least float32) *Aligned {
	a := &Aligned{least: least}
	a.Compose(a, Arranged(a.minSize, a.place))
	return a
}

// Add adds a name with what stands beside it.
func (a *Aligned) Add(name *StatusDot, content fyne.CanvasObject) {
	a.names, a.contents = append(a.names, name), append(a.contents, content)
	a.Body.Objects = append(a.Body.Objects, name, content)
	a.place(a.Size())
	a.Refresh()
}

// Len is how many names there are.
func (a *Aligned) Len() int { return len(a.names) }

// nameWidth is the width of the column of the names where there is so much room.
func (a *Aligned) nameWidth(room float32) float32 {
	width := a.least
	for _, name := range a.names {
		width = max(width, name.wholeWidth()+theme.Size(theme.SizeNameGap))
	}
	return min(width, room/2)
}

// alignedGap is between two names.
const alignedGap = 4

func (a *Aligned) minSize() fyne.Size {
	size := fyne.NewSize(a.least, 0)
	for i, content := range a.contents {
		size.Height += max(a.names[i].MinSize().Height, content.MinSize().Height) + alignedGap
	}
	return size
}

func (a *Aligned) place(size fyne.Size) {
	left, y := a.nameWidth(size.Width), float32(0)
	for i, content := range a.contents {
		name := a.names[i].MinSize().Height
		height := HeightAt(content, size.Width-left)
		Put(a.names[i], 0, y, left, name)
		Put(content, left, y, size.Width-left, height)
		y += max(name, height) + alignedGap
	}
}
