package widgets

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
)

// sidebarItem is one entry of a sidebar.
type sidebarItem struct {
	composite
	sidebar           *Sidebar
	entry             SidebarEntry
	badge             int
	hovered           bool
	back, mark, round *box // its background, the mark of the selected one, the badge's
	text, count       *label
}

func newSidebarItem(sidebar *Sidebar, entry SidebarEntry) *sidebarItem {
	i := &sidebarItem{
		sidebar: sidebar, entry: entry,
		back: newBox("", ""), mark: newBox(fynetheme.ColorNamePrimary, ""), round: newBox(theme.ColorNameBadge, ""),
		text:  newLabel(entry.Text, fynetheme.ColorNameForeground, fynetheme.SizeNameText),
		count: newLabel("", theme.ColorNameOnBadge, theme.SizeNameGroupTitle),
	}
	i.round.rect.CornerRadius = 8
	i.compose(i, arrangement{i.minSize, i.place}, i.back, i.mark, i.text, i.round, i.count)
	i.restyle()
	return i
}

// Tapped chooses the entry.
func (i *sidebarItem) Tapped(*fyne.PointEvent) {
	FocusOn(i.sidebar)
	i.sidebar.choose(i.entry.ID)
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

func (i *sidebarItem) minSize() fyne.Size {
	bold := fyne.MeasureText(i.entry.Text, theme.Size(fynetheme.SizeNameText), fyne.TextStyle{Bold: true})
	return fyne.NewSize(26+bold.Width+16, ControlHeight()-1)
}

func (i *sidebarItem) place(size fyne.Size) {
	i.back.Resize(size)
	Put(i.mark, 0, 0, 3, size.Height)
	Put(i.text, 26, 0, size.Width-26, size.Height)
	count := i.count.MinSize().Width
	width := max(count+10, 19)
	left := size.Width - 16 - width
	Put(i.round, left, (size.Height-16)/2, width, 16)
	Put(i.count, left+(width-count)/2, 0, count, size.Height)
}

// Refresh draws the entry in its present state.
func (i *sidebarItem) Refresh() {
	i.restyle()
	i.composite.Refresh()
}

func (i *sidebarItem) restyle() {
	selected := i.sidebar.selected == i.entry.ID
	fill, stroke := fynetheme.ColorNameHover, fyne.ThemeColorName("")
	if selected {
		fill = theme.ColorNameSidebarActive
		if i.sidebar.state.focused {
			stroke = fynetheme.ColorNamePrimary
		}
	}
	i.back.set(fill, stroke)
	i.back.Hidden, i.mark.Hidden = !selected && !i.hovered, !selected
	i.text.drawn.TextStyle.Bold = selected
	i.round.Hidden, i.count.Hidden = i.badge == 0, i.badge == 0
	i.count.setText(strconv.Itoa(i.badge))
}
