package inventory

import (
	"testing"

	"fyne.io/fyne/v2"

	"inventorybeacon/app"
)

// told is a pane that remembers what it was told.
type told struct {
	row       app.UserRow
	selected  int
	refreshed int
}

func (p *told) Beside(list fyne.CanvasObject) fyne.CanvasObject { return list }
func (p *told) Show(row app.UserRow, selected int)              { p.row, p.selected = row, selected }
func (p *told) Refresh()                                        { p.refreshed++ }

func TestThePaneIsToldWhatIsSelected(t *testing.T) {
	w := open(t)
	c := w.Connect("Contoso")
	w.Import(c)
	l, p := users(w), &told{}
	l.source.pane = p
	l.grid.Select(8)
	chosen, _ := l.data.Record(8)
	w.Until("the user", func() bool { return p.row.ID == chosen.ID && p.selected == 1 })
	w.Import(c)
	w.Until("the new import to be told", func() bool { return p.refreshed > 0 })
	l.grid.Select(299) // of a page that is not loaded
	w.Until("the last row", func() bool {
		last, loaded := l.data.Record(299)
		return loaded && p.row.ID == last.ID
	})
	l.grid.SelectAll()
	w.Until("all to be told", func() bool { return p.selected == 300 })
	l.grid.Select(-1)
	w.Until("none to be told", func() bool { return p.selected == 0 })
}
