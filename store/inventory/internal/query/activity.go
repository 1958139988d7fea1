package query

import (
	"inventorybeacon/connector"
)

// Activity is what is known of whether somebody uses something within a window of
// days before the date of the usage reports. The values are those of the console.
type Activity string

// The states. Each holder of a license is in one of them, and so is each user.
const (
	// Active was active within the window.
	Active Activity = "active"
	// New was not, but has the license, or the account, for no longer than the window.
	New Activity = "new"
	// Inactive was not, although the report lists the user that would have shown it:
	// active-users, or app-users where there never was an active-users.
	Inactive Activity = "inactive"
	// Unknown is not listed there: names are concealed, or reports are missing.
	Unknown Activity = "unknown"
)

// Activities are the states in the order in which they are shown.
var Activities = []Activity{Active, New, Inactive, Unknown}

// Activity is the state of a user in a window that begins with a day.
func (s Source) Activity(first, lastActivity, assigned connector.Date, listed bool) Activity {
	switch {
	case !s.Knows():
		return Unknown
	case lastActivity != 0 && lastActivity >= first:
		return Active
	case assigned != 0 && assigned >= first:
		return New
	case listed:
		return Inactive
	default:
		return Unknown
	}
}
