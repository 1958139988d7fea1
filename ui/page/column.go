package page

import (
	"fyne.io/fyne/v2"

	"inventorybeacon/ui/widgets"
)

// columnGap is the space between the parts of a page.
const columnGap = 8

// ListHeight is that of a list which is of use: its titles, four rows and a scroll bar.
func ListHeight() float32 { return 5*widgets.ControlHeight() + 18 }

// Column lays the parts of a page out below each other, in the order of the screen, which is also that of Tab: the main one has the
// height that the others leave. Where that is not enough for a list, those of the others that can take less room do, from the first on.
func Column(main fyne.CanvasObject, parts ...fyne.CanvasObject) fyne.CanvasObject {
	return &fyne.Container{Layout: column{main}, Objects: parts}
}

// Yielding is a part of a [Column] that is left out where there is no room for it and a list.
func Yielding(part fyne.CanvasObject) fyne.CanvasObject {
	return &fyne.Container{Layout: &yielding{}, Objects: []fyne.CanvasObject{part}}
}

// folding lays out a part of a page that can take less room, such as a bar of buttons, the last of which go into a menu.
type folding interface {
	fyne.Layout
	// Fold has the part take as little room as it can, or as much as it likes.
	Fold(folded bool)
	// Folded is the least size that the part can have.
	Folded(objects []fyne.CanvasObject) fyne.Size
}

func foldingOf(part fyne.CanvasObject) (layout folding, objects []fyne.CanvasObject) {
	if c, is := part.(*fyne.Container); is {
		layout, _ = c.Layout.(folding)
		objects = c.Objects
	}
	return layout, objects
}

type column struct{ main fyne.CanvasObject }

// Layout implements [fyne.Layout].
func (c column) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	c.fold(objects, size)
	y, left := float32(0), size.Height-c.others(objects)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		height := o.MinSize().Height
		if o == c.main {
			height = max(height, left)
		}
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(size.Width, height))
		if height > 0 {
			y += height + columnGap
		}
	}
}

// fold gives the parts the width, and has as many of them take less room as a list needs.
func (c column) fold(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Resize(fyne.NewSize(size.Width, o.Size().Height)) // the height of a row that wraps follows
		foldTo(o, false)
	}
	for _, o := range objects {
		if size.Height-c.others(objects) >= c.wanted() {
			return
		}
		foldTo(o, true)
	}
}

// foldTo folds or unfolds a part that can be, and lays it out even where it keeps its size.
func foldTo(part fyne.CanvasObject, folded bool) {
	if layout, objects := foldingOf(part); layout != nil {
		layout.Fold(folded)
		layout.Layout(objects, part.Size())
	}
}

// wanted is the height that the main part is of use with.
func (c column) wanted() float32 {
	if split, is := c.main.(*widgets.Split); is {
		return split.Wanted()
	}
	return ListHeight()
}

// others is the height of all parts but the main one, with the gaps.
func (c column) others(objects []fyne.CanvasObject) (height float32) {
	for _, o := range objects {
		if least := o.MinSize().Height; o.Visible() && o != c.main && least > 0 {
			height += least + columnGap
		}
	}
	return height
}

// MinSize implements [fyne.Layout].
func (c column) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var least fyne.Size
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		size := o.MinSize()
		if layout, parts := foldingOf(o); layout != nil {
			size = layout.Folded(parts)
		}
		least.Width = max(least.Width, size.Width)
		if size.Height > 0 {
			least.Height += size.Height + columnGap
		}
	}
	least.Height = max(0, least.Height-columnGap)
	return least
}

// yielding lays a part out that may be left out.
type yielding struct{ out bool }

// Fold implements [folding].
func (y *yielding) Fold(folded bool) { y.out = folded }

// Folded implements [folding].
func (y *yielding) Folded([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// MinSize implements [fyne.Layout].
func (y *yielding) MinSize(objects []fyne.CanvasObject) fyne.Size {
	if y.out {
		return fyne.Size{}
	}
	return objects[0].MinSize()
}

// Layout implements [fyne.Layout].
func (y *yielding) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	widgets.SetVisible(objects[0], !y.out)
	objects[0].Resize(size)
}
