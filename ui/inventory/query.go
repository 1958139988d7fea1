package inventory

import (
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
)

// query is what the filters and the header of a list ask for.
type query struct {
	connections []string
	search      string
	sort        string
	descending  bool
	window      int
	// activity and failed choose users by a state, or those without a license that
	// they should have.
	activity app.Activity
	failed   bool
	filter   app.FilterExpression
	// application chooses users of an application, or those who are entitled to it.
	application string
	// license, userType, enabled and licensed choose users, kind licenses.
	license, userType string
	enabled, licensed *bool
	kind              app.LicenseChoice
}

// choice is an entry of a list's own filter.
type choice struct {
	text string
	set  func(q *query)
}

// windowText is what a window of so many days is called.
func windowText(days int) string {
	return lang.L("Active in {{.Days}} days", map[string]any{"Days": days})
}
