package ui

import (
	"inventorybeacon/ui/inventory"
	"inventorybeacon/ui/license"
)

// ways lead from the numbers of a page to the pages that list what they count.
func (s *shell) ways() inventory.Ways {
	return inventory.Ways{
		Users:    func(w inventory.Wanted) { s.lead(pageUsers, w) },
		Licenses: func(w inventory.Wanted) { s.lead(pageLicenses, w) },
		License:  s.openLicense,
		Task:     s.openTask,
	}
}

// leader is a page that shows what is wanted elsewhere.
type leader interface{ Lead(w inventory.Wanted) }

func (s *shell) lead(id string, w inventory.Wanted) {
	s.show(id)
	if page, is := s.pages[id].(leader); is {
		page.Lead(w)
	}
}

// openLicense shows the details of a license.
func (s *shell) openLicense(connection, skuID string) {
	s.show(pageLicense)
	if page, is := s.pages[pageLicense].(*license.Page); is {
		page.Open(connection, skuID)
	}
}
