package staging

import (
	"database/sql/driver"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/tables"
)

// userTexts are the columns of a user that hold a text, with the fields that it is of. The
// fingerprint of a user has them in this order.
var userTexts = [...]struct {
	column string
	of     func(*connector.User) string
}{
	{"id", func(u *connector.User) string { return u.ID }},
	{"user_principal_name", func(u *connector.User) string { return u.UserPrincipalName }},
	{"display_name", func(u *connector.User) string { return u.DisplayName }},
	{"given_name", func(u *connector.User) string { return u.GivenName }},
	{"surname", func(u *connector.User) string { return u.Surname }},
	{"mail", func(u *connector.User) string { return u.Mail }},
	{"user_type", func(u *connector.User) string { return u.UserType }},
	{"department", func(u *connector.User) string { return u.Department }},
	{"company_name", func(u *connector.User) string { return u.CompanyName }},
	{"job_title", func(u *connector.User) string { return u.JobTitle }},
	{"office_location", func(u *connector.User) string { return u.OfficeLocation }},
	{"city", func(u *connector.User) string { return u.City }},
	{"state", func(u *connector.User) string { return u.State }},
	{"country", func(u *connector.User) string { return u.Country }},
	{"usage_location", func(u *connector.User) string { return u.UsageLocation }},
	{"employee_id", func(u *connector.User) string { return u.EmployeeID }},
}

// userColumns are the columns of a staged user in the order in which addUser has them.
func userColumns() string {
	columns := "seq, enabled, on_premises_synced, created, folded"
	for _, text := range userTexts {
		columns += ", " + text.column
	}
	return columns
}

// addUser adds a user's row, and all its fields to the fingerprint.
func addUser(users *tables.Insert, hash *tables.Fingerprint, u *connector.User, seq int64) {
	var folded driver.Value
	if text, needed := tables.Folded(*u); needed {
		folded = text
	}
	row := [5 + len(userTexts)]driver.Value{seq, tables.Boolean(u.Enabled), tables.Boolean(u.OnPremisesSynced), int64(u.Created), folded}
	for i := range userTexts {
		value := userTexts[i].of(u)
		hash.AddString(value)
		row[5+i] = value
	}
	hash.AddBool(u.Enabled)
	hash.AddBool(u.OnPremisesSynced)
	hash.AddInt(int64(u.Created))
	users.Add(row[:]...)
}
