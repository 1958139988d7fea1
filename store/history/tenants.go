package history

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/store/sqlite"
)

// Tenant is a tenant that was imported, perhaps long ago.
type Tenant struct {
	ID string `json:"tenantId"`
	// Name is the one that it had last.
	Name string `json:"tenant"`
	// First and Last are when the oldest and the newest import was published of which
	// anything is kept, and Changes how many changes are.
	First   time.Time `json:"first"`
	Last    time.Time `json:"last"`
	Changes int64     `json:"changes"`
}

// TenantNotFoundError means that nothing is known of a tenant.
type TenantNotFoundError struct{ Key string }

func (e *TenantNotFoundError) Error() string {
	return fmt.Sprintf("there is no history of a tenant %q", e.Key)
}

// Message implements [connector.Explained].
func (e *TenantNotFoundError) Message() connector.Message {
	return connector.Message{ID: "history.not-found", Data: connector.Data{"Key": e.Key}}
}

// Tenants returns the tenants of which anything is known, by name.
func (h *History) Tenants(ctx context.Context) ([]Tenant, error) {
	type stored struct {
		Tenant
		first, last int64
	}
	// SQLite takes the name from the row with the greatest time (sqlite.org/lang_select.html#bareagg).
	found, err := list(ctx, h, func(s *stored) []any { return []any{&s.ID, &s.Name, &s.first, &s.last, &s.Changes} },
		`SELECT tenant, name, (SELECT min(at) FROM publish AS f WHERE f.tenant = p.tenant), max(at), sum(changes)
		FROM publish AS p GROUP BY tenant ORDER BY name COLLATE NOCASE, tenant`)
	tenants := make([]Tenant, len(found))
	for i, s := range found {
		tenants[i] = s.Tenant
		tenants[i].First, tenants[i].Last = time.UnixMilli(s.first).UTC(), time.UnixMilli(s.last).UTC()
	}
	return tenants, err
}

// TenantNamed returns the tenants with an id or a name; the error is a
// [TenantNotFoundError] when there is none.
func (h *History) TenantNamed(ctx context.Context, key string) ([]Tenant, error) {
	all, err := h.Tenants(ctx)
	if err != nil {
		return nil, err
	}
	var named []Tenant
	for _, t := range all {
		if strings.EqualFold(t.ID, key) {
			return []Tenant{t}, nil
		}
		if strings.EqualFold(t.Name, key) {
			named = append(named, t)
		}
	}
	if named == nil {
		return nil, &TenantNotFoundError{Key: key}
	}
	return named, nil
}

// Forget removes the numbers and changes of a tenant. What people have entered stays.
func (h *History) Forget(ctx context.Context, tenant string) error {
	return h.update(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM publish WHERE tenant = lower(?)", tenant)
		return err
	})
}

// License is one that the history knows, also when no tenant has it any more.
type License struct{ ID, PartNumber string }

// Licenses returns all licenses that the history knows.
func (h *History) Licenses(ctx context.Context) ([]License, error) {
	return list(ctx, h, func(l *License) []any { return []any{&l.ID, &l.PartNumber} }, "SELECT id, part_number FROM sku")
}

// Names are what there is in a history to be named, for a shell that completes a command
// line.
type Names struct{ Tenants, Licenses, Applications, Views []string }

// NamesAt reads the names in the history of a data directory, and changes nothing. There
// are none when it does not exist.
func NamesAt(ctx context.Context, dir string) (names Names, err error) {
	options, err := FileOptions()
	if err != nil {
		return names, err
	}
	err = sqlite.View(ctx, filepath.Join(dir, FileName), options, func(db *sql.DB) (err error) {
		for text, into := range map[string]*[]string{
			"SELECT DISTINCT name FROM publish ORDER BY name":                    &names.Tenants,
			"SELECT part_number FROM sku WHERE part_number <> '' ORDER BY 1":     &names.Licenses,
			"SELECT DISTINCT name FROM application ORDER BY name COLLATE NOCASE": &names.Applications,
			"SELECT name FROM view ORDER BY name":                                &names.Views,
		} {
			if *into, err = sqlite.Values[string](ctx, db, text); err != nil {
				return err
			}
		}
		return nil
	})
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return names, err
}
