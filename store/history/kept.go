package history

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"inventorybeacon/connector"
)

// Kept is a license that stays with a user although it is recommended to be taken back.
type Kept struct {
	TenantID, UserID, SKUID string
	// UserPrincipalName is the user's when it was entered.
	UserPrincipalName string
	// Until is the last day on which it is kept.
	Until connector.Date
	Note  string
	// Since is when it was entered.
	Since time.Time
}

const keepLicense = "INSERT OR REPLACE INTO kept (tenant, user, sku, user_principal_name, until, note, since) VALUES (?, ?, ?, ?, ?, ?, ?)"

// KeepLicenses keeps licenses, all or none, each in the place of what was kept of it before.
func (h *History) KeepLicenses(ctx context.Context, all ...Kept) error {
	return h.update(ctx, func(tx *sql.Tx) error {
		for _, k := range all {
			if _, err := tx.ExecContext(ctx, keepLicense,
				strings.ToLower(k.TenantID), strings.ToLower(k.UserID), strings.ToLower(k.SKUID), k.UserPrincipalName, k.Until, k.Note,
				h.now().UnixMilli()); err != nil {
				return err
			}
		}
		return nil
	})
}

// Unkeep ends that a license of a user is kept, and reports whether it was.
func (h *History) Unkeep(ctx context.Context, tenantID, userID, skuID string) (bool, error) {
	n, err := h.remove(ctx, "DELETE FROM kept WHERE tenant = ? AND user = ? AND sku = ?",
		strings.ToLower(tenantID), strings.ToLower(userID), strings.ToLower(skuID))
	return n > 0, err
}

// Kept returns all that was kept, also what no longer is, the first to end first.
func (h *History) Kept(ctx context.Context) ([]Kept, error) {
	type stored struct {
		Kept
		since int64 // milliseconds since 1970
	}
	found, err := list(ctx, h, func(s *stored) []any {
		return []any{&s.TenantID, &s.UserID, &s.SKUID, &s.UserPrincipalName, &s.Until, &s.Note, &s.since}
	}, "SELECT tenant, user, sku, user_principal_name, until, note, since FROM kept ORDER BY until, user_principal_name, tenant, user, sku")
	all := make([]Kept, len(found))
	for i, s := range found {
		all[i] = s.Kept
		all[i].Since = time.UnixMilli(s.since).UTC()
	}
	return all, err
}
