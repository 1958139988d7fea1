//go:build journey

package ui

import (
	"context"
	"encoding/json"
	"net"
	"os"
	"reflect"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	fynewidget "fyne.io/fyne/v2/widget"

	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/form"
	"inventorybeacon/ui/widgets/grid"
)

// inspectVariable names where the window tells what is visible in it: the path of
// a unix socket, or an address such as 127.0.0.1:4711.
const inspectVariable = "INVENTORY_BEACON_INSPECT"

// view is what is visible in the window: the content of its topmost layer.
// Places and sizes are pixels of the window.
type view struct {
	Title  string `json:"title"`
	Layer  string `json:"layer"` // "window", "dialog" or "menu"
	Depth  int    `json:"depth"` // how many dialogs and menus lie above the window's content
	Width  int    `json:"width"`
	Height int    `json:"height"`
	Shown  []part `json:"shown"`
}

// part is something with a text.
type part struct {
	Kind        string `json:"kind"`
	Text        string `json:"text"`
	Value       string `json:"value,omitempty"`
	Placeholder string `json:"placeholder,omitempty"`
	Row         string `json:"row,omitempty"` // label of the row of the form it stands in
	X           int    `json:"x"`
	Y           int    `json:"y"`
	Width       int    `json:"width"`
	Height      int    `json:"height"`
	Enabled     bool   `json:"enabled"`
	Focused     bool   `json:"focused,omitempty"`
	Selected    bool   `json:"selected,omitempty"`
	Clipped     bool   `json:"clipped,omitempty"` // only a part of it can be seen
}

// inspect answers each connection with what is visible, until ctx
// ends.
func inspect(ctx context.Context, window fyne.Window) {
	at := os.Getenv(inspectVariable)
	if at == "" {
		return
	}
	network := "tcp"
	if strings.Contains(at, "/") {
		network = "unix"
	}
	listener, err := new(net.ListenConfig).Listen(ctx, network, at)
	if err != nil {
		fyne.LogError("The window cannot be inspected", err)
		return
	}
	context.AfterFunc(ctx, func() { _ = listener.Close() })
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			var seen view
			fyne.DoAndWait(func() { seen = look(window) })
			if err := json.NewEncoder(connection).Encode(seen); err != nil {
				fyne.LogError("What is visible cannot be told", err)
			}
			_ = connection.Close()
		}
	}()
}

