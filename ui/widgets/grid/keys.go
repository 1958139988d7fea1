package grid

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"inventorybeacon/ui/widgets"
)

// FocusGained shows the focus.
func (g *Grid) FocusGained() {
	g.focused = true
	g.BaseWidget.Refresh()
	widgets.Reveal(g)
}

// FocusLost hides the focus.
func (g *Grid) FocusLost() {
	g.focused = false
	g.BaseWidget.Refresh()
}

// KeyDown tells the window of the key.
func (g *Grid) KeyDown(key *fyne.KeyEvent) { widgets.PassKeyDown(g, key) }

// KeyUp tells the window of the key.
func (g *Grid) KeyUp(key *fyne.KeyEvent) { widgets.PassKeyUp(g, key) }

// TypedRune does nothing: a grid takes no text.
func (g *Grid) TypedRune(rune) {}

// TypedKey moves the selection or acts on it.
func (g *Grid) TypedKey(key *fyne.KeyEvent) {
	page := max(1, int(g.body.Size().Height/g.rowHeight())-1)
	last := g.data.Len() - 1
	switch key.Name {
	case fyne.KeyUp:
		g.moveTo(g.selected - 1)
	case fyne.KeyDown:
		g.moveTo(g.selected + 1)
	case fyne.KeyPageUp:
		g.moveTo(g.selected - page)
	case fyne.KeyPageDown:
		g.moveTo(g.selected + page)
	case fyne.KeyHome:
		g.moveTo(0)
	case fyne.KeyEnd:
		g.moveTo(last)
	case fyne.KeyLeft:
		g.sideways(FoldClosed, -40)
	case fyne.KeyRight:
		g.sideways(FoldOpen, 40)
	default:
		g.act(key)
	}
}

// sideways folds the selected row, or scrolls where rows do not fold.
func (g *Grid) sideways(wanted Fold, scroll float32) {
	switch {
	case g.OnFold == nil:
		g.scrollTo(g.offsetX+scroll, g.offsetY)
	case g.selected >= 0:
		g.OnFold(g.selected, wanted)
	}
}

// TypedShortcut copies the selected row, and gives other shortcuts to the window.
func (g *Grid) TypedShortcut(shortcut fyne.Shortcut) {
	if _, isCopy := shortcut.(*fyne.ShortcutCopy); isCopy {
		g.CopySelected()
		return
	}
	widgets.PassShortcut(g, shortcut)
}

// CopySelected puts what the cells of the selected row say on the clipboard, with tabs between them.
func (g *Grid) CopySelected() {
	if g.selected < 0 {
		return
	}
	cells, ok := g.data.Row(g.selected)
	if !ok {
		return
	}
	columns := make([]string, len(cells))
	for i, cell := range cells {
		columns[i] = cell.Text
	}
	fyne.CurrentApp().Clipboard().SetContent(strings.Join(columns, "\t"))
}

// act does what a key does with the selected row.
func (g *Grid) act(key *fyne.KeyEvent) {
	menu := key.Name == desktop.KeyMenu || key.Name == fyne.KeyF10 && widgets.Modifiers()&fyne.KeyModifierShift != 0
	switch {
	case widgets.IsEnter(key) && g.selected >= 0 && g.OnActivate != nil:
		g.activate()
	case key.Name == fyne.KeyDelete && g.selected >= 0 && g.OnDelete != nil:
		g.OnDelete(g.selected)
	case menu && g.OnContextMenu != nil:
		g.OnContextMenu(g.selected, g.menuPosition())
	default:
		widgets.PassKey(g, key)
	}
}

// moveTo selects a row, or the nearest one there is.
func (g *Grid) moveTo(row int) {
	if count := g.data.Len(); count > 0 {
		g.Select(max(0, min(row, count-1)))
	}
}

func (g *Grid) activate() {
	if g.OnActivate != nil && g.selected >= 0 {
		g.OnActivate(g.selected)
	}
}

// menuPosition is where a menu opened by a key appears: below the selected row.
func (g *Grid) menuPosition() fyne.Position {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(g.body)
	y := float32(0)
	if g.selected >= 0 {
		g.ScrollTo(g.selected)
		y = float32(float64(g.selected+1)*float64(g.rowHeight()) - g.offsetY)
	}
	return at.Add(fyne.NewPos(cellPad, y))
}
