package inventory

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
)

// NewLicenses is the page Licenses.
func NewLicenses(s *session.Session) *List[app.LicenseRow] {
	ask := func(q query) app.LicenseQuery {
		return app.LicenseQuery{
			Connections: q.connections, Search: q.search, Sort: q.sort, Descending: q.descending, Window: q.window,
		}
	}
	number := func(id, title string) widgets.Column {
		return widgets.Column{ID: id, Title: title, Width: 84, AlignRight: true, Sortable: true}
	}
	return newList(s, lang.L("Licenses"), lang.L("Search product or SKU"), source[app.LicenseRow]{
		columns: []widgets.Column{
			{ID: "product", Title: lang.L("Product"), Width: 250, MinWidth: 180, Stretch: 3, Sortable: true},
			{ID: "skuPartNumber", Title: lang.L("SKU Part Number"), Width: 170, MinWidth: 130, Stretch: 1, Sortable: true, Spare: 1},
			{ID: "status", Title: lang.L("Status"), Width: 102, Sortable: true},
			number("purchased", lang.L("Purchased")),
			number("assigned", lang.L("Assigned")),
			number("available", lang.L("Available")),
			number("active", lang.L("Active")),
			number("inactive", lang.L("Inactive")),
			{ID: "renewal", Title: lang.L("Renewal"), Width: 90, Sortable: true, Spare: 2},
		},
		sort:     "product",
		windowed: true,
		parts:    app.PartRenewals | app.PartActivity,
		rowName:  lang.L("license"),
		rowsName: lang.L("licenses"),
		cells:    licenseCells,
		count: func(ctx context.Context, q query) (int64, error) {
			return s.Beacon.CountLicenses(ctx, ask(q))
		},
		load: func(ctx context.Context, q query, offset, limit int) ([]app.LicenseRow, error) {
			licenses := ask(q)
			licenses.Offset, licenses.Limit = offset, limit
			return s.Beacon.Licenses(ctx, licenses)
		},
	})
}

func licenseCells(l app.LicenseRow) []widgets.Cell {
	available := number(l.Available)
	if l.Available < 0 {
		available.Error = true
		available.Tooltip = lang.L("More are assigned than were purchased")
	}
	return []widgets.Cell{
		text(l.Product),
		text(l.SKUPartNumber),
		{Text: l.Status, Status: licenseStatus(l.Status)},
		number(l.Purchased),
		number(l.Assigned),
		available,
		known(l.Active),
		known(l.Inactive),
		text(l.Renewal.String()),
	}
}

// licenseStatus is the color of a SKU's capability status; Microsoft may add
// members, which are gray.
func licenseStatus(status string) theme.Status {
	switch status {
	case "Enabled":
		return theme.StatusOK
	case "Warning":
		return theme.StatusWarning
	case "Suspended", "Deleted", "LockedOut":
		return theme.StatusFailed
	default:
		return theme.StatusNone
	}
}
