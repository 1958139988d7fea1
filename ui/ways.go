package ui

import (
	"inventorybeacon/app"
	"inventorybeacon/ui/changes"
	"inventorybeacon/ui/inventory"
	"inventorybeacon/ui/license"
	"inventorybeacon/ui/notifications"
	"inventorybeacon/ui/reclaim"
)

// ways lead from the numbers of a page to the pages that list what they count.
func (s *shell) ways() inventory.Ways {
	return inventory.Ways{
		Users:      func(w inventory.Wanted) { s.lead(pageUsers, w) },
		Licenses:   func(w inventory.Wanted) { s.lead(pageLicenses, w) },
		Usage:      func(w inventory.Wanted) { s.lead(pageUsage, w) },
		License:    s.openLicense,
		Price:      func(l app.LicenseRow) { s.session.Enter(func() { license.EnterPrice(s.session, l) }) },
		Task:       s.openTask,
		Changes:    s.openChanges,
		Reclaim:    s.openReclaim,
		Costs:      func(connection string) { s.lead(pageCosts, inventory.Wanted{Connection: connection}) },
		SendReport: func() { notifications.ShowReport(s.session) },
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

// openChanges shows what imports have changed in a tenant, in all for none.
func (s *shell) openChanges(tenant string) {
	s.show(pageChanges)
	if page, is := s.pages[pageChanges].(*changes.Page); is {
		page.ShowTenant(tenant)
	}
}

// openReclaim shows what can be taken back in the tenant of a connection, in all for none.
func (s *shell) openReclaim(connection string) {
	s.show(pageReclaim)
	if page, is := s.pages[pageReclaim].(*reclaim.Page); is {
		page.ShowAll(connection)
	}
}
