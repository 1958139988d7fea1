package ui

import "inventorybeacon/ui/changes"

// waysFromChanges lead from a change to the lists of users and licenses.
func (s *shell) waysFromChanges() changes.Ways {
	return changes.Ways{
		User:    func(upn string) { s.showFound(pageUsers, upn) },
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
