package publish

import (
	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/tables"
)

// takeConcealed counts the rows of nobody as users of those applications whose report
// names nobody, because names are concealed; beside others they are of people who have
// left, or whose names it conceals.
func (a *activity) takeConcealed() {
	for app := range connector.UsedApplication(connector.UsedApplications) {
		report := 0
		switch {
		case app.OfCopilot():
			report = ofCopilot
		case app > connector.Teams, app == connector.Teams && a.knownBy != tables.ListedActive:
			report = ofAppUsers
		}
		if a.namedBy[report] == 0 && a.unknown.in[app].sum() > 0 {
			a.days.in[app], a.unknown.in[app] = a.unknown.in[app], byDay{}
		}
	}
	for bit := range a.days.on {
		if a.namedBy[ofAppUsers] == 0 && a.unknown.on[bit].sum() > 0 {
			a.days.on[bit] = a.unknown.on[bit]
		}
	}
}
