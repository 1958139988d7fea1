package centralcopy

import (
	"context"

	"inventorybeacon/connector"
	"inventorybeacon/store/central"
	"inventorybeacon/store/inventory"
)

// parts delivers all but users and reports.
func (r *refresh) parts(ctx context.Context, t central.Readable, staged inventory.StagedCopy) error {
	listed, unlisted, err := r.db.ReadLicenses(ctx, t)
	if err != nil {
		return err
	}
	names, err := r.db.ReadFormerNames(ctx, t)
	if err != nil {
		return err
	}
	copied := inventory.Copied{
		SubscriptionsRead: t.SubscriptionsRead, GroupsRead: t.GroupsRead, ActiveUsersRead: t.ActiveRead, AppUsersRead: t.AppRead,
		CopilotRead: t.CopilotRead, ActivationsRead: t.ActivationsRead, Unlisted: unlisted,
	}
	for _, n := range names {
		copied.FormerNames = append(copied.FormerNames, inventory.FormerName(n))
	}
	staged.Copies(copied)
	if err := staged.Tenant(ctx,
		connector.Tenant{ID: t.TenantID, DisplayName: t.Tenant, DefaultDomain: t.Domain, CountryCode: t.Country}); err != nil {
		return err
	}
	if err := staged.Licenses(ctx, listed); err != nil {
		return err
	}
	if !t.SubscriptionsRead.IsZero() {
		subscriptions, err := r.db.ReadSubscriptions(ctx, t)
		if err != nil {
			return err
		}
		if err := staged.Subscriptions(ctx, subscriptions); err != nil {
			return err
		}
	}
	if !t.GroupsRead.IsZero() {
		groups, err := r.db.ReadGroups(ctx, t)
		if err != nil {
			return err
		}
		return staged.Groups(ctx, groups)
	}
	return nil
}

// more is the cursor of a page of users after which others come.
const more = "more"

func (r *refresh) users(ctx context.Context, t central.Readable, staged inventory.StagedCopy) error {
	if err := staged.Counted(ctx, t.Users); err != nil {
		return err
	}
	read := int64(0)
	if err := r.db.ReadUsers(ctx, t, func(users []connector.User) error {
		read += int64(len(users))
		r.progress(Progress{Tenant: t.Tenant, Users: read, Total: t.Users})
		return staged.Users(ctx, connector.UserPage{Stream: connector.StreamUsers, Users: users, Cursor: more})
	}); err != nil {
		return err
	}
	if read != t.Users { // row-level security leaves rows out without a word
		return central.ErrMoved
	}
	return staged.Users(ctx, connector.UserPage{Stream: connector.StreamUsers})
}

// reports delivers the reports that were ever read, also those that list nobody.
func (r *refresh) reports(ctx context.Context, t central.Readable, staged inventory.StagedCopy) error {
	for _, report := range []struct {
		stream string
		read   bool
	}{
		{connector.StreamActiveUsers, !t.ActiveRead.IsZero()},
		{connector.StreamAppUsers, !t.AppRead.IsZero()},
		{connector.StreamCopilot, !t.CopilotRead.IsZero()},
	} {
		if !report.read {
			continue
		}
		if err := staged.Usage(ctx, report.stream, nil); err != nil {
			return err
		}
	}
	if err := r.db.ReadUsage(ctx, t,
		func(stream string, rows []connector.Usage) error { return staged.Usage(ctx, stream, rows) }); err != nil {
		return err
	}
	if t.ActivationsRead.IsZero() {
		return nil
	}
	if err := staged.Activations(ctx, connector.StreamActivations, nil); err != nil {
		return err
	}
	return r.db.ReadActivations(ctx, t, func(rows []connector.Activation) error {
		return staged.Activations(ctx, connector.StreamActivations, rows)
	})
}
