package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"inventorybeacon/ui/theme"
)

// Split shows two things, one above the other or side by side, with a bar between them that can be dragged. Fyne's does not tell where
// it was left.
type Split struct {
	Composite
	// OnMoved is called with the share of the room that the first part has, when the bar was left at another place.
	OnMoved func(share float32)

	first, second fyne.CanvasObject
	bar           *splitBar
	share         float32
	sideways      bool
	least         float32 // that the first part keeps, however much the second wants
	off           bool    // the second part was hidden
}

// NewSplit returns a split whose upper part has a share of the height, from 0 to 1.
func NewSplit(upper, lower fyne.CanvasObject, share float32) *Split {
	return newSplit(upper, lower, share, false)
}

// NewSideSplit returns a split whose left part has a share of the width, from 0 to 1. Where there is no room for both, there is no right
// part.
func NewSideSplit(left, right fyne.CanvasObject, share float32) *Split {
	return newSplit(left, right, share, true)
}

func newSplit(first, second fyne.CanvasObject, share float32, sideways bool) *Split {
	s := &Split{first: first, second: second, share: share, sideways: sideways}
	s.bar = newSplitBar(s)
	s.Compose(s, Arranged(s.minSize, s.place), first, s.bar, second)
	return s
}

// Share is the part of the room that the first part has, as far as there is room.
func (s *Split) Share() float32 { return s.share }

// SetSecondVisible shows or hides the lower or right part with the bar; without them the first part has all of the room.
func (s *Split) SetSecondVisible(visible bool) {
	if s.off != visible {
		return
	}
	s.off = !visible
	s.place(s.Size())
}

// KeepFirst has the first part keep a height, or width. Where there is no room for the second part besides, that is not shown.
func (s *Split) KeepFirst(least float32) {
	s.least = least
	s.place(s.Size())
}

// Wanted is the height, or width, at which both parts are shown.
func (s *Split) Wanted() float32 {
	return s.leastFirst() + splitBarHeight + s.length(s.second.MinSize())
}

func (s *Split) leastFirst() float32 { return max(s.least, s.length(s.first.MinSize())) }

// SetShare gives the first part a share of the room.
func (s *Split) SetShare(share float32) {
	s.share = min(1, max(0, share))
	s.place(s.Size())
}

const splitBarHeight = 10

// length is what of a size the parts share.
func (s *Split) length(size fyne.Size) float32 {
	if s.sideways {
		return size.Width
	}
	return size.Height
}

// put gives an object a part of the room that the split has.
func (s *Split) put(object fyne.CanvasObject, at, length float32, size fyne.Size) {
	if s.sideways {
		Put(object, at, 0, length, size.Height)
	} else {
		Put(object, 0, at, size.Width, length)
	}
}

func (s *Split) minSize() fyne.Size {
	first, second := s.first.MinSize(), s.second.MinSize()
	if s.sideways {
		return fyne.NewSize(first.Width, max(first.Height, second.Height))
	}
	if s.least > 0 {
		return fyne.NewSize(max(first.Width, second.Width), first.Height)
	}
	return fyne.NewSize(max(first.Width, second.Width), first.Height+splitBarHeight+second.Height)
}

// fits reports whether there is room for both parts.
func (s *Split) fits(size fyne.Size) bool {
	return !s.sideways && s.least == 0 || s.length(size) >= s.Wanted()
}

func (s *Split) place(size fyne.Size) {
	both := !s.off && s.fits(size)
	SetVisible(s.bar, both)
	SetVisible(s.second, both)
	if !both {
		s.put(s.first, 0, s.length(size), size)
		return
	}
	room := max(0, s.length(size)-splitBarHeight)
	first := max(s.leastFirst(), min(room*s.share, room-s.length(s.second.MinSize())))
	s.put(s.first, 0, first, size)
	s.put(s.bar, first, splitBarHeight, size)
	s.put(s.second, first+splitBarHeight, max(0, room-first), size)
}

// drag moves the bar, as far as both parts allow.
func (s *Split) drag(by fyne.Delta) {
	room := s.length(s.Size()) - splitBarHeight
	if room <= 0 {
		return
	}
	moved := by.DY
	if s.sideways {
		moved = by.DX
	}
	least, most := s.leastFirst(), room-s.length(s.second.MinSize())
	s.SetShare(max(least, min(most, s.length(s.first.Size())+moved)) / room)
}

// splitBar is the line between the parts and what can be taken hold of around it.
type splitBar struct {
	Composite
	split *Split
	line  *Box
}

func newSplitBar(s *Split) *splitBar {
	b := &splitBar{split: s, line: NewRoundedBox(theme.ColorNameBorder, "", theme.SizeNameGap)}
	b.Compose(b, Arranged(func() fyne.Size { return fyne.NewSize(1, 1) }, func(size fyne.Size) {
		grip := fyne.NewSize(48, 3)
		if s.sideways {
			grip = fyne.NewSize(grip.Height, grip.Width)
		}
		Put(b.line, (size.Width-grip.Width)/2, (size.Height-grip.Height)/2, grip.Width, grip.Height)
	}), b.line)
	return b
}

// Dragged moves the bar.
func (b *splitBar) Dragged(event *fyne.DragEvent) { b.split.drag(event.Dragged) }

// DragEnd tells where the bar was left.
func (b *splitBar) DragEnd() {
	if b.split.OnMoved != nil {
		b.split.OnMoved(b.split.share)
	}
}

// Cursor shows that the bar can be dragged.
func (b *splitBar) Cursor() desktop.Cursor {
	if b.split.sideways {
		return desktop.HResizeCursor
	}
	return desktop.VResizeCursor
}
