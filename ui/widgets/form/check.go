package form

import (
	"cmp"
	"image/color"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
)

// Check is a box that is ticked or not, with a text at its right. Space ticks it. Fyne's check draws its focus as a disk around
// the box, takes more room, cannot be marked as wrong, and gives no key to the dialog in which it stands.
type Check struct {
	widgets.Control
	named
	editable
	Text      string
	OnChanged func(checked bool)

	checked, wrong bool
	box, ring      *widgets.Box
	tick           *widgets.Icon
	label          *widgets.Label
}

// NewCheck returns an unticked box.
func NewCheck(text string, changed func(checked bool)) *Check {
	c := &Check{Text: text, OnChanged: changed}
	c.box, c.ring = widgets.NewBox("", ""), widgets.NewBox("", fynetheme.ColorNamePrimary)
	c.box.Rect.CornerRadius, c.ring.Rect.CornerRadius = 2, 2
	c.tick = widgets.NewIcon("", "", checkBox)
	c.label = widgets.NewLabel(text, "", fynetheme.SizeNameText)
	c.box.Rect.SetMinSize(fyne.NewSquareSize(checkBox))
	strut := canvas.NewRectangle(color.Transparent)
	strut.SetMinSize(fyne.NewSize(0, widgets.ControlHeight()-4))
	named := container.NewStack(strut, widgets.Padded(2, 2, 0, 0, c.ring), widgets.Padded(0, 0, 4, 4, c.label))
	c.Compose(c, layout.NewCustomPaddedHBoxLayout(checkGap-4), widgets.Centered(container.NewStack(c.box, c.tick)), named)
	return c
}

// Checked reports whether the box is ticked.
func (c *Check) Checked() bool { return c.checked }

func (c *Check) entered() string { return strconv.FormatBool(c.checked) }

// SetChecked ticks the box or not, without calling OnChanged.
func (c *Check) SetChecked(checked bool) {
	if c.checked != checked {
		c.checked = checked
		c.Refresh()
	}
}

// SetProblem draws the box red, or as usual again.
func (c *Check) SetProblem(wrong bool) {
	c.wrong = wrong
	c.Refresh()
}

// Tapped ticks or unticks the box.
func (c *Check) Tapped(*fyne.PointEvent) {
	if c.Disabled() {
		return
	}
	c.Tip.Hide()
	widgets.FocusOn(c)
	c.toggle()
}

func (c *Check) toggle() {
	c.SetChecked(!c.checked)
	if c.OnChanged != nil {
		c.OnChanged(c.checked)
	}
	c.tellEdit()
}

// TypedKey ticks or unticks the box on Space.
func (c *Check) TypedKey(key *fyne.KeyEvent) {
	if key.Name == fyne.KeySpace {
		c.toggle()
		return
	}
	widgets.PassKey(c, key)
}

const (
	checkBox = 15
	checkGap = 7
)

// Restyle draws the box as it stands.
func (c *Check) Restyle() {
	fill, border, text := fieldColors(c.Disabled(), c.State.Hovered || c.State.Focused, c.wrong)
	tick := theme.ColorNameOnPrimary
	switch {
	case c.Disabled():
		tick = text
	case c.checked && c.wrong:
		fill = theme.ColorNamePrimaryButton
	case c.checked:
		fill, border = theme.ColorNamePrimaryButton, theme.ColorNamePrimaryButton
	}
	focused := c.State.Focused && !c.Disabled()
	c.box.SetFocus(fill, border, focused && c.Text == "")
	c.ring.Hidden = !focused || c.Text == ""
	c.tick.Set("check", tick)
	c.tick.Hidden = !c.checked
	c.label.SetText(c.Text)
	c.label.SetColor(text)
}

// AccessibilityLabel is the text, or else the name of the row, and whether the box is ticked.
func (c *Check) AccessibilityLabel() string {
	return widgets.Said(cmp.Or(c.Text, c.name), widgets.Ticked(c.checked))
}
