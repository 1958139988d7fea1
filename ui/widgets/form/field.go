package form

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
)

// Field is what stands in a row of a form: something with a value that can be focused, disabled and marked as wrong.
type Field interface {
	fyne.Widget
	fyne.Focusable
	fyne.Disableable
	// SetProblem draws the field's border red, or as usual again.
	SetProblem(wrong bool)
	// entered is what the field holds, as a text.
	entered() string
	// onEdit says what is called after that may have become another one.
	onEdit(edited func())
}

// editable is a field that tells when what it holds may have become another one.
type editable struct{ edited func() }

func (e *editable) onEdit(edited func()) { e.edited = edited }

func (e *editable) tellEdit() {
	if e.edited != nil {
		e.edited()
	}
}

// named is a field that is called as the row of the form in which it stands.
type named struct{ name string }

func (n *named) setName(name string) { n.name = name }

// fieldColors says how a field looks in a state.
func fieldColors(disabled, focused, wrong bool) (fill, border, text fyne.ThemeColorName) {
	fill, border, text = fynetheme.ColorNameInputBackground, fynetheme.ColorNameInputBorder, fynetheme.ColorNameForeground
	switch {
	case disabled:
		fill, border, text = theme.ColorNameDisabledInput, theme.ColorNameDisabledBorder, fynetheme.ColorNameDisabled
	case focused:
		border = fynetheme.ColorNamePrimary
	}
	if wrong {
		border = theme.ColorNameErrorText
	}
	return fill, border, text
}
