package inventory

import (
	"inventorybeacon/app"
	"inventorybeacon/app/lists"
	"inventorybeacon/ui/page"
)

// Ways lead from a number to what it counts.
type Ways struct {
	// Users, Licenses and Usage open these lists, as they are wanted.
	Users, Licenses, Usage func(Wanted)
	// License opens the details of a license.
	License func(connection, skuID string)
	// Price asks what a license costs.
	Price func(l app.LicenseRow)
	// Task opens a task.
	Task func(id int64)
	// Changes opens what imports have changed, those of one tenant if its id is given;
	// Reclaim what can be taken back, of the tenant of a connection or of all.
	Changes func(tenant string)
	Reclaim func(connection string)
	// Costs opens what licenses cost by department and others, of the tenant of a connection or of all.
	Costs func(connection string)
	// SendReport asks when the overview is sent to people by itself.
	SendReport func()
}

// Wanted is what a list is to show.
type Wanted struct {
	// Filter are the conditions.
	Filter lists.FilterExpression
	// Connection is that of the tenant; empty for all.
	Connection string
	// Window is the window of activity in days; 0 leaves the list's own.
	Window int
	// Sort is a column to sort by, downward; empty leaves the list's own.
	Sort string
}

// chooseAll chooses nothing among the rows above the list.
func (l *List[T]) chooseAll() {
	if l.chosen != nil && !l.source.groups {
		l.chosen.SetSelected(l.source.choices[0].text)
	}
	l.tenant.Choose("")
}

// Lead shows what is wanted. The filter bar says what that is, and takes it off.
func (l *List[T]) Lead(w Wanted) {
	l.filter.Clear()
	l.chooseAll()
	l.tenant.Choose(w.Connection)
	l.search.SetValue("")
	if l.window != nil && w.Window != 0 {
		l.window.SetSelected(page.WindowText(w.Window))
	}
	if w.Sort != "" {
		l.grid.SetSort(w.Sort, true)
	}
	l.filter.Set(w.Filter)
}
