package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// CanvasOf returns the canvas on which a widget stands, or nil. Fyne knows it only once
// the widget has been painted, and keys come sooner to what has just got the focus.
func CanvasOf(object fyne.CanvasObject) fyne.Canvas {
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

// PassKey hands a key that a focused widget does not use to the dialog it stands in, or to the window.
// That is how Enter accepts and Esc cancels a dialog whichever of its fields has the focus.
func PassKey(from fyne.CanvasObject, key *fyne.KeyEvent) {
	c := CanvasOf(from)
	if c == nil {
		return
	}
	if handle := c.OnTypedKey(); handle != nil {
		handle(key)
	}
}

// PassKeyDown tells the window that a key went down, which Fyne tells only the focused widget.
func PassKeyDown(from fyne.CanvasObject, key *fyne.KeyEvent) {
	if c, ok := CanvasOf(from).(desktop.Canvas); ok && c.OnKeyDown() != nil {
		c.OnKeyDown()(key)
	}
}

// PassKeyUp tells the window that a key was released.
func PassKeyUp(from fyne.CanvasObject, key *fyne.KeyEvent) {
	if c, ok := CanvasOf(from).(desktop.Canvas); ok && c.OnKeyUp() != nil {
		c.OnKeyUp()(key)
	}
}

// PassShortcut hands a shortcut that a focused widget does not use to the window, which Fyne does not do by itself.
func PassShortcut(from fyne.CanvasObject, shortcut fyne.Shortcut) {
	if c := CanvasOf(from); c != nil {
		giveShortcut(c, shortcut)
	}
}

func giveShortcut(c fyne.Canvas, shortcut fyne.Shortcut) {
	if target, ok := c.(fyne.Shortcutable); ok && !Covered(c) {
		target.TypedShortcut(shortcut)
	}
}

// IsEnter reports whether a key is one of the two that accept.
func IsEnter(key *fyne.KeyEvent) bool {
	return key.Name == fyne.KeyReturn || key.Name == fyne.KeyEnter
}

// Modifiers returns the modifier keys held at the moment.
func Modifiers() fyne.KeyModifier {
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

// FocusOn gives the focus to a widget, if it is on a canvas.
func FocusOn(target fyne.Focusable) {
	object, ok := target.(fyne.CanvasObject)
	if !ok {
		return
	}
	if c := CanvasOf(object); c != nil {
		c.Focus(target)
	}
}
