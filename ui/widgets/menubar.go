package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"inventorybeacon/ui/theme"
)

// MenuBar is the menu of a window, in a bar at its top. Fyne's own can be used with the mouse only and has no mnemonics.
//
// Alt with a letter opens a menu, F10 and Alt alone the first one; the arrows go through the entries and from menu to
// menu; a letter, Enter or Space does what an entry says; Esc closes. The shortcuts of the entries act while no dialog
// and no menu is open.
type MenuBar struct {
	widget.BaseWidget
	// OnOpen is called before a menu opens: it may change which entries are disabled or checked.
	OnOpen func()

	canvas fyne.Canvas
	titles []*menuTitle
	open   *popUpMenu // the menu that is open, nil for none
	alone  bool       // Alt is held, and nothing else was pressed since
}

// NewMenuBar returns the bar for a window, and has the window take the keys of the menu. Place it at the top.
func NewMenuBar(w fyne.Window, menu *fyne.MainMenu) *MenuBar {
	b := &MenuBar{canvas: w.Canvas()}
	var names []string
	for _, m := range menu.Items {
		names = append(names, m.Label)
	}
	for i, at := range mnemonics(names) {
		b.titles = append(b.titles, newMenuTitle(b, menu.Items[i], at))
	}
	b.ExtendBaseWidget(b)
	b.takeKeys()
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

// CreateRenderer draws the bar.
func (b *MenuBar) CreateRenderer() fyne.WidgetRenderer {
	b.ExtendBaseWidget(b)
	r := &menuBarRenderer{bar: b, back: canvas.NewRectangle(nil), line: canvas.NewRectangle(nil)}
	r.Refresh()
	return r
}

const menuBarPad = 6 // before the first title

type menuBarRenderer struct {
	bar        *MenuBar
	back, line *canvas.Rectangle
}

func (r *menuBarRenderer) Destroy() {}

func (r *menuBarRenderer) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{r.back, r.line}
	for _, title := range r.bar.titles {
		objects = append(objects, title)
	}
	return objects
}

func (r *menuBarRenderer) MinSize() fyne.Size {
	width := float32(2 * menuBarPad)
	for _, title := range r.bar.titles {
		width += title.MinSize().Width
	}
	return fyne.NewSize(width, controlHeight()-4)
}

func (r *menuBarRenderer) Layout(size fyne.Size) {
	r.back.Resize(size)
	r.line.Move(fyne.NewPos(0, size.Height-1))
	r.line.Resize(fyne.NewSize(size.Width, 1))
	x := float32(menuBarPad)
	for _, title := range r.bar.titles {
		title.Move(fyne.NewPos(x, 0))
		title.Resize(fyne.NewSize(title.MinSize().Width, size.Height-1))
		x += title.Size().Width
	}
}

func (r *menuBarRenderer) Refresh() {
	r.back.FillColor = theme.Color(theme.ColorNamePage)
	r.line.FillColor = theme.Color(theme.ColorNameBorder)
	for _, object := range r.Objects() {
		object.Refresh()
	}
}

// menuTitle is the name of a menu in the bar.
type menuTitle struct {
	widget.BaseWidget
	bar     *MenuBar
	menu    *fyne.Menu
	at      int // where its mnemonic stands
	hovered bool
}

func newMenuTitle(bar *MenuBar, menu *fyne.Menu, at int) *menuTitle {
	t := &menuTitle{bar: bar, menu: menu, at: at}
	t.ExtendBaseWidget(t)
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

// CreateRenderer draws the title.
func (t *menuTitle) CreateRenderer() fyne.WidgetRenderer {
	t.ExtendBaseWidget(t)
	r := &menuTitleRenderer{title: t, back: canvas.NewRectangle(nil), text: newMnemonicText(t.menu.Label, t.at)}
	r.Refresh()
	return r
}

type menuTitleRenderer struct {
	title *menuTitle
	back  *canvas.Rectangle
	text  mnemonicText
}

func (r *menuTitleRenderer) Destroy() {}

func (r *menuTitleRenderer) Objects() []fyne.CanvasObject {
	return append([]fyne.CanvasObject{r.back}, r.text.objects()...)
}

func (r *menuTitleRenderer) MinSize() fyne.Size {
	return r.text.text.MinSize().AddWidthHeight(20, 0)
}

func (r *menuTitleRenderer) Layout(size fyne.Size) {
	r.back.Resize(size)
	r.text.place(fyne.NewPos(10, 0), size)
}

func (r *menuTitleRenderer) Refresh() {
	fill := theme.ColorNameNone
	switch {
	case r.title.isOpen():
		fill = theme.ColorNameRowSelected
	case r.title.hovered:
		fill = fynetheme.ColorNameHover
	}
	r.back.FillColor = theme.Color(fill)
	r.back.Refresh()
	r.text.restyle(fynetheme.ColorNameForeground)
	r.Layout(r.title.Size())
}
