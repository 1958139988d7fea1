package widgets

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
)

const (
	tooltipDelay    = 500 * time.Millisecond
	tooltipMaxWidth = 480
	tooltipPad      = 6
)

// tooltipHost lays the content of a window out, or that of a dialog, and draws tooltips above it. An overlay of Fyne cannot serve: it
// would take the pointer away from the widget it speaks of. It is a layout, and what it lays out a container, because Fyne finds
// what it tells screen readers in containers alone.
type tooltipHost struct {
	content fyne.CanvasObject
	over    Layer // whose content it is, nil for that of a window
	layer   *fyne.Container
	bubble  *fyne.Container
	text    *WrapText // in the bubble
	cleared int       // how often clear was called
}

// NewTooltipHost returns content above which tooltips are drawn; make it the content of the window.
func NewTooltipHost(content fyne.CanvasObject) *fyne.Container { return newTooltipHost(content, nil) }

func newTooltipHost(content fyne.CanvasObject, over Layer) *fyne.Container {
	h := &tooltipHost{content: content, over: over, text: NewWrapText("", theme.ColorNameOnTooltip, fynetheme.SizeNameCaptionText)}
	h.bubble = container.NewStack(NewRoundedBox(theme.ColorNameTooltip, "", fynetheme.SizeNamePopupRadius),
		Padded(4, 4, tooltipPad, tooltipPad, h.text))
	h.bubble.Hide()
	h.layer = container.New(h, content, h.bubble)
	return h.layer
}

// hostOn returns what draws tooltips over what lies topmost on a canvas, nil for a menu.
func hostOn(c fyne.Canvas) *tooltipHost {
	top := c.Overlays().Top()
	if top == nil {
		top = c.Content()
	}
	return hostOf(top)
}

func hostOf(object fyne.CanvasObject) *tooltipHost {
	if layer, ok := object.(*fyne.Container); ok {
		host, _ := layer.Layout.(*tooltipHost)
		return host
	}
	return nil
}

// MinSize implements [fyne.Layout].
func (h *tooltipHost) MinSize([]fyne.CanvasObject) fyne.Size { return h.content.MinSize() }

// Layout implements [fyne.Layout]: the tooltip goes when the window gets another size. Fyne also asks for it when the tooltip itself
// has grown.
func (h *tooltipHost) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	if h.content.Size() != size {
		h.bubble.Hide()
	}
	h.content.Resize(size)
}

// ClearTooltips takes the tooltips of a window away, and those for which somebody waits: when another page or a menu comes up, they
// speak of what is no longer seen.
func ClearTooltips(c fyne.Canvas) {
	if host := hostOn(c); host != nil {
		host.cleared++
		host.hideTip()
	}
}

// showTip draws the text near the pointer, inside the window.
func (h *tooltipHost) showTip(text string, at fyne.Position) {
	window, widest := h.layer.Size(), float32(0)
	for _, line := range wrap(text, theme.Size(h.text.size), min(tooltipMaxWidth, window.Width-4*tooltipPad), h.text.style) {
		widest = max(widest, fyne.MeasureText(line, theme.Size(h.text.size), h.text.style).Width)
	}
	h.text.SetText(text)
	h.bubble.Show()
	h.bubble.Refresh()
	area := fyne.NewSize(widest+2*tooltipPad+1, 0)
	area.Height = HeightAt(h.bubble, area.Width)
	pos := fyne.NewPos(at.X+10, at.Y+18)
	if pos.Y+area.Height > window.Height {
		pos.Y = at.Y - area.Height - 6
	}
	h.bubble.Move(fyne.NewPos(max(2, min(pos.X, window.Width-area.Width-2)), pos.Y))
	h.bubble.Resize(area)
	canvas.Refresh(h.layer) // the bubble itself is not known to the window while it is hidden
}

func (h *tooltipHost) hideTip() {
	if h.bubble.Visible() {
		h.bubble.Hide()
		canvas.Refresh(h.layer)
	}
}

// Tip is the tooltip of one widget: it appears when the pointer has rested on the widget for a while.
type Tip struct {
	Text string
	wait Delayed
	host *tooltipHost // that shows it at the moment
}

// Show starts to wait, with the pointer at the event's place.
func (t *Tip) Show(owner fyne.CanvasObject, event *desktop.MouseEvent) {
	if t.Text == "" || event == nil || t.host != nil {
		return
	}
	c := fyne.CurrentApp().Driver().CanvasForObject(owner)
	if c == nil {
		return
	}
	at, host := event.AbsolutePosition, hostOn(c)
	if host == nil {
		return
	}
	cleared := host.cleared
	t.wait.Start(tooltipDelay, func() {
		if host.cleared == cleared {
			t.appear(owner, at)
		}
	})
}

// ShowAt shows the tooltip at once, at a position of the window: for what the keyboard has chosen.
func (t *Tip) ShowAt(owner fyne.CanvasObject, at fyne.Position) {
	t.Hide()
	if t.Text != "" {
		t.appear(owner, at)
	}
}

func (t *Tip) appear(owner fyne.CanvasObject, at fyne.Position) {
	driver := fyne.CurrentApp().Driver()
	c := driver.CanvasForObject(owner)
	if c == nil || !owner.Visible() {
		return
	}
	if t.host = hostOn(c); t.host == nil {
		return
	}
	t.host.showTip(t.Text, at.Subtract(driver.AbsolutePositionForObject(t.host.layer)))
}

// Hide stops waiting and removes the tooltip.
func (t *Tip) Hide() {
	t.wait.Stop()
	if t.host != nil {
		t.host.hideTip()
		t.host = nil
	}
}

// SetText changes what the tooltip says; another text than before makes it wait anew.
func (t *Tip) SetText(text string) {
	if t.Text != text {
		t.Hide()
		t.Text = text
	}
}
