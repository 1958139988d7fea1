package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"inventorybeacon/ui/theme"
)

// Entry is a field for one line of text. Enter calls OnSubmitted, or accepts the dialog it stands in;
// Esc calls OnEscape, or cancels the dialog.
type Entry struct {
	widget.Entry
	OnEscape func()

	self  fyne.Widget // the widget that Fyne knows, which may embed this one
	wrong bool
	tip   tip
}

// NewEntry returns an empty field.
func NewEntry() *Entry {
	e := &Entry{}
	e.extend(e)
	return e
}

// NewPasswordEntry returns a field that hides what is typed, with a button that reveals it.
func NewPasswordEntry() *Entry {
	e := &Entry{}
	e.Password = true
	e.ActionItem = newRevealer(e)
	e.extend(e)
	return e
}

// NewMultiLineEntry returns a field for several lines of text. Enter starts a line; Ctrl+Enter is not taken.
func NewMultiLineEntry(rows int) *Entry {
	e := &Entry{}
	e.MultiLine = true
	e.Wrapping = fyne.TextWrapWord
	e.SetMinRowsVisible(rows)
	e.ExtendBaseWidget(e)
	return e
}

// extend makes the widget, which may embed this entry, a field of one line.
func (e *Entry) extend(widget fyne.Widget) {
	// The text follows the caret in any case; in the other directions, Fyne draws a scroll bar over a long one.
	e.Wrapping, e.Scroll = fyne.TextWrapOff, fyne.ScrollVerticalOnly
	e.ExtendBaseWidget(widget)
}

// ExtendBaseWidget says which widget embeds this entry.
func (e *Entry) ExtendBaseWidget(widget fyne.Widget) {
	if e.self == nil {
		e.self = widget
	}
	e.Entry.ExtendBaseWidget(widget)
}

// SetValue changes the text without calling OnChanged.
func (e *Entry) SetValue(text string) {
	changed := e.OnChanged
	e.OnChanged = nil
	e.SetText(text)
	e.OnChanged = changed
}

// SetTooltip sets what is shown while the pointer rests on the field.
func (e *Entry) SetTooltip(text string) { e.tip.setText(text) }

// SetProblem draws the border red, or as usual again.
func (e *Entry) SetProblem(wrong bool) {
	if e.wrong != wrong {
		e.wrong = wrong
		e.Refresh()
	}
}

// TypedKey edits the text, and gives Enter and Esc to whoever wants them.
func (e *Entry) TypedKey(key *fyne.KeyEvent) {
	switch {
	case key.Name == fyne.KeyEscape && e.OnEscape != nil:
		e.OnEscape()
	case key.Name == fyne.KeyEscape, key.Name == fyne.KeyF10, isEnter(key) && !e.MultiLine && e.OnSubmitted == nil:
		passKey(e.self, key)
	default:
		e.Entry.TypedKey(key)
	}
}

// KeyDown tells the window of the key too.
func (e *Entry) KeyDown(key *fyne.KeyEvent) {
	e.Entry.KeyDown(key)
	passKeyDown(e.self, key)
}

// KeyUp tells the window of the key too.
func (e *Entry) KeyUp(key *fyne.KeyEvent) {
	e.Entry.KeyUp(key)
	passKeyUp(e.self, key)
}

// TypedShortcut edits the text, and gives the shortcuts of the window to it.
func (e *Entry) TypedShortcut(shortcut fyne.Shortcut) {
	e.Entry.TypedShortcut(shortcut)
	if _, custom := shortcut.(*desktop.CustomShortcut); custom {
		passShortcut(e.self, shortcut)
	}
}

// FocusGained shows the focus, and the field if it is scrolled away.
func (e *Entry) FocusGained() {
	e.Entry.FocusGained()
	reveal(e.self)
}

// MouseIn starts the wait for the tooltip.
func (e *Entry) MouseIn(event *desktop.MouseEvent) { e.tip.show(e.self, event) }

// MouseMoved starts the wait for the tooltip anew.
func (e *Entry) MouseMoved(event *desktop.MouseEvent) { e.tip.show(e.self, event) }

// MouseOut removes the tooltip.
func (e *Entry) MouseOut() { e.tip.hide() }

// CreateRenderer draws Fyne's entry, with our colors for a disabled and for a wrong field.
func (e *Entry) CreateRenderer() fyne.WidgetRenderer {
	e.ExtendBaseWidget(e)
	return newFieldRenderer(e.Entry.CreateRenderer(), e.Disabled, func() bool { return e.wrong })
}

// fieldRenderer draws the box of Fyne's entry with our colors. Box and border are the first two of its objects;
// one of them draws both, because the two on top of each other blur the border.
type fieldRenderer struct {
	fyne.WidgetRenderer
	disabled, wrong func() bool
}

func newFieldRenderer(inner fyne.WidgetRenderer, disabled, wrong func() bool) *fieldRenderer {
	r := &fieldRenderer{WidgetRenderer: inner, disabled: disabled, wrong: wrong}
	r.redraw()
	return r
}

// Layout makes the box as large as the field.
func (r *fieldRenderer) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	box := r.Objects()[0]
	box.Move(fyne.Position{})
	box.Resize(size)
}

// Refresh draws the entry, then its box.
func (r *fieldRenderer) Refresh() {
	r.WidgetRenderer.Refresh()
	r.redraw()
}

func (r *fieldRenderer) redraw() {
	box, isBox := r.Objects()[0].(*canvas.Rectangle)
	border, isBorder := r.Objects()[1].(*canvas.Rectangle)
	if !isBox || !isBorder {
		return
	}
	border.Hide()
	box.StrokeColor, box.StrokeWidth = border.StrokeColor, theme.Size(fynetheme.SizeNameInputBorder)
	if r.disabled() {
		box.FillColor = theme.Color(theme.ColorNameDisabledInput)
		box.StrokeColor = theme.Color(theme.ColorNameBorder)
	}
	if r.wrong() {
		box.StrokeColor = theme.Color(theme.ColorNameErrorText)
	}
	box.Refresh()
}

// revealer is the eye in a password field.
type revealer struct {
	widget.BaseWidget
	entry *Entry
	icon  *canvas.Image
}

func newRevealer(entry *Entry) *revealer {
	r := &revealer{entry: entry, icon: canvas.NewImageFromResource(nil)}
	r.ExtendBaseWidget(r)
	return r
}

// Tapped shows or hides what was typed.
func (r *revealer) Tapped(*fyne.PointEvent) {
	if r.entry.Disabled() {
		return
	}
	r.entry.Password = !r.entry.Password
	r.entry.Refresh()
	focusOn(r.entry)
}

// Cursor shows the arrow over the eye, not the text cursor of the entry.
func (r *revealer) Cursor() desktop.Cursor { return desktop.DefaultCursor }

func (r *revealer) CreateRenderer() fyne.WidgetRenderer {
	renderer := &inlineIconRenderer{icon: r.icon, name: func() (string, fyne.ThemeColorName) {
		name, color := "eye", theme.ColorNameMutedText
		if !r.entry.Password {
			name = "eye-off"
		}
		if r.entry.Disabled() {
			color = fynetheme.ColorNameDisabled
		}
		return name, color
	}}
	renderer.Refresh()
	return renderer
}
