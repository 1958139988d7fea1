package sidebar

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
)

// sidebarItem is one entry of a sidebar.
type sidebarItem struct {
	widgets.Composite
	widgets.ButtonRole
	widgets.Hovering
	tip        widgets.Tip // what the badge counts
	sidebar    *Sidebar
	entry      Entry
	badge      int
	back, mark *widgets.Box // its background, and the mark of the selected one
	text       *widgets.Label
	count      *widgets.Label
	round      *fyne.Container // the badge
}

func newSidebarItem(sidebar *Sidebar, entry Entry) *sidebarItem {
	i := &sidebarItem{
		sidebar: sidebar, entry: entry,
		back: widgets.NewBox("", ""), mark: widgets.NewLine(fynetheme.ColorNamePrimary, 3),
		text:  widgets.NewLabel(entry.Text, fynetheme.ColorNameForeground, fynetheme.SizeNameText),
		count: widgets.NewLabel("", theme.ColorNameOnBadge, theme.SizeNameGroupTitle),
	}
	i.Changed = i.Refresh
	disk := widgets.NewBox(theme.ColorNameBadge, "")
	disk.Rect.CornerRadius = 8
	disk.Rect.SetMinSize(fyne.NewSize(19, 16))
	i.round = widgets.Centered(container.NewStack(disk, widgets.Padded(0, 0, 5, 5, container.NewCenter(i.count))))
	text := widgets.Padded(0, 0, 26, 16, container.NewBorder(nil, nil, nil, i.round, i.text))
	i.Stack(i, i.back, container.NewBorder(nil, nil, i.mark, nil), text)
	return i
}

// Tapped chooses the entry.
func (i *sidebarItem) Tapped(*fyne.PointEvent) {
	widgets.FocusOn(i.sidebar)
	i.sidebar.choose(i.entry.ID)
}

// MouseIn lights the entry up, and waits to say what the badge counts.
func (i *sidebarItem) MouseIn(event *desktop.MouseEvent) {
	i.tip.Show(i, event)
	i.Hovering.MouseIn(event)
}

// MouseMoved waits to say what the badge counts.
func (i *sidebarItem) MouseMoved(event *desktop.MouseEvent) { i.tip.Show(i, event) }

// MouseOut ends what MouseIn began.
func (i *sidebarItem) MouseOut() {
	i.tip.Hide()
	i.Hovering.MouseOut()
}

// MinSize is as wide as the text is when it is bold.
func (i *sidebarItem) MinSize() fyne.Size {
	bold := fyne.MeasureText(i.entry.Text, theme.Size(fynetheme.SizeNameText), fyne.TextStyle{Bold: true})
	return fyne.NewSize(26+bold.Width+16, widgets.ControlHeight()-1)
}

// Restyle draws the entry as it stands.
func (i *sidebarItem) Restyle() {
	selected := i.sidebar.selected == i.entry.ID
	fill, stroke := fynetheme.ColorNameHover, fyne.ThemeColorName("")
	if selected {
		fill = theme.ColorNameSidebarActive
		if i.sidebar.State.Focused {
			stroke = fynetheme.ColorNamePrimary
		}
	}
	i.back.SetFocus(fill, stroke, true)
	i.back.Hidden, i.mark.Hidden = !selected && !i.Hovered, !selected
	i.text.Drawn.TextStyle.Bold = selected
	i.round.Hidden = i.badge == 0
	i.count.SetText(strconv.Itoa(i.badge))
}

// AccessibilityLabel is the text and the badge.
func (i *sidebarItem) AccessibilityLabel() string {
	if i.badge == 0 {
		return i.entry.Text
	}
	return widgets.Said(i.entry.Text, strconv.Itoa(i.badge))
}
