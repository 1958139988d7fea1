package demotenant

import (
	"strconv"
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

// copilotDate is the last day of the report: it is three days late.
func (t *Tenant) copilotDate() connector.Date { return connector.DateOf(t.now().Add(-72 * time.Hour)) }

// dateOf is the last day of a report.
func (t *Tenant) dateOf(report string) connector.Date {
	if usageReports[report].root == copilotRoot {
		return t.copilotDate()
	}
	return t.reportDate()
}

// copilotUses returns when a user with the licenses a has last used each application of
// Copilot; the report lists those who have the license. Some use nothing of it who use
// everything else.
func (u *user) copilotUses(a *assignments, date connector.Date) (days [len(copilotApps)]connector.Date, listed bool) {
	for i := range a.list {
		listed = listed || a.list[i].sku == skuCopilot
	}
	idle := u.idleDays()
	if !listed || idle == never || !u.draws.chance(saltCopilot, 720) {
		return days, listed
	}
	idle += u.draws.below(saltCopilot+1, 60)
	for i := range days {
		days[i] = back(date, u.usedService(idle, saltCopilot+2+uint64(i), copilotShares[i]))
	}
	return days, true
}

// copilotUser writes the row of getMicrosoft365CopilotUsageUserDetail.
func (w *reportWriter) copilotUser(u *user, a *assignments) {
	days, listed := u.copilotUses(a, w.day)
	if !listed {
		return
	}
	w.date(w.day)
	w.put(strconv.Itoa(w.period))
	w.put(u.reportName())
	w.name(u.reportDisplayName())
	last := connector.Date(0)
	for _, day := range days {
		last = max(last, day)
	}
	w.date(last)
	for _, day := range days {
		w.date(day)
	}
	w.end()
}
