package history

import (
	"context"
	"database/sql"
	"strings"
)

// Edit is much that is entered or removed at once.
type Edit struct {
	Prices            []Price
	RemovePrices      []Price // by tenant, SKU and day
	Commitments       []Commitment
	RemoveCommitments []Commitment // by tenant and SKU
	OwnNames          []OwnName
	RemoveOwnNames    []OwnName // by SKU
	Views             []View
	RemoveViews       []View // by name, with their exports
	Exports           []Export
	RemoveExports     []Export
}

// Apply writes an edit, all of it or nothing. What is to be removed and is not there is no
// error.
func (h *History) Apply(ctx context.Context, e Edit) error {
	return h.update(ctx, func(tx *sql.Tx) error {
		t := statements{ctx: ctx, tx: tx}
		for _, p := range e.RemovePrices {
			t.exec("DELETE FROM price WHERE tenant = ? AND sku = ? AND since = ?", strings.ToLower(p.Tenant), strings.ToLower(p.SKUID), p.Since)
		}
		for _, c := range e.RemoveCommitments {
			t.exec(removeCommitment, strings.ToLower(c.Tenant), strings.ToLower(c.SKUID))
		}
		for _, n := range e.RemoveOwnNames {
			t.exec(removeOwnName, strings.ToLower(n.SKUID))
		}
		for _, x := range e.RemoveExports {
			t.exec("DELETE FROM export WHERE view = ? AND folder = ? AND format = ?", x.View, x.Folder, x.Format)
		}
		for _, v := range e.RemoveViews {
			t.exec("DELETE FROM export WHERE view = ?", v.Name)
			t.exec("DELETE FROM view WHERE name = ?", v.Name)
		}
		for _, p := range e.Prices {
			t.exec(setPrice, p.values()...)
		}
		for _, c := range e.Commitments {
			t.exec(setCommitment, c.values()...)
		}
		for _, n := range e.OwnNames {
			t.exec(setOwnName, n.values()...)
		}
		for _, v := range e.Views {
			t.exec(saveView, v.values()...)
		}
		for _, x := range e.Exports {
			t.exec(addExport, x.values()...)
		}
		return t.err
	})
}

// statements run in a transaction until the first one fails.
type statements struct {
	ctx context.Context
	tx  *sql.Tx
	err error
}

func (s *statements) exec(statement string, args ...any) {
	if s.err == nil {
		_, s.err = s.tx.ExecContext(s.ctx, statement, args...)
	}
}
