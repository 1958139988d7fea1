package licensing

import (
	"context"
	"sync/atomic"

	"inventorybeacon/connector"
	"inventorybeacon/money"
	"inventorybeacon/store/history"
	"inventorybeacon/store/inventory"
)

// Terms are the prices and commitments that were entered. They are kept in memory, because
// every row of every list asks for them; there are some hundred licenses at most.
type Terms struct {
	today func() connector.Date
	last  atomic.Pointer[enteredTerms]
}

type enteredTerms struct {
	prices      map[licenseKey][]history.Price
	commitments map[licenseKey]history.Commitment
}

// licenseKey is a license of a tenant, or of all where that is empty.
type licenseKey struct{ tenant, sku string }

// NewTerms returns terms that hold nothing before [Book.ReadEntered]. Today is the day of which
// they are.
func NewTerms(today func() connector.Date) *Terms {
	t := &Terms{today: today}
	t.last.Store(&enteredTerms{})
	return t
}

// read reads them again.
func (t *Terms) read(ctx context.Context, h *history.History) error {
	state := &enteredTerms{prices: map[licenseKey][]history.Price{}, commitments: map[licenseKey]history.Commitment{}}
	prices, err := h.Prices(ctx)
	if err != nil {
		return err
	}
	for _, p := range prices {
		key := licenseKey{p.Tenant, p.SKUID}
		state.prices[key] = append(state.prices[key], p)
	}
	commitments, err := h.Commitments(ctx)
	if err != nil {
		return err
	}
	for _, c := range commitments {
		state.commitments[licenseKey{c.Tenant, c.SKUID}] = c
	}
	t.last.Store(state)
	return nil
}

// Of are the price of today and what is committed to.
func (t *Terms) Of(tenant, skuID string) inventory.Terms {
	state, today := t.last.Load(), t.today()
	terms := inventory.Terms{Price: priceOn(state.prices[licenseKey{tenant, skuID}], today)}
	if terms.Price == nil {
		terms.Price = priceOn(state.prices[licenseKey{"", skuID}], today)
	}
	if c := state.commitments[licenseKey{tenant, skuID}]; c.Until >= today {
		terms.Committed, terms.CommittedUntil = c.Units, c.Until
	}
	return terms
}

// priceOn returns the price that holds on a day; nil when none does yet. Prices are in
// the order of their days.
func priceOn(prices []history.Price, day connector.Date) *money.Price {
	var holds *money.Price
	for i := range prices {
		if prices[i].Since <= day {
			holds = &prices[i].Price
		}
	}
	return holds
}
