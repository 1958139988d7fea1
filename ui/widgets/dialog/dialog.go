package dialog

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/form"
)

// Dialog is a modal frame over the window: a title, content that scrolls where the window is too small for it, and a row
// of buttons. Enter presses the accepting button and Esc the cancelling one, whichever field has the focus.
//
// A dialog is made for one showing; make a new one for the next.
type Dialog struct {
	// OnClosed is called once, after the dialog is gone.
	OnClosed func()

	window         fyne.Window
	canvas         fyne.Canvas
	overlay        *overlay
	accept, cancel *widgets.Button
	first          fyne.Focusable
	entered        func() bool // reports whether something is lost when the dialog closes; nil where nothing can be
	guarded        *form.Form
	shown, closed  bool
	work           work
	before         fyne.Focusable // had the focus when the dialog opened
}

// New returns a dialog with a title and content for a window. It is not shown yet and has no buttons.
func New(w fyne.Window, title string, content fyne.CanvasObject) *Dialog {
	d := &Dialog{window: w, canvas: w.Canvas()}
	d.overlay = newOverlay(d, title, content)
	return d
}

// SetActions sets the buttons at the right: accept is what Enter presses, cancel what Esc presses. Either may be nil.
// Their functions decide whether the dialog closes. A button that is nil or has no function closes it, but asks before something
// that was entered is lost, if [Dialog.Guard] says what that is.
func (d *Dialog) SetActions(accept, cancel *widgets.Button) {
	var right []*widgets.Button
	for _, button := range []*widgets.Button{accept, cancel} {
		if button != nil {
			right = append(right, button)
		}
	}
	d.setButtons(accept, cancel, right)
}

func (d *Dialog) setButtons(accept, cancel *widgets.Button, right []*widgets.Button) {
	d.accept, d.cancel = accept, cancel
	for _, button := range right {
		if button.OnTapped == nil {
			button.OnTapped = d.leave
		}
	}
	if accept != nil {
		accept.OnTapped = d.waiting(accept.OnTapped)
	}
	d.overlay.right = right
	d.overlay.rebuild()
}

// SetExtras sets what stands at the left of the row of buttons.
func (d *Dialog) SetExtras(extras ...fyne.CanvasObject) {
	d.overlay.left = extras
	d.overlay.rebuild()
}

// SetFocus says what has the focus when the dialog opens. Without it, it is the first field, or the accepting button.
func (d *Dialog) SetFocus(first fyne.Focusable) { d.first = first }

// SetWidth sets the width of the dialog; 0 is as wide as the content needs. A small window makes it narrower.
func (d *Dialog) SetWidth(width float32) { d.overlay.width = width }

// SetAside has the dialog stand at the right of the window instead of in its middle: another window, which speaks to it, opens at the
// left of the screen.
func (d *Dialog) SetAside() { d.overlay.aside = true }

// SetHeight sets the height of the content, which scrolls where it needs more; 0 is as high as it needs. A small window makes it lower.
func (d *Dialog) SetHeight(height float32) { d.overlay.height = height }

// Relayout fits the dialog to its content after the content has grown or shrunk.
func (d *Dialog) Relayout() { d.overlay.Relayout() }

// Guard has the dialog ask before what was entered in the form, after the dialog was shown or the form settled, is lost. What the
// dialog holds besides, such as a file that was chosen, more says.
func (d *Dialog) Guard(form *form.Form, more ...func() bool) {
	d.guarded = form
	d.entered = func() bool {
		return form.Edited() || slices.ContainsFunc(more, func(entered func() bool) bool { return entered() })
	}
}

// leave closes the dialog, unless somebody goes on with what was entered in it.
func (d *Dialog) leave() {
	if d.entered == nil || !d.entered() {
		d.Close()
		return
	}
	Confirm(d.window, lang.L("Discard what was entered?"), lang.L("What was entered in this dialog is lost."),
		Choice{Text: lang.L("Keep Editing"), Primary: true, Cancel: true},
		Choice{Text: lang.L("Discard"), Action: d.Close},
	)
}

// Show opens the dialog above everything else in the window.
func (d *Dialog) Show() {
	if d.shown {
		return
	}
	d.shown = true
	if d.guarded != nil {
		d.guarded.Settle()
	}
	d.before = widgets.AddOverlay(d.canvas, d.overlay.layer)
	switch {
	case d.first != nil:
		d.canvas.Focus(d.first)
	default:
		d.canvas.FocusNext()
	}
	if field, is := d.canvas.Focused().(interface{ SelectText() }); is {
		field.SelectText()
	}
	// Where the focus scrolled to was computed before the dialog had its size.
	d.overlay.scroll.ScrollToTop()
}

// Close removes the dialog, and whatever was opened above it. The focus returns to where it was. Closing again does nothing.
func (d *Dialog) Close() {
	if !d.shown || d.closed {
		return
	}
	d.closeAbove()
	d.closed = true
	widgets.RemoveOverlay(d.canvas, d.overlay.layer, d.before)
	if d.OnClosed != nil {
		d.OnClosed()
	}
}

// closeAbove closes what was opened above this dialog, so that each dialog among it learns of it.
func (d *Dialog) closeAbove() {
	overlays, own := d.canvas.Overlays(), fyne.CanvasObject(d.overlay.layer)
	for slices.Contains(overlays.List(), own) && overlays.Top() != own {
		if above, is := widgets.LayerOn(d.canvas).(*overlay); is {
			above.dialog.Close()
		} else {
			overlays.Remove(overlays.Top())
		}
	}
}

// Accept does what Enter does.
func (d *Dialog) Accept() {
	if d.accept != nil {
		d.accept.Press()
	}
}

// Cancel does what Esc does.
func (d *Dialog) Cancel() {
	if d.cancel == nil {
		d.leave()
		return
	}
	d.cancel.Press()
}
