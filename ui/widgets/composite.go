package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"
)

// composite is a widget that consists of other objects and says where they stand. If it has a method restyle, that gives them the
// state that the widget has by now, and is called before they are drawn.
type composite struct {
	widget.BaseWidget
	self fyne.Widget // the widget that embeds this
	body *fyne.Container
}

// restyler is what looks different from state to state.
type restyler interface{ restyle() }

func restyle(self fyne.Widget) {
	if r, ok := self.(restyler); ok {
		r.restyle()
	}
}

// compose makes the widget self, which embeds the composite, of the objects, from back to front.
func (c *composite) compose(self fyne.Widget, parts fyne.Layout, objects ...fyne.CanvasObject) {
	c.self, c.body = self, container.New(parts, objects...)
	c.ExtendBaseWidget(self)
}

// stack makes the widget of objects that lie over each other.
func (c *composite) stack(self fyne.Widget, objects ...fyne.CanvasObject) {
	c.compose(self, layout.NewStackLayout(), objects...)
}

// CreateRenderer draws the objects.
func (c *composite) CreateRenderer() fyne.WidgetRenderer {
	restyle(c.self)
	return widget.NewSimpleRenderer(c.body)
}

// Refresh draws the objects in the present state.
func (c *composite) Refresh() {
	restyle(c.self)
	c.BaseWidget.Refresh()
}

// arranged is a layout that knows its objects by name: the least size, and what places them.
func arranged(minSize func() fyne.Size, place func(size fyne.Size)) fyne.Layout {
	return arrangement{minSize, place}
}

type arrangement struct {
	minSize func() fyne.Size
	place   func(size fyne.Size)
}

// MinSize implements [fyne.Layout].
func (a arrangement) MinSize([]fyne.CanvasObject) fyne.Size { return a.minSize() }

// Layout implements [fyne.Layout].
func (a arrangement) Layout(_ []fyne.CanvasObject, size fyne.Size) { a.place(size) }

// column lays objects out below each other, each as high as it is at the width of the column. Fyne's asks for the height of a text
// before that has been broken into lines at the width.
type column struct{ gap float32 }

// Layout implements [fyne.Layout].
func (l column) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	y := float32(0)
	for _, object := range objects {
		if object.Visible() {
			object.Resize(fyne.NewSize(size.Width, object.Size().Height))
			height := object.MinSize().Height
			Put(object, 0, y, size.Width, height)
			y += height + l.gap
		}
	}
}

// MinSize implements [fyne.Layout].
func (l column) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return layout.NewCustomPaddedVBoxLayout(l.gap).MinSize(objects)
}

// heightAt is the height that an object needs at a width: one with wrapped lines knows it once it has that width.
func heightAt(object fyne.CanvasObject, width float32) float32 {
	if object.Size().Width != width {
		object.Resize(fyne.NewSize(width, object.MinSize().Height))
	}
	return object.MinSize().Height
}

// inRow lays objects out in a row, without space between them but the gap.
func inRow(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(layout.NewCustomPaddedHBoxLayout(gap), objects...)
}

// padded keeps space around an object.
func padded(top, bottom, left, right float32, object fyne.CanvasObject) *fyne.Container {
	return container.New(layout.NewCustomPaddedLayout(top, bottom, left, right), object)
}

// centered puts an object at its least height into the middle of any height.
func centered(object fyne.CanvasObject) *fyne.Container {
	return container.New(layout.NewCustomPaddedVBoxLayout(0), layout.NewSpacer(), object, layout.NewSpacer())
}

// Put moves and resizes an object.
func Put(object fyne.CanvasObject, x, y, width, height float32) {
	object.Move(fyne.NewPos(x, y))
	object.Resize(fyne.NewSize(width, height))
}

// putMinimal moves an object, at its least size, into the middle of a height.
func putMinimal(object fyne.CanvasObject, x, y, height float32) {
	size := object.MinSize()
	Put(object, x, y+(height-size.Height)/2, size.Width, size.Height)
}

// objectsOf is the list of objects of any type.
func objectsOf[T fyne.CanvasObject](list []T) []fyne.CanvasObject {
	objects := make([]fyne.CanvasObject, len(list))
	for i, object := range list {
		objects[i] = object
	}
	return objects
}

// SetVisible shows or hides an object.
func SetVisible(object fyne.CanvasObject, visible bool) {
	if visible {
		object.Show()
	} else {
		object.Hide()
	}
}
