package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"inventorybeacon/ui/theme"
)

const messageWidth = 480

// Choice is one of the buttons of Confirm.
type Choice struct {
	Text    string
	Primary bool   // the blue button, which Enter presses
	Cancel  bool   // the button that Esc presses
	Action  func() // called after the question is gone, may be nil
}

// Confirm asks a question with a button for each choice, from left to right. Esc presses the choice marked Cancel,
// and just closes the question if none is. It returns the dialog, already shown.
func Confirm(w fyne.Window, title, text string, choices ...Choice) *Dialog {
	d := NewDialog(w, title, newMessageBody("question", theme.ColorNameStatusRunning, text, ""))
	var accept, cancel *Button
	var right []*Button
	for _, choice := range choices {
		button := NewButton(choice.Text, func() {
			d.Close()
			if choice.Action != nil {
				choice.Action()
			}
		})
		if choice.Primary {
			button.Kind = PrimaryButton
			accept = button
		}
		if choice.Cancel {
			cancel = button
		}
		right = append(right, button)
	}
	d.setButtons(accept, cancel, right)
	d.SetWidth(messageWidth)
	if accept != nil {
		d.SetFocus(accept)
	}
	d.Show()
	return d
}

// Message tells something that has to be acknowledged: what happened, what to do, and, where details are given, a part that
// unfolds to show and copy them. It returns the dialog, already shown.
func Message(w fyne.Window, status theme.Status, title, text, details string) *Dialog {
	body := newMessageBody(statusIcon(status), status.ColorName(), text, details)
	d := NewDialog(w, title, body)
	ok := NewPrimaryButton(lang.L("OK"), d.Close)
	d.SetActions(ok, nil)
	if details != "" {
		copyButton := NewButton(lang.L("Copy details"), func() { fyne.CurrentApp().Clipboard().SetContent(text + "\n\n" + details) })
		unfold := NewButton(lang.L("Show details"), nil)
		unfold.OnTapped = func() {
			setVisible(body.details, !body.details.Visible())
			unfold.SetText(map[bool]string{true: lang.L("Hide details"), false: lang.L("Show details")}[body.details.Visible()])
			d.Relayout()
		}
		d.SetExtras(unfold, copyButton)
	}
	d.SetFocus(ok)
	d.SetWidth(messageWidth)
	d.Show()
	return d
}

func statusIcon(status theme.Status) string {
	switch status {
	case theme.StatusOK:
		return "success"
	case theme.StatusWarning:
		return "warning"
	case theme.StatusFailed:
		return "error"
	}
	return "information"
}

// messageBody is an icon, a text that wraps, and details below it.
type messageBody struct {
	widget.BaseWidget
	icon      *canvas.Image
	iconName  string
	iconColor fyne.ThemeColorName
	text      *WrapText
	details   *container.Scroll
}

func newMessageBody(icon string, color fyne.ThemeColorName, text, details string) *messageBody {
	b := &messageBody{
		icon: canvas.NewImageFromResource(theme.IconIn(icon, color)), iconName: icon, iconColor: color,
		text: NewWrapText(text, fynetheme.ColorNameForeground, fynetheme.SizeNameText),
	}
	detail := NewMultiLineEntry(7)
	detail.SetText(details)
	detail.Disable()
	b.details = container.NewVScroll(detail)
	b.details.Hide()
	b.ExtendBaseWidget(b)
	return b
}

const (
	messageIcon    = 28
	messageDetails = 140
)

func (b *messageBody) heightFor(width float32) float32 {
	height := max(b.text.heightFor(width-messageIcon-12), messageIcon)
	if b.details.Visible() {
		height += 12 + messageDetails
	}
	return height
}

// CreateRenderer draws the message.
func (b *messageBody) CreateRenderer() fyne.WidgetRenderer { return &messageRenderer{b} }

type messageRenderer struct{ body *messageBody }

func (r *messageRenderer) Destroy() {}

func (r *messageRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.body.icon, r.body.text, r.body.details}
}

func (r *messageRenderer) MinSize() fyne.Size {
	return fyne.NewSize(260, r.body.heightFor(max(260, r.body.Size().Width)))
}

func (r *messageRenderer) Layout(size fyne.Size) {
	b, left := r.body, float32(messageIcon+12)
	b.icon.Resize(fyne.NewSquareSize(messageIcon))
	height := b.text.heightFor(size.Width - left)
	y := max(0, (messageIcon-height)/2)
	b.text.Move(fyne.NewPos(left, y))
	b.text.Resize(fyne.NewSize(size.Width-left, height))
	if b.details.Visible() {
		b.details.Move(fyne.NewPos(0, max(height, messageIcon)+12))
		b.details.Resize(fyne.NewSize(size.Width, messageDetails))
	}
}

func (r *messageRenderer) Refresh() {
	setIcon(r.body.icon, r.body.iconName, r.body.iconColor)
	for _, object := range r.Objects() {
		object.Refresh()
	}
	r.Layout(r.body.Size())
}
