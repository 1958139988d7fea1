package page

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"inventorybeacon/ui/widgets"
)

// New lays a page out: its title at the top left, what filters it at the
// top right or, in a narrow window, below, and then its content. Refresh has it laid out
// anew after a filter was shown or hidden.
func New(title string, content fyne.CanvasObject, filters ...Filter) fyne.CanvasObject {
	heading := widget.NewLabelWithStyle(title, fyne.TextAlignLeading, fyne.TextStyle{Bold: true})
	heading.SizeName = theme.SizeNameHeadingText
	parts := &pageLayout{heading: container.New(layout.NewCustomPaddedLayout(-4, 4, -5, 0), heading), content: content, filters: filters}
	return container.New(layout.NewCustomPaddedLayout(12, 12, 18, 18), container.New(parts, parts.objects()...))
}

// Under lays content out under a head whose height follows from its width, such as a notice, and which may be hidden. Where there is
// no room for both, the content is not shown.
func Under(head, content fyne.CanvasObject) fyne.CanvasObject {
	return container.New(under{}, head, content)
}

type under struct{}

// Layout implements [fyne.Layout].
func (under) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	head, content, top := objects[0], objects[1], float32(0)
	if head.Visible() {
		head.Resize(fyne.NewSize(size.Width, head.Size().Height))
		top = head.MinSize().Height
		head.Resize(fyne.NewSize(size.Width, top))
		top += headGap
	}
	widgets.SetVisible(content, top == 0 || size.Height-top >= content.MinSize().Height)
	content.Move(fyne.NewPos(0, top))
	content.Resize(fyne.NewSize(size.Width, max(0, size.Height-top)))
}

// MinSize implements [fyne.Layout].
func (under) MinSize(objects []fyne.CanvasObject) fyne.Size {
	least := objects[1].MinSize()
	if head := objects[0]; head.Visible() {
		least = least.Max(head.MinSize())
	}
	return least
}

// Filter is what stands at the top right of a page and chooses what the page lists. It
// is as wide as Width where there is room, and gives way down to Least.
type Filter struct {
	Object       fyne.CanvasObject
	Width, Least float32
}

const (
	filterGap  = 4
	headingGap = 12 // between the heading and the first filter
	headGap    = 8  // between the head of a page and its content
)

// pageLayout lays out a heading, the filters right of it, and the content below them.
// Where the filters had to give way by more than half of what they can, they stand on a
// line of their own, and where they do not fit into that, on several.
type pageLayout struct {
	heading, content fyne.CanvasObject
	filters          []Filter
}

// objects stand in the order in which Tab goes through them: that of the screen.
func (l *pageLayout) objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{l.heading}
	for _, f := range l.filters {
		objects = append(objects, f.Object)
	}
	return append(objects, l.content)
}

// shown are the filters that can be seen.
func (l *pageLayout) shown() (shown []Filter) {
	for _, f := range l.filters {
		if f.Object.Visible() {
			shown = append(shown, f)
		}
	}
	return shown
}

// linesOf are filters as they stand below each other in a width.
func linesOf(filters []Filter, width float32) (lines [][]Filter) {
	for _, f := range filters {
		if last := len(lines) - 1; last >= 0 {
			if _, least := filterWidths(append(lines[last][:len(lines[last]):len(lines[last])], f)); least <= width {
				lines[last] = append(lines[last], f)
				continue
			}
		}
		lines = append(lines, []Filter{f})
	}
	return lines
}

// filterWidths returns the sums of the widths of filters, with the gaps.
func filterWidths(filters []Filter) (all, least float32) {
	for _, f := range filters {
		all += f.Width + filterGap
		least += f.Least + filterGap
	}
	return max(0, all-filterGap), max(0, least-filterGap)
}

// height is the greatest one of the filters.
func (l *pageLayout) height() float32 {
	var height float32
	for _, f := range l.filters {
		height = max(height, f.Object.MinSize().Height)
	}
	return height
}

// Layout implements [fyne.Layout].
func (l *pageLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	heading, filter := l.heading.MinSize(), l.height()
	head := max(heading.Height, filter)
	l.heading.Move(fyne.NewPos(0, 0))
	l.heading.Resize(fyne.NewSize(min(heading.Width, size.Width), head))
	all, least := filterWidths(l.shown())
	room := size.Width - heading.Width - headingGap
	if room >= (all+least)/2 {
		width := min(all, room)
		layoutFilters(l.shown(), fyne.NewPos(size.Width-width, (head-filter)/2), width, filter)
	} else {
		for _, line := range linesOf(l.shown(), size.Width) {
			all, _ := filterWidths(line)
			layoutFilters(line, fyne.NewPos(0, head+filterGap), min(all, size.Width), filter)
			head += filterGap + filter
		}
	}
	l.content.Move(fyne.NewPos(0, head+headGap))
	l.content.Resize(fyne.NewSize(size.Width, max(0, size.Height-head-headGap)))
}

// layoutFilters shares a width among filters.
func layoutFilters(filters []Filter, at fyne.Position, width, height float32) {
	all, least := filterWidths(filters)
	share, scale := float32(1), float32(1)
	switch {
	case width < least:
		share, scale = 0, width/least
	case width < all:
		share = (width - least) / (all - least)
	}
	for _, f := range filters {
		own := (f.Least + (f.Width-f.Least)*share) * scale
		f.Object.Move(at)
		f.Object.Resize(fyne.NewSize(own, height))
		at.X += own + filterGap*scale
	}
}

// FilterRow lays filters out on a line, or several where they do not fit into one, for a list that stands within a page.
func FilterRow(filters ...Filter) fyne.CanvasObject {
	row := container.New(&filterRow{filters: filters})
	for _, f := range filters {
		row.Add(f.Object)
	}
	return row
}

type filterRow struct {
	filters []Filter
	width   float32 // as it was laid out last; 0 when it was not
}

// Layout implements [fyne.Layout].
func (r *filterRow) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	r.width = size.Width
	y := float32(0)
	for _, line := range linesOf(r.filters, size.Width) {
		all, _ := filterWidths(line)
		layoutFilters(line, fyne.NewPos(0, y), min(all, size.Width), widgets.ControlHeight())
		y += widgets.ControlHeight() + filterGap
	}
}

// MinSize implements [fyne.Layout].
func (r *filterRow) MinSize([]fyne.CanvasObject) fyne.Size {
	lines := 1
	if r.width > 0 {
		lines = len(linesOf(r.filters, r.width))
	}
	return fyne.NewSize(0, float32(lines)*(widgets.ControlHeight()+filterGap)-filterGap)
}

// MinSize implements [fyne.Layout]. The filters ask for no width: they give way.
func (l *pageLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	heading, content := l.heading.MinSize(), l.content.MinSize()
	return fyne.NewSize(max(heading.Width, content.Width), max(heading.Height, l.height())+headGap+content.Height)
}
