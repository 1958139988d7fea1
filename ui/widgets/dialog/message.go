package dialog

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/form"
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
	d := New(w, title, newMessageBody("question", theme.ColorNameStatusRunning, text, ""))
	var accept, cancel *widgets.Button
	var right []*widgets.Button
	for _, choice := range choices {
		button := widgets.NewButton(choice.Text, func() {
			d.Close()
			if choice.Action != nil {
				choice.Action()
			}
		})
		if choice.Primary {
			button.Kind = widgets.PrimaryButton
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
	body := newMessageBody(status.Icon(), status.ColorName(), text, details)
	d := New(w, title, body)
	ok := widgets.NewPrimaryButton(lang.L("OK"), d.Close)
	d.SetActions(ok, nil)
	if details != "" {
		copyButton := widgets.NewButton(lang.L("Copy Details"), func() { fyne.CurrentApp().Clipboard().SetContent(text + "\n\n" + details) })
		unfold := widgets.NewButton(lang.L("Show Details"), nil)
		unfold.OnTapped = func() {
			widgets.SetVisible(body.details, !body.details.Visible())
			unfold.SetText(map[bool]string{true: lang.L("Hide Details"), false: lang.L("Show Details")}[body.details.Visible()])
			d.Relayout()
		}
		d.SetExtras(unfold, copyButton)
	}
	d.SetFocus(ok)
	d.SetWidth(messageWidth)
	d.Show()
	return d
}

// SetMessage changes the text of a question or a message.
func (d *Dialog) SetMessage(text string) {
	if body, ok := d.overlay.content.(*messageBody); ok {
		body.text.SetText(text)
		d.Relayout()
	}
}

// messageBody is an icon, a text that wraps, and details below it.
type messageBody struct {
	widgets.Composite
	icon    *widgets.Icon
	text    *widgets.WrapText
	details *container.Scroll
}

func newMessageBody(icon string, color fyne.ThemeColorName, text, details string) *messageBody {
	detail := form.NewMultiLineEntry(7)
	detail.SetText(details)
	detail.Disable()
	b := &messageBody{
		icon:    widgets.NewIcon(icon, color, messageIcon),
		text:    widgets.NewWrapText(text, fynetheme.ColorNameForeground, fynetheme.SizeNameText),
		details: container.NewVScroll(detail),
	}
	b.details.SetMinSize(fyne.NewSize(260, 140))
	b.details.Hide()
	said := container.NewBorder(nil, nil, container.NewVBox(widgets.Padded(0, 0, 0, messageGap-4, b.icon)), nil, widgets.Centered(b.text))
	b.Compose(b, widgets.Column{Gap: messageGap}, said, b.details)
	return b
}

const (
	messageIcon = 28
	messageGap  = 12
)
