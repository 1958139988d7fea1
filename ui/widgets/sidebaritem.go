package widgets

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"inventorybeacon/ui/theme"
)

// sidebarItem is one entry of a sidebar.
type sidebarItem struct {
	widget.BaseWidget
	bar     *Sidebar
	entry   SidebarEntry
	badge   int
	hovered bool
}

func newSidebarItem(bar *Sidebar, entry SidebarEntry) *sidebarItem {
	i := &sidebarItem{bar: bar, entry: entry}
	i.ExtendBaseWidget(i)
	return i
}

// Tapped chooses the entry.
func (i *sidebarItem) Tapped(*fyne.PointEvent) {
	focusOn(i.bar)
	i.bar.choose(i.entry.ID)
}

// MouseIn lights the entry up.
func (i *sidebarItem) MouseIn(*desktop.MouseEvent) {
	i.hovered = true
	i.Refresh()
}

// MouseMoved does nothing.
func (i *sidebarItem) MouseMoved(*desktop.MouseEvent) {}

// MouseOut ends what MouseIn began.
func (i *sidebarItem) MouseOut() {
	i.hovered = false
	i.Refresh()
}

// CreateRenderer draws the entry.
func (i *sidebarItem) CreateRenderer() fyne.WidgetRenderer {
	i.ExtendBaseWidget(i)
	r := &sidebarItemRenderer{
		item: i, back: canvas.NewRectangle(nil), bar: canvas.NewRectangle(nil), text: canvas.NewText("", nil),
		badge: canvas.NewRectangle(nil), count: canvas.NewText("", nil),
	}
	r.Refresh()
	return r
}

type sidebarItemRenderer struct {
	item             *sidebarItem
	back, bar, badge *canvas.Rectangle
	text, count      *canvas.Text
}

func (r *sidebarItemRenderer) Destroy() {}

func (r *sidebarItemRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.back, r.bar, r.text, r.badge, r.count}
}

func (r *sidebarItemRenderer) MinSize() fyne.Size {
	bold := fyne.MeasureText(r.item.entry.Text, theme.Size(fynetheme.SizeNameText), fyne.TextStyle{Bold: true})
	return fyne.NewSize(26+bold.Width+16, controlHeight()-1)
}

func (r *sidebarItemRenderer) Layout(size fyne.Size) {
	r.back.Resize(size)
	r.bar.Resize(fyne.NewSize(3, size.Height))
	place(r.text, fyne.NewPos(26, 0), fyne.NewSize(size.Width-26, size.Height))
	count := r.count.MinSize()
	width := max(count.Width+10, 19)
	r.badge.Move(fyne.NewPos(size.Width-16-width, (size.Height-16)/2))
	r.badge.Resize(fyne.NewSize(width, 16))
	place(r.count, fyne.NewPos(size.Width-16-width+(width-count.Width)/2, 0), fyne.NewSize(count.Width, size.Height))
}

func (r *sidebarItemRenderer) Refresh() {
	i := r.item
	selected := i.bar.selected == i.entry.ID
	r.back.Hidden = !selected && !i.hovered
	r.back.FillColor = theme.Color(fynetheme.ColorNameHover)
	r.back.StrokeWidth = 0
	if selected {
		r.back.FillColor = theme.Color(theme.ColorNameSidebarActive)
		if i.bar.focused {
			r.back.StrokeWidth, r.back.StrokeColor = 1, theme.Color(fynetheme.ColorNamePrimary)
		}
	}
	r.bar.Hidden = !selected
	r.bar.FillColor = theme.Color(fynetheme.ColorNamePrimary)
	r.text.Text, r.text.TextStyle.Bold = i.entry.Text, selected
	restyle(r.text, fynetheme.ColorNameForeground, fynetheme.SizeNameText)
	r.badge.Hidden, r.count.Hidden = i.badge == 0, i.badge == 0
	r.badge.FillColor, r.badge.CornerRadius = theme.Color(theme.ColorNameBadge), 8
	r.count.Text = strconv.Itoa(i.badge)
	restyle(r.count, theme.ColorNameOnBadge, theme.SizeNameGroupTitle)
	r.back.Refresh()
	r.bar.Refresh()
	r.badge.Refresh()
	r.Layout(i.Size())
}
