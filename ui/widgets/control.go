package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// control is what has the focus and is not typed into: buttons, selects, checks and the sidebar. It lights up under the pointer,
// shows the focus, has a tooltip, and can be disabled.
type control struct {
	widget.DisableableWidget
	buttonRole
	self  fyne.Widget // the widget that embeds this
	body  *fyne.Container
	state pressState
	tip   Tip
}

// pressState is what the pointer and the keyboard do with a control.
type pressState struct{ hovered, pressed, focused bool }

// compose makes the control self, which embeds this, of the objects, from back to front.
func (c *control) compose(self fyne.Widget, parts fyne.Layout, objects ...fyne.CanvasObject) {
	c.self, c.body = self, container.New(parts, objects...)
	c.ExtendBaseWidget(self)
}

// CreateRenderer draws the objects in the state that the control has by now.
func (c *control) CreateRenderer() fyne.WidgetRenderer {
	restyle(c.self)
	return widget.NewSimpleRenderer(c.body)
}

// Refresh draws the objects in the present state.
func (c *control) Refresh() {
	restyle(c.self)
	c.DisableableWidget.Refresh()
}

// SetTooltip sets what is shown while the pointer rests on the widget.
func (c *control) SetTooltip(text string) { c.tip.SetText(text) }

// SetEnabled enables or disables the widget.
func (c *control) SetEnabled(enabled bool) { setEnabled(c.self.(fyne.Disableable), enabled) }

// setEnabled enables or disables, and touches nothing when it is as wanted.
func setEnabled(object fyne.Disableable, enabled bool) {
	switch {
	case enabled && object.Disabled():
		object.Enable()
	case !enabled && !object.Disabled():
		object.Disable()
	}
}

// Disable makes the widget gray, and has it react to nothing.
func (c *control) Disable() {
	c.state.hovered, c.state.pressed = false, false
	c.tip.Hide()
	c.DisableableWidget.Disable()
}

// TypedRune does nothing: no text is typed here.
func (c *control) TypedRune(rune) {}

// KeyDown tells the window of the key.
func (c *control) KeyDown(key *fyne.KeyEvent) { PassKeyDown(c.self, key) }

// KeyUp tells the window of the key.
func (c *control) KeyUp(key *fyne.KeyEvent) { PassKeyUp(c.self, key) }

// FocusGained shows the focus, and the widget if it is scrolled away.
func (c *control) FocusGained() {
	c.change(func(s *pressState) { s.focused = true })
	Reveal(c.self)
}

// FocusLost hides the focus.
func (c *control) FocusLost() { c.change(func(s *pressState) { s.focused, s.pressed = false, false }) }

// MouseIn lights the widget up and waits to show its tooltip.
func (c *control) MouseIn(event *desktop.MouseEvent) {
	c.tip.Show(c.self, event)
	c.change(func(s *pressState) { s.hovered = true })
}

// MouseMoved waits anew to show the tooltip.
func (c *control) MouseMoved(event *desktop.MouseEvent) { c.tip.Show(c.self, event) }

// MouseOut ends what MouseIn began.
func (c *control) MouseOut() {
	c.tip.Hide()
	c.change(func(s *pressState) { s.hovered, s.pressed = false, false })
}

// change draws the widget anew if its state has changed.
func (c *control) change(set func(*pressState)) {
	before := c.state
	set(&c.state)
	if c.state != before && !c.Disabled() {
		c.self.Refresh()
	}
}

// hovering is what lights up under the pointer and is no control of its own: an entry of a menu, of the menu bar or of the sidebar.
type hovering struct {
	hovered bool
	changed func()
}

// MouseIn lights it up.
func (h *hovering) MouseIn(*desktop.MouseEvent) { h.hover(true) }

// MouseMoved does nothing.
func (h *hovering) MouseMoved(*desktop.MouseEvent) {}

// MouseOut ends what MouseIn began.
func (h *hovering) MouseOut() { h.hover(false) }

func (h *hovering) hover(hovered bool) {
	h.hovered = hovered
	h.changed()
}
