package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"inventorybeacon/ui/theme"
)

// Notice is a line across a page that says something until it is closed or replaced: an icon, a text that wraps,
// a button if there is something to do, and a cross. It takes no room while it says nothing.
type Notice struct {
	widget.BaseWidget
	OnClosed func()

	status theme.Status
	text   *WrapText
	action *Button
	cross  *Button
}

// NewNotice returns a notice that says nothing.
func NewNotice() *Notice {
	n := &Notice{text: NewWrapText("", fynetheme.ColorNameForeground, fynetheme.SizeNameText)}
	n.cross = NewIconButton("clear", lang.L("Close"), func() {
		n.Clear()
		if n.OnClosed != nil {
			n.OnClosed()
		}
	})
	n.ExtendBaseWidget(n)
	n.Hide()
	return n
}

// Say shows a text; the button may be nil.
func (n *Notice) Say(status theme.Status, text string, action *Button) {
	n.status, n.action = status, action
	n.text.text = text
	n.Show()
	n.Refresh()
}

// Clear says nothing any more.
func (n *Notice) Clear() {
	n.text.text = ""
	n.Hide()
}

// Text returns what is said.
func (n *Notice) Text() string { return n.text.text }

// CreateRenderer draws the notice.
func (n *Notice) CreateRenderer() fyne.WidgetRenderer {
	n.ExtendBaseWidget(n)
	r := &noticeRenderer{notice: n, box: canvas.NewRectangle(nil), bar: canvas.NewRectangle(nil), icon: canvas.NewImageFromResource(nil)}
	r.Refresh()
	return r
}

type noticeRenderer struct {
	notice   *Notice
	box, bar *canvas.Rectangle
	icon     *canvas.Image
}

func (r *noticeRenderer) Destroy() {}

func (r *noticeRenderer) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{r.box, r.bar, r.icon, r.notice.text, r.notice.cross}
	if r.notice.action != nil {
		objects = append(objects, r.notice.action)
	}
	return objects
}

const noticePad = 4

// textWidth is what icon and buttons leave of a width.
func (r *noticeRenderer) textWidth(width float32) float32 {
	width -= 3 + 10 + theme.Size(fynetheme.SizeNameInlineIcon) + 8 + r.notice.cross.MinSize().Width + 8
	if r.notice.action != nil {
		width -= r.notice.action.MinSize().Width + 8
	}
	return width
}

func (r *noticeRenderer) MinSize() fyne.Size {
	const narrowest = 320
	text := r.notice.text.heightFor(r.textWidth(max(narrowest, r.notice.Size().Width)))
	return fyne.NewSize(narrowest, max(text, controlHeight())+2*noticePad)
}

func (r *noticeRenderer) Layout(size fyne.Size) {
	icon := theme.Size(fynetheme.SizeNameInlineIcon)
	r.box.Resize(size)
	r.bar.Resize(fyne.NewSize(3, size.Height))
	r.icon.Move(fyne.NewPos(13, (size.Height-icon)/2))
	r.icon.Resize(fyne.NewSquareSize(icon))
	width := r.textWidth(size.Width)
	height := r.notice.text.heightFor(width)
	r.notice.text.Move(fyne.NewPos(13+icon+8, (size.Height-height)/2))
	r.notice.text.Resize(fyne.NewSize(width, height))
	x := size.Width - noticePad
	for _, button := range []*Button{r.notice.cross, r.notice.action} {
		if button != nil {
			min := button.MinSize()
			x -= min.Width
			button.Move(fyne.NewPos(x, (size.Height-min.Height)/2))
			button.Resize(min)
			x -= 8
		}
	}
}

func (r *noticeRenderer) Refresh() {
	colorName := r.notice.status.ColorName()
	r.box.FillColor = theme.Color(theme.ColorNamePanel)
	r.box.StrokeColor, r.box.StrokeWidth = theme.Color(theme.ColorNameBorder), 1
	r.bar.FillColor = theme.Color(colorName)
	setIcon(r.icon, statusIcon(r.notice.status), colorName)
	for _, object := range r.Objects() {
		object.Refresh()
	}
	r.Layout(r.notice.Size())
}
