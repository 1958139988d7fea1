package widgettest

import "fyne.io/fyne/v2"

// ShortcutCanvas is a canvas that takes shortcuts, which that of Fyne's test driver does not.
type ShortcutCanvas struct {
	fyne.Canvas
	fyne.ShortcutHandler
}

// AddShortcut implements [fyne.Canvas].
func (c *ShortcutCanvas) AddShortcut(s fyne.Shortcut, handler func(fyne.Shortcut)) {
	c.ShortcutHandler.AddShortcut(s, handler)
}

// RemoveShortcut implements [fyne.Canvas].
func (c *ShortcutCanvas) RemoveShortcut(s fyne.Shortcut) { c.ShortcutHandler.RemoveShortcut(s) }
