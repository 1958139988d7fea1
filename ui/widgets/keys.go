package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// keyHandler is an overlay, such as a dialog, that wants the keys its focused part does not use.
type keyHandler interface {
	handleKey(*fyne.KeyEvent)
}

// canvasOf returns the canvas on which a widget stands, or nil. Fyne knows it only once
// the widget has been painted, and keys come sooner to what has just got the focus.
func canvasOf(object fyne.CanvasObject) fyne.Canvas {
	driver := fyne.CurrentApp().Driver()
	if c := driver.CanvasForObject(object); c != nil {
		return c
	}
	for _, w := range driver.AllWindows() {
		if focused, ok := w.Canvas().Focused().(fyne.CanvasObject); ok && focused == object {
			return w.Canvas()
		}
	}
	return nil
}

// passKey hands a key that a focused widget does not use to the dialog it stands in, or to the window.
// That is how Enter accepts and Esc cancels a dialog whichever of its fields has the focus.
func passKey(from fyne.CanvasObject, key *fyne.KeyEvent) {
	c := canvasOf(from)
	if c == nil {
		return
	}
	if handler, ok := c.Overlays().Top().(keyHandler); ok {
		handler.handleKey(key)
	} else if handle := c.OnTypedKey(); handle != nil && !Covered(c) {
		handle(key)
	}
}

// passKeyDown tells the window that a key went down, which Fyne tells only the focused widget.
func passKeyDown(from fyne.CanvasObject, key *fyne.KeyEvent) {
	if c, ok := canvasOf(from).(desktop.Canvas); ok && c.OnKeyDown() != nil {
		c.OnKeyDown()(key)
	}
}

// passKeyUp tells the window that a key was released.
func passKeyUp(from fyne.CanvasObject, key *fyne.KeyEvent) {
	if c, ok := canvasOf(from).(desktop.Canvas); ok && c.OnKeyUp() != nil {
		c.OnKeyUp()(key)
	}
}

// reveal scrolls the dialog in which a widget stands so that the widget can be seen.
func reveal(object fyne.CanvasObject) {
	c := canvasOf(object)
	if c == nil {
		return
	}
	if overlay, ok := c.Overlays().Top().(interface{ reveal(fyne.CanvasObject) }); ok {
		overlay.reveal(object)
	}
}

// passShortcut hands a shortcut that a focused widget does not use to the window, which Fyne does not do by itself.
func passShortcut(from fyne.CanvasObject, shortcut fyne.Shortcut) {
	if c := canvasOf(from); c != nil {
		giveShortcut(c, shortcut)
	}
}

func giveShortcut(c fyne.Canvas, shortcut fyne.Shortcut) {
	if target, ok := c.(fyne.Shortcutable); ok && !Covered(c) {
		target.TypedShortcut(shortcut)
	}
}

func isEnter(key *fyne.KeyEvent) bool {
	return key.Name == fyne.KeyReturn || key.Name == fyne.KeyEnter
}

// modifiers returns the modifier keys held at the moment.
func modifiers() fyne.KeyModifier {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers()
	}
	return 0
}

// Covered reports whether a dialog or menu lies over the window's content. Shortcuts of the window must not act then.
func Covered(c fyne.Canvas) bool {
	return len(c.Overlays().List()) > 0
}

// AddShortcut registers a shortcut of the window that acts only while no dialog or menu lies over its content.
func AddShortcut(c fyne.Canvas, shortcut fyne.Shortcut, action func()) {
	c.AddShortcut(shortcut, func(fyne.Shortcut) {
		if !Covered(c) {
			action()
		}
	})
}

// focusOn gives the focus to a widget, if it is on a canvas.
func focusOn(target fyne.Focusable) {
	object, ok := target.(fyne.CanvasObject)
	if !ok {
		return
	}
	if c := canvasOf(object); c != nil {
		c.Focus(target)
	}
}
