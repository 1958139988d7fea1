package form

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
)

// Entry is a field for one line of text. Enter calls OnSubmitted, or accepts the dialog it stands in;
// Esc calls OnEscape, or cancels the dialog; Down calls OnDown, such as to what stands below the field.
type Entry struct {
	widget.Entry
	widgets.TextRole
	named
	editable
	OnEscape func()
	OnDown   func()

	self           fyne.Widget // the widget that Fyne knows, which may embed this one
	box            *widgets.Box
	focused, wrong bool
	secret         bool           // what is typed is hidden, or was
	said           string         // the tooltip
	hint, stored   string         // what it says of itself while it is empty
	says           *widgets.Label // which draws that
	tip            widgets.Tip
}

// NewEntry returns an empty field.
func NewEntry() *Entry {
	e := &Entry{}
	e.extend(e)
	return e
}

// NewPasswordEntry returns a field that hides what is typed, with a button that reveals it.
func NewPasswordEntry() *Entry {
	e := &Entry{secret: true}
	e.Password = true
	e.ActionItem = newFieldIcon(lang.L("Show or hide what is typed"), e.reveal, e.showEye)
	e.extend(e)
	return e
}

// NewMultiLineEntry returns a field for several lines of text. Enter starts a line; Ctrl+Enter goes to the window.
func NewMultiLineEntry(rows int) *Entry {
	e := &Entry{}
	e.MultiLine, e.Wrapping = true, fyne.TextWrapWord
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

func (e *Entry) entered() string { return e.Text }

// SetValue changes the text without calling OnChanged.
func (e *Entry) SetValue(text string) {
	changed := e.OnChanged
	e.OnChanged = nil
	e.SetText(text)
	e.OnChanged = changed
}

// CaretToEnd puts the caret behind the text, as for somebody who goes on with it.
func (e *Entry) CaretToEnd() {
	e.CursorColumn = utf8.RuneCountInString(e.Text)
	e.Refresh()
}

// SelectText selects what a field of one line holds, so that what is typed takes the place of it. In several lines one goes on.
func (e *Entry) SelectText() {
	if !e.MultiLine {
		e.Entry.TypedShortcut(&fyne.ShortcutSelectAll{})
	}
}

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
	case key.Name == fyne.KeyDown && e.OnDown != nil:
		e.OnDown()
	case key.Name == fyne.KeyEscape, key.Name == fyne.KeyF10, key.Name == fyne.KeyF1, key.Name == fyne.KeyF5, widgets.IsEnter(key) &&
		!e.MultiLine && e.OnSubmitted == nil:
		widgets.PassKey(e.self, key)
	default:
		e.Entry.TypedKey(key)
	}
}

// KeyDown tells the window of the key too.
func (e *Entry) KeyDown(key *fyne.KeyEvent) {
	e.Entry.KeyDown(key)
	widgets.PassKeyDown(e.self, key)
}

// KeyUp tells the window of the key too.
func (e *Entry) KeyUp(key *fyne.KeyEvent) {
	e.Entry.KeyUp(key)
	widgets.PassKeyUp(e.self, key)
}

// TypedShortcut edits the text, and gives the shortcuts of the window to it.
func (e *Entry) TypedShortcut(shortcut fyne.Shortcut) {
	e.Entry.TypedShortcut(shortcut)
	if _, custom := shortcut.(*desktop.CustomShortcut); custom {
		widgets.PassShortcut(e.self, shortcut)
	}
}

// FocusGained shows the focus, and the field if it is scrolled away.
func (e *Entry) FocusGained() {
	e.focused = true
	e.Entry.FocusGained()
	widgets.Reveal(e.self)
}

// FocusLost hides the focus.
func (e *Entry) FocusLost() {
	e.focused = false
	e.Entry.FocusLost()
}

// reveal shows or hides the password that was typed.
func (e *Entry) reveal() {
	if e.Disabled() {
		return
	}
	e.Password = !e.Password
	e.Refresh()
	widgets.FocusOn(e)
}

// showEye draws the eye in a password field.
func (e *Entry) showEye(eye *widgets.Icon) {
	name, color := "eye", theme.ColorNameMutedText
	if !e.Password {
		name = "eye-off"
	}
	if e.Disabled() {
		color = fynetheme.ColorNameDisabled
	}
	eye.Set(name, color)
}

// CreateRenderer draws Fyne's entry on a box of ours.
func (e *Entry) CreateRenderer() fyne.WidgetRenderer {
	e.ExtendBaseWidget(e)
	e.box = widgets.NewRoundedBox("", "", fynetheme.SizeNameInputRadius)
	e.says = widgets.NewCutLabel("", fynetheme.ColorNamePlaceHolder, fynetheme.SizeNameText)
	r := &entryRenderer{e.Entry.CreateRenderer(), e}
	for _, object := range r.WidgetRenderer.Objects() {
		if drawn, ok := object.(*canvas.Rectangle); ok {
			drawn.Hide()
		}
	}
	e.recolor()
	e.say()
	return r
}

func (e *Entry) recolor() {
	fill, border, _ := fieldColors(e.Disabled(), e.focused, e.wrong)
	e.box.SetFocus(fill, border, e.focused)
}

// entryRenderer is Fyne's with one box below it that is background and border. Those of Fyne are two rectangles, which blur the
// border where they lie on each other, and have no colors for a disabled or a wrong field.
type entryRenderer struct {
	fyne.WidgetRenderer
	entry *Entry
}

// Objects returns the box and, above it, those of Fyne's entry, and what it says of itself.
func (r *entryRenderer) Objects() []fyne.CanvasObject {
	return slices.Concat([]fyne.CanvasObject{r.entry.box}, r.WidgetRenderer.Objects(), []fyne.CanvasObject{r.entry.says})
}

// Layout makes the box as large as the field.
func (r *entryRenderer) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	r.entry.box.Resize(size)
	r.entry.placeSays(size)
}

// Refresh draws the entry, then its box.
func (r *entryRenderer) Refresh() {
	r.WidgetRenderer.Refresh()
	r.entry.recolor()
	r.entry.say()
	r.entry.tellEdit() // Fyne draws an entry after every change, however it was made
}

// AccessibilityLabel is the name of the row and the text; a password is nobody's business.
func (e *Entry) AccessibilityLabel() string {
	if e.secret {
		return cmp.Or(e.name, e.Says())
	}
	return widgets.Said(cmp.Or(e.name, e.Says()), e.Text)
}
