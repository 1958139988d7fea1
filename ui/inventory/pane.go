package inventory

import (
	"context"

	"fyne.io/fyne/v2"

	"inventorybeacon/ui/session"
)

// pane tells more of the selected row of a list.
type pane[T any] interface {
	// Beside lays the pane out beside the list.
	Beside(list fyne.CanvasObject) fyne.CanvasObject
	// Show turns to a row; selected is how many are.
	Show(row T, selected int)
	// Refresh is called when the rows were read again.
	Refresh()
}

// tellPane has the pane turn to the selected row.
func (l *List[T]) tellPane(row int) {
	var none T
	if row < 0 {
		l.source.pane.Show(none, 0)
		return
	}
	if record, loaded := l.data.Record(row); loaded || l.grid.SelectionCount() > 1 {
		l.source.pane.Show(record, l.grid.SelectionCount())
		return
	}
	q := l.query() // of a row far away, such as the last one
	session.Go(l.session, l.session.Context(), func(ctx context.Context) ([]T, error) {
		return l.source.load(ctx, q, row, 1)
	}, func(rows []T, err error) {
		if err == nil && len(rows) == 1 && l.grid.Selected() == row && l.grid.SelectionCount() == 1 {
			l.source.pane.Show(rows[0], 1)
		}
	})
}
