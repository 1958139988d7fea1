package menu

import (
	"slices"
	"time"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
)

const menuPad = 4 // between the edge of a menu and its entries

// Show opens a menu at a place of the window, such as the context menu of a row.
func Show(c fyne.Canvas, menu *fyne.Menu, at fyne.Position) {
	newPopUpMenu(c, menu, true).show(at, 0)
}

// Open opens a menu of commands below a widget, at least as wide as it.
func Open(menu *fyne.Menu, below fyne.CanvasObject) { openBelow(menu, below, true) }

// OpenOptions opens a menu of what a field can hold below it. Letters choose among options but carry none out.
func OpenOptions(menu *fyne.Menu, below fyne.CanvasObject) { openBelow(menu, below, false) }

func openBelow(menu *fyne.Menu, below fyne.CanvasObject, commands bool) {
	driver := fyne.CurrentApp().Driver()
	c := driver.CanvasForObject(below)
	if c == nil {
		return
	}
	at := driver.AbsolutePositionForObject(below).Add(fyne.NewPos(0, below.Size().Height+1))
	p := newPopUpMenu(c, menu, commands)
	p.show(at, below.Size().Width)
	if i := slices.IndexFunc(p.items, func(i *menuItem) bool { return i.Item.Checked }); i >= 0 {
		p.activate(p.items[i])
	}
}

// popUpMenu is an open menu. It covers the window, so that Fyne finds keys and the pointer here and nothing below.
type popUpMenu struct {
	widgets.Composite
	// OnClosed is called once, when the menu is gone and before its entry acts.
	OnClosed func()

	canvas   fyne.Canvas
	menu     *fyne.Menu
	commands bool // letters carry entries out
	bar      *Bar // it drops from, nil for none
	items    []*menuItem
	active   *menuItem
	typed    TypeAhead
	at       fyne.Position
	width    float32        // at least
	before   fyne.Focusable // had the focus when the menu opened
	box      *widgets.Box
	scroll   *container.Scroll
}

func newPopUpMenu(c fyne.Canvas, menu *fyne.Menu, commands bool) *popUpMenu {
	p := &popUpMenu{canvas: c, menu: menu, commands: commands}
	p.box = widgets.NewRoundedBox(fynetheme.ColorNameMenuBackground, theme.ColorNameBorder, fynetheme.SizeNameMenuRadius).WithShadow(6, 2)
	var labels []string
	for _, item := range menu.Items {
		labels = append(labels, item.Label)
	}
	places := mnemonics(labels)
	var rows []fyne.CanvasObject // the items and the lines between them
	for i, item := range menu.Items {
		if item.IsSeparator {
			rows = append(rows, newMenuLine())
			continue
		}
		at := -1
		if commands {
			at = places[i]
		}
		p.items = append(p.items, newMenuItem(p, item, at))
		rows = append(rows, p.items[len(p.items)-1])
	}
	p.scroll = container.NewVScroll(container.New(layout.NewCustomPaddedVBoxLayout(0), rows...))
	p.Compose(p, widgets.Arranged(func() fyne.Size { return fyne.Size{} }, p.place), p.box, p.scroll)
	return p
}

func (p *popUpMenu) show(at fyne.Position, width float32) {
	p.at, p.width = at, width
	p.before = widgets.AddOverlay(p.canvas, p)
	p.canvas.Focus(p)
}

// Close takes the menu away. The focus returns to where it was.
func (p *popUpMenu) Close() {
	if !slices.Contains(p.canvas.Overlays().List(), fyne.CanvasObject(p)) {
		return
	}
	widgets.RemoveOverlay(p.canvas, p, p.before)
	if p.OnClosed != nil {
		p.OnClosed()
	}
}

// do carries an entry out.
func (p *popUpMenu) do(item *menuItem) {
	if item == nil || item.Item.Disabled {
		return
	}
	p.Close()
	if item.Item.Action != nil {
		item.Item.Action()
	}
}

// activate chooses an entry, nil for none.
func (p *popUpMenu) activate(item *menuItem) {
	before := p.active
	p.active = item
	for _, changed := range []*menuItem{before, item} {
		if changed != nil {
			changed.Refresh()
		}
	}
	if item == nil {
		return
	}
	switch top, height := item.Position().Y, p.scroll.Size().Height; {
	case top < p.scroll.Offset.Y:
		p.scroll.ScrollToOffset(fyne.NewPos(0, top))
	case top+item.Size().Height > p.scroll.Offset.Y+height:
		p.scroll.ScrollToOffset(fyne.NewPos(0, top+item.Size().Height-height))
	}
}

