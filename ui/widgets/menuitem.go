package widgets

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"inventorybeacon/ui/theme"
)

const (
	menuItemPad     = 10
	menuShortcutGap = 28 // between an entry and its keys
	menuTick        = 14
)

// menuItem is an entry of an open menu.
type menuItem struct {
	widget.BaseWidget
	Item *fyne.MenuItem
	menu *popUpMenu
	at   int // where its mnemonic stands, -1 for none
}

func newMenuItem(menu *popUpMenu, item *fyne.MenuItem, at int) *menuItem {
	i := &menuItem{menu: menu, Item: item, at: at}
	i.ExtendBaseWidget(i)
	return i
}

// Tapped carries the entry out.
func (i *menuItem) Tapped(*fyne.PointEvent) { i.menu.do(i) }

// MouseIn chooses the entry.
func (i *menuItem) MouseIn(*desktop.MouseEvent) {
	if !i.Item.Disabled {
		i.menu.activate(i)
	}
}

// MouseMoved does nothing.
func (i *menuItem) MouseMoved(*desktop.MouseEvent) {}

// MouseOut ends what MouseIn began.
func (i *menuItem) MouseOut() {
	if i.menu.active == i {
		i.menu.activate(nil)
	}
}

// CreateRenderer draws the entry.
func (i *menuItem) CreateRenderer() fyne.WidgetRenderer {
	i.ExtendBaseWidget(i)
	r := &menuItemRenderer{
		item: i, back: canvas.NewRectangle(nil), tick: canvas.NewImageFromResource(nil),
		text: newMnemonicText(i.Item.Label, i.at), keys: canvas.NewText(shortcutText(i.Item.Shortcut), nil),
	}
	r.Refresh()
	return r
}

type menuItemRenderer struct {
	item *menuItem
	back *canvas.Rectangle
	tick *canvas.Image
	text mnemonicText
	keys *canvas.Text
}

func (r *menuItemRenderer) Destroy() {}

func (r *menuItemRenderer) Objects() []fyne.CanvasObject {
	return append([]fyne.CanvasObject{r.back, r.tick, r.keys}, r.text.objects()...)
}

// left is where the text begins: behind the ticks, if there are any in the menu.
func (r *menuItemRenderer) left() float32 {
	if slices.ContainsFunc(r.item.menu.items, func(i *menuItem) bool { return i.Item.Checked }) {
		return menuItemPad + menuTick + 6
	}
	return menuItemPad
}

func (r *menuItemRenderer) MinSize() fyne.Size {
	width := r.left() + r.text.text.MinSize().Width + menuItemPad
	if r.keys.Text != "" {
		width += menuShortcutGap + r.keys.MinSize().Width
	}
	return fyne.NewSize(width, controlHeight()-2)
}

func (r *menuItemRenderer) Layout(size fyne.Size) {
	r.back.Resize(size)
	r.tick.Move(fyne.NewPos(menuItemPad, (size.Height-menuTick)/2))
	r.tick.Resize(fyne.NewSquareSize(menuTick))
	r.text.place(fyne.NewPos(r.left(), 0), fyne.NewSize(size.Width-r.left(), size.Height))
	keys := r.keys.MinSize().Width
	place(r.keys, fyne.NewPos(size.Width-menuItemPad-keys, 0), fyne.NewSize(keys, size.Height))
}

func (r *menuItemRenderer) Refresh() {
	text, keys := fynetheme.ColorNameForeground, theme.ColorNameMutedText
	if r.item.Item.Disabled {
		text, keys = fynetheme.ColorNameDisabled, fynetheme.ColorNameDisabled
	}
	r.back.FillColor = theme.Color(theme.ColorNameRowSelected)
	r.back.CornerRadius = theme.Size(fynetheme.SizeNameMenuRadius)
	r.back.Hidden = r.item.menu.active != r.item
	r.back.Refresh()
	r.tick.Hidden = !r.item.Item.Checked
	setIcon(r.tick, "check", text)
	r.text.restyle(text)
	restyle(r.keys, keys, fynetheme.SizeNameText)
	r.Layout(r.item.Size())
}

// menuLine is the line between two groups of entries.
type menuLine struct {
	widget.BaseWidget
	line *canvas.Rectangle
}

func newMenuLine() *menuLine {
	l := &menuLine{line: canvas.NewRectangle(nil)}
	l.ExtendBaseWidget(l)
	return l
}

// CreateRenderer draws the line.
func (l *menuLine) CreateRenderer() fyne.WidgetRenderer {
	r := &menuLineRenderer{line: l.line}
	r.Refresh()
	return r
}

type menuLineRenderer struct{ line *canvas.Rectangle }

func (r *menuLineRenderer) Destroy() {}

func (r *menuLineRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.line} }

func (r *menuLineRenderer) MinSize() fyne.Size { return fyne.NewSize(0, 9) }

func (r *menuLineRenderer) Layout(size fyne.Size) {
	r.line.Move(fyne.NewPos(0, 4))
	r.line.Resize(fyne.NewSize(size.Width, 1))
}

func (r *menuLineRenderer) Refresh() {
	r.line.FillColor = theme.Color(theme.ColorNameRowLine)
	r.line.Refresh()
}
