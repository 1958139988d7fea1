package widgets

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
)

// Panel is a white area with a border, and a title if it has one, around content.
type Panel struct {
	composite
	box             *box
	title, subtitle *label
	content         fyne.CanvasObject
}

// NewPanel returns a panel. The title may be empty.
func NewPanel(title string, content fyne.CanvasObject) *Panel {
	p := &Panel{
		box:      newBox(theme.ColorNamePanel, theme.ColorNameBorder),
		title:    newHeading(title, fynetheme.ColorNameForeground, fynetheme.SizeNameText),
		subtitle: newCutLabel("", theme.ColorNameMutedText, fynetheme.SizeNameText),
		content:  content,
	}
	p.compose(p, arrangement{p.minSize, p.place}, p.box, p.title, p.subtitle, content)
	return p
}

// SetTitle changes the title and the gray text beside it.
func (p *Panel) SetTitle(title, subtitle string) {
	p.title.setText(title)
	p.subtitle.setText(subtitle)
	p.Refresh()
}

// top is the height the title takes.
func (p *Panel) top() float32 {
	if p.title.text == "" {
		return 0
	}
	return p.title.MinSize().Height + 6
}

func (p *Panel) minSize() fyne.Size {
	pad := 2 * theme.Size(theme.SizeNamePanelPadding)
	content := p.content.MinSize()
	return fyne.NewSize(max(content.Width, min(p.title.MinSize().Width, 120))+pad, content.Height+p.top()+pad)
}

func (p *Panel) place(size fyne.Size) {
	pad, title := theme.Size(theme.SizeNamePanelPadding), p.title.MinSize()
	p.box.Resize(size)
	Put(p.title, pad, pad-2, title.Width, title.Height)
	Put(p.subtitle, pad+title.Width+6, pad-2, size.Width-2*pad-title.Width-6, title.Height)
	Put(p.content, pad, pad+p.top(), size.Width-2*pad, size.Height-2*pad-p.top())
}
