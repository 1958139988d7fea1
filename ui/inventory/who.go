package inventory

import (
	"cmp"
	"fmt"

	"inventorybeacon/app"
	"inventorybeacon/app/lists"
)

// usersOf asks for the users of an application in the window of activity, in the reports on usage.
func usersOf(a app.ApplicationRow, q Query) Wanted {
	// The first day of the window is that many days before the report.
	since := fmt.Sprintf("report-%d", q.Window+1)
	return Wanted{
		Filter:     lists.FilterExpression{{Property: cmp.Or(a.Plan, a.Application), Operator: lists.FilterAfter, Values: []string{since}}},
		Connection: only(q.Connections),
	}
}

// entitledTo asks for the users who are entitled to an application.
func entitledTo(a app.ApplicationRow, q Query) Wanted {
	return Wanted{Filter: lists.FilterExpression{lists.Is("application", cmp.Or(a.Plan, a.Application))}, Connection: only(q.Connections)}
}

// only is the connection that is asked for when that is one.
func only(connections []string) string {
	if len(connections) == 1 {
		return connections[0]
	}
	return ""
}
