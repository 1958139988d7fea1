package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// composite is a widget that consists of other objects and says where they stand.
type composite struct {
	widget.BaseWidget
	body *fyne.Container
}

// compose makes the widget self, which embeds the composite, of the objects, from back to front.
func (c *composite) compose(self fyne.Widget, parts arrangement, objects ...fyne.CanvasObject) {
	c.body = container.New(parts, objects...)
	c.ExtendBaseWidget(self)
}

// CreateRenderer draws the objects.
func (c *composite) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(c.body) }

// arrangement is a layout that knows its objects by name.
type arrangement struct {
	minSize func() fyne.Size
	place   func(size fyne.Size)
}

// MinSize implements [fyne.Layout].
func (a arrangement) MinSize([]fyne.CanvasObject) fyne.Size { return a.minSize() }

// Layout implements [fyne.Layout].
func (a arrangement) Layout(_ []fyne.CanvasObject, size fyne.Size) { a.place(size) }

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
