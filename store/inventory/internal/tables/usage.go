package tables

import (
	"math"
	"strings"

	"inventorybeacon/connector"
)

// The reports that list a user, as bits of usage.listed.
const (
	ListedActive = 1 << iota
	ListedApp
	ListedCopilot
)

// The days of a usage row, in their order in a [Days].
const (
	// dayActiveTeams to dayAppTeams: of Teams two reports tell.
	AppTeams   = connector.UsedApplications + iota
	ActiveLast // last activity of the report active-users
	AppLast    // last activity of the report app-users
	CopilotLast
	DaysOfUsage
)

// Days holds the days of a user's usage. Sixteen bits count the days until 2149.
type Days [DaysOfUsage]uint16

// DayColumns are the columns of usage with the days of a [Days], in its order.
const DayColumns = `exchange, onedrive, sharepoint, skype, yammer, teams, outlook, word, excel, powerpoint, onenote,
	copilot_teams, copilot_word, copilot_excel, copilot_powerpoint, copilot_outlook, copilot_onenote, copilot_loop, copilot_chat,
	app_teams, active_last, app_last, copilot_last`

// DayColumn is the column of usage with the day in an application that a report tells.
func DayColumn(stream string, a connector.UsedApplication) string {
	i := int(a)
	if a == connector.Teams && stream == connector.StreamAppUsers {
		i = AppTeams
	}
	return strings.TrimSpace(strings.Split(DayColumns, ",")[i])
}

// ShortDay is a day in sixteen bits.
func ShortDay(day connector.Date) uint16 { return uint16(min(max(day, 0), math.MaxUint16)) }

// Merge takes the later days of both.
func (d *Days) Merge(other Days) {
	for i, day := range other {
		d[i] = max(d[i], day)
	}
}

// Last is the day of the last activity of all but Copilot, whose licenses have evidence of
// their own.
func (d *Days) Last() uint16 { return max(d[ActiveLast], d[AppLast]) }

// In is the day in an application. Of Teams active-users is the more exact one.
func (d *Days) In(a connector.UsedApplication) uint16 {
	if a == connector.Teams && d[a] == 0 {
		return d[AppTeams]
	}
	return d[a]
}

// ReportOf is the report that tells day i of a [Days].
func ReportOf(i int) uint8 {
	switch {
	case i <= int(connector.Teams), i == ActiveLast:
		return ListedActive
	case i < connector.UsedApplications && connector.UsedApplication(i).OfCopilot(), i == CopilotLast:
		return ListedCopilot
	default:
		return ListedApp
	}
}

// ActivationColumns are the columns of activation that count devices, between the day of
// the last activation and whether it is of a shared computer.
const ActivationColumns = "last_activated, windows, mac, windows_mobile, ios, android, shared_computer"

// UsedDays is the longest period of the reports, and that in which an application counts
// as used in [UsedBy].
const UsedDays = 180

// UsedListed is the bit of holding.used that says that active-users lists the user; the
// next one does so for app-users. Below it is a bit for each [connector.UsedApplication].
const UsedListed = 1 << 29

// UsedBy says, as holding.used does, which applications a user has used since a day, and
// which reports list it. What they do not tell of is not unused.
func UsedBy(d *Days, listed uint8, since uint16) uint32 {
	used := uint32(listed) * UsedListed
	for a := range connector.UsedApplication(connector.UsedApplications) {
		if day := d.In(a); day != 0 && day >= since {
			used |= 1 << a
		}
	}
	return used
}