// step chooses the next entry that is not disabled, or the one before; after the last one comes the first.
func (p *popUpMenu) step(by int) {
	i := slices.Index(p.items, p.active)
	if i < 0 && by < 0 {
		i = 0
	}
	for range p.items {
		i = (i + by + len(p.items)) % len(p.items)
		if !p.items[i].Item.Disabled {
			p.activate(p.items[i])
			return
		}
	}
}

// TypedKey goes through the entries.
func (p *popUpMenu) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyDown:
		p.step(1)
	case fyne.KeyUp:
		p.step(-1)
	case fyne.KeyHome, fyne.KeyPageUp:
		p.activate(nil)
		p.step(1)
	case fyne.KeyEnd, fyne.KeyPageDown:
		p.activate(nil)
		p.step(-1)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		p.do(p.active)
	case fyne.KeyEscape, fyne.KeyF10:
		p.Close()
	case fyne.KeyLeft:
		p.inRow(-1)
	case fyne.KeyRight:
		p.inRow(1)
	}
}

func (p *popUpMenu) inRow(by int) {
	if p.bar != nil {
		p.bar.step(by)
	}
}

// TypedRune carries out the entry of a mnemonic, or chooses the option that begins with the letters that were typed.
func (p *popUpMenu) TypedRune(letter rune) {
	letter = unicode.ToLower(letter)
	if p.commands {
		for _, item := range p.items {
			if mnemonicAt(item.Item.Label, item.label.at) == letter {
				p.do(item)
				return
			}
		}
		return
	}
	var labels []string
	for _, item := range p.items {
		labels = append(labels, item.Item.Label)
	}
	if i := p.typed.Next(letter, time.Now(), labels, slices.Index(p.items, p.active)); i >= 0 {
		p.activate(p.items[i])
	}
}

// TypedShortcut takes a letter with Alt like the letter, or opens another menu of the bar with it.
func (p *popUpMenu) TypedShortcut(shortcut fyne.Shortcut) {
	custom, ok := shortcut.(*desktop.CustomShortcut)
	if !ok || custom.Modifier != fyne.KeyModifierAlt || len(custom.KeyName) != 1 {
		return
	}
	letter := unicode.ToLower(rune(custom.KeyName[0]))
	if p.bar != nil {
		for _, title := range p.bar.titles {
			if mnemonicAt(title.menu.Label, title.label.at) == letter {
				p.bar.openMenu(title, true)
				return
			}
		}
	}
	p.TypedRune(letter)
}

// KeyDown gives the key to the bar.
func (p *popUpMenu) KeyDown(key *fyne.KeyEvent) { widgets.PassKeyDown(p, key) }

// KeyUp gives the key to the bar: Alt without another key closes the menu.
func (p *popUpMenu) KeyUp(key *fyne.KeyEvent) { widgets.PassKeyUp(p, key) }

// FocusGained does nothing.
func (p *popUpMenu) FocusGained() {}

// FocusLost does nothing.
func (p *popUpMenu) FocusLost() {}

// Tapped closes the menu; on the name of another one in the bar, that one opens.
func (p *popUpMenu) Tapped(event *fyne.PointEvent) {
	if within(event.AbsolutePosition, p.box.Position(), p.box.Size()) {
		return
	}
	p.Close()
	p.openAt(event.AbsolutePosition)
}

// TappedSecondary closes the menu.
func (p *popUpMenu) TappedSecondary(event *fyne.PointEvent) { p.Tapped(event) }

// MouseIn does what MouseMoved does.
func (p *popUpMenu) MouseIn(event *desktop.MouseEvent) { p.MouseMoved(event) }

// MouseMoved opens the menu of the bar over which the pointer is.
func (p *popUpMenu) MouseMoved(event *desktop.MouseEvent) { p.openAt(event.AbsolutePosition) }

// MouseOut does nothing.
func (p *popUpMenu) MouseOut() {}

// openAt opens the other menu of the bar whose name stands at a place.
func (p *popUpMenu) openAt(at fyne.Position) {
	if p.bar == nil {
		return
	}
	if title := p.bar.titleAt(at); title != nil && title.menu != p.menu {
		p.bar.openMenu(title, false)
	}
}

// place keeps the menu inside the window; one that is longer than the window scrolls.
func (p *popUpMenu) place(window fyne.Size) {
	size := p.scroll.Content.MinSize().AddWidthHeight(2*menuPad, 2*menuPad)
	size.Width = min(max(size.Width, p.width), window.Width)
	size.Height = min(size.Height, window.Height)
	at := fyne.NewPos(max(0, min(p.at.X, window.Width-size.Width)), max(0, min(p.at.Y, window.Height-size.Height)))
	p.box.Move(at)
	p.box.Resize(size)
	p.scroll.Move(at.AddXY(menuPad, menuPad))
	p.scroll.Resize(size.SubtractWidthHeight(2*menuPad, 2*menuPad))
}
