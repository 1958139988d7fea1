package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
)

// MenuBar is the menu of a window, in a bar at its top. Fyne's own knows Alt, the arrows and Enter, but neither mnemonics nor F10.
//
// Alt with a letter opens a menu, F10, and Alt without another key, the first one; the arrows go through the entries and from menu to
// menu; a letter, Enter or Space does what an entry says; Esc closes. The shortcuts of the entries act while no dialog
// and no menu is open.
type MenuBar struct {
	composite
	// OnOpen is called before a menu opens: it may change which entries are disabled or checked.
	OnOpen func()

	canvas     fyne.Canvas
	back, line *box
	titles     []*menuTitle
	open       *popUpMenu // the menu that is open, nil for none
	onlyAlt    bool       // Alt is held, and nothing else was pressed since
}

// NewMenuBar returns the bar for a window, and has the window take the keys of the menu. Place it at the top.
func NewMenuBar(w fyne.Window, menu *fyne.MainMenu) *MenuBar {
	b := &MenuBar{canvas: w.Canvas(), back: newBox(theme.ColorNamePage, ""), line: newBox(theme.ColorNameBorder, "")}
	var names []string
	for _, m := range menu.Items {
		names = append(names, m.Label)
	}
	for i, at := range mnemonics(names) {
		b.titles = append(b.titles, newMenuTitle(b, menu.Items[i], at))
	}
	b.compose(b, arrangement{b.minSize, b.place}, append([]fyne.CanvasObject{b.back, b.line}, objectsOf(b.titles)...)...)
	b.handleKeys()
	return b
}

// openMenu opens the menu of a title; with the keyboard, its first entry is chosen.
func (b *MenuBar) openMenu(title *menuTitle, keyboard bool) {
	b.close()
	if Covered(b.canvas) {
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

func (b *MenuBar) close() {
	if b.open != nil {
		b.open.Close()
	}
}

// step goes from the open menu to one beside it.
func (b *MenuBar) step(by int) {
	for i, title := range b.titles {
		if title.isOpen() {
			b.openMenu(b.titles[(i+by+len(b.titles))%len(b.titles)], true)
			return
		}
	}
}

// titleAt returns the title at a place of the window, nil for none.
func (b *MenuBar) titleAt(at fyne.Position) *menuTitle {
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

func (b *MenuBar) minSize() fyne.Size {
	width := float32(2 * menuBarPad)
	for _, title := range b.titles {
		width += title.MinSize().Width
	}
	return fyne.NewSize(width, ControlHeight()-4)
}

func (b *MenuBar) place(size fyne.Size) {
	b.back.Resize(size)
	Put(b.line, 0, size.Height-1, size.Width, 1)
	x := float32(menuBarPad)
	for _, title := range b.titles {
		Put(title, x, 0, title.MinSize().Width, size.Height-1)
		x += title.Size().Width
	}
}

// menuTitle is the name of a menu in the bar.
type menuTitle struct {
	composite
	bar     *MenuBar
	menu    *fyne.Menu
	back    *box
	label   *mnemonicLabel
	hovered bool
}

func newMenuTitle(bar *MenuBar, menu *fyne.Menu, at int) *menuTitle {
	t := &menuTitle{bar: bar, menu: menu, back: newBox("", ""), label: newMnemonicLabel(menu.Label, at)}
	t.compose(t, arrangement{t.minSize, t.place}, t.back, t.label)
	return t
}

func (t *menuTitle) isOpen() bool { return t.bar.open != nil && t.bar.open.menu == t.menu }

// Tapped opens the menu.
func (t *menuTitle) Tapped(*fyne.PointEvent) { t.bar.openMenu(t, false) }

// MouseIn lights the title up.
func (t *menuTitle) MouseIn(*desktop.MouseEvent) { t.hover(true) }

// MouseMoved does nothing.
func (t *menuTitle) MouseMoved(*desktop.MouseEvent) {}

// MouseOut ends what MouseIn began.
func (t *menuTitle) MouseOut() { t.hover(false) }

func (t *menuTitle) hover(hovered bool) {
	t.hovered = hovered
	t.Refresh()
}

func (t *menuTitle) minSize() fyne.Size { return t.label.MinSize().AddWidthHeight(20, 0) }

func (t *menuTitle) place(size fyne.Size) {
	t.back.Resize(size)
	Put(t.label, 10, 0, size.Width, size.Height)
}

// Refresh draws the title as the menu stands.
func (t *menuTitle) Refresh() {
	t.back.fill = ""
	switch {
	case t.isOpen():
		t.back.fill = theme.ColorNameRowSelected
	case t.hovered:
		t.back.fill = fynetheme.ColorNameHover
	}
	t.composite.Refresh()
}
