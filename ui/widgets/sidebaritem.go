package widgets

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
)

// sidebarItem is one entry of a sidebar.
type sidebarItem struct {
	composite
	buttonRole
	hovering
	tip        Tip // what the badge counts
	sidebar    *Sidebar
	entry      SidebarEntry
	badge      int
	back, mark *box // its background, and the mark of the selected one
	text       *label
	count      *label
	round      *fyne.Container // the badge
}

func newSidebarItem(sidebar *Sidebar, entry SidebarEntry) *sidebarItem {
	i := &sidebarItem{
		sidebar: sidebar, entry: entry,
		back: newBox("", ""), mark: newLine(fynetheme.ColorNamePrimary, 3),
		text:  newLabel(entry.Text, fynetheme.ColorNameForeground, fynetheme.SizeNameText),
		count: newLabel("", theme.ColorNameOnBadge, theme.SizeNameGroupTitle),
	}
	i.changed = i.Refresh
	disk := newBox(theme.ColorNameBadge, "")
	disk.rect.CornerRadius = 8
	disk.rect.SetMinSize(fyne.NewSize(19, 16))
	i.round = centered(container.NewStack(disk, padded(0, 0, 5, 5, container.NewCenter(i.count))))
	text := padded(0, 0, 26, 16, container.NewBorder(nil, nil, nil, i.round, i.text))
	i.stack(i, i.back, container.NewBorder(nil, nil, i.mark, nil), text)
	return i
}

// Tapped chooses the entry.
func (i *sidebarItem) Tapped(*fyne.PointEvent) {
	FocusOn(i.sidebar)
	i.sidebar.choose(i.entry.ID)
}

// MouseIn lights the entry up, and waits to say what the badge counts.
func (i *sidebarItem) MouseIn(event *desktop.MouseEvent) {
	i.tip.Show(i, event)
	i.hovering.MouseIn(event)
}

// MouseMoved waits to say what the badge counts.
func (i *sidebarItem) MouseMoved(event *desktop.MouseEvent) { i.tip.Show(i, event) }

// MouseOut ends what MouseIn began.
func (i *sidebarItem) MouseOut() {
	i.tip.Hide()
	i.hovering.MouseOut()
}

// MinSize is as wide as the text is when it is bold.
func (i *sidebarItem) MinSize() fyne.Size {
	bold := fyne.MeasureText(i.entry.Text, theme.Size(fynetheme.SizeNameText), fyne.TextStyle{Bold: true})
	return fyne.NewSize(26+bold.Width+16, ControlHeight()-1)
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
	i.back.setFocus(fill, stroke, true)
	i.back.Hidden, i.mark.Hidden = !selected && !i.hovered, !selected
	i.text.drawn.TextStyle.Bold = selected
	i.round.Hidden = i.badge == 0
	i.count.setText(strconv.Itoa(i.badge))
}

// AccessibilityLabel is the text and the badge.
func (i *sidebarItem) AccessibilityLabel() string {
	if i.badge == 0 {
		return i.entry.Text
	}
	return said(i.entry.Text, strconv.Itoa(i.badge))
}
