package publish

import (
	"context"
	"database/sql"
	"errors"
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
		"application", "application_day", "application_platform_day", "license_day", "license", "license_plan", "subscription", "license_group",
		"former_name", "report_join",
	} {
		if _, err := tx.ExecContext(ctx, "DELETE FROM main."+table+" WHERE source = ?", source); err != nil {
			return fmt.Errorf("forget %s: %w", table, err)
		}
	}
	return nil
}

// forgetOtherTenant deletes the inventory of a connection that is of another tenant
// than the import: nothing of one may be taken for the other's. The same goes for a copy that lacks a part.
func (p *publishing) forgetOtherTenant(ctx context.Context, tenant string) error {
	var had string
	if err := p.conn.QueryRowContext(ctx, "SELECT tenant_id FROM main.source WHERE source = ?", p.source).Scan(&had); err != nil {
		return err
	}
	lacks, err := p.lacksParts(ctx)
	if err != nil || had == "" || strings.EqualFold(had, tenant) && !lacks {
		return err
	}
	p.replaces, p.sameReports = true, false
	p.hadCopilot = p.hadCopilot && p.copied == nil
	users := "SELECT uid FROM main.user WHERE " + tables.OfSource("uid")
	if err := p.Index.Remove(ctx, p.conn, users, p.source); err != nil {
		return err
	}
	if err := forgetRecords(ctx, p.conn, p.source); err != nil {
		return err
	}
	// A number of its own keeps apart what others still see of the former tenant.
	return p.conn.QueryRowContext(ctx,
		`UPDATE main.source SET source = (SELECT max(source) + 1 FROM main.source),
		active_users_date = 0, app_users_date = 0, activations_date = 0, usage_joined = 0, copilot_date = 0, copilot_joined = 0,
		app_users_joined = 0,
		users_enabled = NULL, users_guests = NULL, users_licensed = NULL,
		reports_fingerprint = 0, assigned_fingerprint = 0, applications_fingerprint = 0,
		active_users_read = 0, app_users_read = 0, activations_read = 0, copilot_read = 0, subscriptions_read = 0, groups_read = 0 WHERE source = ?
			RETURNING source`, p.source).
		Scan(&p.source)
}

var (
	// ErrNoInventory means that nothing that was imported through a connection is there.
	ErrNoInventory = errors.New("nothing is there that was imported through the connection")
	// ErrHasInventory means that a connection has an inventory of its own.
	ErrHasInventory = errors.New("the connection has an inventory of its own")
)

// Forget deletes everything that was imported through a connection. The index may have to
// be made anew afterwards.
func (t Target) Forget(ctx context.Context, connection string) error {
	return t.DB.Update(ctx, func(tx *sql.Tx) error {
		var source int64
		err := tx.QueryRowContext(ctx, "SELECT source FROM source WHERE connection = ?", connection).Scan(&source)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := forgetRecords(ctx, tx, source); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "DELETE FROM source WHERE source = ?", source); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, dropUnheld); err != nil {
			return err
		}
		return t.Index.Rebuild(ctx, tx)
	})
}

// Give makes the inventory of one connection that of another one, in place of an empty one.
// before is called once that is all right, and before it is so.
func (t Target) Give(ctx context.Context, from, to string, before func() error) error {
	return t.DB.Update(ctx, func(tx *sql.Tx) error {
		if err := dropEmpty(ctx, tx, to); err != nil {
			return err
		}
		given, err := tx.ExecContext(ctx, "UPDATE source SET connection = ? WHERE connection = ?", to, from)
		if err != nil {
			return err
		}
		if n, err := given.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, fmt.Errorf("connection %s: %w", from, ErrNoInventory))
		}
		return before()
	})
}

// dropEmpty drops the inventory of a connection that holds nobody and no license.
func dropEmpty(ctx context.Context, tx *sql.Tx, connection string) error {
	var source int64
	var empty bool
	err := tx.QueryRowContext(ctx, `SELECT source, users = 0 AND NOT EXISTS (SELECT 1 FROM license AS l WHERE l.source = s.source)
		FROM source AS s WHERE connection = ?`, connection).Scan(&source, &empty)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil
	case err != nil:
		return err
	case !empty:
		return fmt.Errorf("connection %s: %w", connection, ErrHasInventory)
	}
	if err := forgetRecords(ctx, tx, source); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "DELETE FROM source WHERE source = ?", source)
	return err
}
