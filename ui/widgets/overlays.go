package widgets

import (
	"slices"

	"fyne.io/fyne/v2"
)

// HandleKeys has a canvas give the keys that no widget takes to what lies over everything else: a dialog, a menu or, while nothing
// does, the window. Nobody else sets what the canvas does with keys, so that nobody has to put it back: what lies over a window does
// not always go in the order in which it came.
func HandleKeys(c fyne.Canvas, window func(*fyne.KeyEvent)) {
	c.SetOnTypedKey(func(key *fyne.KeyEvent) {
		switch top := c.Overlays().Top().(type) {
		case nil:
			window(key)
		case fyne.Focusable: // a menu
			top.TypedKey(key)
		default: // a cover takes none
			if layer := LayerOn(c); layer != nil {
				layer.HandleKey(key)
			}
		}
	})
}

// AddOverlay puts an object over everything else in the window and takes the focus, which it returns, and the tooltips away from what
// lies below.
func AddOverlay(c fyne.Canvas, overlay fyne.CanvasObject) (before fyne.Focusable) {
	if c.OnTypedKey() == nil { // the window has no menu bar
		HandleKeys(c, func(*fyne.KeyEvent) {})
	}
	ClearTooltips(c)
	before = c.Focused()
	c.Unfocus()
	c.Overlays().Add(overlay)
	return before
}

// RemoveOverlay takes an object away that lies over the window, and nothing that has come above it since, as Fyne would. The focus
// returns to where it was before, or will when the dialog that is above goes.
func RemoveOverlay(c fyne.Canvas, overlay fyne.CanvasObject, before fyne.Focusable) {
	overlays := c.Overlays()
	at := slices.Index(overlays.List(), overlay)
	if at < 0 {
		return
	}
	above, focused := slices.Clone(overlays.List()[at+1:]), c.Focused()
	c.Unfocus()
	overlays.Remove(overlay)
	for _, o := range above {
		overlays.Add(o)
	}
	if len(above) > 0 {
		if host := hostOf(above[0]); host != nil && host.over != nil {
			host.over.ReturnFocusTo(before)
		}
		before = focused
	}
	if object, is := before.(fyne.CanvasObject); is && object.Visible() {
		c.Focus(before)
	}
}
