package chart

import (
	"cmp"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
)

// plot is one kind of chart: what it draws, and which spots of that can be chosen. Spots are numbered from 0.
type plot interface {
	fyne.Widget
	// least is the least size at which the chart can be read.
	least() fyne.Size
	// draw returns what the data look like at a size, and finds the places of the spots.
	draw(size fyne.Size) []fyne.CanvasObject
	// point returns what shows which spot is chosen, -1 for none.
	point(spot int) []fyne.CanvasObject
	// spotAt returns the spot at a position of the chart, or -1.
	spotAt(at fyne.Position) int
	// step returns the spot to which a key leads from another one, -1 for a key that leads nowhere.
	step(from int, key fyne.KeyName) int
	// area is where a spot is.
	area(spot int) (fyne.Position, fyne.Size)
	// tip says what a spot stands for.
	tip(spot int) string
	// open is called for a click on a spot, and for Enter.
	open(spot int)
	// text says everything that the chart shows.
	text() string
}

// surface is what the charts have in common: it draws a plot, and has the pointer and the keys choose its spots.
type surface struct {
	widget.BaseWidget

	// Title is what the chart is called for screen readers; it is not drawn.
	Title string
	// Empty is what is shown while there is nothing to draw.
	Empty string
	// Number writes a value; nil writes its digits.
	Number func(value float64) string
	// OnReveal is called with the part of the chart that the keyboard has chosen, for a page that scrolls.
	OnReveal func(top, height float32)

	plot    plot
	drawn   []fyne.CanvasObject // of the data; nil while there are none
	blank   fyne.CanvasObject   // what is drawn in place of them
	cursor  []fyne.CanvasObject // what shows the focus and the chosen spot
	chosen  int                 // -1 for none
	focused bool
	tooltip widgets.Tip
	silent  bool // the chart itself says what is chosen, without a tooltip
}

func (s *surface) init(p plot) {
	s.plot, s.chosen = p, -1
	s.ExtendBaseWidget(p)
}

// Refresh draws the chart anew.
func (s *surface) Refresh() {
	s.redraw(s.Size())
	canvas.Refresh(s.plot)
}

// replaced draws other data than before, of which nothing is chosen.
func (s *surface) replaced() {
	s.chosen = -1
	s.tooltip.Hide()
	s.Refresh()
}

func (s *surface) redraw(size fyne.Size) {
	s.drawn, s.blank = nil, nil
	if size.Width > 0 && size.Height > 0 {
		if s.drawn = s.plot.draw(size); s.drawn == nil && s.Empty != "" {
			s.blank = s.emptyText(size)
		}
	}
	s.aim()
}

func (s *surface) emptyText(size fyne.Size) fyne.CanvasObject {
	shown, _ := widgets.Truncate(s.Empty, theme.Size(fynetheme.SizeNameText), fyne.TextStyle{}, size.Width)
	text := widgets.NewText(shown, theme.ColorNameMutedText, fynetheme.SizeNameText)
	text.Alignment = fyne.TextAlignCenter
	widgets.Put(text, 0, (size.Height-widgets.LineHeight())/2, size.Width, widgets.LineHeight())
	return text
}

// aim draws what is chosen and the focus.
func (s *surface) aim() {
	s.cursor = nil
	if s.drawn != nil {
		s.cursor = s.plot.point(s.chosen)
	}
	if s.focused {
		ring := canvas.NewRectangle(theme.Color(theme.ColorNameNone))
		ring.StrokeColor, ring.StrokeWidth = theme.Color(fynetheme.ColorNamePrimary), 1
		ring.CornerRadius = theme.Size(fynetheme.SizeNameInputRadius)
		ring.Resize(s.Size())
		s.cursor = append(s.cursor, ring)
	}
}

// choose makes a spot the chosen one, and reports whether it was not.
func (s *surface) choose(spot int) bool {
	if spot == s.chosen {
		return false
	}
	s.chosen = spot
	text := ""
	if spot >= 0 && !s.silent {
		text = s.plot.tip(spot)
	}
	s.tooltip.SetText(text)
	s.aim()
	canvas.Refresh(s.plot)
	return true
}

// Tooltip is what is said of the chosen spot, or of the first one.
func (s *surface) Tooltip() string {
	if s.drawn == nil {
		return s.Empty
	}
	return s.plot.tip(max(0, s.chosen))
}

