// Package reclaim recommends licenses that can be taken back from users: it says why, by
// which evidence and what that saves, leaves out what is kept, and writes the script with
// which an administrator takes them back. Which reason holds for which license is in
// store/inventory; docs/reclaim.md says it in words.
package reclaim

import (
	"context"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/store/history"
	"inventorybeacon/store/inventory"
)

// Query says which recommendations are wanted; what is kept is added to it.
type Query = inventory.ReclaimQuery

// Recommender recommends licenses to be taken back.
type Recommender struct {
	inventory *inventory.Inventory
	history   *history.History
	now       func() time.Time
}

// New returns a recommender for what an inventory and a history hold. Licenses are kept
// until a day is over by the clocks of the place that now is of.
func New(inv *inventory.Inventory, h *history.History, now func() time.Time) *Recommender {
	return &Recommender{inv, h, now}
}

// Recommendation is a license that can be taken back.
type Recommendation struct {
	inventory.Recommendation
	// Disabled is the day on which an import has seen the account disabled; none when none
	// has.
	Disabled connector.Date
}

// atOnce is how many recommendations are completed together.
const atOnce = 500

// Each calls use with one recommendation after another, as it reads them, and stops at its
// first error.
func (r *Recommender) Each(ctx context.Context, q Query, use func(Recommendation) error) error {
	q, err := r.withoutKept(ctx, q)
	if err != nil {
		return err
	}
	var waiting []Recommendation
	flush := func() error {
		if err := r.complete(ctx, waiting); err != nil {
			return err
		}
		for _, row := range waiting {
			if err := use(row); err != nil {
				return err
			}
		}
		waiting = waiting[:0]
		return nil
	}
	err = r.inventory.EachRecommendation(ctx, q, func(row inventory.Recommendation) error {
		if waiting = append(waiting, Recommendation{Recommendation: row}); len(waiting) < atOnce {
			return nil
		}
		return flush()
	})
	if err != nil {
		return err
	}
	return flush()
}

// Page returns the recommendations that a query asks for.
func (r *Recommender) Page(ctx context.Context, q Query) ([]Recommendation, error) {
	rows := []Recommendation{}
	err := r.Each(ctx, q, func(row Recommendation) error {
		rows = append(rows, row)
		return nil
	})
	return rows, err
}

// withoutKept leaves out what is kept today.
func (r *Recommender) withoutKept(ctx context.Context, q Query) (Query, error) {
	kept, err := r.history.Kept(ctx)
	today := connector.DayOf(r.now())
	for _, k := range kept {
		if k.Until >= today {
			q.Kept = append(q.Kept, inventory.Held{TenantID: k.TenantID, UserID: k.UserID, SKUID: k.SKUID})
		}
	}
	return q, err
}

// complete adds what only the history knows.
func (r *Recommender) complete(ctx context.Context, rows []Recommendation) error {
	users := map[string][]string{} // ids by tenant
	for _, row := range rows {
		if row.Reason == inventory.ReasonDisabled {
			users[row.TenantID] = append(users[row.TenantID], row.UserID)
		}
	}
	for tenant, of := range users {
		days, err := r.history.DisabledSince(ctx, tenant, of)
		if err != nil {
			return err
		}
		for i := range rows {
			if rows[i].TenantID == tenant && rows[i].Reason == inventory.ReasonDisabled {
				rows[i].Disabled = days[rows[i].UserID]
			}
		}
	}
	return nil
}
