package command

import (
	"context"

	"inventorybeacon/app"
	"inventorybeacon/app/export"
)

func eachUser(ctx context.Context, b *app.Beacon, q app.UserQuery) rows[app.UserRow] {
	return func(yield func(app.UserRow) error) error { return b.EachUser(ctx, q, yield) }
}

func eachLicense(ctx context.Context, b *app.Beacon, q app.LicenseQuery) rows[app.LicenseRow] {
	return export.Rows(func() ([]app.LicenseRow, error) { return b.Licenses(ctx, q) })
}

func eachApplication(ctx context.Context, b *app.Beacon, q app.ApplicationQuery) rows[app.ApplicationRow] {
	return export.Rows(func() ([]app.ApplicationRow, error) { return b.Applications(ctx, q) })
}

func eachUsage(ctx context.Context, b *app.Beacon, q app.UsageQuery) rows[app.UsageRow] {
	return func(yield func(app.UsageRow) error) error { return b.EachUsage(ctx, q, yield) }
}
