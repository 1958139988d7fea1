package inventory

import (
	"context"
	"database/sql/driver"
)

// heldLicenses counts, while holdings go by, who holds which licensing and when the
// holders of each license were last active: hardly two users have both in common, so
// to ask SQLite for it means to read a million groups.
type heldLicenses struct {
	licensings map[int64]*heldLicensing
	days       map[string]*byDay // of the holders of a SKU, by its id
}

type heldLicensing struct {
	users int64
	days  []*byDay // of its SKUs
}

// prepareHeld gets ready for the licensings that were staged; it does not when there
// are more than memory is meant for.
func (a *activity) prepareHeld(ctx context.Context) error {
	held := &heldLicenses{licensings: map[int64]*heldLicensing{}, days: map[string]*byDay{}}
	err := each(ctx, a.reader, "SELECT licensing, sku FROM staging.assignment", func(row []driver.Value) error {
		if len(held.licensings) > rememberedLicensings {
			return nil
		}
		number, sku := row[0].(int64), row[1].(string)
		if held.licensings[number] == nil {
			held.licensings[number] = new(heldLicensing)
		}
		if held.days[sku] == nil {
			held.days[sku] = new(byDay)
		}
		held.licensings[number].days = append(held.licensings[number].days, held.days[sku])
		return nil
	})
	if len(held.licensings) <= rememberedLicensings {
		a.held = held
	}
	return err
}

// add counts a user who holds a licensing.
func (h *heldLicenses) add(licensing int64, lastActivity uint16) {
	if h == nil || licensing == 0 {
		return
	}
	held := h.licensings[licensing]
	held.users++
	for _, days := range held.days {
		days.add(lastActivity, 1)
	}
}

// users is how many hold a licensing.
func (h *heldLicenses) users(licensing int64) int64 {
	if held := h.licensings[licensing]; held != nil {
		return held.users
	}
	return 0
}

// takeHeld takes over what was counted of holdings, and counts who is entitled to
// applications.
func (t *totals) takeHeld(ctx context.Context, p *publishing, held *heldLicenses) error {
	var licensing int64
	var assignments []assigned
	counted := func() {
		if users := held.users(licensing); users > 0 {
			t.entitle(assignments, users)
		}
		assignments = assignments[:0]
	}
	err := each(ctx, p.conn, "SELECT licensing, sku, detail FROM main.assignment ORDER BY licensing", func(row []driver.Value) error {
		if next := row[0].(int64); next != licensing {
			counted()
			licensing = next
		}
		assignments = append(assignments, assigned{row[1].(int64), row[2].(int64)})
		return nil
	})
	if err != nil {
		return err
	}
	counted()
	return each(ctx, p.conn, "SELECT sku, id FROM main.sku", func(row []driver.Value) error {
		if days := held.days[row[1].(string)]; days != nil && days.sum() > 0 {
			t.holders[row[0].(int64)] = days
		}
		return nil
	})
}
