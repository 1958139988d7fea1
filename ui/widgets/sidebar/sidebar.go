// Package sidebar is the navigation at the left of the window.
package sidebar

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
)

// Group is a titled group of entries.
type Group struct {
	Title   string
	Entries []Entry
}

// Entry leads to a page.
type Entry struct {
	ID   string
	Text string
}

const sidebarWidth = 184 // at least

// Sidebar is the navigation at the left of the window. Up, Down, Home and End go through its entries.
//
// It is not made of Fyne's list: there the arrows move a highlight that Space has to select, titles of groups would be rows that
// are highlighted too, Home and End do nothing, and rows are a padding apart.
type Sidebar struct {
	widgets.Control
	// OnSelected is called with the entry that was chosen by the user.
	OnSelected func(id string)

	items    []*sidebarItem
	selected string
}

// New returns a sidebar with the groups, its first entry chosen.
func New(groups []Group, selected func(id string)) *Sidebar {
	s := &Sidebar{OnSelected: selected}
	rows := container.New(sidebarRows{})
	for _, group := range groups {
		title := widgets.NewBoldLabel(strings.ToUpper(group.Title), theme.ColorNameMutedText, theme.SizeNameGroupTitle)
		rows.Add(widgets.Padded(4, 5, 16, 8, title))
		for _, entry := range group.Entries {
			item := newSidebarItem(s, entry)
			s.items = append(s.items, item)
			rows.Add(item)
		}
	}
	if len(s.items) > 0 {
		s.selected = s.items[0].entry.ID
	}
	back := widgets.NewBox(theme.ColorNameSidebar, "")
	back.Rect.SetMinSize(fyne.NewSize(sidebarWidth, 0))
	line := container.NewBorder(nil, nil, nil, widgets.NewLine(theme.ColorNameBorder, 1))
	s.Compose(s, layout.NewStackLayout(), back, line, widgets.Padded(14, 0, 0, 1, rows))
	return s
}

// Select chooses an entry without calling OnSelected.
func (s *Sidebar) Select(id string) {
	s.selected = id
	s.Refresh()
}

// SetBadge shows a red count beside an entry; 0 removes it. The tooltip of the entry says what is counted.
func (s *Sidebar) SetBadge(id string, count int, tooltip string) {
	for _, item := range s.items {
		if item.entry.ID != id {
			continue
		}
		item.tip.SetText(tooltip)
		if item.badge != count {
			item.badge = count
			item.Refresh()
		}
	}
}

// choose tells of the chosen entry too: what is in front may be a part of its page.
func (s *Sidebar) choose(id string) {
	s.Select(id)
	if s.OnSelected != nil {
		s.OnSelected(id)
	}
}

// TypedKey goes through the entries.
func (s *Sidebar) TypedKey(key *fyne.KeyEvent) {
	from := slices.IndexFunc(s.items, func(i *sidebarItem) bool { return i.entry.ID == s.selected })
	to := from
	switch key.Name {
	case fyne.KeyUp:
		to--
	case fyne.KeyDown:
		to++
	case fyne.KeyHome:
		to = 0
	case fyne.KeyEnd:
		to = len(s.items) - 1
	default:
		widgets.PassKey(s, key)
		return
	}
	if to != from && to >= 0 && to < len(s.items) {
		s.choose(s.items[to].entry.ID)
	}
}

// sidebarRows lays titles and entries out below each other. In a low window the entries are lower.
type sidebarRows struct{}

const (
	sidebarGroupGap = 4 // above the title of a group
	sidebarGivesWay = 6 // by how much an entry can be lower
)

// height is that of all rows with a gap before each group but the first, and how many of them are entries.
func (sidebarRows) height(objects []fyne.CanvasObject) (height float32, entries int) {
	for _, o := range objects {
		height += o.MinSize().Height
		if _, is := o.(*sidebarItem); is {
			entries++
		} else {
			height += sidebarGroupGap
		}
	}
	return max(0, height-sidebarGroupGap), entries
}

// Layout implements [fyne.Layout].
func (l sidebarRows) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	whole, entries := l.height(objects)
	less := max(0, min(sidebarGivesWay, (whole-size.Height)/float32(max(1, entries))))
	y := float32(0)
	for i, o := range objects {
		height := o.MinSize().Height
		if _, is := o.(*sidebarItem); is {
			height -= less
		} else if i > 0 {
			y += sidebarGroupGap
		}
		widgets.Put(o, 0, y, size.Width, height)
		y += height
	}
}

// MinSize implements [fyne.Layout].
func (l sidebarRows) MinSize(objects []fyne.CanvasObject) fyne.Size {
	height, entries := l.height(objects)
	least := fyne.NewSize(0, height-float32(entries*sidebarGivesWay))
	for _, o := range objects {
		least.Width = max(least.Width, o.MinSize().Width)
	}
	return least
}

// AccessibilityLabel is the chosen entry: the arrows go through the others.
func (s *Sidebar) AccessibilityLabel() string {
	for _, item := range s.items {
		if item.entry.ID == s.selected {
			return item.AccessibilityLabel()
		}
	}
	return ""
}
