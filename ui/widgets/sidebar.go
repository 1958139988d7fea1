package widgets

import (
	"strings"

	"fyne.io/fyne/v2"

	"inventorybeacon/ui/theme"
)

// SidebarGroup is a titled group of the sidebar's entries.
type SidebarGroup struct {
	Title   string
	Entries []SidebarEntry
}

// SidebarEntry leads to a page.
type SidebarEntry struct {
	ID   string
	Text string
}

// Sidebar is the navigation at the left of the window. Up, Down, Home and End go through its entries.
//
// It is not made of Fyne's list: there the arrows move a highlight that Space has to select, titles of groups would be rows that
// are highlighted too, Home and End do nothing, and rows are a padding apart.
type Sidebar struct {
	control
	// OnSelected is called with the entry that was chosen by the user.
	OnSelected func(id string)

	back, line *box
	groups     []SidebarGroup
	items      []*sidebarItem
	titles     []*label
	selected   string
}

// NewSidebar returns a sidebar with the groups, its first entry chosen.
func NewSidebar(groups []SidebarGroup, selected func(id string)) *Sidebar {
	s := &Sidebar{groups: groups, OnSelected: selected, back: newBox(theme.ColorNameSidebar, ""), line: newBox(theme.ColorNameBorder, "")}
	for _, group := range groups {
		s.titles = append(s.titles, newHeading(strings.ToUpper(group.Title), theme.ColorNameMutedText, theme.SizeNameGroupTitle))
		for _, entry := range group.Entries {
			s.items = append(s.items, newSidebarItem(s, entry))
		}
	}
	if len(s.items) > 0 {
		s.selected = s.items[0].entry.ID
	}
	objects := append([]fyne.CanvasObject{s.back, s.line}, objectsOf(s.titles)...)
	s.compose(s, arrangement{s.minSize, s.place}, append(objects, objectsOf(s.items)...)...)
	return s
}

// Select chooses an entry without calling OnSelected.
func (s *Sidebar) Select(id string) {
	s.selected = id
	s.Refresh()
}

// SetBadge shows a red count beside an entry; 0 removes it.
func (s *Sidebar) SetBadge(id string, count int) {
	for _, item := range s.items {
		if item.entry.ID == id && item.badge != count {
			item.badge = count
			item.Refresh()
		}
	}
}

func (s *Sidebar) choose(id string) {
	if id == s.selected {
		return
	}
	s.Select(id)
	if s.OnSelected != nil {
		s.OnSelected(id)
	}
}

func (s *Sidebar) index() int {
	for i, item := range s.items {
		if item.entry.ID == s.selected {
			return i
		}
	}
	return -1
}

// TypedKey goes through the entries.
func (s *Sidebar) TypedKey(key *fyne.KeyEvent) {
	to := s.index()
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
		PassKey(s, key)
		return
	}
	if to >= 0 && to < len(s.items) {
		s.choose(s.items[to].entry.ID)
	}
}

func (s *Sidebar) restyle() {
	for _, item := range s.items {
		item.restyle()
	}
}

const (
	sidebarWidth = 184
	sidebarTitle = 24 // height of a group's title
)

func (s *Sidebar) minSize() fyne.Size {
	width, height := float32(sidebarWidth), float32(14)
	for _, item := range s.items {
		width = max(width, item.MinSize().Width)
		height += item.MinSize().Height
	}
	return fyne.NewSize(width, height+float32(len(s.groups))*(sidebarTitle+4))
}

// place puts titles and entries below each other.
func (s *Sidebar) place(size fyne.Size) {
	s.back.Resize(size)
	Put(s.line, size.Width-1, 0, 1, size.Height)
	y, items := float32(14), s.items
	for i, group := range s.groups {
		Put(s.titles[i], 16, y, size.Width-24, sidebarTitle)
		y += sidebarTitle
		for _, item := range items[:len(group.Entries)] {
			Put(item, 0, y, size.Width-1, item.MinSize().Height)
			y += item.MinSize().Height
		}
		items = items[len(group.Entries):]
		y += 4
	}
}
