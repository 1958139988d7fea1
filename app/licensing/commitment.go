package licensing

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/store"
	"inventorybeacon/store/history"
)

// CommitmentEntry is a commitment as it is typed.
type CommitmentEntry struct{ Units, Until string }

// Commit notes how many units of licenses a tenant has committed to, until which day.
func (b *Book) Commit(ctx context.Context, tenant string, skus []SKU, entry CommitmentEntry) error {
	if strings.TrimSpace(entry.Units) == "" {
		return refused(FieldUnits, connector.Message{ID: "commitment.no-units"})
	}
	units, err := strconv.ParseInt(strings.TrimSpace(entry.Units), 10, 64)
	if err != nil || units < 0 {
		return refused(FieldUnits, connector.Message{ID: "commitment.units", Data: connector.Data{"Text": entry.Units}})
	}
	until, err := connector.ParseDate(strings.TrimSpace(entry.Until))
	if err != nil || until <= 0 {
		return refused(FieldUntil, connector.Message{ID: "commitment.until", Data: connector.Data{"Text": entry.Until}})
	}
	for _, sku := range skus {
		if err := b.history.SetCommitment(ctx, history.Commitment{Tenant: tenant, SKUID: sku.ID, Units: units, Until: until}); err != nil {
			return err
		}
	}
	return b.ReadEntered(ctx)
}

// Uncommit removes commitments. The error is a [store.NotFoundError] when there is none.
func (b *Book) Uncommit(ctx context.Context, tenant string, skus []SKU) error {
	removed := false
	for _, sku := range skus {
		was, err := b.history.RemoveCommitment(ctx, tenant, sku.ID)
		if err != nil {
			return err
		}
		removed = removed || was
	}
	if !removed {
		return &store.NotFoundError{What: "commitment", Key: skus[0].Code()}
	}
	return b.ReadEntered(ctx)
}

// TenantOf returns the id of the only tenant that has licenses. The error says that several
// have, or none.
func TenantOf(skus []SKU) (string, error) {
	var tenants []string
	for _, sku := range skus {
		tenants = append(tenants, sku.Tenants...)
	}
	slices.Sort(tenants)
	switch tenants = slices.Compact(tenants); len(tenants) {
	case 1:
		return tenants[0], nil
	case 0:
		return "", connector.NewError(connector.Message{ID: "commitment.no-tenant", Data: connector.Data{"License": skus[0].Code()}}, nil)
	default:
		return "", connector.NewError(connector.Message{
			ID:   "commitment.tenants",
			Data: connector.Data{"License": skus[0].Code(), "Tenants": len(tenants)},
		}, nil)
	}
}

// NamedLicense is a license of which a name or a commitment was entered.
type NamedLicense struct {
	SKU SKU
	// Name is empty when it has none of its own.
	Name string
	// Commitment is nil when there is none.
	Commitment *history.Commitment
}

// NamedLicenses returns the names and commitments that were entered, one row for each
// license, or for each of its commitments.
func (b *Book) NamedLicenses(ctx context.Context) ([]NamedLicense, error) {
	names, err := b.history.OwnNames(ctx)
	if err != nil {
		return nil, err
	}
	commitments, err := b.history.Commitments(ctx)
	if err != nil {
		return nil, err
	}
	all, err := b.inventory.SKUs(ctx)
	if err != nil {
		return nil, err
	}
	var rows []NamedLicense
	called := map[string]string{}
	for _, n := range names {
		called[n.SKUID] = n.Name
	}
	for i, c := range commitments {
		rows = append(rows, NamedLicense{SKU: b.LicenseOf(all, c.SKUID), Name: called[c.SKUID], Commitment: &commitments[i]})
	}
	for _, n := range names {
		if !slices.ContainsFunc(commitments, func(c history.Commitment) bool { return c.SKUID == n.SKUID }) {
			rows = append(rows, NamedLicense{SKU: b.LicenseOf(all, n.SKUID), Name: n.Name})
		}
	}
	sortByLicense(rows, func(n NamedLicense) SKU { return n.SKU })
	return rows, nil
}
