package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
)

// Panel is a white area with a border, and a title if it has one, around content.
type Panel struct {
	Composite
	title    *Label
	subtitle *tellingLabel
	head     *fyne.Container
}

// NewPanel returns a panel. The title may be empty.
func NewPanel(title string, content fyne.CanvasObject) *Panel {
	p := &Panel{
		title:    NewBoldLabel(title, fynetheme.ColorNameForeground, fynetheme.SizeNameText),
		subtitle: newTellingLabel("", theme.ColorNameMutedText, fynetheme.SizeNameText),
	}
	p.head = Padded(-2, 4, 0, 0, container.NewBorder(nil, nil, Padded(0, 0, 0, 2, p.title), nil, p.subtitle))
	p.head.Hidden = title == ""
	pad := theme.Size(theme.SizeNamePanelPadding)
	p.Stack(p, NewBox(theme.ColorNamePanel, theme.ColorNameBorder),
		Padded(pad, pad, pad, pad, container.NewBorder(p.head, nil, nil, nil, content)))
	return p
}

// SetTitle changes the title and the gray text beside it.
func (p *Panel) SetTitle(title, subtitle string) {
	p.title.SetText(title)
	p.subtitle.SetText(subtitle)
	p.head.Hidden = title == ""
	p.Refresh()
}
