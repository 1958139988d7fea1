package publish

import (
	"context"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/tables"
)

// takeConcealed counts the rows of nobody as users of those applications whose report
// names nobody, because names are concealed; beside others they are of people who have
// left, or whose names it conceals.
func (a *activity) takeConcealed(ctx context.Context) error {
	ofTeams, err := a.reportOfTeams(ctx)
	if err != nil {
		return err
	}
	for app := range connector.UsedApplication(connector.UsedApplications) {
		report := 0
		switch {
		case app.OfCopilot():
			report = ofCopilot
		case app == connector.Teams:
			report = ofTeams
		case app > connector.Teams:
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
	return nil
}

// reportOfTeams is the place of the report by which Teams is counted, of which two tell: active-users,
// which is the more exact one, unless that names nobody and the other one names users and is not older.
func (a *activity) reportOfTeams(ctx context.Context) (int, error) {
	if a.knownBy != tables.ListedActive {
		return ofAppUsers, nil
	}
	if a.namedBy[ofActiveUsers] > 0 || a.namedBy[ofAppUsers] == 0 {
		return ofActiveUsers, nil
	}
	older, err := a.count(ctx, "SELECT app_users_date < active_users_date FROM main.source WHERE source = ?", a.source)
	if err != nil || older != 0 {
		return ofActiveUsers, err
	}
	return ofAppUsers, nil
}
