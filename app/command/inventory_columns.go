package command

import (
	"context"

	"inventorybeacon/app"
)

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
