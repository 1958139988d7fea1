package imports

import (
	"inventorybeacon/connector"
	"inventorybeacon/store/inventory"
)

// unmetShare is the part of a report's rows up to which people who have left explain
// that they name nobody: Microsoft keeps such rows for a month, and of a hundred people
// a few leave in that time: one in so many. A single row is none to warn about.
const unmetShare = 20

// oldReport is how many days a report lies back that is told to be old: Microsoft
// makes them within two (learn.microsoft.com/microsoft-365/admin/activity-reports/activity-reports).
const oldReport = 7

// reportWarnings say what the rows of the usage reports have to do with the tenant's
// users, when that is less than it should be, and how old they are.
func reportWarnings(reports []inventory.ReportJoin, today connector.Date) []connector.Message {
	var warnings []connector.Message
	all := concealed(reports)
	if all {
		warnings = append(warnings, connector.Message{ID: "report.names-concealed"})
	}
	for _, report := range reports {
		if warning, found := partlyConcealed(report); found && !all {
			warnings = append(warnings, warning)
		}
		if warning, found := olderReport(report, today); found {
			warnings = append(warnings, warning)
		}
	}
	return warnings
}

// concealed says that none of the reports names anybody. Names are concealed in all
// reports or in none; a report with few rows may happen to tell of people who have left.
func concealed(reports []inventory.ReportJoin) bool {
	var rows, joined int64
	for _, report := range reports {
		if report.Used() {
			rows += report.Rows
			joined += report.Joined
		}
	}
	return rows > 0 && joined == 0
}

func partlyConcealed(report inventory.ReportJoin) (connector.Message, bool) {
	unmet := report.Rows - report.Joined
	return connector.Message{ID: "report.some-names-concealed", Data: connector.Data{
		"Unmet": unmet, "Rows": report.Rows, "Report": connector.ReportName(report.Stream),
	}}, report.Used() && unmet > 1 && unmet*unmetShare > report.Rows
}

// olderReport warns about a report that is older than it should be, or than one that
// was read before, or that tells less than that.
func olderReport(report inventory.ReportJoin, today connector.Date) (connector.Message, bool) {
	data := connector.Data{"Report": connector.ReportName(report.Stream), "Day": report.Date}
	if report.Newer != 0 {
		data["Newer"] = report.Newer
		return connector.Message{ID: "imports.older-report", Data: data}, true
	}
	if report.Lacks != "" {
		data["Application"] = report.Lacks
		return connector.Message{ID: "imports.report-lacks", Data: data}, true
	}
	days := int(today - report.Date)
	data["Count"] = days
	return connector.Message{ID: "imports.old-report", Data: data}, report.Date != 0 && days > oldReport
}
