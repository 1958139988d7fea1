package inventory

import (
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/ui/widgets/grid"
)

// moreUserColumns are the columns of users that are hidden unless somebody chooses them.
func moreUserColumns() []grid.Column {
	var columns []grid.Column
	for _, id := range []string{
		"mail", "companyName", "jobTitle", "officeLocation", "city", "state", "usageLocation", "givenName", "surname", "employeeId", "onPremisesSynced", "created",
	} {
		columns = append(columns, grid.Column{ID: id, Title: propertyTitle(id), Width: 120, MinWidth: 90, Sortable: true})
	}
	return columns
}

// moreUserCells are theirs, in the same order.
func moreUserCells(u app.UserRow) []grid.Cell {
	synced := grid.Muted(lang.L("no"))
	if u.OnPremisesSynced {
		synced = grid.Text(lang.L("yes"))
	}
	return []grid.Cell{
		text(u.Mail), text(u.CompanyName), text(u.JobTitle), text(u.OfficeLocation), text(u.City), text(u.State), text(u.UsageLocation),
		text(u.GivenName), text(u.Surname), text(u.EmployeeID), synced, day(u.Created),
	}
}
