package sessiontest

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/form"
)

// view is what can be seen in the topmost layer of a window.
type view struct {
	texts   []string
	buttons []*widgets.Button
	selects []*form.Select
	checks  []*form.Check
	items   []item
}

// item is an entry of an open menu.
type item struct {
	fyne.Tappable
	*fyne.MenuItem
}

func (w *Window) look() *view {
	c := w.Window.Canvas()
	top := c.Content()
	if overlay := c.Overlays().Top(); overlay != nil {
		top = overlay
	}
	v := &view{}
	v.walk(top)
	return v
}

func (v *view) walk(object fyne.CanvasObject) {
	if object == nil || !object.Visible() {
		return
	}
	if o, ok := object.(interface{ Text() string }); ok { // the whole one of a text that is broken or cut
		v.texts = append(v.texts, o.Text())
	}
	switch o := object.(type) {
	case *canvas.Text:
		v.texts = append(v.texts, o.Text)
	case *widgets.Button:
		v.buttons = append(v.buttons, o)
		v.texts = append(v.texts, o.AccessibilityLabel())
	case *form.Check:
		v.checks = append(v.checks, o)
		v.texts = append(v.texts, o.Text)
	case *form.Select:
		v.selects = append(v.selects, o)
		v.texts = append(v.texts, o.Selected())
	case *fyne.Container:
		for _, child := range o.Objects {
			v.walk(child)
		}
	case fyne.Widget:
		if entry, ok := menuItemOf(o); ok {
			v.items = append(v.items, item{o.(fyne.Tappable), entry})
		}
		for _, child := range test.WidgetRenderer(o).Objects() {
			v.walk(child)
		}
	}
}

// menuItemOf returns what an entry of a menu draws.
func menuItemOf(w fyne.Widget) (*fyne.MenuItem, bool) {
	field := reflect.Indirect(reflect.ValueOf(w)).FieldByName("Item")
	if !field.IsValid() || !field.CanInterface() {
		return nil, false
	}
	entry, ok := field.Interface().(*fyne.MenuItem)
	return entry, ok
}

// Text is what can be read in the topmost layer of the window: its content, a dialog or a menu.
func (w *Window) Text() string { return strings.Join(w.look().texts, "\n") }

// Says reports whether all words stand in some text of the topmost layer.
func (w *Window) Says(words ...string) bool {
	texts := w.look().texts
	for _, word := range words {
		if !slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(text, word) }) {
			return false
		}
	}
	return true
}

// Dialogs is how many dialogs and menus lie above the page.
func (w *Window) Dialogs() int { return len(w.Window.Canvas().Overlays().List()) }

// Enabled lists the buttons with a text of the topmost layer that can be pressed.
func (w *Window) Enabled() []string {
	var texts []string
	for _, b := range w.look().buttons {
		if !b.Disabled() && b.Text != "" {
			texts = append(texts, b.Text)
		}
	}
	return texts
}

// Press presses a button of the topmost layer, and lets the window work.
func (w *Window) Press(text string) {
	w.t.Helper()
	for _, b := range w.look().buttons {
		if b.AccessibilityLabel() == text && !b.Disabled() {
			test.Tap(b)
			w.Settle()
			return
		}
	}
	w.t.Fatalf("there is no button %q to press; the window says:\n%s", text, w.Text())
}

// Tick ticks a box of the topmost layer, or takes the tick away, and lets the window work.
func (w *Window) Tick(text string) {
	w.t.Helper()
	for _, c := range w.look().checks {
		if c.Text == text {
			test.Tap(c)
			w.Settle()
			return
		}
	}
	w.t.Fatalf("there is no box %q to tick; the window says:\n%s", text, w.Text())
}

// Key presses keys where the focus is, and lets the window work.
func (w *Window) Key(keys ...fyne.KeyName) {
	for _, name := range keys {
		c, key := w.Window.Canvas(), &fyne.KeyEvent{Name: name}
		if focused := c.Focused(); focused != nil {
			focused.TypedKey(key)
		} else if typed := c.OnTypedKey(); typed != nil {
			typed(key)
		}
		w.Settle()
	}
}

// Menu lists the entries of the open menu; those that are gray stand in brackets.
func (w *Window) Menu() []string {
	var texts []string
	for _, entry := range w.look().items {
		text := entry.Label
		if entry.Disabled {
			text = "(" + text + ")"
		}
		texts = append(texts, text)
	}
	return texts
}

// Pick takes an entry of the open menu, and lets the window work.
func (w *Window) Pick(text string) {
	w.t.Helper()
	for _, entry := range w.look().items {
		if entry.Label == text && !entry.Disabled {
			entry.Tapped(&fyne.PointEvent{})
			w.Settle()
			return
		}
	}
	w.t.Fatalf("there is no entry %q to pick among %q", text, w.Menu())
}

// Choose takes another option in the field that shows one, and lets the window work.
func (w *Window) Choose(shown, option string) {
	w.t.Helper()
	for _, s := range w.look().selects {
		if s.Selected() == shown {
			test.Tap(s)
			w.Pick(option)
			return
		}
	}
	w.t.Fatalf("no field shows %q; the window says:\n%s", shown, w.Text())
}

func quoted(words []string) string {
	var list []string
	for _, word := range words {
		list = append(list, strconv.Quote(word))
	}
	return strings.Join(list, ", ")
}
