package inventory

import (
	"inventorybeacon/app"
	"inventorybeacon/app/message"
	"inventorybeacon/ui/filter"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/widgets/grid"
)

// moreUserColumns are the columns of users that are hidden unless somebody chooses them.
func moreUserColumns() []grid.Column {
	var columns []grid.Column
	for _, id := range []string{
		"mail", "companyName", "jobTitle", "officeLocation", "city", "state", "usageLocation", "givenName", "surname", "employeeId",
		"onPremisesSynced", "created",
	} {
		columns = append(columns, grid.Column{ID: id, Title: filter.PropertyTitle(id), Width: 120, MinWidth: 90, Sortable: true})
	}
	return columns
}

// moreUserCells are theirs, in the same order.
func moreUserCells(u app.UserRow) []grid.Cell {
	synced := grid.Cell{Text: message.YesNo(u.OnPremisesSynced), Muted: !u.OnPremisesSynced}
	return []grid.Cell{
		grid.Text(u.Mail), grid.Text(u.CompanyName), grid.Text(u.JobTitle), grid.Text(u.OfficeLocation), grid.Text(u.City), grid.Text(u.State),
		grid.Text(u.UsageLocation),
		grid.Text(u.GivenName), grid.Text(u.Surname), grid.Text(u.EmployeeID), synced, page.DayOrNone(u.Created),
	}
}
