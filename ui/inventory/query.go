package inventory

import "inventorybeacon/app"

// Query is what the filters and the header of a list ask for.
type Query struct {
	Connections []string
	Search      string
	Sort        string
	Descending  bool
	Window      int
	// Activity and failed choose users by a state, or those without a license that
	// they should have.
	Activity app.Activity
	Failed   bool
	Filter   app.FilterExpression
	// Application chooses users of an application, or those who are entitled to it.
	Application string
	// License, UserType, Enabled and Licensed choose users, Kind licenses.
	License, UserType string
	Enabled, Licensed *bool
	Kind              app.LicenseChoice
}

// choice is an entry of a list's own filter.
type choice struct {
	text string
	set  func(q *Query)
}
