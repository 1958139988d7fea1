package ui

import (
	"inventorybeacon/app"
	"inventorybeacon/ui/changes"
	"inventorybeacon/ui/user"
)

// waysFromChanges lead from a change to its user, and to the list of licenses.
func (s *shell) waysFromChanges() changes.Ways {
	return changes.Ways{
		User:    func(c app.Change) { user.ShowOf(s.session, c.User, c.UserPrincipalName) },
		License: func(partNumber string) { s.showFound(pageLicenses, partNumber) },
	}
}

// showFound brings a list to the front with the rows that contain a text.
func (s *shell) showFound(id, text string) {
	s.show(id)
	if list, is := s.pages[id].(interface{ SearchFor(text string) }); is {
		list.SearchFor(text)
	}
}
