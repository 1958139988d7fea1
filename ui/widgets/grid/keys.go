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

// FocusFirst puts the keyboard focus on the grid and selects its first row, once it is there.
func (g *Grid) FocusFirst() {
	g.Focus()
	g.first = true
	g.selectFirst()
}

// selectFirst selects the first row where that is waited for.
func (g *Grid) selectFirst() {
	if data, ok := g.data.(loader); g.first && !(ok && data.Loading()) {
		g.first = false
		g.Select(min(0, g.data.Len()-1))
	}
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
		if g.OnAbove != nil && g.chosen.lead <= 0 && widgets.Modifiers()&fyne.KeyModifierShift == 0 {
			g.OnAbove()
			return
		}
		g.moveTo(g.chosen.lead - 1)
	case fyne.KeyDown:
		g.moveTo(g.chosen.lead + 1)
	case fyne.KeyPageUp:
		g.moveTo(g.chosen.lead - page)
	case fyne.KeyPageDown:
		g.moveTo(g.chosen.lead + page)
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
	case g.chosen.lead >= 0:
		g.OnFold(g.chosen.lead, wanted)
	}
}

// TypedShortcut copies the selected rows or selects all, and gives other shortcuts to the window.
func (g *Grid) TypedShortcut(shortcut fyne.Shortcut) {
	switch shortcut.(type) {
	case *fyne.ShortcutCopy:
		g.CopySelected()
	case *fyne.ShortcutSelectAll:
		g.SelectAll()
	default:
		widgets.PassShortcut(g, shortcut)
	}
}

// SelectAll selects every row.
func (g *Grid) SelectAll() {
	last := g.data.Len() - 1
	if last < 0 {
		return
	}
	lead := max(0, g.chosen.lead)
	g.chosen = selection{lead: lead, anchor: 0, spans: []Span{{0, last}}}
	g.chosen.remember(g.data)
	g.body.Refresh()
	if g.OnSelected != nil {
		g.OnSelected(lead)
	}
}

// CopySelected puts what the cells of the selected rows say on the clipboard: a line for each row, with tabs between its cells. Rows
// that are not loaded are left to OnCopy.
func (g *Grid) CopySelected() {
	if g.chosen.lead < 0 {
		return
	}
	if g.OnCopy != nil {
		g.OnCopy()
		return
	}
	var lines []string
	for row := range g.chosen.rows() {
		if cells, ok := g.data.Row(row); ok {
			lines = append(lines, Line(g.Drawn(), cells))
		}
	}
	fyne.CurrentApp().Clipboard().SetContent(strings.Join(lines, "\n"))
}

// act does what a key does with the selected row.
func (g *Grid) act(key *fyne.KeyEvent) {
	menu := key.Name == desktop.KeyMenu || key.Name == fyne.KeyF10 && widgets.Modifiers()&fyne.KeyModifierShift != 0
	switch {
	case widgets.IsEnter(key) && g.chosen.lead >= 0 && g.OnActivate != nil:
		g.activate()
	case key.Name == fyne.KeyDelete && g.chosen.lead >= 0 && g.OnDelete != nil:
		g.OnDelete(g.chosen.lead)
	case menu && g.OnContextMenu != nil:
		g.OnContextMenu(g.chosen.lead, g.menuPosition())
	default:
		widgets.PassKey(g, key)
	}
}

// moveTo selects a row, or the nearest one there is; with Shift also those up to it.
func (g *Grid) moveTo(row int) {
	count := g.data.Len()
	if count == 0 {
		return
	}
	row = max(0, min(row, count-1))
	if widgets.Modifiers()&fyne.KeyModifierShift != 0 {
		g.choose(row, (*selection).extend)
		return
	}
	g.Select(row)
}

func (g *Grid) activate() {
	if g.OnActivate != nil && g.chosen.lead >= 0 {
		g.OnActivate(g.chosen.lead)
	}
}

// menuPosition is where a menu opened by a key appears: below the selected row.
func (g *Grid) menuPosition() fyne.Position {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(g.body)
	y := float32(0)
	if g.chosen.lead >= 0 {
		g.ScrollTo(g.chosen.lead)
		y = float32(float64(g.chosen.lead+1)*float64(g.rowHeight()) - g.offsetY)
	}
	return at.Add(fyne.NewPos(cellPad, y))
}
