package inventory

import (
	"cmp"
	"fmt"
	"strings"

	"inventorybeacon/app"
	"inventorybeacon/app/lists"
	"inventorybeacon/connector"
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

// usersOn asks for those of them who have used it on a platform.
func usersOn(a app.ApplicationRow, p connector.Platform, q Query) Wanted {
	wanted := usersOf(a, q)
	wanted.Filter = append(lists.FilterExpression{lists.Is("application", a.Application), lists.Is("platform", strings.ToLower(p.String()))},
		wanted.Filter...)
	return wanted
}

// entitledTo asks for the users who are entitled to an application.
func entitledTo(a app.ApplicationRow, q Query) Wanted {
	return Wanted{Filter: lists.FilterExpression{lists.Is("application", cmp.Or(a.Plan, a.Application))}, Connection: only(q.Connections)}
}

// activatedBy asks for the users who have activated an application on a kind of device; on any where that is empty.
func activatedBy(a app.ApplicationRow, device string, q Query) Wanted {
	return Wanted{
		Filter:     lists.FilterExpression{lists.IsActivated(cmp.Or(a.Plan, a.Application), device)},
		Connection: only(q.Connections),
	}
}

// only is the connection that is asked for when that is one.
func only(connections []string) string {
	if len(connections) == 1 {
		return connections[0]
	}
	return ""
}
