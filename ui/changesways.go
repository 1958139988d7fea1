package ui

import (
	"context"
	"errors"
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/ui/changes"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/user"
)

// waysFromChanges lead from a change to its user, and to its license.
func (s *shell) waysFromChanges() changes.Ways {
	return changes.Ways{
		User:    func(c app.Change) { user.ShowOf(s.session, c.User, c.UserPrincipalName) },
		License: s.openLicenseOf,
	}
}

// openLicenseOf shows the license of a change or, where the inventory of its tenant has it no more, what the list finds of it.
func (s *shell) openLicenseOf(c app.Change) {
	session.Go(s.session, s.session.Context(), func(ctx context.Context) (string, error) {
		connection, err := s.connectionOf(ctx, c.Tenant)
		if err == nil && connection != "" {
			_, err = s.session.Inventory().License(ctx, connection, c.SKUID, app.DefaultWindow)
		}
		if errors.Is(err, app.ErrNotFound) {
			return "", nil
		}
		return connection, err
	}, func(connection string, err error) {
		switch {
		case err != nil:
			s.session.Fail(lang.L("The license could not be read"), err)
		case connection == "":
			s.showFound(pageLicenses, c.SKUPartNumber)
		default:
			s.openLicense(connection, c.SKUID)
		}
	})
}

// connectionOf is the connection of the newest import of a tenant, none when nothing of it is in the inventory.
func (s *shell) connectionOf(ctx context.Context, tenant string) (connection string, err error) {
	published, err := s.session.Inventory().Published(ctx)
	var newest time.Time
	for _, p := range published {
		if strings.EqualFold(p.Tenant.ID, tenant) && p.At.After(newest) {
			connection, newest = p.Connection, p.At
		}
	}
	return connection, err
}

// showFound brings a list to the front with the rows that contain a text.
func (s *shell) showFound(id, text string) {
	s.show(id)
	if list, is := s.pages[id].(interface{ SearchFor(text string) }); is {
		list.SearchFor(text)
	}
}
