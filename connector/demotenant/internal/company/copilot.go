package company

import (
	"time"

	"inventorybeacon/connector"
)

// copilotApps are the applications of getMicrosoft365CopilotUsageUserDetail, in the order of
// its columns.
var copilotApps = [...]connector.UsedApplication{
	connector.CopilotInTeams, connector.CopilotInWord, connector.CopilotInExcel, connector.CopilotInPowerPoint,
	connector.CopilotInOutlook, connector.CopilotInOneNote, connector.CopilotInLoop, connector.CopilotChat,
}

// copilotShares are how many of a thousand who use Copilot use it there.
var copilotShares = [len(copilotApps)]int{640, 480, 240, 260, 420, 90, 60, 820}

// CopilotDate is the last day of the report: it is three days late.
func (c *Company) CopilotDate() connector.Date { return connector.DateOf(c.Now().Add(-72 * time.Hour)) }

// CopilotUses returns when a user with the licenses a has last used each application of
// Copilot; the report lists those who have the license. Some use nothing of it who use
// everything else.
func (u *User) CopilotUses(a *Assignments, date connector.Date) (days [len(copilotApps)]connector.Date, listed bool) {
	for i := range a.List {
		listed = listed || a.List[i].SKU == skuCopilot
	}
	idle := u.idleDays()
	if !listed || idle == never || !u.Draws.chance(saltCopilot, 720) {
		return days, listed
	}
	idle += u.Draws.Below(saltCopilot+1, 60)
	for i := range days {
		days[i] = back(date, u.usedService(idle, saltCopilot+2+uint64(i), copilotShares[i]))
	}
	return days, true
}
