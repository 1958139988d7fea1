package form

import (
	"cmp"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
)

// storedMark stands for a secret that is stored and not shown.
const storedMark = "••••••••"

// SetPlaceHolder sets what an empty field says of itself, in gray. Fyne's own is not cut with an ellipsis.
func (e *Entry) SetPlaceHolder(text string) {
	if e.hint != text {
		e.hint = text
		e.Refresh()
	}
}

// SetStored sets what the field stands for without showing it, such as whose a stored secret is; nothing for what is not stored. It
// looks like a value, until something is typed.
func (e *Entry) SetStored(text string) {
	if e.stored != text {
		e.stored = text
		e.Refresh()
	}
}

// Says is what an empty field shows: what is stored, or else its placeholder.
func (e *Entry) Says() string { return cmp.Or(e.stored, e.hint) }

// SetTooltip sets what is said while the pointer rests on the field.
func (e *Entry) SetTooltip(text string) { e.said = text }

// Tooltip is what is said while the pointer rests on the field: what it says of itself where there is no room for all of it, or else
// what was set.
func (e *Entry) Tooltip() string {
	if e.says == nil || !e.says.Visible() {
		return e.said
	}
	return cmp.Or(e.says.Whole(), e.said)
}

// MouseIn waits to show the tooltip.
func (e *Entry) MouseIn(event *desktop.MouseEvent) {
	e.tip.SetText(e.Tooltip())
	e.tip.Show(e.self, event)
}

// MouseMoved waits anew to show the tooltip.
func (e *Entry) MouseMoved(event *desktop.MouseEvent) { e.MouseIn(event) }

// MouseOut ends what MouseIn began.
func (e *Entry) MouseOut() { e.tip.Hide() }

// say draws what the field says of itself, if anything.
func (e *Entry) say() {
	text, color := e.Says(), fynetheme.ColorNamePlaceHolder
	switch {
	case e.stored == "":
	case e.Password && e.Disabled():
		text, color = storedMark+"  "+text, fynetheme.ColorNameDisabled
	case e.Password:
		text, color = storedMark+"  "+text, fynetheme.ColorNameForeground
	default: // nothing is typed into it
		color = fynetheme.ColorNameForeground
	}
	e.says.Text, e.says.Color = text, color
	e.says.Hidden = e.Text != "" || text == ""
	e.says.Refresh()
}

// placeSays puts it where Fyne draws the first letter of a text.
func (e *Entry) placeSays(size fyne.Size) {
	left, right := theme.Size(fynetheme.SizeNameInnerPadding), theme.Size(fynetheme.SizeNameInnerPadding)
	if e.ActionItem != nil {
		right += e.ActionItem.MinSize().Width
	}
	widgets.Put(e.says, left, 0, max(0, size.Width-left-right), size.Height)
}
