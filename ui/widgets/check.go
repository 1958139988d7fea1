package widgets

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
)

// Check is a box that is ticked or not, with a text at its right. Space ticks it. Fyne's check draws its focus as a disk around
// the box, takes more room, cannot be marked as wrong, and gives no key to the dialog in which it stands.
type Check struct {
	control
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
	c.compose(c, arrangement{c.minSize, c.place}, c.ring, c.box, c.tick, c.label)
	return c
}

// Checked reports whether the box is ticked.
func (c *Check) Checked() bool { return c.checked }

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

func (c *Check) minSize() fyne.Size {
	width := float32(checkBox)
	if c.Text != "" {
		width += checkGap + c.label.MinSize().Width + 4
	}
	return fyne.NewSize(width, ControlHeight()-4)
}

func (c *Check) place(size fyne.Size) {
	width := c.label.MinSize().Width
	Put(c.box, 0, (size.Height-checkBox)/2, checkBox, checkBox)
	Put(c.tick, 0, (size.Height-checkBox)/2, checkBox, checkBox)
	Put(c.label, checkBox+checkGap, 0, width, size.Height)
	Put(c.ring, checkBox+checkGap-4, 2, width+8, size.Height-4)
}

// Refresh draws the box in its present state.
func (c *Check) Refresh() {
	c.restyle()
	c.control.Refresh()
}

func (c *Check) restyle() {
	fill, border := fynetheme.ColorNameInputBackground, fynetheme.ColorNameInputBorder
	text, tick := fynetheme.ColorNameForeground, theme.ColorNameOnPrimary
	switch {
	case c.Disabled():
		fill, border = theme.ColorNameDisabledInput, theme.ColorNameBorder
		text, tick = fynetheme.ColorNameDisabled, fynetheme.ColorNameDisabled
	case c.checked:
		fill, border = theme.ColorNamePrimaryButton, theme.ColorNamePrimaryButton
	case c.state.hovered, c.state.focused:
		border = fynetheme.ColorNamePrimary
	}
	if c.wrong {
		border = theme.ColorNameErrorText
	}
	c.box.set(fill, border)
	c.ring.Hidden = !c.state.focused || c.Disabled() || c.Text == ""
	c.tick.set("check", tick)
	c.tick.Hidden = !c.checked
	c.label.setText(c.Text)
	c.label.setColor(text)
}
