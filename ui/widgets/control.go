package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Control is what has the focus and is not typed into: buttons, selects, checks and the sidebar. It lights up under the pointer,
// shows the focus, has a tooltip, and can be disabled.
type Control struct {
	widget.DisableableWidget
	ButtonRole
	self  fyne.Widget // the widget that embeds this
	body  *fyne.Container
	State PressState
	Tip   Tip
}

// PressState is what the pointer and the keyboard do with a control.
type PressState struct{ Hovered, Pressed, Focused bool }

// Compose makes the control self, which embeds this, of the objects, from back to front.
func (c *Control) Compose(self fyne.Widget, parts fyne.Layout, objects ...fyne.CanvasObject) {
	c.self, c.body = self, container.New(parts, objects...)
	c.ExtendBaseWidget(self)
}

// CreateRenderer draws the objects in the state that the control has by now.
func (c *Control) CreateRenderer() fyne.WidgetRenderer {
	restyle(c.self)
	return widget.NewSimpleRenderer(c.body)
}

// Refresh draws the objects in the present state.
func (c *Control) Refresh() {
	restyle(c.self)
	c.DisableableWidget.Refresh()
}

// SetTooltip sets what is shown while the pointer rests on the widget.
func (c *Control) SetTooltip(text string) { c.Tip.SetText(text) }

// SetEnabled enables or disables the widget.
func (c *Control) SetEnabled(enabled bool) { SetEnabled(c.self.(fyne.Disableable), enabled) }

// SetEnabled enables or disables, and touches nothing when it is as wanted.
func SetEnabled(object fyne.Disableable, enabled bool) {
	switch {
	case enabled && object.Disabled():
		object.Enable()
	case !enabled && !object.Disabled():
		object.Disable()
	}
}

// Disable makes the widget gray, and has it react to nothing.
func (c *Control) Disable() {
	c.State.Hovered, c.State.Pressed = false, false
	c.Tip.Hide()
	c.DisableableWidget.Disable()
}

// TypedRune does nothing: no text is typed here.
func (c *Control) TypedRune(rune) {}

// KeyDown tells the window of the key.
func (c *Control) KeyDown(key *fyne.KeyEvent) { PassKeyDown(c.self, key) }

// KeyUp tells the window of the key.
func (c *Control) KeyUp(key *fyne.KeyEvent) { PassKeyUp(c.self, key) }

// FocusGained shows the focus, and the widget if it is scrolled away.
func (c *Control) FocusGained() {
	c.change(func(s *PressState) { s.Focused = true })
	Reveal(c.self)
}

// FocusLost hides the focus.
func (c *Control) FocusLost() { c.change(func(s *PressState) { s.Focused, s.Pressed = false, false }) }

// MouseIn lights the widget up and waits to show its tooltip.
func (c *Control) MouseIn(event *desktop.MouseEvent) {
	c.Tip.Show(c.self, event)
	c.change(func(s *PressState) { s.Hovered = true })
}

// MouseMoved waits anew to show the tooltip.
func (c *Control) MouseMoved(event *desktop.MouseEvent) { c.Tip.Show(c.self, event) }

// MouseOut ends what MouseIn began.
func (c *Control) MouseOut() {
	c.Tip.Hide()
	c.change(func(s *PressState) { s.Hovered, s.Pressed = false, false })
}

// change draws the widget anew if its state has changed.
func (c *Control) change(set func(*PressState)) {
	before := c.State
	set(&c.State)
	if c.State != before && !c.Disabled() {
		c.self.Refresh()
	}
}

// Hovering is what lights up under the pointer and is no control of its own: an entry of a menu, of the menu bar or of the sidebar.
type Hovering struct {
	Hovered bool
	Changed func()
}

// MouseIn lights it up.
func (h *Hovering) MouseIn(*desktop.MouseEvent) { h.hover(true) }

// MouseMoved does nothing.
func (h *Hovering) MouseMoved(*desktop.MouseEvent) {}

// MouseOut ends what MouseIn began.
func (h *Hovering) MouseOut() { h.hover(false) }

func (h *Hovering) hover(hovered bool) {
	h.Hovered = hovered
	h.Changed()
}
