package history

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"
)

// Copies of what others keep are made by these functions. Unlike what is received, imports of several tenants do not come in the
// order of their times there.

// CopiedImport is an import with its changes.
type CopiedImport struct {
	Import
	// EachChange calls use with one change after another.
	EachChange func(use func(Change) error) error
}

// timeBits are the bits of a publish's number below its time, so that numbers are in the order of times.
const timeBits = 16

// CopyImport puts an import of a tenant into the place of the one with its time.
func (h *History) CopyImport(ctx context.Context, tenant string, i CopiedImport) error {
	tenant = strings.ToLower(tenant)
	at := i.At.UnixMilli()
	return h.update(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "DELETE FROM publish WHERE tenant = ? AND at = ?", tenant, at); err != nil {
			return err
		}
		var publish int64
		if err := tx.QueryRowContext(ctx, `INSERT INTO publish (publish, tenant, at, name, baseline, changes, figures)
			VALUES ((SELECT coalesce(max(publish) + 1, ?1 << ?2) FROM publish WHERE publish BETWEEN ?1 << ?2 AND (?1 + 1 << ?2) - 1), ?3, ?1, ?4, 0, ?5, ?6)
			RETURNING publish`, at, timeBits, tenant, i.Tenant, i.Changes, i.Licenses != nil).Scan(&publish); err != nil {
			return err
		}
		c := copying{ctx: ctx, tx: tx, publish: publish, skus: map[string]int64{}}
		for _, l := range i.Licenses {
			if err := c.license(l); err != nil {
				return err
			}
		}
		for _, a := range i.Applications {
			if _, err := tx.ExecContext(ctx,
				"INSERT INTO application (publish, name, entitled, active30, active90, active180) VALUES (?, ?, ?, ?, ?, ?)", publish, a.Application,
				a.Entitled, a.Active30,
				a.Active90, a.Active180); err != nil {
				return err
			}
		}
		return i.EachChange(c.change)
	})
}

// copying writes what belongs to a publish.
type copying struct {
	ctx     context.Context
	tx      *sql.Tx
	publish int64
	skus    map[string]int64 // numbers by id
}

// sku returns the number of a license; a part number that is its id is none.
func (c *copying) sku(id, partNumber string) (number int64, err error) {
	if number, known := c.skus[id]; known {
		return number, nil
	}
	if strings.EqualFold(id, partNumber) {
		partNumber = ""
	}
	err = c.tx.QueryRowContext(c.ctx, `INSERT INTO sku (id, part_number) VALUES (lower(?), ?)
		ON CONFLICT (id) DO UPDATE SET part_number = coalesce(nullif(excluded.part_number, ''), part_number) RETURNING sku`, id, partNumber).Scan(&number)
	c.skus[id] = number
	return number, err
}

func (c *copying) license(l ImportedLicense) error {
	sku, err := c.sku(l.SKUID, l.SKUPartNumber)
	if err != nil {
		return err
	}
	_, err = c.tx.ExecContext(c.ctx, `INSERT INTO license (publish, sku, kind, purchased, assigned, active30, active90, active180)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, c.publish, sku, l.Kind, l.Purchased, l.Assigned, l.Active30,
		l.Active90, l.Active180)
	return err
}

func (c *copying) change(one Change) error {
	var sku any
	if one.SKUID != "" {
		number, err := c.sku(one.SKUID, one.SKUPartNumber)
		if err != nil {
			return err
		}
		sku = number
	}
	_, err := c.tx.ExecContext(c.ctx, `INSERT INTO change (publish, number, event, user, user_principal_name, sku, before, after)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, c.publish, one.Number, string(one.Event), one.User,
		one.UserPrincipalName, sku, one.Before, one.After)
	return err
}

// KeepOnlyImports removes the imports of a tenant that were not at one of some times, in milliseconds since 1970.
func (h *History) KeepOnlyImports(ctx context.Context, tenant string, times map[int64]bool) error {
	all, err := h.ImportTimes(ctx, tenant)
	if err != nil {
		return err
	}
	return h.update(ctx, func(tx *sql.Tx) error {
		var errs []error
		for _, i := range all {
			if !times[i.At.UnixMilli()] {
				_, err := tx.ExecContext(ctx, "DELETE FROM publish WHERE tenant = ? AND at = ?", strings.ToLower(tenant), i.At.UnixMilli())
				errs = append(errs, err)
			}
		}
		return errors.Join(errs...)
	})
}

// ImportTimes returns the imports of a tenant without their numbers, but Figures whether these are kept.
func (h *History) ImportTimes(ctx context.Context, tenant string) ([]CopiedTime, error) {
	type stored struct {
		CopiedTime
		at int64
	}
	found, err := list(ctx, h, func(s *stored) []any { return []any{&s.at, &s.Changes, &s.Figures} },
		"SELECT at, changes, figures FROM publish WHERE tenant = ? ORDER BY at", strings.ToLower(tenant))
	all := make([]CopiedTime, len(found))
	for i, s := range found {
		all[i] = s.CopiedTime
		all[i].At = time.UnixMilli(s.at).UTC()
	}
	return all, err
}

// CopiedTime is an import of which a copy is there.
type CopiedTime struct {
	At      time.Time
	Changes int64
	Figures bool
}

// Entered is what people have entered of a tenant.
type Entered struct {
	Prices      []Price
	Commitments []Commitment
	Kept        []Kept
}

// CopyEntered puts what was entered of a tenant into the place of what was there of it.
func (h *History) CopyEntered(ctx context.Context, tenant string, e Entered) error {
	tenant = strings.ToLower(tenant)
	return h.update(ctx, func(tx *sql.Tx) error {
		s := statements{ctx: ctx, tx: tx}
		for _, table := range []string{"price", "commitment", "kept"} {
			s.exec("DELETE FROM "+table+" WHERE tenant = ?", tenant)
		}
		for _, p := range e.Prices {
			p.Tenant = tenant
			s.exec(setPrice, p.values()...)
		}
		for _, c := range e.Commitments {
			c.Tenant = tenant
			s.exec(setCommitment, c.values()...)
		}
		for _, k := range e.Kept {
			s.exec(keepLicense, tenant, k.UserID, k.SKUID, k.UserPrincipalName, k.Until, k.Note, k.Since.UnixMilli())
		}
		return s.err
	})
}