// look walks through the topmost layer of the window.
func look(window fyne.Window) view {
	c := window.Canvas()
	width, height := c.PixelCoordinateForPosition(fyne.NewPos(c.Size().Components()))
	l := looking{canvas: c, view: view{Title: window.Title(), Layer: "window", Depth: len(c.Overlays().List()), Width: width, Height: height}}
	top := c.Content()
	if overlay := c.Overlays().Top(); overlay != nil {
		top, l.view.Layer = overlay, "menu"
		if _, container := overlay.(*fyne.Container); container {
			l.view.Layer = "dialog"
		}
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(top)
	l.walk(top, at.Subtract(top.Position()), place{clip: area{size: c.Size()}})
	return l.view
}

// looking is one walk.
type looking struct {
	canvas fyne.Canvas
	view   view
}

// area is a rectangle of the window.
type area struct {
	at   fyne.Position
	size fyne.Size
}

// place is what is known of an object from the objects around it.
type place struct {
	clip     area
	inside   string // the type of the innermost widget
	row      string // the label of the row of a form
	problem  string // what is wrong in that row
	disabled bool
	marked   *area // the selected row of a grid
}

// walk tells of an object and of what it consists of; offset is where its
// parent is.
func (l *looking) walk(object fyne.CanvasObject, offset fyne.Position, p place) {
	if object == nil || !object.Visible() {
		return
	}
	own := area{offset.Add(object.Position()), object.Size()}
	var children []fyne.CanvasObject
	switch o := object.(type) {
	case *canvas.Text:
		l.text(o, own, p)
	case *fyne.Container:
		children = o.Objects
	case fyne.Widget:
		if l.control(o, own, p) {
			return
		}
		if !parts[typeName(o)] {
			p.inside = typeName(o)
		}
		if item, ok := menuItemOf(o); ok {
			p.disabled = item.Disabled
		}
		if row, ok := o.(*form.Row); ok {
			p.row, p.problem = row.Label(), row.Problem()
		}
		children = test.WidgetRenderer(o).Objects()
	}
	if _, clips := object.(fyne.Scrollable); clips {
		p.clip = p.clip.and(own)
	}
	for _, child := range children {
		if p.inside == "body" {
			p.marked = mark(child, own.at, p.marked)
		}
		l.walk(child, own.at, p)
	}
}

// parts are the widgets that others consist of; a text in them belongs to the widget around them.
var parts = map[string]bool{"Label": true, "mnemonicLabel": true}

// control tells of a widget that is to be seen as a whole.
func (l *looking) control(w fyne.Widget, own area, p place) bool {
	found := part{Enabled: true}
	switch o := w.(type) {
	case *widgets.Button:
		found.Kind, found.Text = "button", o.AccessibilityLabel()
	case *form.Check:
		found.Kind, found.Text, found.Selected = "check", o.Text, o.Checked()
	case *form.Select:
		found.Kind, found.Value = "select", o.Selected()
	case *form.Entry:
		found.entry(o)
		if o.ActionItem != nil { // what is in a password's is nobody's business
			found.Kind, found.Value = "password", ""
		}
	case *form.SearchEntry:
		found.entry(&o.Entry)
	case *form.DateEntry:
		found.entry(&o.Entry)
	case *widgets.WrapText:
		found.Kind, found.Text = "label", o.Text()
		switch {
		case p.inside == "" && l.view.Layer == "dialog":
			found.Kind = "title"
		case p.problem != "" && p.problem == o.Text():
			found.Kind = "problem"
		case p.row != "":
			found.Kind = "hint"
		}
	case *widgets.StatusDot:
		found.Kind, found.Text = "status", o.Text()
	case *fynewidget.Label:
		found.Kind, found.Text = "label", o.Text
	case *grid.Grid:
		l.add(part{Kind: "grid", Text: "grid", Enabled: true, Focused: l.focused(w)}, own, p)
		return false // its cells are told of one by one
	default:
		return false
	}
	if d, ok := w.(fyne.Disableable); ok {
		found.Enabled = !d.Disabled()
	}
	found.Focused = l.focused(w)
	l.add(found, own, p)
	return true
}

func (l *looking) focused(w fyne.Widget) bool {
	focused, ok := l.canvas.Focused().(fyne.Widget)
	return ok && focused == w
}

// entry tells of a field.
func (found *part) entry(e *form.Entry) {
	found.Kind, found.Value, found.Placeholder = "entry", e.Text, e.Says()
}

// text tells of a text that belongs to no widget known above.
func (l *looking) text(text *canvas.Text, own area, p place) {
	kinds := map[string]string{
		"sidebarItem": "page", "header": "header", "body": "cell", "menuTitle": "menu", "menuItem": "menu item", "Row": "name",
	}
	found := part{Kind: kinds[p.inside], Text: text.Text, Enabled: !p.disabled}
	switch found.Kind {
	case "":
		found.Kind = "text"
	case "cell":
		found.Selected = p.marked != nil && own.within(*p.marked)
	case "page":
		found.Selected = text.TextStyle.Bold
	}
	l.add(found, own, p)
}

func (l *looking) add(found part, own area, p place) {
	seen := own.and(p.clip)
	if seen.size.Width <= 0 || seen.size.Height <= 0 || found.Text+found.Value+found.Placeholder+p.row == "" {
		return
	}
	found.Row = p.row
	found.Clipped = !own.within(p.clip)
	found.X, found.Y = l.canvas.PixelCoordinateForPosition(own.at)
	right, bottom := l.canvas.PixelCoordinateForPosition(own.at.Add(own.size))
	found.Width, found.Height = right-found.X, bottom-found.Y
	l.view.Shown = append(l.view.Shown, found)
}

// mark returns the place of a grid's selected row, which a rectangle in the
// color of the selection fills.
func mark(child fyne.CanvasObject, offset fyne.Position, before *area) *area {
	back, ok := child.(*canvas.Rectangle)
	if !ok || !back.Visible() || back.FillColor != theme.Color(theme.ColorNameRowSelected) {
		return before
	}
	return &area{offset.Add(back.Position()), back.Size()}
}

// within allows for what the arithmetic of places loses.
func (a area) within(b area) bool {
	const tolerance = 0.5
	seen := a.and(b)
	return seen.size.Width > a.size.Width-tolerance && seen.size.Height > a.size.Height-tolerance
}

func (a area) and(b area) area {
	left, top := max(a.at.X, b.at.X), max(a.at.Y, b.at.Y)
	right := min(a.at.X+a.size.Width, b.at.X+b.size.Width)
	bottom := min(a.at.Y+a.size.Height, b.at.Y+b.size.Height)
	return area{fyne.NewPos(left, top), fyne.NewSize(right-left, bottom-top)}
}

// menuItemOf returns the item that an entry of a menu draws.
func menuItemOf(w fyne.Widget) (*fyne.MenuItem, bool) {
	if typeName(w) != "menuItem" {
		return nil, false
	}
	item, ok := reflect.ValueOf(w).Elem().FieldByName("Item").Interface().(*fyne.MenuItem)
	return item, ok
}

func typeName(o any) string {
	t := reflect.TypeOf(o)
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t.Name()
}
