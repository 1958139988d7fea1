package widgettest

import (
	"fmt"
	"image/color"
	"reflect"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
)

// slack is how many pixels a text may lack: widths are sums of fractions of pixels.
const slack = 1

// Illegible says which texts of the topmost layer of a window cannot be read, and why: cut off where no ellipsis says so, cut with
// an ellipsis and no tooltip with the whole, outside of the window or of what they are drawn on, or drawn over another text.
// What is scrolled away can be read.
func Illegible(c fyne.Canvas) []string {
	top := c.Content()
	if overlay := c.Overlays().Top(); overlay != nil {
		top = overlay
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(top)
	r := &reader{}
	r.read(top, at.Subtract(top.Position()), surroundings{view: rectangle{size: c.Size()}})
	return append(r.found, r.overlaps()...)
}

// reader goes through the objects in the order in which they are drawn.
type reader struct {
	texts []seenText
	boxes []rectangle // that are filled
	found []string
}

// seenText is a text, and the part of it that can be seen.
type seenText struct {
	text string
	seen rectangle
}

// surroundings are what is known of an object from those around it.
type surroundings struct {
	view     rectangle // what clips it
	tooltip  bool      // a widget around it says the whole of a text that is cut
	sideways bool      // it can be scrolled to from the side
}

type rectangle struct {
	at   fyne.Position
	size fyne.Size
}

func (r rectangle) right() float32  { return r.at.X + r.size.Width }
func (r rectangle) bottom() float32 { return r.at.Y + r.size.Height }

func (r rectangle) and(other rectangle) rectangle {
	left, top := max(r.at.X, other.at.X), max(r.at.Y, other.at.Y)
	return rectangle{fyne.NewPos(left, top), fyne.NewSize(
		max(0, min(r.right(), other.right())-left), max(0, min(r.bottom(), other.bottom())-top),
	)}
}

func (r rectangle) contains(p fyne.Position) bool {
	return p.X >= r.at.X && p.X <= r.right() && p.Y >= r.at.Y && p.Y <= r.bottom()
}

// beyond is by how much another one stands out at the left and the right.
func (r rectangle) beyond(other rectangle) float32 {
	return max(r.at.X-other.at.X, other.right()-r.right())
}

func (r *reader) read(object fyne.CanvasObject, offset fyne.Position, s surroundings) {
	if object == nil || !object.Visible() {
		return
	}
	own := rectangle{offset.Add(object.Position()), object.Size()}
	if _, scrolls := object.(fyne.Scrollable); scrolls {
		s.view = s.view.and(own)
	}
	if says, ok := object.(interface{ Tooltip() string }); ok {
		s.tooltip = says.Tooltip() != ""
	}
	if ofGrid(object) { // it scrolls sideways too, and says each text whole that it cuts
		s.tooltip, s.sideways = true, true
	}
	var children []fyne.CanvasObject
	switch o := object.(type) {
	case *canvas.Text:
		r.text(o, own, s)
	case *canvas.Rectangle:
		if isFilled(o.FillColor) {
			r.boxes = append(r.boxes, own.and(s.view))
		}
	case *fyne.Container:
		children = o.Objects
	case fyne.Widget:
		if typing(o) {
			return // what is typed follows the caret
		}
		children = test.WidgetRenderer(o).Objects()
	}
	for _, child := range children {
		r.read(child, own.at, s)
	}
}

// ofGrid reports whether an object draws the rows or the titles of a grid.
func ofGrid(o fyne.CanvasObject) bool {
	kind := reflect.TypeOf(o).Elem()
	return strings.HasSuffix(kind.PkgPath(), "/grid") && (kind.Name() == "body" || kind.Name() == "header")
}

// typing reports whether an object is the part of a field that holds what was typed.
func typing(o fyne.Widget) bool { return reflect.TypeOf(o) == reflect.TypeFor[*widget.RichText]() }

func isFilled(c color.Color) bool {
	if c == nil {
		return false
	}
	_, _, _, alpha := c.RGBA()
	return alpha > 0xF000
}

func (r *reader) text(t *canvas.Text, box rectangle, s surroundings) {
	if strings.TrimSpace(t.Text) == "" {
		return
	}
	drawn := box
	drawn.size = fyne.MeasureText(t.Text, t.TextSize, t.TextStyle)
	switch rest := box.size.Width - drawn.size.Width; t.Alignment {
	case fyne.TextAlignCenter:
		drawn.at.X += rest / 2
	case fyne.TextAlignTrailing:
		drawn.at.X += rest
	}
	drawn.at.Y += (box.size.Height - drawn.size.Height) / 2
	seen := drawn.and(s.view)
	if seen.size.Height < drawn.size.Height/2 {
		return // scrolled away
	}
	for _, surface := range []struct {
		what string
		rectangle
	}{{"the room that it has", box}, {"what is seen of the window", s.view}, {
		"what it begins on",
		r.below(drawn, s.view, 0.05),
	}, {"what it is drawn on", r.below(drawn, s.view, 0.5)}} {
		if by := surface.beyond(drawn); by > slack && (!s.sideways || surface.rectangle == box) {
			r.complain(t.Text, drawn, "stands out of %s by %.1f", surface.what, by)
			break
		}
	}
	if box.size.Height < drawn.size.Height-2*slack {
		r.complain(t.Text, drawn, "is %.1f high and has %.1f", drawn.size.Height, box.size.Height)
	}
	if strings.HasSuffix(t.Text, "…") && !s.tooltip {
		r.complain(t.Text, drawn, "is cut, and no tooltip says it whole")
	}
	r.texts = append(r.texts, seenText{t.Text, seen})
}

// below is the filled rectangle that lies below a text, at a part of its width.
func (r *reader) below(drawn, view rectangle, part float32) rectangle {
	seen := drawn.and(view)
	at := seen.at.Add(fyne.NewPos(seen.size.Width*part, seen.size.Height/2))
	for i := len(r.boxes) - 1; i >= 0; i-- {
		if r.boxes[i].contains(at) {
			return r.boxes[i]
		}
	}
	return view
}

func (r *reader) complain(text string, at rectangle, format string, args ...any) {
	r.found = append(r.found, fmt.Sprintf("%q at %.0f,%.0f (%.0f wide) ", text, at.at.X, at.at.Y, at.size.Width)+fmt.Sprintf(format, args...))
}

// overlaps are texts that lie on each other by more than the space around their letters.
func (r *reader) overlaps() []string {
	var found []string
	for i, a := range r.texts {
		for _, b := range r.texts[:i] {
			shared := a.seen.and(b.seen)
			if shared.size.Width > 2 && shared.size.Height > 4 {
				found = append(found, fmt.Sprintf("%q is drawn over %q at %.0f,%.0f", a.text, b.text, shared.at.X, shared.at.Y))
			}
		}
	}
	return found
}
