package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
)

// Check is a box that is ticked or not, with a text at its right. Space ticks it.
type Check struct {
	control
	Text      string
	OnChanged func(checked bool)

	checked, wrong bool
}

// NewCheck returns an unticked box.
func NewCheck(text string, changed func(checked bool)) *Check {
	c := &Check{Text: text, OnChanged: changed}
	c.extend(c)
	return c
}

// Checked says whether the box is ticked.
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
	c.tip.hide()
	focusOn(c)
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
	passKey(c, key)
}

// CreateRenderer draws the box and its text.
func (c *Check) CreateRenderer() fyne.WidgetRenderer {
	c.ExtendBaseWidget(c)
	r := &checkRenderer{
		check: c, ring: canvas.NewRectangle(nil), box: canvas.NewRectangle(nil),
		tick: canvas.NewImageFromResource(nil), text: canvas.NewText("", nil),
	}
	r.Refresh()
	return r
}

const (
	checkBox = 15
	checkGap = 7
)

type checkRenderer struct {
	check     *Check
	ring, box *canvas.Rectangle
	tick      *canvas.Image
	text      *canvas.Text
}

func (r *checkRenderer) Destroy() {}

func (r *checkRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ring, r.box, r.tick, r.text}
}

func (r *checkRenderer) MinSize() fyne.Size {
	width := float32(checkBox)
	if r.check.Text != "" {
		width += checkGap + r.text.MinSize().Width + 4
	}
	return fyne.NewSize(width, controlHeight()-4)
}

func (r *checkRenderer) Layout(size fyne.Size) {
	box := fyne.NewPos(0, (size.Height-checkBox)/2)
	r.box.Move(box)
	r.box.Resize(fyne.NewSquareSize(checkBox))
	r.tick.Move(box)
	r.tick.Resize(fyne.NewSquareSize(checkBox))
	place(r.text, fyne.NewPos(checkBox+checkGap, 0), fyne.NewSize(r.text.MinSize().Width, size.Height))
	r.ring.Move(fyne.NewPos(checkBox+checkGap-4, 2))
	r.ring.Resize(fyne.NewSize(r.text.MinSize().Width+8, size.Height-4))
}

func (r *checkRenderer) Refresh() {
	c := r.check
	fill, border, text, tick := fynetheme.ColorNameInputBackground, fynetheme.ColorNameInputBorder, fynetheme.ColorNameForeground, theme.ColorNameOnPrimary
	switch {
	case c.Disabled():
		fill, border, text, tick = theme.ColorNameDisabledInput, theme.ColorNameBorder, fynetheme.ColorNameDisabled, fynetheme.ColorNameDisabled
	case c.checked:
		fill, border = theme.ColorNamePrimaryButton, theme.ColorNamePrimaryButton
	case c.state.hovered, c.state.focused:
		border = fynetheme.ColorNamePrimary
	}
	if c.wrong {
		border = theme.ColorNameErrorText
	}
	r.box.FillColor, r.box.StrokeColor, r.box.StrokeWidth, r.box.CornerRadius = theme.Color(fill), theme.Color(border), 1, 2
	r.ring.StrokeWidth, r.ring.CornerRadius = 1, 2
	r.ring.StrokeColor = theme.Color(fynetheme.ColorNamePrimary)
	r.ring.Hidden = !c.state.focused || c.Disabled() || c.Text == ""
	r.tick.Hidden = !c.checked
	setIcon(r.tick, "check", tick)
	r.text.Text = c.Text
	restyle(r.text, text, fynetheme.SizeNameText)
	r.box.Refresh()
	r.ring.Refresh()
	r.Layout(c.Size())
}
