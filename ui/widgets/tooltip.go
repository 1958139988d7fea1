package widgets

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
)

const (
	tooltipDelay    = 500 * time.Millisecond
	tooltipMaxWidth = 480
)

// TooltipHost wraps the content of a window and draws tooltips above it. A dialog has one of its own.
// An overlay of Fyne cannot serve: it would take the pointer away from the widget it speaks of.
type TooltipHost struct {
	composite
	content fyne.CanvasObject
	bubble  *fyne.Container
	box     *box
}

// NewTooltipHost returns a host around the content; make it the content of the window.
func NewTooltipHost(content fyne.CanvasObject) *TooltipHost {
	h := &TooltipHost{content: content, bubble: &fyne.Container{}}
	h.box = newRoundedBox(theme.ColorNameTooltip, "", fynetheme.SizeNamePopupRadius)
	h.bubble.Hide()
	h.compose(h, arrangement{content.MinSize, h.place}, content, h.bubble)
	return h
}

func (h *TooltipHost) tooltips() *TooltipHost { return h }

// place takes the tooltip away when the window gets another size. Fyne also calls it when the tooltip itself has grown.
func (h *TooltipHost) place(size fyne.Size) {
	if h.content.Size() != size {
		h.bubble.Hide()
	}
	h.content.Resize(size)
}

// Refresh draws the content anew, without a tooltip.
func (h *TooltipHost) Refresh() {
	h.bubble.Hide()
	h.composite.Refresh()
}

// showTip draws the text near the pointer, inside the window.
func (h *TooltipHost) showTip(text string, at fyne.Position) {
	const pad = 6
	size, width := theme.Size(fynetheme.SizeNameCaptionText), float32(0)
	h.box.Refresh()
	h.bubble.Objects = []fyne.CanvasObject{h.box}
	y := float32(pad - 2)
	for _, line := range wrap(text, size, min(tooltipMaxWidth, h.Size().Width-4*pad), fyne.TextStyle{}) {
		t := NewText(line, theme.ColorNameOnTooltip, fynetheme.SizeNameCaptionText)
		t.Move(fyne.NewPos(pad, y))
		t.Resize(t.MinSize())
		width = max(width, t.MinSize().Width)
		y += t.MinSize().Height
		h.bubble.Objects = append(h.bubble.Objects, t)
	}
	area := fyne.NewSize(width+2*pad, y+pad-2)
	h.box.Resize(area)
	pos := fyne.NewPos(at.X+10, at.Y+18)
	if pos.Y+area.Height > h.Size().Height {
		pos.Y = at.Y - area.Height - 6
	}
	pos.X = max(2, min(pos.X, h.Size().Width-area.Width-2))
	h.bubble.Move(pos)
	h.bubble.Resize(area)
	h.bubble.Show()
	canvas.Refresh(h) // the bubble itself is not known to the window while it is hidden
}

func (h *TooltipHost) hideTip() {
	if h.bubble.Visible() {
		h.bubble.Hide()
		canvas.Refresh(h)
	}
}

// Tip is the tooltip of one widget: it appears when the pointer has rested on the widget for a while.
type Tip struct {
	text string
	wait delayed
	host *TooltipHost // that shows it at the moment
}

// Show starts to wait, with the pointer at the event's place.
func (t *Tip) Show(owner fyne.CanvasObject, event *desktop.MouseEvent) {
	if t.text == "" || event == nil || t.host != nil {
		return
	}
	at := event.AbsolutePosition
	t.wait.start(tooltipDelay, func() { t.appear(owner, at) })
}

func (t *Tip) appear(owner fyne.CanvasObject, at fyne.Position) {
	driver := fyne.CurrentApp().Driver()
	c := driver.CanvasForObject(owner)
	if c == nil || !owner.Visible() {
		return
	}
	top := c.Overlays().Top()
	if top == nil {
		top = c.Content()
	}
	hosted, ok := top.(interface{ tooltips() *TooltipHost })
	if !ok {
		return
	}
	t.host = hosted.tooltips()
	t.host.showTip(t.text, at.Subtract(driver.AbsolutePositionForObject(t.host)))
}

// Hide stops waiting and removes the tooltip.
func (t *Tip) Hide() {
	t.wait.stop()
	if t.host != nil {
		t.host.hideTip()
		t.host = nil
	}
}

// SetText changes what the tooltip says; another text than before makes it wait anew.
func (t *Tip) SetText(text string) {
	if t.text != text {
		t.Hide()
		t.text = text
	}
}
