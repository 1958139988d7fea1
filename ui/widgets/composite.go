package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"
)

// Composite is a widget that consists of other objects and says where they stand. If it has a method Restyle, that gives them the
// state that the widget has by now, and is called before they are drawn.
type Composite struct {
	widget.BaseWidget
	self fyne.Widget // the widget that embeds this
	Body *fyne.Container
}

// restyler is what looks different from state to state.
type restyler interface{ Restyle() }

func restyle(self fyne.Widget) {
	if r, ok := self.(restyler); ok {
		r.Restyle()
	}
}

// Compose makes the widget self, which embeds the composite, of the objects, from back to front.
func (c *Composite) Compose(self fyne.Widget, parts fyne.Layout, objects ...fyne.CanvasObject) {
	c.self, c.Body = self, container.New(parts, objects...)
	c.ExtendBaseWidget(self)
}

// Stack makes the widget of objects that lie over each other.
func (c *Composite) Stack(self fyne.Widget, objects ...fyne.CanvasObject) {
	c.Compose(self, layout.NewStackLayout(), objects...)
}

// CreateRenderer draws the objects.
func (c *Composite) CreateRenderer() fyne.WidgetRenderer {
	restyle(c.self)
	return widget.NewSimpleRenderer(c.Body)
}

// Refresh draws the objects in the present state.
func (c *Composite) Refresh() {
	restyle(c.self)
	c.BaseWidget.Refresh()
}

// Arranged is a layout that knows its objects by name: the least size, and what places them.
func Arranged(minSize func() fyne.Size, place func(size fyne.Size)) fyne.Layout {
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

// Column lays objects out below each other, each as high as it is at the width of the column. Fyne's asks for the height of a text
// before that has been broken into lines at the width.
type Column struct{ Gap float32 }

// Layout implements [fyne.Layout].
func (l Column) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	y := float32(0)
	for _, object := range objects {
		if object.Visible() {
			object.Resize(fyne.NewSize(size.Width, object.Size().Height))
			height := object.MinSize().Height
			Put(object, 0, y, size.Width, height)
			y += height + l.Gap
		}
	}
}

// MinSize implements [fyne.Layout].
func (l Column) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return layout.NewCustomPaddedVBoxLayout(l.Gap).MinSize(objects)
}

// HeightAt is the height that an object needs at a width: one with wrapped lines knows it once it has that width.
func HeightAt(object fyne.CanvasObject, width float32) float32 {
	if object.Size().Width != width {
		object.Resize(fyne.NewSize(width, object.MinSize().Height))
	}
	return object.MinSize().Height
}

// InRow lays objects out in a row, without space between them but the gap.
func InRow(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(layout.NewCustomPaddedHBoxLayout(gap), objects...)
}

// Padded keeps space around an object.
func Padded(top, bottom, left, right float32, object fyne.CanvasObject) *fyne.Container {
	return container.New(layout.NewCustomPaddedLayout(top, bottom, left, right), object)
}

// Centered puts an object at its least height into the middle of any height.
func Centered(object fyne.CanvasObject) *fyne.Container {
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

// ObjectsOf is the list of objects of any type.
func ObjectsOf[T fyne.CanvasObject](list []T) []fyne.CanvasObject {
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
