package inventory

import (
	"inventorybeacon/app"
	"inventorybeacon/app/lists"
)

// Query is what the filters and the header of a list ask for.
type Query struct {
	Connections []string
	Search      string
	Sort        string
	Descending  bool
	Window      int
	// Filter are the conditions of the filter bar and of what is chosen above the list.
	Filter lists.FilterExpression
	// License is that whose holders are asked for; Activity and Failed choose users by a
	// state, or those without a license that they should have.
	License  string
	Activity app.Activity
	Failed   bool
	// GroupBy is the column by which rows are put together that are groups.
	GroupBy string
}

// choice is an entry of a list's own filter.
type choice struct {
	text string
	set  func(q *Query)
}

// where is a choice of the rows for which conditions hold.
func where(text string, conditions ...lists.FilterCondition) choice {
	return choice{text, func(q *Query) { q.Filter = append(q.Filter[:len(q.Filter):len(q.Filter)], conditions...) }}
}
