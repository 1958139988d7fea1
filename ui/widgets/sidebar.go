package widgets

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

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
type Sidebar struct {
	widget.BaseWidget
	// OnSelected is called with the entry that was chosen by the user.
	OnSelected func(id string)

	groups   []SidebarGroup
	items    []*sidebarItem
	titles   []*canvas.Text
	selected string
	focused  bool
}

// NewSidebar returns a sidebar with the groups, its first entry chosen.
func NewSidebar(groups []SidebarGroup, selected func(id string)) *Sidebar {
	s := &Sidebar{groups: groups, OnSelected: selected}
	for _, group := range groups {
		title := newText(strings.ToUpper(group.Title), theme.ColorNameMutedText, theme.SizeNameGroupTitle)
		title.TextStyle.Bold = true
		s.titles = append(s.titles, title)
		for _, entry := range group.Entries {
			s.items = append(s.items, newSidebarItem(s, entry))
		}
	}
	if len(s.items) > 0 {
		s.selected = s.items[0].entry.ID
	}
	s.ExtendBaseWidget(s)
	return s
}

// Selected returns the chosen entry.
func (s *Sidebar) Selected() string { return s.selected }

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
		passKey(s, key)
		return
	}
	if to >= 0 && to < len(s.items) {
		s.choose(s.items[to].entry.ID)
	}
}

// KeyDown tells the window of the key.
func (s *Sidebar) KeyDown(key *fyne.KeyEvent) { passKeyDown(s, key) }

// KeyUp tells the window of the key.
func (s *Sidebar) KeyUp(key *fyne.KeyEvent) { passKeyUp(s, key) }

// TypedRune does nothing.
func (s *Sidebar) TypedRune(rune) {}

// FocusGained shows the focus.
func (s *Sidebar) FocusGained() {
	s.focused = true
	s.Refresh()
}

// FocusLost hides the focus.
func (s *Sidebar) FocusLost() {
	s.focused = false
	s.Refresh()
}

// CreateRenderer draws the groups.
func (s *Sidebar) CreateRenderer() fyne.WidgetRenderer {
	s.ExtendBaseWidget(s)
	r := &sidebarRenderer{bar: s, back: canvas.NewRectangle(nil), line: canvas.NewRectangle(nil)}
	r.recolor()
	return r
}

const sidebarWidth = 184

type sidebarRenderer struct {
	bar        *Sidebar
	back, line *canvas.Rectangle
}

func (r *sidebarRenderer) Destroy() {}

func (r *sidebarRenderer) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{r.back, r.line}
	for _, title := range r.bar.titles {
		objects = append(objects, title)
	}
	for _, item := range r.bar.items {
		objects = append(objects, item)
	}
	return objects
}

func (r *sidebarRenderer) MinSize() fyne.Size {
	width := float32(sidebarWidth)
	for _, item := range r.bar.items {
		width = max(width, item.MinSize().Width)
	}
	return fyne.NewSize(width, r.layout(fyne.NewSize(width, 0)))
}

func (r *sidebarRenderer) Layout(size fyne.Size) {
	r.back.Resize(size)
	r.line.Move(fyne.NewPos(size.Width-1, 0))
	r.line.Resize(fyne.NewSize(1, size.Height))
	r.layout(size)
}

// layout places titles and entries below each other and returns the height they take.
func (r *sidebarRenderer) layout(size fyne.Size) float32 {
	height, y, n := controlHeight()-1, float32(14), 0
	for i, group := range r.bar.groups {
		title := r.bar.titles[i]
		place(title, fyne.NewPos(16, y), fyne.NewSize(size.Width-24, 24))
		y += 24
		for range group.Entries {
			r.bar.items[n].Move(fyne.NewPos(0, y))
			r.bar.items[n].Resize(fyne.NewSize(size.Width-1, height))
			y += height
			n++
		}
		y += 4
	}
	return y
}

func (r *sidebarRenderer) recolor() {
	r.back.FillColor = theme.Color(theme.ColorNameSidebar)
	r.line.FillColor = theme.Color(theme.ColorNameBorder)
}

func (r *sidebarRenderer) Refresh() {
	r.recolor()
	r.back.Refresh()
	r.line.Refresh()
	for _, title := range r.bar.titles {
		restyle(title, theme.ColorNameMutedText, theme.SizeNameGroupTitle)
	}
	for _, item := range r.bar.items {
		item.Refresh()
	}
	r.Layout(r.bar.Size())
}
