package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"inventorybeacon/ui/theme"
)

// Split shows one thing above another, with a bar between them that can be dragged. Fyne's does not tell where it was left.
type Split struct {
	composite
	// OnMoved is called with the share of the height that the upper part has, when the bar was left at another place.
	OnMoved func(share float32)

	upper, lower fyne.CanvasObject
	bar          *splitBar
	share        float32
}

// NewSplit returns a split whose upper part has a share of the height, from 0 to 1.
func NewSplit(upper, lower fyne.CanvasObject, share float32) *Split {
	s := &Split{upper: upper, lower: lower, share: share}
	s.bar = newSplitBar(s)
	s.compose(s, arrangement{s.minSize, s.place}, upper, s.bar, lower)
	return s
}

// Share is the part of the height that the upper part has, as far as there is room.
func (s *Split) Share() float32 { return s.share }

// SetLowerVisible shows or hides the lower part with the bar; without them the upper part has all of the height.
func (s *Split) SetLowerVisible(visible bool) {
	if s.lower.Visible() == visible {
		return
	}
	SetVisible(s.bar, visible)
	SetVisible(s.lower, visible)
	s.place(s.Size())
}

// SetShare gives the upper part a share of the height.
func (s *Split) SetShare(share float32) {
	s.share = min(1, max(0, share))
	s.place(s.Size())
}

const splitBarHeight = 10

func (s *Split) minSize() fyne.Size {
	upper, lower := s.upper.MinSize(), s.lower.MinSize()
	return fyne.NewSize(max(upper.Width, lower.Width), upper.Height+splitBarHeight+lower.Height)
}

func (s *Split) place(size fyne.Size) {
	if !s.lower.Visible() {
		Put(s.upper, 0, 0, size.Width, size.Height)
		return
	}
	room := max(0, size.Height-splitBarHeight)
	upper := max(s.upper.MinSize().Height, min(room*s.share, room-s.lower.MinSize().Height))
	Put(s.upper, 0, 0, size.Width, upper)
	Put(s.bar, 0, upper, size.Width, splitBarHeight)
	Put(s.lower, 0, upper+splitBarHeight, size.Width, max(0, room-upper))
}

// drag moves the bar, as far as both parts allow.
func (s *Split) drag(by float32) {
	room := s.Size().Height - splitBarHeight
	if room <= 0 {
		return
	}
	least, most := s.upper.MinSize().Height, room-s.lower.MinSize().Height
	s.SetShare(max(least, min(most, s.upper.Size().Height+by)) / room)
}

// splitBar is the line between the parts and what can be taken hold of around it.
type splitBar struct {
	composite
	split *Split
	line  *box
}

func newSplitBar(s *Split) *splitBar {
	b := &splitBar{split: s, line: newRoundedBox(theme.ColorNameBorder, "", theme.SizeNameGap)}
	b.compose(b, arrangement{func() fyne.Size { return fyne.NewSize(1, splitBarHeight) }, func(size fyne.Size) {
		const grip, height = 48, 3
		Put(b.line, (size.Width-grip)/2, (size.Height-height)/2, grip, height)
	}}, b.line)
	return b
}

// Dragged moves the bar.
func (b *splitBar) Dragged(event *fyne.DragEvent) { b.split.drag(event.Dragged.DY) }

// DragEnd tells where the bar was left.
func (b *splitBar) DragEnd() {
	if b.split.OnMoved != nil {
		b.split.OnMoved(b.split.share)
	}
}

// Cursor shows that the bar can be dragged.
func (b *splitBar) Cursor() desktop.Cursor { return desktop.VResizeCursor }
