package widgets

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
)

// Check is a box that is ticked or not, with a text at its right. Space ticks it. Fyne's check draws its focus as a disk around
// the box, takes more room, cannot be marked as wrong, and gives no key to the dialog in which it stands.
type Check struct {
	control
	named
	Text      string
	OnChanged func(checked bool)

	checked, wrong bool
	box, ring      *box
	tick           *icon
	label          *label
}

// NewCheck returns an unticked box.
func NewCheck(text string, changed func(checked bool)) *Check {
	c := &Check{Text: text, OnChanged: changed}
	c.box, c.ring = newBox("", ""), newBox("", fynetheme.ColorNamePrimary)
	c.box.rect.CornerRadius, c.ring.rect.CornerRadius = 2, 2
	c.tick = newIcon("", "", checkBox)
	c.label = newLabel(text, "", fynetheme.SizeNameText)
	c.box.rect.SetMinSize(fyne.NewSquareSize(checkBox))
	strut := canvas.NewRectangle(color.Transparent)
	strut.SetMinSize(fyne.NewSize(0, ControlHeight()-4))
	named := container.NewStack(strut, padded(2, 2, 0, 0, c.ring), padded(0, 0, 4, 4, c.label))
	c.compose(c, layout.NewCustomPaddedHBoxLayout(checkGap-4), centered(container.NewStack(c.box, c.tick)), named)
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
	c.tip.Hide()
	FocusOn(c)
	c.toggle()
}

func (c *Check) toggle() {
	c.SetChecked(!c.checked)
	if c.OnChanged != nil {
		c.OnChanged(c.checked)
	}
}

// TypedKey ticks or unticks the box on Space.
func (c *Check) TypedKey(key *fyne.KeyEvent) {
	if key.Name == fyne.KeySpace {
		c.toggle()
		return
	}
	PassKey(c, key)
}

const (
	checkBox = 15
	checkGap = 7
)

func (c *Check) restyle() {
	fill, border, text := fieldColors(c.Disabled(), c.state.hovered || c.state.focused, c.wrong)
	tick := theme.ColorNameOnPrimary
	switch {
	case c.Disabled():
		tick = text
	case c.checked && c.wrong:
		fill = theme.ColorNamePrimaryButton
	case c.checked:
		fill, border = theme.ColorNamePrimaryButton, theme.ColorNamePrimaryButton
	}
	focused := c.state.focused && !c.Disabled()
	c.box.setFocus(fill, border, focused && c.Text == "")
	c.ring.Hidden = !focused || c.Text == ""
	c.tick.set("check", tick)
	c.tick.Hidden = !c.checked
	c.label.setText(c.Text)
	c.label.setColor(text)
}

// AccessibilityLabel is the text, or else the name of the row, and whether the box is ticked.
func (c *Check) AccessibilityLabel() string { return said(cmp.Or(c.Text, c.name), ticked(c.checked)) }
