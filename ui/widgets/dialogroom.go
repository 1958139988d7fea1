package widgets

import (
	"math"
	"slices"

	"fyne.io/fyne/v2"
)

// laidOut is how a dialog was placed last: in a window of a size, and how high its content could be.
type laidOut struct {
	window      fyne.Size
	top, height float32
}

// heightNow is how high the content can be now. That of a form is higher from the beginning, by room for problems; what does not
// fit into it scrolls. A form never becomes lower while the window keeps its size.
func (o *dialogOverlay) heightNow(window fyne.Size, inner, most float32) float32 {
	if o.height > 0 {
		return min(o.height, most)
	}
	height := heightAt(o.content, inner)
	for _, form := range formsIn(o.content) {
		height -= form.problemsHeight()
	}
	height = float32(math.Ceil(float64(height)))
	switch {
	case o.laidOut.window == window && len(formsIn(o.content)) > 0:
		height = max(height, o.laidOut.height)
	case slices.ContainsFunc(formsIn(o.content), (*Form).isTyped):
		height += problemRoom
	}
	return min(height, most)
}

// formsIn are the forms that a content consists of.
func formsIn(content fyne.CanvasObject) (forms []*Form) {
	switch o := content.(type) {
	case *Form:
		return []*Form{o}
	case *fyne.Container:
		for _, object := range o.Objects {
			forms = append(forms, formsIn(object)...)
		}
	}
	return forms
}
