package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

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
	body := newMessageBody(status.Icon(), status.ColorName(), text, details)
	d := NewDialog(w, title, body)
	ok := NewPrimaryButton(lang.L("OK"), d.Close)
	d.SetActions(ok, nil)
	if details != "" {
		copyButton := NewButton(lang.L("Copy details"), func() { fyne.CurrentApp().Clipboard().SetContent(text + "\n\n" + details) })
		unfold := NewButton(lang.L("Show details"), nil)
		unfold.OnTapped = func() {
			SetVisible(body.details, !body.details.Visible())
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

// SetMessage changes the text of a question or a message.
func (d *Dialog) SetMessage(text string) {
	if body, ok := d.overlay.content.(*messageBody); ok {
		body.text.SetText(text)
		d.Relayout()
	}
}

// messageBody is an icon, a text that wraps, and details below it.
type messageBody struct {
	composite
	icon    *icon
	text    *WrapText
	details *container.Scroll
}

func newMessageBody(icon string, color fyne.ThemeColorName, text, details string) *messageBody {
	detail := NewMultiLineEntry(7)
	detail.SetText(details)
	detail.Disable()
	b := &messageBody{
		icon:    newIcon(icon, color, messageIcon),
		text:    NewWrapText(text, fynetheme.ColorNameForeground, fynetheme.SizeNameText),
		details: container.NewVScroll(detail),
	}
	b.details.SetMinSize(fyne.NewSize(260, 140))
	b.details.Hide()
	said := container.NewBorder(nil, nil, container.NewVBox(padded(0, 0, 0, messageGap-4, b.icon)), nil, centered(b.text))
	b.compose(b, column{gap: messageGap}, said, b.details)
	return b
}

const (
	messageIcon = 28
	messageGap  = 12
)
