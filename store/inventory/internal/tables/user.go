package tables

import (
	"strings"
	"unicode/utf8"

	"inventorybeacon/connector"
)

// UserColumns are the columns that a staged and a published user have in common.
const UserColumns = `id, user_principal_name, display_name, given_name, surname, mail, enabled, user_type, department,
	company_name, job_title, office_location, city, state, country, usage_location, employee_id, on_premises_synced, created, folded`

// Folded returns what a search looks at in a user whose names have letters
// beyond ASCII. Most people's mail is their user principal name: once is enough.
func Folded(u connector.User) (string, bool) {
	if ASCII(u.DisplayName) && ASCII(u.UserPrincipalName) && ASCII(u.Mail) {
		return "", false
	}
	names := u.DisplayName + "\n" + u.UserPrincipalName
	if u.Mail != u.UserPrincipalName {
		names += "\n" + u.Mail
	}
	return strings.ToLower(names), true
}

// ASCII reports whether all letters of a text are ASCII.
func ASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
