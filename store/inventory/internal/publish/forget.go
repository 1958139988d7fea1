package publish

import (
	"context"
	"fmt"
	"strings"

	"inventorybeacon/store/inventory/internal/tables"
)

// forgetRecords deletes everything that was imported into a source but the source
// itself.
func forgetRecords(ctx context.Context, tx tables.Execer, source int64) error {
	for table, key := range map[string]string{
		"user": "uid", "user_key": "uid", "holding": "uid", "failed_assignment": "uid", "usage": "id", "activation": "id",
	} {
		if _, err := tx.ExecContext(ctx, "DELETE FROM main."+table+" WHERE "+tables.OfSource(key), source); err != nil {
			return fmt.Errorf("forget %s: %w", table, err)
		}
	}
	for _, table := range []string{
		"application", "application_day", "license_day", "license", "license_plan", "subscription", "license_group",
		"former_name", "report_join",
	} {
		if _, err := tx.ExecContext(ctx, "DELETE FROM main."+table+" WHERE source = ?", source); err != nil {
			return fmt.Errorf("forget %s: %w", table, err)
		}
	}
	return nil
}

// forgetOtherTenant deletes the inventory of a connection that is of another tenant
// than the import: nothing of one may be taken for the other's.
func (p *publishing) forgetOtherTenant(ctx context.Context, tenant string) error {
	var had string
	if err := p.conn.QueryRowContext(ctx, "SELECT tenant_id FROM main.source WHERE source = ?", p.source).Scan(&had); err != nil {
		return err
	}
	if had == "" || strings.EqualFold(had, tenant) {
		return nil
	}
	p.replaces, p.sameReports = true, false
	users := "SELECT uid FROM main.user WHERE " + tables.OfSource("uid")
	if err := p.Index.Remove(ctx, p.conn, users, p.source); err != nil {
		return err
	}
	if err := forgetRecords(ctx, p.conn, p.source); err != nil {
		return err
	}
	// A number of its own keeps apart what others still see of the former tenant.
	return p.conn.QueryRowContext(ctx, `UPDATE main.source SET source = (SELECT max(source) + 1 FROM main.source), active_users_date = 0, app_users_date = 0, activations_date = 0, usage_joined = 0,
		reports_fingerprint = 0, assigned_fingerprint = 0, applications_fingerprint = 0, active_users_read = 0, app_users_read = 0, activations_read = 0,
		subscriptions_read = 0, groups_read = 0 WHERE source = ? RETURNING source`, p.source).Scan(&p.source)
}