// MouseIn chooses what lies under the pointer.
func (s *surface) MouseIn(event *desktop.MouseEvent) { s.MouseMoved(event) }

// MouseMoved chooses what lies under the pointer.
func (s *surface) MouseMoved(event *desktop.MouseEvent) {
	s.choose(s.plot.spotAt(event.Position))
	s.tooltip.Show(s.plot, event)
}

// MouseOut chooses nothing any more.
func (s *surface) MouseOut() {
	s.choose(-1)
	s.tooltip.Hide()
}

// Tapped opens what was clicked.
func (s *surface) Tapped(event *fyne.PointEvent) {
	if spot := s.plot.spotAt(event.Position); spot >= 0 {
		s.tooltip.Hide()
		s.plot.open(spot)
	}
}

// FocusGained shows the focus.
func (s *surface) FocusGained() {
	s.focused = true
	s.aim()
	canvas.Refresh(s.plot)
	widgets.Reveal(s.plot)
	s.reveal(0, s.Size().Height)
}

func (s *surface) reveal(top, height float32) {
	if s.OnReveal != nil {
		s.OnReveal(top, height)
	}
}

// FocusLost hides the focus and what the keys have chosen.
func (s *surface) FocusLost() {
	s.focused, s.chosen = false, -1
	s.tooltip.Hide()
	s.aim()
	canvas.Refresh(s.plot)
}

// TypedRune does nothing: no text is typed here.
func (s *surface) TypedRune(rune) {}

// TypedKey chooses with the arrows, Home and End, and opens with Enter and Space.
func (s *surface) TypedKey(key *fyne.KeyEvent) {
	if s.chosen >= 0 && (widgets.IsEnter(key) || key.Name == fyne.KeySpace) {
		s.tooltip.Hide()
		s.plot.open(s.chosen)
		return
	}
	to := s.plot.step(s.chosen, key.Name)
	if to < 0 {
		widgets.PassKey(s.plot, key)
		return
	}
	if s.choose(to) {
		at, size := s.plot.area(to)
		s.reveal(at.Y, size.Height)
		window := fyne.CurrentApp().Driver().AbsolutePositionForObject(s.plot)
		s.tooltip.ShowAt(s.plot, window.Add(at).AddXY(size.Width/2, size.Height/2))
	}
}

// KeyDown tells the window of the key.
func (s *surface) KeyDown(key *fyne.KeyEvent) { widgets.PassKeyDown(s.plot, key) }

// KeyUp tells the window of the key.
func (s *surface) KeyUp(key *fyne.KeyEvent) { widgets.PassKeyUp(s.plot, key) }

// TypedShortcut copies what the chart says.
func (s *surface) TypedShortcut(shortcut fyne.Shortcut) {
	if _, copies := shortcut.(*fyne.ShortcutCopy); copies {
		fyne.CurrentApp().Clipboard().SetContent(s.Text())
		return
	}
	widgets.PassShortcut(s.plot, shortcut)
}

// AccessibilityRole implements [fyne.Accessible].
func (s *surface) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// AccessibilityLabel is what the keyboard has chosen, or else everything that the chart says.
func (s *surface) AccessibilityLabel() string {
	if s.focused && s.chosen >= 0 {
		return oneLine(s.plot.tip(s.chosen))
	}
	return oneLine(s.Text())
}

// Text is everything that the chart says, a line for each row, series or mark, below its title.
func (s *surface) Text() string { return lines(s.Title, cmp.Or(s.plot.text(), s.Empty)) }

// CreateRenderer draws the chart.
func (s *surface) CreateRenderer() fyne.WidgetRenderer {
	s.redraw(s.Size())
	return &renderer{s}
}

type renderer struct{ surface *surface }

func (r *renderer) Destroy()              {}
func (r *renderer) MinSize() fyne.Size    { return r.surface.plot.least() }
func (r *renderer) Layout(size fyne.Size) { r.surface.redraw(size) }
func (r *renderer) Refresh()              { r.surface.Refresh() }
func (r *renderer) Objects() []fyne.CanvasObject {
	if r.surface.blank != nil {
		return append([]fyne.CanvasObject{r.surface.blank}, r.surface.cursor...)
	}
	return slices.Concat(r.surface.drawn, r.surface.cursor)
}
