package widgets

import "fyne.io/fyne/v2"

// Field is what stands in a row of a form: something with a value that can be focused, disabled and marked as wrong.
type Field interface {
	fyne.Widget
	fyne.Focusable
	fyne.Disableable
	// SetProblem draws the field's border red, or as usual again.
	SetProblem(wrong bool)
}
