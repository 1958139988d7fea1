package menu

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
)

// Bar is the menu of a window, in a bar at its top. Fyne's own knows Alt, the arrows and Enter, but neither mnemonics nor F10.
//
// Alt with a letter opens a menu, F10, and Alt without another key, the first one; the arrows go through the entries and from menu to
// menu; a letter, Enter or Space does what an entry says; Esc closes. The shortcuts of the entries act while no dialog
// and no menu is open.
type Bar struct {
	Row *fyne.Container // what is seen of it
	// OnOpen is called before a menu opens: it may change which entries are disabled or checked.
	OnOpen func()

	canvas  fyne.Canvas
	titles  []*menuTitle
	open    *popUpMenu // the menu that is open, nil for none
	onlyAlt bool       // Alt is held, and nothing else was pressed since
}

// NewBar returns the bar for a window, and has the window take the keys of the menu. Place it at the top.
func NewBar(w fyne.Window, menu *fyne.MainMenu) *Bar {
	b := &Bar{canvas: w.Canvas()}
	var names []string
	for _, m := range menu.Items {
		names = append(names, m.Label)
	}
	for i, at := range mnemonics(names) {
		b.titles = append(b.titles, newMenuTitle(b, menu.Items[i], at))
	}
	line := container.NewBorder(nil, widgets.NewLine(theme.ColorNameBorder, 1), nil, nil)
	b.Row = container.NewStack(widgets.NewBox(theme.ColorNamePage, ""), line,
		widgets.Padded(0, 1, menuBarPad, menuBarPad, widgets.InRow(0, widgets.ObjectsOf(b.titles)...)))
	b.handleKeys()
	return b
}

// openMenu opens the menu of a title; with the keyboard, its first entry is chosen.
func (b *Bar) openMenu(title *menuTitle, keyboard bool) {
	b.Close()
	if widgets.Covered(b.canvas) {
		return
	}
	if b.OnOpen != nil {
		b.OnOpen()
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(title)
	b.open = newPopUpMenu(b.canvas, title.menu, true)
	b.open.bar = b
	b.open.OnClosed = func() {
		b.open = nil
		title.Refresh()
	}
	b.open.show(at.Add(fyne.NewPos(0, title.Size().Height)), 0)
	if keyboard {
		b.open.step(1)
	}
	title.Refresh()
}

// Close closes the menu that is open.
func (b *Bar) Close() {
	if b.open != nil {
		b.open.Close()
	}
}

// step goes from the open menu to one beside it.
func (b *Bar) step(by int) {
	for i, title := range b.titles {
		if title.isOpen() {
			b.openMenu(b.titles[(i+by+len(b.titles))%len(b.titles)], true)
			return
		}
	}
}

// titleAt returns the title at a place of the window, nil for none.
func (b *Bar) titleAt(at fyne.Position) *menuTitle {
	for _, title := range b.titles {
		own := fyne.CurrentApp().Driver().AbsolutePositionForObject(title)
		if within(at, own, title.Size()) {
			return title
		}
	}
	return nil
}

func within(at, corner fyne.Position, size fyne.Size) bool {
	return at.X >= corner.X && at.Y >= corner.Y && at.X < corner.X+size.Width && at.Y < corner.Y+size.Height
}

const menuBarPad = 6 // before the first title

// menuTitle is the name of a menu in the bar.
type menuTitle struct {
	widgets.Composite
	widgets.ButtonRole
	widgets.Hovering
	bar   *Bar
	menu  *fyne.Menu
	back  *widgets.Box
	label *mnemonicLabel
}

func newMenuTitle(bar *Bar, menu *fyne.Menu, at int) *menuTitle {
	t := &menuTitle{bar: bar, menu: menu, back: widgets.NewBox("", ""), label: newMnemonicLabel(menu.Label, at)}
	t.Changed = t.Refresh
	t.back.Rect.SetMinSize(fyne.NewSize(0, widgets.ControlHeight()-5))
	t.Stack(t, t.back, widgets.Padded(0, 0, 10, 10, t.label))
	return t
}

func (t *menuTitle) isOpen() bool { return t.bar.open != nil && t.bar.open.menu == t.menu }

// Tapped opens the menu.
func (t *menuTitle) Tapped(*fyne.PointEvent) { t.bar.openMenu(t, false) }

// Restyle lights the title up while its menu is open or the pointer is over it.
func (t *menuTitle) Restyle() {
	t.back.Fill = ""
	switch {
	case t.isOpen():
		t.back.Fill = theme.ColorNameRowSelected
	case t.Hovered:
		t.back.Fill = fynetheme.ColorNameHover
	}
}

// AccessibilityLabel is the name of the menu.
func (t *menuTitle) AccessibilityLabel() string { return t.menu.Label }
