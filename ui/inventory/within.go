package inventory

import (
	"slices"

	"fyne.io/fyne/v2"

	"inventorybeacon/ui/page"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/grid"
)

// Row is what filters and groups a list of one tenant, side by side, for a list that stands within a page.
func (l *List[T]) Row() fyne.CanvasObject {
	filters := slices.DeleteFunc(l.filters(), func(f page.Filter) bool { return f.Object == l.tenant.Select })
	for _, button := range l.filter.Buttons() {
		width := button.MinSize().Width
		filters = append(filters, page.Filter{Object: button, Width: width, Least: width})
	}
	return page.FilterRow(filters...)
}

// Conditions are those by which a list is filtered that stands within a page; without any they take no room.
func (l *List[T]) Conditions() fyne.CanvasObject { return l.filter.Row }

// ChoosePlace chooses an entry of the list's own filter.
func (l *List[T]) ChoosePlace(place int) {
	l.chosen.SetSelected(l.source.choices[place].text)
	l.ask()
}

// Grid are the rows, for a list that stands within a page.
func (l *List[T]) Grid() *grid.Grid { return l.grid }

// Footer says how many rows there are.
func (l *List[T]) Footer() *widgets.StatusDot { return l.footer }

// Window is the window of activity in days.
func (l *List[T]) Window() int { return l.query().Window }

// TenantNamed is what the tenant of a connection is called.
func (l *List[T]) TenantNamed(connection string) string { return l.tenant.Named(connection) }

// Record is a row that is loaded.
func (l *List[T]) Record(row int) (T, bool) { return l.data.Record(row) }
