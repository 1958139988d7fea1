package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"inventorybeacon/ui/theme"
)

// Panel is a white area with a border, and a title if it has one, around content.
type Panel struct {
	widget.BaseWidget
	title, subtitle *canvas.Text
	more            string // the subtitle, of which as much is drawn as there is room for
	content         fyne.CanvasObject
}

// NewPanel returns a panel. The title may be empty.
func NewPanel(title string, content fyne.CanvasObject) *Panel {
	p := &Panel{
		title:    newText(title, fynetheme.ColorNameForeground, fynetheme.SizeNameText),
		subtitle: newText("", theme.ColorNameMutedText, fynetheme.SizeNameText),
		content:  content,
	}
	p.title.TextStyle.Bold = true
	p.ExtendBaseWidget(p)
	return p
}

// WithSubtitle sets the gray text beside the title and returns the panel.
func (p *Panel) WithSubtitle(text string) *Panel {
	p.more = text
	return p
}

// SetTitle changes the title and the gray text beside it.
func (p *Panel) SetTitle(title, subtitle string) {
	p.title.Text, p.more = title, subtitle
	p.Refresh()
}

// CreateRenderer draws the panel.
func (p *Panel) CreateRenderer() fyne.WidgetRenderer {
	p.ExtendBaseWidget(p)
	r := &panelRenderer{panel: p, box: canvas.NewRectangle(nil)}
	r.recolor()
	return r
}

type panelRenderer struct {
	panel *Panel
	box   *canvas.Rectangle
}

func (r *panelRenderer) Destroy() {}

func (r *panelRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.box, r.panel.title, r.panel.subtitle, r.panel.content}
}

// top is the height the title takes.
func (r *panelRenderer) top() float32 {
	if r.panel.title.Text == "" {
		return 0
	}
	return r.panel.title.MinSize().Height + 6
}

func (r *panelRenderer) MinSize() fyne.Size {
	pad := 2 * theme.Size(theme.SizeNamePanelPadding)
	content := r.panel.content.MinSize()
	return fyne.NewSize(max(content.Width, min(r.panel.title.MinSize().Width, 120))+pad, content.Height+r.top()+pad)
}

func (r *panelRenderer) Layout(size fyne.Size) {
	pad, top := theme.Size(theme.SizeNamePanelPadding), r.top()
	r.box.Resize(size)
	title := r.panel.title.MinSize()
	r.panel.title.Move(fyne.NewPos(pad, pad-2))
	r.panel.title.Resize(title)
	r.panel.subtitle.Move(fyne.NewPos(pad+title.Width+6, pad-2))
	r.panel.subtitle.Text, _ = truncate(r.panel.more, r.panel.subtitle.TextSize, r.panel.subtitle.TextStyle, size.Width-2*pad-title.Width-6)
	r.panel.subtitle.Resize(r.panel.subtitle.MinSize())
	r.panel.subtitle.Refresh()
	r.panel.content.Move(fyne.NewPos(pad, pad+top))
	r.panel.content.Resize(size.SubtractWidthHeight(2*pad, 2*pad+top))
}

func (r *panelRenderer) recolor() {
	r.box.FillColor = theme.Color(theme.ColorNamePanel)
	r.box.StrokeColor, r.box.StrokeWidth = theme.Color(theme.ColorNameBorder), 1
}

func (r *panelRenderer) Refresh() {
	r.recolor()
	r.box.Refresh()
	restyle(r.panel.title, fynetheme.ColorNameForeground, fynetheme.SizeNameText)
	restyle(r.panel.subtitle, theme.ColorNameMutedText, fynetheme.SizeNameText)
	r.panel.content.Refresh()
	r.Layout(r.panel.Size())
	canvas.Refresh(r.panel)
}
