package dialog

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/form"
)

// laidOut is how a dialog was placed last: in a window of a size, and how high its content could be.
type laidOut struct {
	window      fyne.Size
	top, height float32
}

// heightNow is how high the content can be now. That of a form is higher from the beginning, by room for problems; what does not
// fit into it scrolls. A form never becomes lower while the window keeps its size.
func (o *overlay) heightNow(window fyne.Size, inner, most float32) float32 {
	if o.height > 0 {
		return min(o.height, most)
	}
	height := widgets.HeightAt(o.content, inner)
	for _, form := range formsIn(o.content) {
		height -= form.ProblemsHeight()
	}
	height = float32(math.Ceil(float64(height))) + spareOf(o.content)
	if o.laidOut.window == window && len(formsIn(o.content)) > 0 {
		height = max(height, o.laidOut.height)
	} else {
		height += roomForProblems(o.content)
	}
	return min(height, most)
}

// roomForProblems is what a dialog keeps below its forms: a line for each field in which something is typed, but two at least and
// four at most.
func roomForProblems(content fyne.CanvasObject) float32 {
	typed := 0
	for _, form := range formsIn(content) {
		typed += form.TypedRows()
	}
	if typed == 0 {
		return 0
	}
	return problemLine * float32(min(max(typed, 2), 4))
}

// NewAround lays the parts of a dialog out below each other, one of which is a list: that is so high where the window has room, and else
// gives way, so that what stands around it can be seen.
func NewAround(gap float32, list fyne.CanvasObject, height float32, parts ...fyne.CanvasObject) *fyne.Container {
	return container.New(around{widgets.Column{Gap: gap}, list, height}, parts...)
}

// around is a column in which a list takes what the others leave.
type around struct {
	widgets.Column
	list   fyne.CanvasObject
	height float32 // of the list, where there is room
}

// spareOf is how much more than its least height a content would like to have.
func spareOf(content fyne.CanvasObject) float32 {
	if c, is := content.(*fyne.Container); is {
		if a, is := c.Layout.(around); is && a.list.Visible() {
			return max(0, a.height-a.list.MinSize().Height)
		}
	}
	return 0
}

// Layout implements [fyne.Layout].
func (a around) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	a.Column.Layout(objects, size)
	more := size.Height - a.MinSize(objects).Height
	if more <= 0 {
		return
	}
	below := false
	for _, object := range objects {
		if below {
			object.Move(object.Position().AddXY(0, more))
		}
		if object == a.list {
			object.Resize(object.Size().AddWidthHeight(0, more))
			below = true
		}
	}
}

// formsIn are the forms that a content consists of.
func formsIn(content fyne.CanvasObject) (forms []*form.Form) {
	switch o := content.(type) {
	case *form.Form:
		return []*form.Form{o}
	case *fyne.Container:
		for _, object := range o.Objects {
			forms = append(forms, formsIn(object)...)
		}
	}
	return forms
}
