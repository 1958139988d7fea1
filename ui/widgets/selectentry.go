package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// SelectEntry is a field for a text that offers some texts in a menu: its arrow, or Alt+Down, opens it.
type SelectEntry struct {
	Entry
	options []string
}

// NewSelectEntry returns an empty field that offers the options.
func NewSelectEntry(options ...string) *SelectEntry {
	e := &SelectEntry{options: options}
	e.ActionItem = newDropDown(e.OpenMenu, e.Disabled)
	e.extend(e)
	return e
}

// SetOptions replaces what is offered.
func (e *SelectEntry) SetOptions(options ...string) { e.options = options }

// OpenMenu offers the options below the field.
func (e *SelectEntry) OpenMenu() {
	if e.Disabled() || len(e.options) == 0 {
		return
	}
	menu := fyne.NewMenu("")
	for _, option := range e.options {
		menu.Items = append(menu.Items, fyne.NewMenuItem(option, func() {
			e.SetText(option)
			focusOn(e)
		}))
	}
	openOptions(menu, e)
}

// TypedKey opens the menu on Alt+Down and on F4, and edits otherwise.
func (e *SelectEntry) TypedKey(key *fyne.KeyEvent) {
	if key.Name == fyne.KeyDown || key.Name == fyne.KeyF4 {
		e.OpenMenu()
		return
	}
	e.Entry.TypedKey(key)
}

// TypedShortcut opens the menu on Alt+Down.
func (e *SelectEntry) TypedShortcut(shortcut fyne.Shortcut) {
	if isAltDown(shortcut) {
		e.OpenMenu()
		return
	}
	e.Entry.TypedShortcut(shortcut)
}

func isAltDown(shortcut fyne.Shortcut) bool {
	custom, ok := shortcut.(*desktop.CustomShortcut)
	return ok && custom.KeyName == fyne.KeyDown && custom.Modifier == fyne.KeyModifierAlt
}

// dropDown is the arrow at the right of a field.
type dropDown struct {
	widget.BaseWidget
	open     func()
	disabled func() bool
	icon     *canvas.Image
}

func newDropDown(open func(), disabled func() bool) *dropDown {
	d := &dropDown{open: open, disabled: disabled, icon: canvas.NewImageFromResource(nil)}
	d.ExtendBaseWidget(d)
	return d
}

// Tapped opens the menu.
func (d *dropDown) Tapped(*fyne.PointEvent) { d.open() }

// Cursor shows the arrow pointer.
func (d *dropDown) Cursor() desktop.Cursor { return desktop.DefaultCursor }

func (d *dropDown) CreateRenderer() fyne.WidgetRenderer {
	r := &inlineIconRenderer{icon: d.icon, name: func() (string, fyne.ThemeColorName) {
		if d.disabled() {
			return "drop-down", fynetheme.ColorNameDisabled
		}
		return "drop-down", fynetheme.ColorNameForeground
	}}
	r.Refresh()
	return r
}
