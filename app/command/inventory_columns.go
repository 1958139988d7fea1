package command

import (
	"context"

	"inventorybeacon/app"
	"inventorybeacon/app/export"
)

var userColumns = []export.Column[app.UserRow]{
	{Key: "id", Title: "Id", Spare: 1, Value: func(u app.UserRow) any { return u.ID }},
	{Key: "userPrincipalName", Title: "User Principal Name", Value: func(u app.UserRow) any { return u.UserPrincipalName }},
	{Key: "displayName", Title: "Display Name", Value: func(u app.UserRow) any { return u.DisplayName }},
	{Key: "mail", Title: "Mail", Spare: 2, Value: func(u app.UserRow) any { return export.Text(u.Mail) }},
	{Key: "enabled", Title: "Enabled", Spare: 4, Value: func(u app.UserRow) any { return u.Enabled }},
	{Key: "userType", Title: "User Type", Spare: 3, Value: func(u app.UserRow) any { return export.Text(u.UserType) }},
	{Key: "department", Title: "Department", Spare: 6, Value: func(u app.UserRow) any { return export.Text(u.Department) }},
	{Key: "country", Title: "Country", Spare: 5, Value: func(u app.UserRow) any { return export.Text(u.Country) }},
	{Key: "licenses", Title: "Licenses", Value: func(u app.UserRow) any { return append([]string{}, u.Licenses...) }},
	{Key: "lastActivity", Title: "Last Activity", Value: func(u app.UserRow) any { return u.LastActivity }},
}

// failedColumn says which licenses users should have and do not.
var failedColumn = export.Column[app.UserRow]{Key: "failed", Title: "Failed", Value: func(u app.UserRow) any { return append([]string{}, u.Failed...) }}

var licenseColumns = []export.Column[app.LicenseRow]{
	{Key: "skuId", Title: "SKU Id", Spare: 1, Value: func(l app.LicenseRow) any { return l.SKUID }},
	{Key: "skuPartNumber", Title: "SKU Part Number", Spare: 9, Value: func(l app.LicenseRow) any { return l.SKUPartNumber }},
	{Key: "product", Title: "Product", Value: func(l app.LicenseRow) any { return l.Product }},
	{Key: "status", Title: "Status", Spare: 2, Value: func(l app.LicenseRow) any { return l.Status }},
	{Key: "kind", Title: "Kind", Spare: 4, Value: func(l app.LicenseRow) any { return string(l.Kind) }},
	{Key: "purchased", Title: "Purchased", Value: func(l app.LicenseRow) any { return l.Purchased }},
	{Key: "suspended", Title: "Suspended", Spare: 3, Value: func(l app.LicenseRow) any { return l.Suspended }},
	{Key: "assigned", Title: "Assigned", Value: func(l app.LicenseRow) any { return l.Assigned }},
	{Key: "available", Title: "Available", Value: func(l app.LicenseRow) any { return l.Available }},
	{Key: "active", Title: "Active", Value: func(l app.LicenseRow) any { return export.Int(l.Active) }},
	{Key: "inactive", Title: "Inactive", Value: func(l app.LicenseRow) any { return export.Int(l.Inactive) }},
	{Key: "new", Title: "New", Spare: 7, Value: func(l app.LicenseRow) any { return export.Int(l.New) }},
	{Key: "unknown", Title: "Unknown", Spare: 6, Value: func(l app.LicenseRow) any { return l.Unknown }},
	{Key: "failed", Title: "Failed", Spare: 5, Value: func(l app.LicenseRow) any { return l.Failed }},
	{Key: "renewal", Title: "Renewal", Spare: 8, Value: func(l app.LicenseRow) any { return l.Renewal }},
}

var applicationColumns = []export.Column[app.ApplicationRow]{
	{Key: "application", Title: "Application", Value: func(a app.ApplicationRow) any { return a.Application }},
	{Key: "entitled", Title: "Entitled", Value: func(a app.ApplicationRow) any { return a.Entitled }},
	{Key: "active", Title: "Active", Value: func(a app.ApplicationRow) any { return export.Int(a.Active) }},
	{Key: "unknown", Title: "Unknown", Value: func(a app.ApplicationRow) any { return export.Int(a.Unknown) }},
	{Key: "activations", Title: "Activations", Value: func(a app.ApplicationRow) any { return a.Activations }},
}

var usageColumns = []export.Column[app.UsageRow]{
	{Key: "userPrincipalName", Title: "User Principal Name", Value: func(u app.UsageRow) any { return u.UserPrincipalName }},
	{Key: "application", Title: "Application", Value: func(u app.UsageRow) any { return u.Application }},
	{Key: "lastActivity", Title: "Last Activity", Value: func(u app.UsageRow) any { return u.LastActivity }},
	{Key: "reportDate", Title: "Report Date", Value: func(u app.UsageRow) any { return u.ReportDate }},
}

func eachUser(ctx context.Context, b *app.Beacon, q app.UserQuery) rows[app.UserRow] {
	return func(yield func(app.UserRow) error) error { return b.EachUser(ctx, q, yield) }
}

func eachLicense(ctx context.Context, b *app.Beacon, q app.LicenseQuery) rows[app.LicenseRow] {
	return all(func() ([]app.LicenseRow, error) { return b.Licenses(ctx, q) })
}

func eachApplication(ctx context.Context, b *app.Beacon, q app.ApplicationQuery) rows[app.ApplicationRow] {
	return all(func() ([]app.ApplicationRow, error) { return b.Applications(ctx, q) })
}

func eachUsage(ctx context.Context, b *app.Beacon, q app.UsageQuery) rows[app.UsageRow] {
	return func(yield func(app.UsageRow) error) error { return b.EachUsage(ctx, q, yield) }
}

// all yields the rows of a short list.
func all[T any](list func() ([]T, error)) rows[T] {
	return func(yield func(T) error) error {
		found, err := list()
		if err != nil {
			return err
		}
		for _, row := range found {
			if err := yield(row); err != nil {
				return err
			}
		}
		return nil
	}
}
